// Registers to vote from afar: a key made here is signed by the registrar without being seen, and stays on this device.
import { keepCredential, kept, newSecret, type Credential } from "./ballot/credential.ts";
import { find } from "./page/find.ts";
import { newId } from "./page/ids.ts";
import { reach } from "./page/reach.ts";
import { has, say } from "./page/words.ts";
import type { Hidden, Token } from "./blinding.ts";

interface Blinding {
  hide(spki: string, key: string): Promise<Hidden>;
  uncover(spki: string, hidden: Hidden, signed: string): Promise<Token>;
}

interface Said {
  word?: string;
  message?: string;
  blind_signature?: string;
}

const root = find("#afar");
const [election, contest, spki] = ["election", "contest", "spki"].map((name) => root.dataset[name] ?? "") as [string, string, string];

function code(): HTMLInputElement {
  return find<HTMLInputElement>("#card");
}

async function register(event: Event): Promise<void> {
  event.preventDefault();
  const button = find<HTMLButtonElement>("#fetch");
  if (code().value.trim().length < 12) return fault(say("afar.code_short"));
  button.disabled = true;
  fault(null);
  await fetchCredential().catch(() => fault(say("afar.failed")));
  button.disabled = false;
}

// The hidden message is kept before it is sent: when the answer is lost, the same message gets the same signature again.
async function fetchCredential(): Promise<void> {
  const blinding = (await import(root.dataset["module"] ?? "")) as Blinding;
  const mine = (await kept(election, contest)) ?? (await made(blinding));
  if (mine.token || !mine.hidden) return show(mine);
  if (!(await keepCredential(mine))) return fault(say("afar.no_store"));
  const said = await ask(mine.hidden.blinded);
  if (!said.blind_signature) return fault(refusal(said));
  const token = await blinding.uncover(spki, mine.hidden, said.blind_signature);
  const signed = { ...mine, hidden: null, token };
  await keepCredential(signed);
  code().value = "";
  show(signed);
}

async function made(blinding: Blinding): Promise<Credential> {
  const { secret, key } = newSecret();
  return { id: `${election}/${contest}`, secret, hidden: await blinding.hide(spki, key), token: null };
}

async function ask(blinded: string): Promise<Said> {
  const body = JSON.stringify({ code: code().value.trim(), blinded });
  const headers = { "Content-Type": "application/json", "Idempotency-Key": newId() };
  const answer = await reach(`${location.pathname}/credential`, { method: "POST", body, headers });
  return answer ? ((await answer.json().catch(() => ({}))) as Said) : { word: "offline" };
}

function refusal(said: Said): string {
  const known = `afar.why_${said.word ?? ""}`;
  return has(known) ? say(known) : said.message || say("afar.failed");
}

function fault(text: string | null): void {
  const place = find("#card-fault");
  place.hidden = text === null;
  place.textContent = text ?? "";
  code().toggleAttribute("aria-invalid", text !== null);
  if (text !== null) code().focus();
}

function show(mine: Credential | null): void {
  const ready = Boolean(mine?.token);
  find("#registered").hidden = !ready;
  find("#register").hidden = ready;
  if (ready) find("#registered h2").focus();
}

async function start(): Promise<void> {
  find("#needs-script").hidden = true;
  find("#insecure").hidden = window.isSecureContext;
  root.hidden = !window.isSecureContext;
  if (!window.isSecureContext) return;
  const mine = await kept(election, contest);
  if (mine?.token) show(mine);
  find("#register").addEventListener("submit", (event) => void register(event)); // a note, and no form, when registration is not open
}

void start();
