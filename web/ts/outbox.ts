// A form that must survive a bad network: stored on the device first, then sent, and told apart until the server has it.
import { everything, forget, keep, type Receipt } from "./citizen/receipts.ts";
import { send } from "./citizen/sending.ts";
import { find } from "./page/find.ts";
import { say } from "./page/words.ts";

const AGAIN = 5_000; // ms between two tries while the page is looked at

const form = document.querySelector<HTMLFormElement>("form[data-outbox]");

function text(name: string): string {
  return (new FormData(form ?? undefined).get(name) as string | null) ?? "";
}

function written(submitter: HTMLElement | null): string {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form ?? undefined)) if (typeof value === "string") body.append(name, value);
  if (submitter instanceof HTMLButtonElement && submitter.name) body.set(submitter.name, submitter.value);
  return body.toString();
}

function receiptOf(submitter: HTMLElement | null): Receipt {
  const { outbox, town, title, named } = form?.dataset ?? {};
  return {
    key: text("key"),
    kind: outbox ?? "",
    town: town ?? "",
    title: title ?? text(named ?? "subject"),
    state: "waiting",
    at: new Date().toISOString(),
    action: new URL(form?.action ?? "").pathname,
    body: written(submitter),
    code: "",
    follow: "",
    messages: [],
  };
}

function tell(key: string): void {
  const place = find("#outcome");
  const title = document.createElement("strong");
  const what = document.createElement("p");
  title.textContent = say(`outbox.${key}`);
  what.textContent = say(`outbox.${key}_text`);
  place.className = `note section ${key === "waiting" ? "wait" : ""}`;
  place.replaceChildren(title, what);
  place.hidden = false;
  if (key === "waiting") place.focus();
}

// What is kept for sending, or sent, is no draft any more.
function unkeep({ kind, town }: Receipt): void {
  if (kind !== "proposal") return;
  try {
    localStorage.removeItem(`pb-draft:${town}`);
  } catch {
    // Nothing was kept where nothing can be.
  }
}

async function attempt(receipt: Receipt): Promise<void> {
  const answer = await send(receipt);
  if (answer === null) return tell("waiting");
  if ("accepted" in answer) {
    unkeep(receipt);
    location.assign(answer.accepted.to);
    return;
  }
  // The server's own page says what to correct, beside what was typed.
  await forget(receipt.key);
  if (form) resubmit(form, receipt);
}

function resubmit(whole: HTMLFormElement, receipt: Receipt): void {
  const go = new URLSearchParams(receipt.body ?? "").get("go");
  if (go) whole.append(Object.assign(document.createElement("input"), { type: "hidden", name: "go", value: go }));
  whole.submit();
}

async function retry(): Promise<void> {
  if (document.hidden) return;
  for (const receipt of await everything()) {
    if (receipt.state === "waiting" && receipt.key === text("key")) await attempt(receipt);
  }
}

form?.addEventListener("submit", (event) => {
  const submitter = event.submitter;
  if (submitter instanceof HTMLButtonElement && submitter.name === "go" && submitter.value !== "send") return;
  event.preventDefault();
  const receipt = receiptOf(submitter);
  tell("sending");
  void keep(receipt).then((lasting) => {
    if (lasting) unkeep(receipt);
    return attempt(receipt);
  });
});
addEventListener("online", () => void retry());
setInterval(() => void retry(), AGAIN);
