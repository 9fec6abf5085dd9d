// A paper ballot typed in by an officer; a second one types it again without seeing the first.
import { Choosing } from "./ballot/choosing.ts";
import { codeIn, DIGITS, faultOf, grouped, latin } from "./ballot/code.ts";
import { slipOf } from "./ballot/signing.ts";
import { find } from "./page/find.ts";
import { newId } from "./page/ids.ts";
import { reach } from "./page/reach.ts";
import { canScan, scanned } from "./page/scan.ts";
import { say } from "./page/words.ts";

const root = find("#paper");
const code = find<HTMLInputElement>("#code");
const form = find<HTMLFormElement>("#choose");
const choosing = new Choosing(form, root.dataset["method"] ?? "single", Number(root.dataset["most"] ?? 1));

interface Said {
  both_entered?: boolean;
  message?: string;
}

let sending = false;
let last: string | null = null; // the slip of the entry that may still be taken back

// A second press while the network hangs would be a second entry.
async function once(what: () => Promise<void>): Promise<void> {
  if (sending) return;
  sending = true;
  await what().finally(() => (sending = false));
  find("#take-back").hidden = last === null;
}

// What was answered, or null once it is said why nothing was done.
async function post(part: string, body: object): Promise<Said | null> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": newId(), "X-Form-Key": root.dataset["formKey"] ?? "" };
  outcome(say("ballot.paper_sending"), "");
  const answer = await reach(`${root.dataset["here"]}${part}`, { method: "POST", body: JSON.stringify(body), headers });
  const said = ((await answer?.json().catch(() => ({}))) ?? {}) as Said;
  if (answer?.ok) return said;
  outcome(said.message || say("ballot.paper_no_network"), "bad");
  return null;
}

async function enter(): Promise<void> {
  const typed = latin(code.value);
  const fault = faultOf(typed);
  const mistake = find("#code-fault");
  mistake.hidden = fault === null;
  mistake.textContent = fault ? say(`ballot.code_${fault}`, { n: typed.length, most: DIGITS }) : "";
  if (fault) return code.focus();
  const { cred } = await slipOf(typed, root.dataset["election"] ?? "");
  const said = await post("", { contest: root.dataset["contest"], cred, choices: choosing.choices() });
  if (!said) return;
  last = said.both_entered ? null : cred;
  code.value = "";
  choosing.clear();
  outcome(say(said.both_entered ? "ballot.paper_both" : "ballot.paper_first"), said.both_entered ? "good" : "wait");
  code.focus();
}

// A slip entered once by mistake: left alone, the count would wait for its second entry for ever.
async function takeBack(): Promise<void> {
  if (!(await post("/withdrawal", { contest: root.dataset["contest"], cred: last }))) return;
  last = null;
  outcome(say("ballot.paper_taken_back"), "good");
  code.focus();
}

async function scan(): Promise<void> {
  const text = await scanned();
  if (text !== null) code.value = grouped(codeIn(text));
  code.focus();
}

function outcome(text: string, tone: string): void {
  const place = find("#outcome");
  place.hidden = false;
  place.className = `note section ${tone}`;
  place.textContent = text;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void once(enter);
});
find("#take-back").addEventListener("click", () => void once(takeBack));
find("#scan").hidden = !canScan();
find("#scan").addEventListener("click", () => void scan());
root.hidden = false;
