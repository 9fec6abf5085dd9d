// The officers' page on a shared tablet: its name and key, and after closing what it could not send.
import { everything, keep, type Entry } from "./ballot/outbox.ts";
import { becomeTablet, statement, stopBeingTablet, thisTablet, type Tablet } from "./ballot/tablet.ts";
import { find } from "./page/find.ts";
import { newId } from "./page/ids.ts";
import { count, say } from "./page/words.ts";

const root = find("#tablet");
const election = root.dataset["election"] ?? "";

async function held(): Promise<Entry[]> {
  return (await everything()).filter((entry) => entry.election === election && entry.wire !== null);
}

async function show(): Promise<void> {
  const tablet = thisTablet();
  find("#become").hidden = tablet !== null;
  find("#is").hidden = tablet === null;
  if (!tablet) return;
  find("#name-of").textContent = tablet.name;
  find("#key-of").textContent = tablet.key;
  find("#holds").textContent = count("tablet.holds", (await held()).length);
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

// The statement first: what is handed over must be exactly what was stated.
async function handOver(): Promise<void> {
  const tablet = thisTablet() as Tablet;
  const entries = await held();
  const wires = entries.map((entry) => entry.wire as string);
  const stated = await post("statement", statement(tablet, election, wires));
  if (stated !== null) return outcome(stated, "bad");
  const late = wires.length ? await post("late", { tablet: tablet.name, ballots: wires }) : null;
  if (late !== null) return outcome(late, "bad");
  for (const entry of entries) await keep({ ...entry, state: "refused", wire: null, word: "handed-over" });
  outcome(count("tablet.handed_over", wires.length), "good");
  await show();
}

// Null when it was taken, else the reason.
async function post(part: string, body: object): Promise<string | null> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": newId(), "X-Form-Key": root.dataset["formKey"] ?? "" };
  const answer = await fetch(`${root.dataset["here"]}/${part}`, { method: "POST", body: JSON.stringify(body), headers }).catch(() => null);
  if (answer?.ok) return null;
  const said = (await answer?.json().catch(() => ({}))) as { message?: string } | undefined;
  return said?.message || say("tablet.no_network");
}

function outcome(text: string, tone: string): void {
  const place = find("#outcome");
  place.hidden = false;
  place.className = `note section ${tone}`;
  place.textContent = text;
}

find("#become").addEventListener("submit", become);
find("#hand-over").addEventListener("click", () => void handOver());
find("#stop").addEventListener("click", () => {
  stopBeingTablet();
  void show();
});
root.hidden = false;
void show();
