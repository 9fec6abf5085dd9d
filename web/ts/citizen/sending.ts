// Sends what waits on this device until the server has answered; the same key never does an act twice.
import { keep, type Receipt } from "./receipts.ts";

const PATIENCE = 15_000; // ms; a slow network is not yet no network
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

export type Answer = { accepted: Accepted } | { declined: Declined } | null;

// What may pass by itself: it stays on the device and is sent again.
const PASSING = new Set([408, 425, 500, 502, 503, 504]);

// A page instead of data: what is wrong is said there, beside what was typed.
const PAGE: Declined = { word: "page", again: false, messages: [] };

export async function send(receipt: Receipt): Promise<Answer> {
  if (receipt.state !== "waiting" || receipt.body === null) return null;
  const answer = await post(receipt.action, receipt.body);
  if (!answer || PASSING.has(answer.status)) return null;
  const told: unknown = await answer.json().catch(() => null);
  if (!told) return answer.ok ? null : refused(receipt, PAGE);
  if (answer.ok) return sent(receipt, told as Accepted);
  const declined = told as Declined;
  return declined.again ? again(receipt, declined) : refused(receipt, declined);
}

async function sent(receipt: Receipt, accepted: Accepted): Promise<Answer> {
  const { code, follow } = accepted;
  await keep({ ...receipt, state: "sent", body: null, code, follow, messages: [], title: accepted.title || receipt.title });
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
  if (!fresh || fresh === body.get("form_token")) return refused(receipt, declined);
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
  const found = await ask(`/${language}/${receipt.town}/form-tokens/${receipt.kind}`, {});
  const told = (await found?.json().catch(() => null)) as { form_token?: string } | null;
  return told?.form_token ?? null;
}

function post(action: string, body: string): Promise<Response | null> {
  return ask(action, { method: "POST", body, headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" } });
}

async function ask(address: string, how: RequestInit): Promise<Response | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(address, { ...how, cache: "no-store", signal: patience.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
