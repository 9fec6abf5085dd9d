// The check-in desk: find somebody, tick them, and never lose or double anybody when the network goes.
import { Desk, type Walk } from "./desk/desk.ts";
import { codeIn } from "./desk/names.ts";
import type { Person } from "./desk/store.ts";
import { all, find } from "./page/find.ts";
import { keepPage } from "./page/keep.ts";
import { canScan, readerToKeep, scanned } from "./page/scan.ts";
import { count, say } from "./page/words.ts";

const AGAIN = 5_000; // ms between two tries while the page is seen
const SHOWN = 8; // people listed at once; a longer list asks for one more letter

const root = find("#desk");
const who = find<HTMLInputElement>("#who");
const name = find<HTMLInputElement>("#name");
const hood = find<HTMLSelectElement>("#hood");
const walkIn = find<HTMLDetailsElement>("#walk-in");
let desk: Desk;

function show(): void {
  network();
  counters();
  const held = desk.refused;
  find("#refused").hidden = held.length === 0;
  find("#refused ul").replaceChildren(...held.map((one) => line(`${desk.people.get(one.person)?.name ?? one.entry.name ?? ""} · ${one.why ?? ""}`)));
  find("#closed").hidden = !desk.memory.closed;
  find("#signed-out").hidden = !desk.signedOut;
}

function network(): void {
  const net = find("#net");
  net.classList.toggle("off", !desk.online);
  const hoods = desk.memory.mine.map(called).join("، ");
  const cut = desk.memory.mine.length ? say("desk.cut_off", { hoods }) : say("desk.cut_off_none");
  write(net, desk.online ? say("desk.connected") : cut);
  const waiting = find("#waiting");
  waiting.classList.toggle("some", desk.waiting.length > 0);
  write(waiting, desk.waiting.length ? count("desk.waiting", desk.waiting.length) : say("desk.all_sent"));
}

function counters(): void {
  write(find("#total"), String(desk.total));
  write(find("#total-text"), count("desk.present", desk.total));
  const hoods = Object.keys(desk.memory.names).filter((one) => desk.inHood(one) || desk.memory.mine.includes(one));
  find("#hoods").replaceChildren(...hoods.map(figure));
  find("#device").textContent = desk.memory.device;
}

// A status is read out when it changes, not each time it is written.
function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

function figure(slug: string): HTMLElement {
  const row = document.createElement("div");
  row.className = desk.memory.mine.includes(slug) ? "own" : "";
  row.append(part("dt", called(slug)), part("dd", String(desk.inHood(slug))));
  return row;
}

function part(tag: string, text: string, style = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = style;
  return made;
}

function line(text: string): HTMLElement {
  const made = part("li", text);
  made.dir = "auto";
  return made;
}

function called(slug: string): string {
  return desk.memory.names[slug] ?? slug;
}

function look(): void {
  const found = desk.search(who.value);
  const asked = who.value.trim().length >= 2;
  find("#found").replaceChildren(...found.slice(0, SHOWN).map(row));
  write(find("#how-many"), asked ? (found.length > SHOWN ? say("desk.more", { n: SHOWN, all: found.length }) : count("desk.found", found.length)) : "");
  if (asked && found.length === 0 && !/\d/.test(who.value)) name.value = who.value.trim();
}

function row(person: Person): HTMLElement {
  const made = document.createElement("li");
  const words = document.createElement("div");
  const bold = part("strong", "");
  bold.append(part("bdi", person.name));
  words.append(bold, part("span", [called(person.hood), person.code].filter(Boolean).join(" · "), "soft"));
  made.append(words, desk.memory.closed || person.present ? part("span", say("desk.already"), "chip good") : present(person, made));
  return made;
}

function present(person: Person, within: HTMLElement): HTMLElement {
  const button = part("button", say("desk.here")) as HTMLButtonElement;
  button.type = "button";
  button.setAttribute("aria-label", say("desk.here_is", { name: person.name }));
  button.addEventListener("click", () => void tick(person, button, within));
  return button;
}

async function tick(person: Person, button: HTMLButtonElement, within: HTMLElement): Promise<void> {
  button.disabled = true;
  if (await desk.admit(person)) return admitted(person);
  button.disabled = false;
  if (!within.querySelector(".why")) within.append(part("p", say("desk.not_here", { hood: called(person.hood) }), "why"));
}

function admitted(person: Person): void {
  const done = find("#done");
  done.hidden = false;
  const bold = part("strong", say("desk.done", { name: person.name }));
  bold.dir = "auto";
  done.replaceChildren(bold, part("span", say("desk.draw", { hood: called(person.hood) })));
  who.value = "";
  find("#found").replaceChildren();
  find("#how-many").textContent = "";
  show();
  who.focus();
}

function mistaken(field: string, wrong: boolean): boolean {
  find(`#${field}-mistake`).hidden = !wrong;
  find(`#${field}-field`).classList.toggle("wrong", wrong);
  if (wrong) find(`#${field}`).focus();
  return wrong;
}

function written(): Walk | null {
  const nameless = mistaken("name", name.value.trim().length < 2);
  if (mistaken("hood", !hood.value) || nameless) return null;
  const gender = find<HTMLSelectElement>("#gender").value;
  const band = find<HTMLSelectElement>("#age").value;
  return { name: name.value.trim(), neighbourhood: hood.value, ...(gender && { gender }), ...(band && { age_band: band }) };
}

async function newPerson(event: Event | null): Promise<void> {
  event?.preventDefault();
  const walk = written();
  if (!walk) return;
  const same = desk.alike(walk.name);
  find("#same").hidden = !event || same.length === 0;
  find("#same ul").replaceChildren(...same.slice(0, SHOWN).map(row));
  if (event && same.length) return find("#same").scrollIntoView({ block: "nearest" });
  const person = await desk.walkIn(walk);
  if (!person) return void showMistake(say("desk.not_here", { hood: called(walk.neighbourhood) }));
  find<HTMLFormElement>("#new-person").reset();
  walkIn.open = false;
  admitted(person);
}

function showMistake(text: string): void {
  const done = find("#done");
  done.hidden = false;
  done.classList.add("wait");
  done.replaceChildren(part("strong", text));
}

async function read(): Promise<void> {
  const text = await scanned();
  if (text === null) return;
  who.value = codeIn(text);
  look();
  find<HTMLElement>("#found button, #who").focus();
}

async function settings(event: Event): Promise<void> {
  event.preventDefault();
  const chosen = all<HTMLInputElement>("input[name=mine]:checked").map((one) => one.value);
  const fault = await desk.take(chosen);
  write(find("#kept"), fault === null ? say("desk.kept") : fault || say("desk.not_kept"));
}

async function round(): Promise<void> {
  if (document.visibilityState !== "visible") return;
  await desk.beat();
  if (!desk.online || desk.signedOut || desk.memory.closed) return;
  await desk.send();
  await desk.sign();
}

async function start(): Promise<void> {
  desk = await Desk.open(root.dataset["forum"] ?? "", root.dataset["here"] ?? "", show);
  find("#scan").hidden = !canScan();
  root.hidden = false;
  show();
  await desk.refresh();
  await desk.send();
  for (const one of all<HTMLInputElement>("input[name=mine]")) one.checked = desk.memory.mine.includes(one.value);
  listen();
  if (await keepPage(root.dataset["worker"] ?? "", [location.pathname], readerToKeep())) root.dataset["kept"] = "yes";
}

function listen(): void {
  find("#search").addEventListener("submit", (event) => event.preventDefault());
  who.addEventListener("input", () => {
    find("#done").hidden = true;
    find("#done").classList.remove("wait");
    look();
  });
  find("#new-person").addEventListener("submit", (event) => void newPerson(event));
  find("#another").addEventListener("click", () => void newPerson(null));
  find("#scan").addEventListener("click", () => void read());
  find("#settings").addEventListener("submit", (event) => void settings(event));
  window.addEventListener("online", () => void round());
  window.addEventListener("offline", () => void round());
  document.addEventListener("visibilitychange", () => void round());
  setInterval(() => void round(), AGAIN + Math.random() * 500);
}

void start();
