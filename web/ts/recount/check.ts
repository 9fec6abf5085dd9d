// One board, and everything found wrong with it; written apart from the service, as the stand-alone verifier is.
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { digest, encode, named, signed, spoken, text, type Board, type Choice, type Contest, type Json, type Marked, type Marks, type Posted } from "./board.ts";
import { countContest, whyNot } from "./count.ts";
import { issued } from "./registrar.ts";
import { shaped, wellFormed } from "./shape.ts";
import { nothing, proofTerms, proved, sumsHold, type Terms } from "./sealed.ts";
import { leaf, onlyAdded, root } from "./tree.ts";

const LEAST = 16; // signs of a digest that nobody can forge a match for in time
const ROUND = 25; // ballots checked before the page may breathe

export interface Reason {
  word: string;
  what: string;
}

type Slip = string; // contest, then credential
type Entries = Map<Slip, [string, Marks][]>;

export class Check {
  readonly wrong: Reason[] = [];
  readonly notes: Reason[] = [];
  private readonly contests: Map<string, Contest>;
  private readonly pool = new Map<string, Set<string>>();
  private readonly voids = new Map<string, Set<string>>();
  private readonly hashes: string[];
  private readonly heads: string[];
  private readonly manifest: string;
  private leaves: Uint8Array[] = [];
  private counts: Record<string, number> = {};
  private readonly sealed: boolean;

  constructor(private readonly board: Board) {
    this.contests = new Map(board.manifest.contests.map((one) => [one.contest, one]));
    this.manifest = digest(encode(board.manifest));
    this.sealed = board.manifest.disclosure === "sealed";
    this.heads = board.heads.map((one) => digest(encode(one.head)));
    this.hashes = board.ballots.map((one) => digest(encode(one)));
  }

  // The values of the official record; true when both were given.
  anchored(manifest: string, head: string): boolean {
    const [signs, start] = [manifest.replace(/\s/g, ""), head.replace(/\s/g, "").toLowerCase()];
    const begins = (whole: string, part: string): boolean => part.length >= LEAST && whole.startsWith(part);
    if (signs) this.say(signs.toUpperCase() === spoken(this.manifest) || begins(this.manifest, signs.toLowerCase()), "manifest-not-read-out");
    const fits = this.heads.map((head) => begins(head, start));
    if (start) this.say(fits.includes(true), "head-not-in-record");
    if (start && fits.includes(true) && !fits[fits.length - 1]) this.notes.push({ word: "head-one-given", what: "" });
    return Boolean(signs && start) && !this.notes.length;
  }

  async run(told: (done: number, all: number) => void): Promise<void> {
    const known = this.sealed || this.board.manifest.disclosure === "open";
    this.say(known && (this.board.manifest.experimental ?? false) === this.sealed, "disclosure-unknown");
    this.say(this.sealed || this.board.opened === undefined, "sums-of-open-ballots");
    if (!shaped(this.board, (holds, word, what) => this.say(holds, word, what))) return;
    this.census();
    await this.ballots(told);
    const first = this.firstHead();
    if (this.board.outcome === undefined) return;
    this.statements();
    this.recount(first);
    this.secondHead();
  }

  receipt(number: string): boolean {
    return this.hashes.filter((hash) => hash.startsWith(number)).length === 1;
  }

  private say(holds: boolean, word: string, what = ""): boolean {
    if (!holds) this.wrong.push({ word, what });
    return holds;
  }

  private census(): void {
    const lists = new Map(this.board.census.contests.map((one) => [one.contest, one]));
    this.say(text([...lists.keys()]) === text([...this.contests.keys()]), "census-other-contests");
    const elsewhere = new Set<string>();
    for (const [name, contest] of this.contests) {
      const { pool, voids } = lists.get(name) ?? { pool: [], voids: [] };
      const figures = contest.census;
      this.pool.set(name, new Set(pool));
      this.voids.set(name, new Set(voids));
      this.say(ordered(pool) && ordered(voids), "slips-unsorted", name);
      this.say(voids.every((slip) => this.pool.get(name)?.has(slip)), "void-never-printed", name);
      this.say(digest(encode(pool)) === figures.pool && digest(encode(voids)) === figures.voids, "slips-not-of-manifest", name);
      this.say(figures.printed === pool.length && pool.length === figures.given + figures.void && figures.void === voids.length, "slips-do-not-add", name);
      this.say(figures.present === null || figures.given <= figures.present, "more-slips-than-people", name);
      const usable = pool.filter((slip) => !this.voids.get(name)?.has(slip));
      this.say(!usable.some((slip) => elsewhere.has(slip)), "slip-in-two-pools", name);
      usable.forEach((slip) => elsewhere.add(slip));
    }
  }

  // The proofs of a sealed ballot are added to `later`, or checked at once.
  private reason(posted: Posted, later?: Terms): string | null {
    const { ballot } = posted;
    if (!wellFormed(posted)) return "malformed-ballot";
    const contest = this.contests.get(ballot.contest);
    if (!contest) return "unknown-contest";
    if (!posted.token && !this.pool.get(ballot.contest)?.has(ballot.cred)) return "unknown-slip";
    if (!posted.token && this.voids.get(ballot.contest)?.has(ballot.cred)) return "void-slip";
    const word = this.fault(contest, ballot);
    if (word) return word;
    const { registrar } = contest.census;
    if (posted.token && !(registrar && issued(registrar.spki, { key: posted.key, token: posted.token }))) return "bad-token";
    const mine = bytesToHex(named("pb.voting.credential.v1\0", hexToBytes(posted.key))) === ballot.cred;
    const here = ballot.election === this.board.manifest.election;
    if (!mine || !here || !signed(posted.key, posted.sig, encode(ballot))) return "bad-signature";
    if (!ballot.sealed) return null;
    if (!later) return proved(contest, ballot, ballot.sealed) ? null : "bad-proof";
    try {
      later.push(...proofTerms(contest, ballot, ballot.sealed));
      return null;
    } catch {
      return "bad-proof";
    }
  }

  private fault(contest: Contest, ballot: Marked): string | null {
    if ((ballot.sealed !== undefined) !== this.sealed) return "wrong-disclosure";
    return this.sealed ? null : whyNot(contest, ballot.choices as Choice[]);
  }

  private async ballots(told: (done: number, all: number) => void): Promise<void> {
    this.say(ordered(this.hashes), "ballots-unsorted");
    const used = new Set<Slip>();
    const terms: Terms = [];
    for (const [place, posted] of this.board.ballots.entries()) {
      if (place % ROUND === 0) {
        this.together(terms.splice(0), place);
        told(place, this.hashes.length);
        await new Promise((resolve) => setTimeout(resolve));
      }
      const short = (this.hashes[place] ?? "").slice(0, 12);
      this.say(!used.has(slip(posted.ballot)), "slip-used-twice", short);
      used.add(slip(posted.ballot));
      this.say(this.reason(posted, terms) === null, "ballot-refused", short);
      this.say(!this.sealed || !("opening" in posted), "ballot-opened", short);
    }
    this.together(terms, this.board.ballots.length);
    told(this.hashes.length, this.hashes.length);
    this.fromAfar();
  }

  // All proofs of a round in one sum; only where that is not nothing each ballot is looked at by itself.
  private together(terms: Terms, upTo: number): void {
    if (!terms.length || nothing(terms)) return;
    const round = this.board.ballots.slice(Math.floor((upTo - 1) / ROUND) * ROUND, upTo);
    const wrong = round.filter((posted) => this.reason(posted) !== null);
    for (const posted of wrong) this.say(false, "ballot-refused", digest(encode(posted)).slice(0, 12));
    this.say(wrong.length > 0, "proofs-do-not-hold");
  }

  // Never more credentials used than the registrar had signed when its key was destroyed.
  private fromAfar(): void {
    const late = (this.board.late ?? []).map((one) => one.ballot);
    const used = new Set([...this.board.ballots, ...late].filter((one) => one.token).map((one) => slip(one.ballot)));
    for (const [name, contest] of this.contests) {
      const number = [...used].filter((one) => one.startsWith(`${name} `)).length;
      this.say(number <= (contest.census.registrar?.issued ?? 0), "more-than-issued", name);
    }
  }

  private firstHead(): string {
    this.leaves = [this.board.manifest, this.board.census, ...this.board.ballots].map(leaf);
    const counts: Record<string, number> = Object.fromEntries([...this.contests.keys()].map((name) => [name, 0]));
    for (const { ballot } of this.board.ballots) if (ballot.contest in counts) counts[ballot.contest] = (counts[ballot.contest] ?? 0) + 1;
    const top = bytesToHex(root(this.leaves));
    this.head(0, { n: 1, counts, size: this.leaves.length, root: top, previous: null, results: null });
    return top;
  }

  private head(index: number, expected: Json): void {
    const shown = this.board.heads[index];
    const same: Json = { v: 1, kind: "head", election: this.board.manifest.election, manifest: this.manifest, ...expected };
    if (!this.say(shown !== undefined, "head-missing", String(index + 1)) || !shown) return;
    for (const [name, value] of Object.entries(same)) this.say(text(shown.head[name] ?? null) === text(value), "head-differs", `${index + 1} ${name}`);
    this.say(signed(this.board.manifest.keys.head, shown.sig, encode(shown.head)), "head-not-signed", String(index + 1));
  }

  private statements(): void {
    const keys = new Map(this.board.manifest.tablets.map((one) => [one.tablet, one.key]));
    const stated = new Map<string, { count: number; root: string }>();
    for (const { sig, ...said } of this.board.statements) {
      const right = said.election === this.board.manifest.election && said.kind === "statement" && signed(keys.get(said.tablet) ?? "", sig, encode(said));
      this.say(right, "statement-not-signed", said.tablet);
      this.say(!stated.has(said.tablet), "two-statements", said.tablet);
      stated.set(said.tablet, said);
    }
    for (const tablet of new Set(this.board.late.map((one) => one.tablet))) {
      const ballots = this.board.late.filter((one) => one.tablet === tablet).map((one) => one.ballot);
      const nodes = ballots.map((posted): [string, Uint8Array] => [digest(encode(posted)), leaf(posted)]).sort(([one], [other]) => (one < other ? -1 : 1));
      const said = stated.get(tablet);
      this.say(said?.count === ballots.length && said.root === bytesToHex(root(nodes.map(([, node]) => node))), "batch-not-as-stated", tablet);
    }
    for (const [tablet, said] of stated) this.say(said.count === 0 || this.board.late.some((one) => one.tablet === tablet), "batch-not-as-stated", tablet);
  }

  private merged(): { taken: Map<Slip, [string, Marks]>; refused: [string, string][] } {
    const taken = new Map(this.board.ballots.map(({ ballot }): [Slip, [string, Marks]] => [slip(ballot), [ballot.contest, marksOf(ballot)]]));
    const refused: [string, string][] = [];
    const late: Entries = new Map();
    for (const [number, posted] of new Map(this.board.late.map((one) => [digest(encode(one.ballot)), one.ballot]))) {
      const word = this.reason(posted);
      if (word) refused.push([number, word]);
      else grouped(late, posted.ballot, number);
    }
    letIn(taken, late, refused);
    const paper: Entries = new Map();
    for (const one of new Map(this.board.paper.map((entry) => [text(entry), entry])).values()) {
      const word = this.paperFault(one);
      if (word) refused.push([one.cred, word]);
      else grouped(paper, one, one.cred);
    }
    letIn(taken, paper, refused);
    return { taken, refused: refused.sort((one, other) => (one.join(" ") < other.join(" ") ? -1 : 1)) };
  }

  private paperFault(one: Marked): string | null {
    const contest = this.contests.get(one.contest);
    if (!contest) return "unknown-contest";
    if (!this.pool.get(one.contest)?.has(one.cred)) return "unknown-slip";
    if (this.voids.get(one.contest)?.has(one.cred)) return "void-slip";
    const word = this.fault(contest, one);
    if (word || !one.sealed) return word;
    return proved(contest, { ...one, election: this.board.manifest.election }, one.sealed) ? null : "bad-proof";
  }

  private recount(first: string): void {
    const dice = this.board.dice.dice;
    for (const name of this.contests.keys()) if (!this.say(/^[1-6]{4,40}$/.test(dice[name] ?? ""), "no-dice", name)) return;
    const { taken, refused } = this.merged();
    const ballots = new Map([...this.contests.keys()].map((name): [string, Marks[]] => [name, []]));
    for (const [contest, choices] of taken.values()) ballots.get(contest)?.push(choices);
    this.counts = Object.fromEntries([...ballots].map(([name, found]) => [name, found.length]));
    const opened = this.sealed && !this.wrong.length ? this.opened(ballots) : new Map<string, number[]>();
    if (this.wrong.length) return;
    const results = [...this.contests].map(([name, contest]) => countContest(contest, ballots.get(name) ?? [], first, dice[name] ?? "", opened.get(name)));
    const shown = this.board.outcome?.results ?? [];
    results.forEach((mine, place) => this.say(text(mine) === text(shown[place] ?? null), "recount-differs", String(mine["contest"])));
    const expected = { kind: "results", results, refused: refused.map(([ballot, reason]) => ({ ballot, reason })) };
    this.say(text(this.board.outcome) === text(expected), "outcome-differs");
  }

  // The published sums, each shown to be what all commitments to its option add up to.
  private opened(ballots: Map<string, Marks[]>): Map<string, number[]> {
    const shown = this.board.opened?.contests ?? [];
    const right = this.board.opened?.kind === "opened" && text(shown.map((one) => one.contest)) === text([...this.contests.keys()]);
    if (!this.say(right, "sums-of-other-contests")) return new Map();
    for (const sums of shown) {
      const found = (ballots.get(sums.contest) ?? []).flatMap((marks) => (Array.isArray(marks) ? [] : [marks]));
      this.say(sumsHold(this.contests.get(sums.contest) as Contest, found, sums), "sums-do-not-open", sums.contest);
    }
    return new Map(shown.map((one) => [one.contest, one.votes]));
  }

  private secondHead(): void {
    if (!this.say(this.board.heads.length === 2, "head-missing", "2") || this.wrong.length) return;
    const { statements, late, paper, dice, opened, outcome } = this.board;
    const sums = this.sealed ? [opened] : [];
    const before = this.leaves.length;
    const leaves = [...this.leaves, ...[...statements, ...late, ...paper, dice, ...sums, outcome].map(leaf)];
    const [first, whole] = [root(this.leaves), root(leaves)];
    const expected = { n: 2, size: leaves.length, root: bytesToHex(whole), previous: this.heads[0] ?? "", counts: this.counts };
    this.head(1, { ...expected, results: digest(encode(outcome)) });
    const proof = this.board.heads[1]?.head.consistency ?? [];
    this.say(onlyAdded(before, leaves.length, proof, first, whole), "head-does-not-continue");
  }
}

function ordered(list: string[]): boolean {
  return list.every((one, place) => place === 0 || (list[place - 1] ?? "") < one);
}

function slip(ballot: { contest: string; cred: string }): Slip {
  return `${ballot.contest} ${ballot.cred}`;
}

function marksOf(ballot: Marked): Marks {
  return ballot.sealed ?? ballot.choices ?? [];
}

function grouped(into: Entries, ballot: Marked, number: string): void {
  into.set(slip(ballot), [...(into.get(slip(ballot)) ?? []), [number, marksOf(ballot)]]);
}

function letIn(taken: Map<Slip, [string, Marks]>, entries: Entries, refused: [string, string][]): void {
  for (const [key, found] of entries) {
    const word = taken.has(key) ? "already-voted" : found.length > 1 ? "two-ballots-of-one-slip" : null;
    if (word) refused.push(...found.map(([number]): [string, string] => [number, word]));
    else taken.set(key, [key.split(" ")[0] ?? "", found[0]?.[1] ?? []]);
  }
}
