// C5: what was sent from this device, what waits, what was refused; and what waits is sent again from here.
import { everything, forget, keep, type Receipt } from "./citizen/receipts.ts";
import { send } from "./citizen/sending.ts";
import { find } from "./page/find.ts";
import { say } from "./page/words.ts";
import { ballots } from "./citizen/ballots.ts";

const AGAIN = 5_000;
const TONES = { waiting: "wait", sent: "good", refused: "bad" } as const;
const list = find("#receipts");
const nothing = find("#nothing");

function made<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text = ""): HTMLElementTagNameMap[K] {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  return one;
}

// A code is read from the left, but stands where its line begins.
function code(text: string): HTMLElement {
  const line = made("p", "");
  line.append(made("span", "code", text));
  return line;
}

function day(at: string): string {
  const how: Intl.DateTimeFormatOptions = { dateStyle: "long", timeStyle: "short", hourCycle: "h23", numberingSystem: "latn" };
  return new Intl.DateTimeFormat(document.documentElement.lang, how).format(new Date(at));
}

function card(receipt: Receipt): HTMLLIElement {
  const item = made("li", "card");
  item.dataset["state"] = receipt.state;
  const title = made("h2", "", receipt.title || say(`outbox.kind_${receipt.kind}`));
  title.dir = "auto";
  const chips = made("p", "chips");
  chips.append(made("span", `chip ${TONES[receipt.state]}`, say(`outbox.state_${receipt.state}`)), made("span", "chip", say(`outbox.kind_${receipt.kind}`)));
  item.append(title, chips, made("p", "soft small", day(receipt.at)));
  if (receipt.photo) chips.append(made("span", "chip", say("outbox.with_photo")));
  for (const message of receipt.messages) item.append(made("p", "", message));
  if (receipt.code) item.append(code(receipt.code));
  item.append(acts(receipt));
  return item;
}

function acts(receipt: Receipt): HTMLElement {
  const row = made("p", "acts");
  if (receipt.follow) {
    const link = made("a", "go second", say("outbox.follow"));
    link.href = receipt.follow;
    row.append(link);
  }
  if (receipt.state === "refused" && receipt.body !== null) row.append(act("outbox.correct", () => correct(receipt)));
  if (receipt.state === "waiting" && receipt.photo) row.append(act("outbox.without_photo", () => keep({ ...receipt, photo: null }).then(show).then(retry)));
  row.append(act(receipt.state === "waiting" ? "outbox.drop" : "outbox.forget", () => forget(receipt.key).then(show)));
  return row;
}

function act(word: string, what: () => Promise<void>): HTMLButtonElement {
  const button = made("button", "plain", say(word));
  button.type = "button";
  button.addEventListener("click", () => void what());
  return button;
}

// What was refused may be accepted now; if not, its own page comes filled and says what to correct.
async function correct(receipt: Receipt): Promise<void> {
  const again: Receipt = { ...receipt, state: "waiting", messages: [] };
  await keep(again);
  const answer = await send(again);
  if (!answer) return show();
  if ("accepted" in answer) location.assign(answer.accepted.to);
  else submit(receipt);
}

function submit({ action, body }: Receipt): void {
  const form = made("form", "");
  form.method = "post";
  form.action = action;
  for (const [name, value] of new URLSearchParams(body ?? "")) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}

async function show(): Promise<void> {
  const kept = await everything();
  const votes = await ballots();
  nothing.hidden = kept.length + votes.length > 0;
  list.replaceChildren(...kept.map(card), ...votes.map(vote));
}

function vote(ballot: { state: string; number: string }): HTMLLIElement {
  const item = made("li", "card");
  const tone = { recorded: "good", waiting: "wait", refused: "bad" }[ballot.state] ?? "";
  const chips = made("p", "chips");
  chips.append(made("span", `chip ${tone}`, say(`outbox.ballot_${ballot.state}`)));
  item.append(made("h2", "", say("outbox.kind_ballot")), chips, code(ballot.number));
  return item;
}

async function retry(): Promise<void> {
  if (document.hidden) return;
  const waiting = (await everything()).filter((receipt) => receipt.state === "waiting");
  let changed = false;
  for (const receipt of waiting) changed = (await send(receipt)) !== null || changed;
  if (changed) await show();
}

void show().then(retry);
addEventListener("online", () => void retry());
setInterval(() => void retry(), AGAIN);
