// The single transferable vote, cut to five decimals or in exact fractions.
import type { Value } from "../ballot/canonical.ts";
import type { Contest } from "./board.ts";
import type { Counted, Lots } from "./count.ts";
import { Part } from "./part.ts";

const ONE_VOTE = 100_000; // units of a vote where transfers are cut to five decimals
const NOTHING = Part.of(0);

interface Pile {
  ranking: string[];
  number: Part;
  worth: Part;
  held: string | null;
}

type Votes = Map<string, Part>;

export class Transfers {
  private readonly exact: boolean;
  private readonly names: string[];
  private readonly papers: Pile[];
  private readonly quota: Part;
  private votes: Votes;
  private hoping: Set<string>;
  private readonly won: string[] = [];
  private readonly lost: string[] = [];
  private readonly paid = new Set<string>();
  private readonly past: Votes[] = [];
  private readonly stages: Value[] = [];
  private readonly drawn: string[][] = [];

  constructor(private readonly contest: Contest, ballots: string[][], private readonly lots: Lots) {
    this.exact = contest.rounding === "exact";
    const unit = Part.of(this.exact ? 1 : ONE_VOTE);
    const valid = ballots.filter((ranking) => ranking.length > 0);
    this.papers = piles(valid).map(([ranking, number]) => ({ ranking, number: Part.of(number), worth: unit, held: null }));
    this.names = contest.candidates.map((one) => one.id).sort();
    this.quota = Part.of(Math.floor(valid.length / (contest.seats + 1)) + 1).times(unit);
    this.votes = new Map(this.names.map((name) => [name, NOTHING]));
    this.hoping = new Set(this.names);
  }

  run(): Counted {
    this.handOn(this.papers, "first_preferences", null);
    while (this.won.length < this.contest.seats) {
      if (this.hoping.size <= this.contest.seats - this.won.length) {
        this.note("seats_left", null, [...this.hoping]);
        break;
      }
      const rich = this.won.filter((name) => !this.paid.has(name) && this.of(name).compare(this.quota) > 0);
      if (rich.length) this.spread(this.choose(rich, -1));
      else this.drop(this.choose([...this.hoping].sort(), 1));
    }
    const order = [...this.won, ...this.taken([...this.hoping].sort()), ...this.lost.slice().reverse()];
    return { order, votes: this.shown(), drawn: this.drawn, stages: this.stages };
  }

  private of(name: string): Part {
    return this.votes.get(name) ?? NOTHING;
  }

  private spread(name: string): void {
    const all = this.of(name);
    const surplus = all.minus(this.quota);
    const mine = this.papers.filter((paper) => paper.held === name);
    for (const paper of mine) {
      const share = paper.worth.times(surplus).over(all);
      paper.worth = this.exact ? share : share.whole();
    }
    this.votes.set(name, this.quota);
    this.paid.add(name);
    this.handOn(mine, "surplus", name);
  }

  private drop(name: string): void {
    this.hoping.delete(name);
    this.lost.push(name);
    this.votes.set(name, NOTHING);
    this.handOn(this.papers.filter((paper) => paper.held === name), "exclusion", name);
  }

  private handOn(papers: Pile[], action: string, name: string | null): void {
    for (const paper of papers) {
      paper.held = paper.ranking.find((one) => this.hoping.has(one)) ?? null;
      if (paper.held !== null) this.votes.set(paper.held, this.of(paper.held).plus(paper.number.times(paper.worth)));
    }
    this.past.push(new Map(this.votes));
    this.note(action, name, [...this.hoping].filter((one) => this.of(one).compare(this.quota) >= 0));
  }

  private note(action: string, name: string | null, winners: string[]): void {
    const seated = this.taken(winners.sort());
    this.won.push(...seated);
    for (const one of seated) this.hoping.delete(one);
    this.stages.push({ action, candidate: name, votes: this.shown(), elected: seated });
  }

  // All of them, the one with most first.
  private taken(names: string[]): string[] {
    const left = [...names];
    const order: string[] = [];
    while (left.length) {
      const next = this.choose(left, -1);
      order.push(next);
      left.splice(left.indexOf(next), 1);
    }
    return order;
  }

  // Fewest votes with sign 1, most with -1; then the latest stage that differs; then the draw.
  private choose(from: string[], sign: 1 | -1): string {
    let names = from;
    for (const past of this.past.slice().reverse()) {
      const at = (name: string): Part => past.get(name) ?? NOTHING;
      const best = names.reduce((one, other) => (at(other).compare(at(one)) * sign < 0 ? other : one));
      names = names.filter((name) => at(name).compare(at(best)) === 0);
    }
    if (names.length === 1) return names[0] as string;
    const equal = this.lots.sorted(names);
    if (!this.drawn.some((known) => known.join("\n") === equal.join("\n"))) this.drawn.push(equal);
    return (sign < 0 ? equal[0] : equal[equal.length - 1]) as string;
  }

  private shown(): Record<string, Value> {
    return Object.fromEntries(this.names.map((name) => [name, this.show(this.of(name))]));
  }

  private show(votes: Part): Value {
    if (this.exact) return votes.d === BigInt(1) ? Number(votes.n) : `${votes.n}/${votes.d}`;
    const [whole, part] = [votes.n / BigInt(ONE_VOTE), votes.n % BigInt(ONE_VOTE)];
    return part ? `${whole}.${String(part).padStart(5, "0")}` : Number(whole);
  }
}

function piles(ballots: string[][]): [string[], number][] {
  const found = new Map<string, [string[], number]>();
  for (const ranking of ballots) {
    const key = JSON.stringify(ranking);
    const [, number] = found.get(key) ?? [ranking, 0];
    found.set(key, [ranking, number + 1]);
  }
  return [...found.values()];
}
