// Sends what waits on this device until the server has answered; the same key never does an act twice.
import { once, PASSING } from "../page/reach.ts";
import { keep, type Receipt } from "./receipts.ts";

const PATIENCE = 15_000; // ms for a form; a slow network is not yet no network
const PHOTO_PATIENCE = 120_000; // ms; half a megabyte at 40 kbit/s
const READING = 3_500; // ms; a form sent faster than anybody reads is held for a look

export interface Accepted {
  to: string;
  kind: string;
  title: string;
  code: string;
  follow: string;
}

export interface Declined {
  word: string;
  again: boolean;
  messages: string[];
}

interface KeptPhoto {
  photo: string;
  photo_name: string;
}

export type Answer = { accepted: Accepted } | { declined: Declined } | null;

// A page instead of data: what is wrong is said there, beside what was typed.
const PAGE: Declined = { word: "page", again: false, messages: [] };

const busy = new Set<string>();

// One try at a time: a photo may take longer than the pause between two.
export async function send(receipt: Receipt): Promise<Answer> {
  if (busy.has(receipt.key)) return null;
  busy.add(receipt.key);
  try {
    const ready = await withPhoto(receipt);
    return ready && (await deliver(ready));
  } finally {
    busy.delete(receipt.key);
  }
}

async function deliver(receipt: Receipt): Promise<Answer> {
  if (receipt.state !== "waiting" || receipt.body === null) return null;
  const answer = await post(receipt.action, receipt.body);
  if (!answer || PASSING.has(answer.status)) return null;
  const told: unknown = await answer.json().catch(() => null);
  if (!told) return answer.ok ? null : refused(receipt, PAGE);
  if (answer.ok) return sent(receipt, told as Accepted);
  const declined = told as Declined;
  return declined.again ? again(receipt, declined) : refused(receipt, declined);
}

// The photo first; one that is not accepted does not hold back the proposal, and that is said beside its receipt.
async function withPhoto(receipt: Receipt): Promise<Receipt | null> {
  const { photo, action, key } = receipt;
  if (!photo || receipt.state !== "waiting") return receipt;
  const body = new URLSearchParams(receipt.body ?? "");
  const parts = new FormData();
  parts.set("key", key);
  parts.set("form_token", body.get("form_token") ?? "");
  parts.set("picture", new Blob([photo.bytes], { type: photo.type }), photo.name);
  const answer = await once(`${action}/photo`, { method: "POST", body: parts, headers: { Accept: "application/json" } }, PHOTO_PATIENCE);
  if (!answer || PASSING.has(answer.status) || answer.status === 429) return null;
  const told = (await answer.json().catch(() => null)) as (KeptPhoto & Declined) | null;
  if (!told) return null;
  return answer.ok ? kept(receipt, body, told) : unkept(receipt, body, told);
}

async function kept(receipt: Receipt, body: URLSearchParams, told: KeptPhoto): Promise<Receipt> {
  body.set("photo", told.photo);
  body.set("photo_name", told.photo_name);
  return remember({ ...receipt, body: body.toString(), photo: null });
}

async function unkept(receipt: Receipt, body: URLSearchParams, told: Declined): Promise<Receipt | null> {
  const fresh = told.again ? await token(receipt) : null;
  if (!told.again) return remember({ ...receipt, photo: null, messages: told.messages });
  if (!fresh || fresh === body.get("form_token")) return null;
  body.set("form_token", fresh);
  await remember({ ...receipt, body: body.toString() });
  return null;
}

async function remember(receipt: Receipt): Promise<Receipt> {
  await keep(receipt);
  return receipt;
}

async function sent(receipt: Receipt, accepted: Accepted): Promise<Answer> {
  const { code, follow } = accepted;
  await keep({ ...receipt, state: "sent", body: null, code, follow, title: accepted.title || receipt.title });
  return { accepted };
}

async function refused(receipt: Receipt, declined: Declined): Promise<Answer> {
  await keep({ ...receipt, state: "refused", messages: declined.messages });
  return { declined };
}

// A form that waited for days has an old token: a new one, and once more.
async function again(receipt: Receipt, declined: Declined): Promise<Answer> {
  const body = new URLSearchParams(receipt.body ?? "");
  const fresh = await token(receipt);
  if (!fresh) return null; // the network went between the two
  if (fresh === body.get("form_token")) return refused(receipt, declined);
  body.set("form_token", fresh);
  await new Promise((resolve) => setTimeout(resolve, READING));
  const renewed = { ...receipt, body: body.toString() };
  await keep(renewed);
  const answer = await post(renewed.action, renewed.body);
  const told: unknown = await answer?.json().catch(() => null);
  if (!answer || !told) return null;
  return answer.ok ? sent(renewed, told as Accepted) : refused(renewed, told as Declined);
}

async function token(receipt: Receipt): Promise<string | null> {
  const language = receipt.action.split("/")[1] ?? "ar";
  const found = await once(`/${language}/${receipt.town}/form-tokens/${receipt.kind}`);
  const told = (await found?.json().catch(() => null)) as { form_token?: string } | null;
  return told?.form_token ?? null;
}

function post(action: string, body: string): Promise<Response | null> {
  return once(action, { method: "POST", body, headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" } }, PATIENCE);
}
