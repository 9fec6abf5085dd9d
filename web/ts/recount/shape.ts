// What a board is made of: nothing left out, nothing added, no name twice. What no head covers would be believed unchecked.
import { digest, type Board, type Contest, type Json, type Posted } from "./board.ts";

const AT_CLOSING = ["v", "kind", "manifest", "census", "ballots", "heads"];
const DECLARED = [...AT_CLOSING, "statements", "late", "paper", "dice", "outcome"];
const METHODS = ["single", "limited", "block", "approval", "stv", "knapsack", "points"];
const ROUNDINGS: unknown[] = [null, "truncate5", "exact"];

export type Said = (holds: boolean, word: string, what?: string) => boolean;

// Whether it may be counted at all.
export function shaped(board: Board, say: Said): boolean {
  const { manifest, census, heads } = board;
  const sealed = manifest.disclosure === "sealed";
  const done = board.outcome !== undefined;
  const expected = done ? [...DECLARED, ...(sealed ? ["opened"] : [])] : AT_CLOSING;
  const names = manifest.contests.map((one) => one.contest);
  const tablets = manifest.tablets.map((one) => one.tablet);
  const found = [
    say(only(board, expected), "not-a-board", [...Object.keys(board), ...expected].filter((name) => !expected.includes(name) || !(name in board)).join(", ")),
    say(kind(board, "board") && kind(manifest, "manifest"), "not-a-board", "v, kind"),
    say(only(census, ["kind", "contests"]) && loose(census)["kind"] === "census", "not-a-board", "census"),
    say(heads.length === (done ? 2 : 1), "head-missing", String(heads.length)),
    say(heads.every((one) => only(one, ["head", "sig"])), "not-a-board", "heads"),
    say(new Set(names).size === names.length && census.contests.length === names.length, "census-other-contests"),
    say(census.contests.every((one) => only(one, ["contest", "pool", "voids"])), "not-a-board", "census"),
    say(loose(manifest)["tie_rule"] === "sha256-root-dice", "not-a-board", "tie_rule"),
    say(new Set(tablets).size === tablets.length, "not-a-board", "tablets"),
    ...manifest.contests.map((one) => say(inDrawnOrder(String(loose(manifest)["order_seed"]), one), "order-not-drawn", one.contest)),
    ...manifest.contests.map((one) => say(countable(loose(one)), "not-a-board", one.contest)),
  ];
  return !found.includes(false) && (!done || added(board, sealed, say));
}

// A ballot as the box takes it; what its signature does not cover has one spelling.
export function wellFormed(posted: Posted): boolean {
  const ballot = loose(posted.ballot);
  const envelope = Object.keys(posted).filter((name) => name !== "token" && name !== "opening");
  const token: Json = posted.token ?? { prefix: "", sig: "" };
  return (
    envelope.sort().join() === "ballot,key,sig" &&
    only(posted.ballot, ["v", "election", "contest", "nonce", "cred", "sealed" in ballot ? "sealed" : "choices"]) &&
    ballot["v"] === 1 &&
    hexadecimal(posted.key, 32) &&
    hexadecimal(posted.sig, 64) &&
    hexadecimal(ballot["nonce"], 16) &&
    hexadecimal(ballot["cred"], 32) &&
    only(token, ["prefix", "sig"]) &&
    Object.values(token).every((text) => typeof text === "string" && /^[0-9a-f]*$/.test(text))
  );
}

function added(board: Board, sealed: boolean, say: Said): boolean {
  const statement = ["v", "kind", "tablet", "election", "count", "root", "sig"];
  const said = board.statements.every((one) => only(one, statement) && loose(one)["v"] === 1);
  const late = board.late.every((one) => only(one, ["kind", "tablet", "ballot"]) && loose(one)["kind"] === "late");
  const paper = board.paper.every((one) => only(one, ["kind", "contest", "cred", sealed ? "sealed" : "choices"]) && loose(one)["kind"] === "paper");
  const contests = board.manifest.contests.map((one) => one.contest);
  const dice = only(board.dice, ["kind", "dice"]) && loose(board.dice)["kind"] === "dice" && only(board.dice.dice, contests);
  return say(said && late && paper && dice, "not-a-board", "statements, late, paper, dice");
}

function countable(contest: Json): boolean {
  const numbers = [contest["seats"], contest["alternates"], contest["max_choices"]];
  const people = (contest["candidates"] as { id: string }[]).map((one) => one.id);
  return (
    METHODS.includes(contest["method"] as string) &&
    ROUNDINGS.includes(contest["rounding"]) &&
    numbers.every((one) => Number.isSafeInteger(one) && (one as number) >= 0) &&
    new Set(people).size === people.length
  );
}

// The order on the ballot follows from a seed anybody can see; dice, where they were rolled for it.
function inDrawnOrder(seed: string, contest: Contest): boolean {
  const numbers = contest.candidates.map((one) => digest(new TextEncoder().encode(`${seed}/${one.id}`)));
  return seed === "" || numbers.every((one, place) => place === 0 || (numbers[place - 1] ?? "") <= one);
}

function kind(part: object, name: string): boolean {
  return loose(part)["v"] === 1 && loose(part)["kind"] === name;
}

function only(part: object, names: string[]): boolean {
  return Object.keys(part).sort().join() === [...names].sort().join();
}

function hexadecimal(text: unknown, size: number): boolean {
  return typeof text === "string" && text.length === 2 * size && /^[0-9a-f]+$/.test(text);
}

function loose(part: object): Json {
  return part as Json;
}
