// Checks sealed ballots (experimental): that each proves to be a ballot the rule allows, and that the sums are theirs.
import { sha256 } from "@noble/hashes/sha2.js";
import { hexToBytes, randomBytes } from "@noble/hashes/utils.js";
import { BASE, decode, hashedScalar, HEIGHT, isNeutral, littleEndian, reduced, scalar, weighted, type Element } from "../sealed/group.ts";
import { encode, type Contest, type SealedVote } from "./board.ts";

export type Terms = (readonly [bigint, Element])[];

interface Place {
  election: string;
  contest: string;
  cred: string;
}

function pieces(hex: string, count: number): string[] {
  if (typeof hex !== "string" || hex.length !== 64 * count) throw new Error("length");
  return hex.match(/.{64}/g) ?? [];
}

function context(place: Place, what: string, option: string | null): Uint8Array {
  return sha256(encode([what, place.election, place.contest, place.cred, option]));
}

// Adds up to nothing if `hidden` is one of the values: each branch under a random weight.
function oneOf(hidden: Terms, values: number[], about: Uint8Array, said: string, proof: string): Terms {
  const parts = pieces(proof, 3 * values.length - 1);
  const announced = parts.slice(0, values.length);
  const numbers = parts.slice(values.length).map(scalar);
  const whole = hashedScalar("pb.voting.sealed.proof.v1\0", about, hexToBytes(said + announced.join("")));
  const challenges = numbers.slice(0, values.length - 1);
  challenges.push(reduced(challenges.reduce((rest, one) => rest - one, whole)));
  const responses = numbers.slice(values.length - 1);
  let [height, base, shared] = [0n, 0n, 0n];
  const terms = values.map((value, place): readonly [bigint, Element] => {
    const weight = littleEndian(randomBytes(16));
    const challenge = challenges[place] as bigint;
    height += weight * (responses[place] as bigint);
    base += weight * challenge * BigInt(value);
    shared -= weight * challenge;
    return [-weight, decode(announced[place] as string)];
  });
  return [...terms, [height, HEIGHT], [base, BASE], ...hidden.map(([factor, one]): readonly [bigint, Element] => [factor * shared, one])];
}

// Throws where the bytes are not in their one form.
export function proofTerms(contest: Contest, place: Place, sealed: SealedVote): Terms {
  const names = contest.candidates.map((one) => one.id);
  const { commitments, proofs, total } = sealed;
  if (Object.keys(sealed).length !== 3 || commitments.length !== names.length + 1 || proofs.length !== names.length + 1) throw new Error("options");
  const elements = commitments.map(decode);
  if (elements.some(isNeutral)) throw new Error("a commitment that hides nothing");
  const contexts = [...names.map((name) => context(place, "option", name)), context(place, "blank", null)];
  const bits = elements.flatMap((one, n) => oneOf([[1n, one]], [0, 1], contexts[n] as Uint8Array, commitments[n] as string, proofs[n] as string));
  const most = Math.min(contest.max_choices, names.length);
  const allowed = [...Array.from({ length: most }, (_, n) => n + 1), names.length + 1];
  const whole = elements.map((one, n): readonly [bigint, Element] => [n < names.length ? 1n : BigInt(names.length + 1), one]);
  return [...bits, ...oneOf(whole, allowed, context(place, "total", null), commitments.join(""), total)];
}

// One term for each of the two generators and each commitment, before all is added up.
export function nothing(terms: Terms): boolean {
  const found = new Map<Element, bigint>();
  for (const [factor, one] of terms) found.set(one, (found.get(one) ?? 0n) + factor);
  return isNeutral(weighted([...found].map(([one, factor]) => [factor, one])));
}

export function proved(contest: Contest, place: Place, sealed: SealedVote): boolean {
  try {
    return nothing(proofTerms(contest, place, sealed));
  } catch {
    return false;
  }
}

export interface OpenedSums {
  contest: string;
  votes: number[];
  blindings: string[];
}

// Whether each published sum is in range, and what all commitments to its option add up to.
export function sumsHold(contest: Contest, ballots: SealedVote[], sums: OpenedSums): boolean {
  const options = contest.candidates.length + 1;
  if (sums.votes.length !== options || sums.blindings.length !== options) return false;
  if (!sums.votes.every((votes) => Number.isInteger(votes) && votes >= 0 && votes <= ballots.length)) return false;
  try {
    const elements = ballots.map((one) => one.commitments.map(decode));
    return sums.votes.every((votes, n) => {
      const each = elements.map((one): readonly [bigint, Element] => [1n, one[n] as Element]);
      return nothing([...each, [BigInt(-votes), BASE], [-scalar(sums.blindings[n] as string), HEIGHT]]);
    });
  } catch {
    return false;
  }
}
