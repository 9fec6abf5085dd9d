// The page that recounts: the counting code comes only when somebody asks, and the board from the site or from a file.
import type { Given, Verdict } from "./recount.ts";
import type { Contest, Json } from "./recount/board.ts";
import { find } from "./page/find.ts";
import { count, has, say } from "./page/words.ts";

type Line = {
  candidate: string;
  votes: number | string;
};

interface Recount {
  verify(file: string, given: Given, told: (done: number, all: number) => void): Promise<Verdict>;
}

const panel = find("#recount");
const TONES = ["good", "bad", "wait"] as const;
const SHOWN = 20; // reasons listed; a forged board can have one for each ballot

function value(id: string): string {
  return find<HTMLInputElement>(id).value.trim();
}

async function board(): Promise<string | null> {
  const [file] = [...(find<HTMLInputElement>("#file").files ?? [])];
  if (file) return file.text();
  const address = `${panel.dataset["here"]}/${encodeURIComponent(value("#board-of"))}/board.json`;
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

async function start(event: Event): Promise<void> {
  event.preventDefault();
  const button = find<HTMLButtonElement>("#start");
  button.disabled = true;
  find("#verdict").hidden = true;
  delete find("#verdict").dataset["code"];
  progress(say("verify.loading"));
  const [text, module] = await Promise.all([board(), import(panel.dataset["module"] ?? "").catch(() => null) as Promise<Recount | null>]);
  button.disabled = false;
  if (text === null || module === null) return progress(say("verify.no_board"));
  const given = { manifest: value("#signs"), head: value("#head"), receipt: "" };
  const verdict = await module.verify(text, given, (done, number) => progress(say("verify.progress", { done, all: number })));
  progress("");
  show(verdict);
}

function progress(text: string): void {
  find("#progress").textContent = text;
}

function show(verdict: Verdict): void {
  const told = find("#verdict");
  told.className = `note section ${TONES[verdict.code]}`;
  told.dataset["code"] = String(verdict.code);
  find("h2", told).textContent = say(`verify.code_${verdict.code}`);
  find("p", told).textContent = say(`verify.code_${verdict.code}_text`);
  find("ul", told).replaceChildren(...verdict.reasons.slice(0, SHOWN).map((one) => item(`${why(one.word)} ${one.what}`)));
  told.hidden = false;
  told.focus();
  const contests = new Map((verdict.board?.manifest.contests ?? []).map((one) => [one.contest, one]));
  if (verdict.code !== 1 && verdict.board?.manifest.disclosure === "sealed") find("p", told).textContent += ` ${say("verify.sealed")}`;
  const good = verdict.code === 1 ? [] : verdict.results;
  find("#recounted").replaceChildren(...good.map((result) => counted(result, contests.get(String(result["contest"])))));
}

function why(word: string): string {
  return say(has(`verify.why.${word}`) ? `verify.why.${word}` : "verify.why.other", { word });
}

function item(text: string): HTMLElement {
  const made = document.createElement("li");
  made.dir = "auto";
  made.textContent = text;
  return made;
}

function counted(result: Json, contest: Contest | undefined): HTMLElement {
  const language = document.documentElement.lang.slice(0, 2);
  const name = (texts: Record<string, string> | undefined, other: string): string => texts?.[language] ?? texts?.["ar"] ?? texts?.["fr"] ?? other;
  const names = new Map((contest?.candidates ?? []).map((one) => [one.id, name(one.name, one.id)]));
  const made = document.createElement("section");
  made.className = "card section";
  const list = part("ol", "sums", "");
  const elected = result["elected"] as string[];
  for (const line of result["tally"] as Line[]) list.append(row(names.get(line.candidate) ?? line.candidate, line, elected.includes(line.candidate)));
  made.append(part("h3", "", name(contest?.label, String(result["contest"]))), part("p", "soft", count("verify.ballots", Number(result["ballots"]))), list);
  return made;
}

// A name, the word where it was elected, its votes: as on the page of results.
function row(name: string, line: Line, elected: boolean): HTMLElement {
  const who = part("span", "", "");
  who.append(part("bdi", "", name));
  if (elected) who.append(" ", part("span", "chip good", say("verify.elected")));
  const made = part("li", "", "");
  made.append(who, part("span", "sum", String(line.votes)));
  return made;
}

function part(tag: string, style: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = style;
  made.textContent = text;
  return made;
}

find("#recount-form").addEventListener("submit", (event) => void start(event));
panel.hidden = false;
