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

let sending = false;

// A second press while the network hangs would be a second entry.
async function submitted(event: Event): Promise<void> {
  event.preventDefault();
  if (sending) return;
  sending = true;
  await enter().finally(() => (sending = false));
}

async function enter(): Promise<void> {
  const typed = latin(code.value);
  const fault = faultOf(typed);
  const mistake = find("#code-fault");
  mistake.hidden = fault === null;
  mistake.textContent = fault ? say(`ballot.code_${fault}`, { n: typed.length, most: DIGITS }) : "";
  if (fault) return code.focus();
  const { cred } = await slipOf(typed, root.dataset["election"] ?? "");
  const body = JSON.stringify({ contest: root.dataset["contest"], cred, choices: choosing.choices() });
  const headers = { "Content-Type": "application/json", "Idempotency-Key": newId(), "X-Form-Key": root.dataset["formKey"] ?? "" };
  outcome(say("ballot.paper_sending"), "");
  const answer = await reach(root.dataset["here"] ?? "", { method: "POST", body, headers });
  const said = (await answer?.json().catch(() => ({}))) as { both_entered?: boolean; message?: string } | undefined;
  if (!answer?.ok) return outcome(said?.message || say("ballot.paper_no_network"), "bad");
  code.value = "";
  choosing.clear();
  outcome(say(said?.both_entered ? "ballot.paper_both" : "ballot.paper_first"), said?.both_entered ? "good" : "wait");
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

form.addEventListener("submit", (event) => void submitted(event));
find("#scan").hidden = !canScan();
find("#scan").addEventListener("click", () => void scan());
root.hidden = false;
