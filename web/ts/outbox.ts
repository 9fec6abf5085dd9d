// A form that must survive a bad network: stored on the device first, then sent, and told apart until the server has it.
import { everything, forget, keep, type Receipt } from "./citizen/receipts.ts";
import { dropPhoto, photoOf, smaller, type Photo } from "./citizen/photo.ts";
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

async function chosenPhoto(): Promise<Photo | null> {
  const file = form?.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
  return file ? photoOf(await smaller(file)) : null;
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
  const said = place.dataset["said"] === key;
  place.dataset["said"] = key;
  const title = document.createElement("strong");
  const what = document.createElement("p");
  title.textContent = say(`outbox.${key}`);
  what.textContent = say(`outbox.${key}_text`);
  place.className = `note section ${key === "waiting" ? "wait" : ""}`;
  place.replaceChildren(title, what);
  place.hidden = false;
  if (key === "waiting" && !said) place.focus();
}

// What is kept for sending, or sent, is no draft any more.
function unkeep({ kind, town }: Receipt): void {
  if (kind !== "proposal") return;
  try {
    localStorage.removeItem(`pb-draft:${town}`);
  } catch {
    // Nothing was kept where nothing can be.
  }
  void dropPhoto(town);
}

let trying = false;

async function attempt(receipt: Receipt): Promise<void> {
  trying = true;
  const answer = await send(receipt).finally(() => (trying = false));
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
  if (document.hidden || trying) return;
  const waiting = (await everything()).find((receipt) => receipt.state === "waiting" && receipt.key === text("key"));
  if (waiting && !trying) await attempt(waiting);
}

async function hold(written: Receipt): Promise<void> {
  const receipt = { ...written, photo: await chosenPhoto() };
  if (await keep(receipt)) unkeep(receipt);
  await attempt(receipt);
}

form?.addEventListener("submit", (event) => {
  const submitter = event.submitter;
  if (submitter instanceof HTMLButtonElement && submitter.name === "go" && submitter.value !== "send") return;
  event.preventDefault();
  tell("sending");
  void hold(receiptOf(submitter));
});
addEventListener("online", () => void retry());
setInterval(() => void retry(), AGAIN);
