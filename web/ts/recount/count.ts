// Counting a contest again: sums, the draw, seats by group, quorum. Transferable votes stand beside.
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Value } from "../ballot/canonical.ts";
import { encode, named, type Choice, type Contest, type Json, type Marks } from "./board.ts";
import { Transfers } from "./stv.ts";

export interface Counted {
  order: string[];
  votes: Record<string, Value>;
  drawn: string[][];
  stages: Value[];
}

export class Lots {
  constructor(private readonly root: string, private readonly dice: string, private readonly contest: string) {}

  number(candidate: string): string {
    return bytesToHex(named("pb.voting.draw.v1\0", encode([this.root, this.dice, this.contest, candidate])));
  }

  sorted(names: string[]): string[] {
    const numbers = new Map(names.map((name) => [name, this.number(name)]));
    return [...names].sort((one, other) => ((numbers.get(one) ?? "") < (numbers.get(other) ?? "") ? -1 : 1));
  }
}

// The word of what is wrong with the choices, or nothing.
export function whyNot(contest: Contest, choices: Choice[]): string | null {
  const weighted = contest.method === "points";
  const inForm = (choice: unknown): boolean =>
    weighted ? Array.isArray(choice) && choice.length === 2 && Number.isInteger(choice[1]) && (choice[1] as number) > 0 : typeof choice === "string";
  if (!choices.every(inForm)) return "choices-out-of-form";
  const names = choices.map((choice) => (typeof choice === "string" ? choice : choice[0]));
  const sorted = [...names].sort().every((name, place) => name === names[place]);
  if (new Set(names).size !== names.length || (contest.method !== "stv" && !sorted)) return "choices-out-of-form";
  const prices = new Map(contest.candidates.map((one) => [one.id, one.cost ?? 0]));
  if (names.some((name) => !prices.has(name))) return "unknown-candidate";
  return spent(contest, choices, prices) > allowed(contest) ? "too-many-choices" : null;
}

function spent(contest: Contest, choices: Choice[], prices: Map<string, number>): number {
  if (contest.method === "points") return choices.reduce((sum, choice) => sum + (choice[1] as number), 0);
  if (contest.method === "knapsack") return choices.reduce((sum, choice) => sum + (prices.get(choice as string) ?? 0), 0);
  return choices.length;
}

function allowed(contest: Contest): number {
  return contest.method === "knapsack" ? (contest.budget ?? 0) : contest.max_choices;
}

function sums(contest: Contest, ballots: Choice[][], lots: Lots): Counted {
  const votes: Record<string, number> = Object.fromEntries(contest.candidates.map((one) => [one.id, 0]));
  for (const choice of ballots.flat()) {
    const [name, points] = typeof choice === "string" ? [choice, 1] : choice;
    votes[name] = (votes[name] ?? 0) + points;
  }
  return rankedBy(votes, lots);
}

function rankedBy(votes: Record<string, number>, lots: Lots): Counted {
  const order: string[] = [];
  const drawn: string[][] = [];
  for (const number of [...new Set(Object.values(votes))].sort((one, other) => other - one)) {
    const equal = lots.sorted(Object.keys(votes).filter((name) => votes[name] === number));
    order.push(...equal);
    if (equal.length > 1) drawn.push(equal);
  }
  return { order, votes, drawn, stages: [] };
}

interface Seats {
  elected: string[];
  alternates: string[];
  vacant: number;
  missing: Record<string, number>;
}

// The first list in ranked order that keeps what is promised to each group.
function fillSeats(contest: Contest, order: string[]): Seats {
  const quota = contest.quota ?? { minimum: {}, shortfall: "report" };
  const group = new Map(contest.candidates.map((one) => [one.id, one.group ?? ""]));
  const have = (name: string): number => order.filter((one) => group.get(one) === name).length;
  const promised = Object.entries(quota.minimum);
  const missing = Object.fromEntries(promised.filter(([name, least]) => least > have(name)).map(([name, least]) => [name, least - have(name)]));
  const seats = contest.seats - (quota.shortfall === "vacant" ? total(missing) : 0);
  let owed = Object.fromEntries(promised.map(([name, least]) => [name, Math.min(least, have(name))]));
  const elected: string[] = [];
  for (const name of order) {
    const mine = group.get(name) ?? "";
    const then = { ...owed, ...(mine in owed && { [mine]: Math.max(0, (owed[mine] ?? 0) - 1) }) };
    if (elected.length + 1 + total(then) > seats) continue;
    elected.push(name);
    owed = then;
  }
  const spare = order.filter((name) => !elected.includes(name));
  return { elected, alternates: spare.slice(0, contest.alternates), vacant: contest.seats - elected.length, missing };
}

function total(numbers: Record<string, number>): number {
  return Object.values(numbers).reduce((sum, number) => sum + number, 0);
}

function quorumOf(contest: Contest, ballots: number, blank: number): { needed: number; reached: number; met: boolean } | null {
  if (!contest.quorum) return null;
  const ofPresent = contest.quorum.of === "present";
  const base = ofPresent ? (contest.census.present ?? 0) : ballots;
  const reached = ofPresent ? ballots : ballots - blank;
  const needed = Math.floor((base * contest.quorum.thousandths + 999) / 1000);
  return { needed, reached, met: reached >= needed };
}

function ranked(contest: Contest, ballots: Choice[][], lots: Lots, blank: number, opened?: number[]): Counted {
  if (blank === ballots.length) {
    const order = contest.candidates.map((one) => one.id);
    return { order, votes: Object.fromEntries(order.map((name) => [name, 0])), drawn: [], stages: [] };
  }
  if (opened) return rankedBy(Object.fromEntries(contest.candidates.map((one, place) => [one.id, opened[place] ?? 0])), lots);
  return contest.method === "stv" ? new Transfers(contest, ballots as string[][], lots).run() : sums(contest, ballots, lots);
}

function whyVacant(contest: Contest, seats: Seats, none: boolean, met: boolean): string | null {
  if (!seats.vacant) return null;
  if (none) return "no-valid-ballot";
  if (!met) return "quorum-not-met";
  return total(seats.missing) && contest.quota?.shortfall === "vacant" ? "kept-for-group" : "too-few-candidates";
}

// `opened` are the sums of sealed ballots, the blank ones last.
export function countContest(contest: Contest, ballots: Marks[], root: string, dice: string, opened?: number[]): Json {
  const readable = ballots.map((marks) => (Array.isArray(marks) ? marks : []));
  const blank = opened ? (opened[opened.length - 1] ?? 0) : readable.filter((choices) => choices.length === 0).length;
  const none = blank === ballots.length;
  const found = ranked(contest, readable, new Lots(root, dice, contest.contest), blank, opened);
  const quorum = quorumOf(contest, ballots.length, blank);
  const met = quorum === null || quorum.met;
  const empty: Seats = { elected: [], alternates: [], vacant: contest.seats, missing: {} };
  const seats = !none && met ? fillSeats(contest, found.order) : empty;
  return {
    contest: contest.contest,
    method: contest.method,
    ballots: ballots.length,
    blank,
    valid: ballots.length - blank,
    quorum,
    tally: found.order.map((name) => ({ candidate: name, votes: found.votes[name] ?? 0 })),
    elected: seats.elected,
    alternates: seats.alternates,
    vacant: seats.vacant,
    vacant_because: whyVacant(contest, seats, none, met),
    shortfall: seats.missing,
    drawn: found.drawn,
    stages: found.stages,
  };
}
