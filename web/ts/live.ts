// A part of the page that follows the server: snapshot on every connect, the time of the last update, a mark when it is old.
import { find } from "./page/find.ts";
import { once } from "./page/reach.ts";
import { say } from "./page/words.ts";

const OLD = 30_000; // ms without a sign of life before the screen says so
const POLL = 10_000; // ms between two snapshots while the stream does not work

interface Update {
  html: string;
  at: string;
  version?: number | string;
}

const part = find("#live");
const clock = find("#updated");
const stale = find("#stale");
let seen = Date.now();

function alive(): void {
  seen = Date.now();
  stale.hidden = true;
}

function show(update: Update): void {
  alive();
  if (part.innerHTML !== update.html) part.innerHTML = update.html;
  clock.textContent = say("live.updated", { at: update.at });
  part.dispatchEvent(new CustomEvent("drawn", { detail: update.version ?? null }));
}

async function poll(): Promise<void> {
  const answer = await once(part.dataset["snapshot"] ?? "", {}, POLL - 1_000); // never two at once: the older could come last
  if (answer?.ok) show((await answer.json()) as Update);
}

function connect(): EventSource {
  const stream = new EventSource(part.dataset["stream"] ?? "");
  for (const name of ["snapshot", "update"]) stream.addEventListener(name, (event) => show(JSON.parse((event as MessageEvent<string>).data) as Update));
  stream.addEventListener("ping", alive);
  return stream;
}

let stream = connect();
setInterval(() => {
  stale.hidden = Date.now() - seen < OLD;
  if (stream.readyState === EventSource.CLOSED) stream = connect();
}, 1_000);
setInterval(() => stream.readyState !== EventSource.OPEN && void poll(), POLL);
