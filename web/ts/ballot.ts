// The ballot page: code, choice, review, outcome. Nothing is sent before it is stored on the phone.
import { send, type Box } from "./ballot/cast.ts";
import { Choosing } from "./ballot/choosing.ts";
import { forget, kept, slipFrom } from "./ballot/credential.ts";
import { DIGITS, faultOf, grouped, latin } from "./ballot/code.ts";
import { everything, keep, type Entry } from "./ballot/outbox.ts";
import { thisTablet } from "./ballot/tablet.ts";
import { digestOf, signedBallot, slipOf, type Choice, type Sealed, type Slip } from "./ballot/signing.ts";
import { all, find } from "./page/find.ts";
import { keepPage } from "./page/keep.ts";
import { canScan, scanned } from "./page/scan.ts";
import { count, has, say } from "./page/words.ts";

const SHOWN = 12; // characters of a receipt number that are read aloud; the whole one is a tap away
const LEAVE = 20_000; // ms an outcome stays on a shared tablet
const AGAIN = 5_000; // ms between two tries while the page is seen

const booth = find("#booth");
const election = booth.dataset["election"] ?? "";
const contest = booth.dataset["contest"] ?? "";
const tablet = thisTablet();
const box: Box = { address: booth.dataset["box"] ?? "", key: booth.dataset["boxKey"] ?? "", tablet: tablet !== null };

interface Sealing {
  seal(place: { election: string; contest: string; cred: string }, question: { options: string[]; most: number }, chosen: string[]): Sealed;
}

// Brought only where ballots are sealed, and before anybody begins: later the network may be gone.
const sealer = booth.dataset["sealed"];
const sealing = sealer ? (import(sealer) as Promise<Sealing>) : null;

const codeField = find<HTMLInputElement>("#code");
const choosing = new Choosing(find<HTMLFormElement>("#choose"), booth.dataset["method"] ?? "single", Number(booth.dataset["most"] ?? 1));

let slip: Promise<Slip> | null = null;
let current: Entry | null = null;
let sending = false;
let leaving = 0;

function step(name: string, focus = true): void {
  for (const section of all("[data-step]")) section.hidden = section.dataset["step"] !== name;
  const heading = find(`[data-step=${name}] h1`);
  heading.tabIndex = -1;
  if (focus) heading.focus();
  window.scrollTo(0, 0);
}

function readCode(event: Event): void {
  event.preventDefault();
  const code = latin(codeField.value);
  const fault = faultOf(code);
  showFault(fault ? say(`ballot.code_${fault}`, { n: code.length, most: DIGITS }) : null);
  if (fault) return;
  slip = slipOf(code, election);
  codeField.value = "";
  step("choose");
}

function showFault(message: string | null): void {
  const place = find("#code-fault");
  place.hidden = message === null;
  place.textContent = message ?? "";
  codeField.toggleAttribute("aria-invalid", message !== null);
  if (message) codeField.focus();
}

function countDigits(): void {
  find("#digits").textContent = count("ballot.digits", latin(codeField.value).length, { most: DIGITS });
}

function review(event: Event): void {
  event.preventDefault();
  const labels = choosing.labels();
  const list = find("#chosen");
  list.replaceChildren(...labels.map(row));
  find("#blank").hidden = labels.length > 0;
  step("review");
}

function row(label: string): HTMLElement {
  const item = document.createElement("li");
  item.dir = "auto";
  item.textContent = label;
  return item;
}

async function cast(): Promise<void> {
  const button = find<HTMLButtonElement>("#send");
  if (!slip || button.disabled) return;
  button.disabled = true;
  const mine = await slip;
  const wire = signedBallot(mine, election, contest, await marks(mine));
  current = { id: digestOf(wire), election, contest, state: "waiting", wire, receipt: null, word: null };
  await keep(current);
  choosing.clear();
  slip = null;
  show(current);
  button.disabled = false;
  await retry();
}

async function marks(mine: Slip): Promise<Choice[] | Sealed> {
  if (!sealing) return choosing.choices();
  const question = { options: choosing.options(), most: Number(booth.dataset["most"]) };
  return (await sealing).seal({ election, contest, cred: mine.cred }, question, choosing.choices() as string[]);
}

async function retry(): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    for (const entry of await everything()) await settle(entry);
  } finally {
    sending = false;
  }
}

async function settle(entry: Entry): Promise<void> {
  if (entry.state !== "waiting" || entry.election !== election) return;
  const settled = await send(entry, box);
  if (settled.state === "recorded") await forget(entry.election, entry.contest);
  if (current?.id === entry.id && settled.state !== current.state) show(settled);
}

function show(entry: Entry): void {
  current = entry;
  const state = entry.state === "held" ? "waiting" : entry.state;
  for (const panel of all("[data-outcome]")) panel.hidden = panel.dataset["outcome"] !== state;
  if (entry.receipt) find("#number").textContent = grouped(entry.receipt.ballot.slice(0, SHOWN));
  if (entry.receipt) find("#whole-number").textContent = entry.receipt.ballot;
  if (entry.receipt) find<HTMLAnchorElement>("#keep-receipt").href = file(entry);
  if (entry.word) find("#reason").textContent = reason(entry.word, "why");
  if (entry.word) find("#remedy").textContent = reason(entry.word, "do");
  const panel = find(`[data-outcome=${state}]`);
  for (const heading of all("[data-step=outcome] h1")) heading.tabIndex = -1;
  for (const section of all("[data-step]")) section.hidden = section.dataset["step"] !== "outcome";
  find("h1", panel).focus();
  if (tablet) leaveSoon();
}

// On a shared tablet the next person finds the first page, also when nobody presses the button.
function leaveSoon(): void {
  clearTimeout(leaving);
  leaving = window.setTimeout(nextPerson, LEAVE);
}

function reason(word: string, part: "why" | "do"): string {
  const key = `ballot.refused_${part}.${word}`;
  return say(has(key) ? key : `ballot.refused_${part}.unknown`, { word });
}

function file(entry: Entry): string {
  return URL.createObjectURL(new Blob([JSON.stringify(entry.receipt)], { type: "application/json" }));
}

function network(): void {
  const state = find("#net");
  state.classList.toggle("off", !navigator.onLine);
  state.textContent = say(navigator.onLine ? "ballot.online" : "ballot.offline");
}

function nextPerson(): void {
  clearTimeout(leaving);
  current = null;
  choosing.clear();
  slip = null;
  step("code");
  countDigits();
}

// A slip's QR brings its code in the part of the address that is never sent; it is taken out of the history at once.
function fromAddress(): void {
  const code = latin(decodeURIComponent(location.hash.slice(1)));
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search);
  codeField.value = grouped(code);
}

// The camera reads what the phone's own camera would open: the ballot of this contest, or another one's page.
async function scan(): Promise<void> {
  const text = await scanned();
  if (text === null) return codeField.focus();
  const address = URL.canParse?.(text) ? new URL(text) : null;
  if (address?.origin === location.origin && address.pathname !== location.pathname) return location.assign(address);
  codeField.value = grouped(latin(address ? address.hash.slice(1) : text));
  countDigits();
  codeField.focus();
}

// Whoever registered on this device votes with what was kept here, without a slip.
async function fromAfar(): Promise<void> {
  const credential = await kept(election, contest);
  const mine = credential && slipFrom(credential);
  find("#afar").hidden = !mine;
  if (!mine) return;
  find("#vote-afar").addEventListener("click", () => {
    slip = Promise.resolve(mine);
    step("choose");
  });
}

function ready(): void {
  find("#needs-script").hidden = true;
  booth.hidden = false;
}

async function resume(): Promise<void> {
  const mine = (await everything()).filter((entry) => entry.election === election && entry.contest === contest);
  const waiting = mine.find((entry) => entry.state === "waiting");
  if (waiting && !tablet) show(waiting);
  await retry();
}

find("#shared").hidden = tablet === null;
find("#insecure").hidden = window.isSecureContext;
find("#enter").addEventListener("submit", readCode);
codeField.addEventListener("input", countDigits);
find("#choose").addEventListener("submit", review);
find("#change").addEventListener("click", () => step("choose"));
find("#send").addEventListener("click", () => void cast());
for (const button of all("[data-next]")) button.addEventListener("click", nextPerson);
window.addEventListener("online", () => void retry());
window.addEventListener("online", network);
window.addEventListener("offline", network);
document.addEventListener("visibilitychange", () => void retry());
setInterval(() => document.visibilityState === "visible" && void retry(), AGAIN + Math.random() * 500);

fromAddress();
step("code", false);
countDigits();
network();
void Promise.resolve(sealing).then(ready, () => (find("#sealed-missing").hidden = false));
find("#scan").hidden = !canScan();
find("#scan").addEventListener("click", () => void scan());
void resume();
void fromAfar();
void keepPage(booth.dataset["worker"] ?? "", [location.pathname], sealer ? [sealer] : []).then((kept) => kept && (booth.dataset["kept"] = "yes"));
