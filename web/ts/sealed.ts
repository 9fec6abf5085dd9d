// Seals a choice on the phone: a commitment an option and one for a blank ballot, with proofs that they are a ballot the rule
// allows. Loaded only where ballots are sealed (experimental); byte for byte what services/voting/domain/sealed.py makes.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, randomBytes } from "@noble/hashes/utils.js";
import { canonical } from "./ballot/canonical.ts";
import type { Sealed } from "./ballot/signing.ts";
import { bytesOf, commitment, encode, hashedScalar, reduced } from "./sealed/group.ts";

export interface Question {
  options: string[]; // in the order of the manifest
  most: number;
}

interface Place {
  election: string;
  contest: string;
  cred: string;
}

function context(place: Place, what: string, option: string | null): Uint8Array {
  return sha256(canonical([what, place.election, place.contest, place.cred, option]));
}

// What the sum of all choices may be; a blank ballot adds one more than there are options.
export function totals(question: Question): number[] {
  const most = Math.min(question.most, question.options.length);
  return [...Array.from({ length: most }, (_, place) => place + 1), question.options.length + 1];
}

function prove(values: number[], hidden: number, blinding: bigint, about: Uint8Array, said: Uint8Array, draw: () => bigint): string {
  const real = values.indexOf(hidden);
  if (real < 0) throw new Error("not a choice the rule allows");
  const challenges: bigint[] = values.map(() => 0n);
  const responses: bigint[] = [];
  const announced: string[] = [];
  values.forEach((value, place) => {
    if (place !== real) challenges[place] = draw();
    const response = draw();
    const challenge = challenges[place] as bigint;
    responses.push(response);
    announced.push(encode(commitment(-challenge * BigInt(hidden - value), response - challenge * blinding)));
  });
  const whole = hashedScalar("pb.voting.sealed.proof.v1\0", about, said, hexToBytes(announced.join("")));
  challenges[real] = challenges.reduce((rest, one) => rest - one, whole);
  responses[real] = (responses[real] as bigint) + (challenges[real] as bigint) * blinding;
  return [...announced, ...[...challenges.slice(0, -1), ...responses].map(hexOf)].join("");
}

function hexOf(number: bigint): string {
  return bytesToHex(bytesOf(reduced(number)));
}

// `seed` is 32 random bytes that nobody keeps; tests give their own.
export function seal(place: Place, question: Question, chosen: string[], seed = randomBytes(32)): Sealed {
  const { options } = question;
  const values = [...options.map((option) => Number(chosen.includes(option))), Number(chosen.length === 0)];
  const bound = concatBytes(seed, context(place, "chance", null), Uint8Array.from(values));
  let drawn = 0;
  const draw = (): bigint => hashedScalar("pb.voting.sealed.chance.v1\0", bound, Uint8Array.of(drawn & 255, drawn++ >> 8, 0, 0));
  const blindings = values.map(draw);
  const commitments = values.map((value, n) => encode(commitment(BigInt(value), blindings[n] as bigint)));
  const contexts = [...options.map((option) => context(place, "option", option)), context(place, "blank", null)];
  const proofs = values.map((value, n) => prove([0, 1], value, blindings[n] as bigint, contexts[n] as Uint8Array, hexToBytes(commitments[n] as string), draw));
  const factors = values.map((_, n) => (n < options.length ? 1 : options.length + 1));
  const sum = values.reduce((so, value, n) => so + value * (factors[n] as number), 0);
  const whole = blindings.reduce((so, blinding, n) => so + blinding * BigInt(factors[n] as number), 0n);
  const total = prove(totals(question), sum, whole, context(place, "total", null), hexToBytes(commitments.join("")), draw);
  return { sealed: { commitments, proofs, total }, opening: { values, blindings: blindings.map(hexOf) } };
}
