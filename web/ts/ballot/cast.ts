// Sends a stored ballot to the box until the box has answered.
import { once, PASSING } from "../page/reach.ts";
import { keep, type Entry } from "./outbox.ts";
import { digestOf, holds, type Receipt } from "./signing.ts";

export interface Box {
  address: string;
  key: string;
  tablet: boolean; // a shared tablet keeps what came too late: its officers may still hand it over
}

export async function send(entry: Entry, box: Box): Promise<Entry> {
  if (entry.state !== "waiting" || entry.wire === null) return entry;
  const answer = await post(entry.wire, entry.election, box);
  if (!answer || PASSING.has(answer.status) || answer.status === 429) return entry; // a whole hall may sit behind one address
  const settled = answer.ok ? await recorded(entry, entry.wire, answer, box) : await refused(entry, answer, box);
  if (settled !== entry) await keep(settled);
  return settled;
}

function post(wire: string, election: string, box: Box): Promise<Response | null> {
  return once(`${box.address}/elections/${encodeURIComponent(election)}/ballots`, {
    method: "POST",
    body: wire,
    headers: { "Content-Type": "text/plain" },
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
}

// An answer that does not prove the ballot is in the box counts as no answer.
async function recorded(entry: Entry, wire: string, answer: Response, box: Box): Promise<Entry> {
  const receipt = (await answer.json().catch(() => null)) as Receipt | null;
  if (!receipt || receipt.ballot !== digestOf(wire) || !holds(receipt, box.key)) return entry;
  return { ...entry, state: "recorded", wire: null, receipt, word: null };
}

async function refused(entry: Entry, answer: Response, box: Box): Promise<Entry> {
  const problem = (await answer.json().catch(() => ({}))) as { word?: string };
  if (box.tablet && problem.word === "closed") return { ...entry, state: "held", word: null };
  return { ...entry, state: "refused", wire: null, word: problem.word ?? "unknown" };
}
