// The officers' page on a shared tablet: its name and key; after closing what it could not send, as a QR and handed over.
import { generate } from "lean-qr";
import { everything, keep, type Entry } from "./ballot/outbox.ts";
import { becomeTablet, statement, stopBeingTablet, thisTablet, type Tablet } from "./ballot/tablet.ts";
import { find } from "./page/find.ts";
import { newId } from "./page/ids.ts";
import { keepPage } from "./page/keep.ts";
import { reach } from "./page/reach.ts";
import { count, say } from "./page/words.ts";

interface Now {
  state: string;
  stated: string[];
  form_key: string;
}

const root = find("#tablet");
const election = root.dataset["election"] ?? "";

async function unsent(): Promise<Entry[]> {
  return (await everything()).filter((entry) => entry.election === election && entry.wire !== null);
}

async function show(): Promise<void> {
  const tablet = thisTablet();
  find("#become").hidden = tablet !== null;
  find("#is").hidden = tablet === null;
  if (!tablet) return;
  find("#name-of").textContent = tablet.name;
  find("#key-of").textContent = tablet.key;
  find("#holds").textContent = count("tablet.holds", (await unsent()).length);
}

// What is known of the vote now, or why nothing is.
async function now(): Promise<Now | string> {
  const answer = await reach(`${root.dataset["here"]}/now`);
  return answer?.ok ? ((await answer.json()) as Now) : whyNot(answer);
}

function whyNot(answer: Response | null): string {
  if (!answer) return say("tablet.no_network");
  return say(answer.status === 401 ? "tablet.signed_out" : "tablet.away");
}

// Without an answer the page goes by what is on this device.
async function states(): Promise<void> {
  const told = await now();
  const found = typeof told === "string" ? null : told;
  if (typeof told === "string" && told !== say("tablet.no_network")) outcome(told, "bad");
  find("#voting").hidden = found !== null && found.state !== "open";
  find("#closing").hidden = found !== null && !["closing", "closed"].includes(found.state);
  find<HTMLButtonElement>("#hand-over").disabled = found?.state !== "closed";
}

function become(event: Event): void {
  event.preventDefault();
  const name = find<HTMLInputElement>("#name").value.trim();
  const right = /^[A-Za-z0-9_-]{1,40}$/.test(name);
  find("#name-mistake").hidden = right;
  if (!right) return find("#name").focus();
  becomeTablet(name);
  void show();
}

// From here on nothing is sent by itself: what is handed over must be exactly what was stated.
async function stated(): Promise<ReturnType<typeof statement>> {
  const entries = await unsent();
  for (const entry of entries) if (entry.state === "waiting") await keep({ ...entry, state: "held" });
  return statement(thisTablet() as Tablet, election, entries.map((entry) => entry.wire as string));
}

async function showStatement(): Promise<void> {
  const text = JSON.stringify(await stated());
  find("#stated-text").textContent = text;
  generate(text).toCanvas(find<HTMLCanvasElement>("#qr"), { pad: 4 });
  find("#stated").hidden = false;
  find("#stated h2").focus();
}

async function handOver(): Promise<void> {
  const button = find<HTMLButtonElement>("#hand-over");
  button.disabled = true;
  const fault = await handedOver();
  button.disabled = false;
  if (fault !== null) return outcome(fault, "bad");
  await show();
}

// Null when it was taken, else the reason.
async function handedOver(): Promise<string | null> {
  const found = await now();
  if (typeof found === "string") return found;
  const tablet = thisTablet() as Tablet;
  const said = await stated();
  const fault = found.stated.includes(tablet.name) ? null : await post("statement", said, found.form_key);
  if (fault !== null) return fault;
  const entries = await unsent();
  const wires = entries.map((entry) => entry.wire as string);
  const late = wires.length ? await post("late", { tablet: tablet.name, ballots: wires }, found.form_key) : null;
  if (late !== null) return late;
  for (const entry of entries) await keep({ ...entry, state: "refused", wire: null, word: "handed-over" });
  outcome(count("tablet.handed_over", wires.length), "good");
  return null;
}

async function post(part: string, body: object, formKey: string): Promise<string | null> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": newId(), "X-Form-Key": formKey };
  const answer = await reach(`${root.dataset["here"]}/${part}`, { method: "POST", body: JSON.stringify(body), headers });
  if (answer?.ok) return null;
  const said = (await answer?.json().catch(() => ({}))) as { message?: string } | undefined;
  return said?.message || whyNot(answer);
}

function outcome(text: string, tone: string): void {
  const place = find("#outcome");
  place.hidden = false;
  place.className = `note section ${tone}`;
  place.textContent = text;
  place.scrollIntoView({ block: "nearest" });
}

find("#become").addEventListener("submit", become);
find("#state").addEventListener("click", () => void showStatement());
find("#hand-over").addEventListener("click", () => void handOver());
find("#stop").addEventListener("click", () => {
  stopBeingTablet();
  void show();
});
window.addEventListener("online", () => void states());
root.hidden = false;
void show();
void states();
void keepPage(root.dataset["worker"] ?? "").then((kept) => kept && (root.dataset["kept"] = "yes"));
