// From the code on a slip to a signed ballot; plain JavaScript, because a hall on plain HTTP has no crypto.subtle.
import * as ed25519 from "@noble/ed25519";
import { pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical, type Value } from "./canonical.ts";

ed25519.hashes.sha512 = sha512;

const ROUNDS = 100_000;

export interface Slip {
  readonly secret: Uint8Array;
  readonly key: string;
  readonly cred: string;
  readonly token?: { prefix: string; sig: string }; // the registrar's signature, for whoever votes from afar
}

export type Choice = string | [string, number];

export interface Sealed {
  sealed: Value;
  opening: Value;
}

export interface Receipt {
  v: number;
  kind: string;
  election: string;
  contest: string;
  cred: string;
  ballot: string;
  sig: string;
}

export async function slipOf(code: string, election: string): Promise<Slip> {
  const salt = utf8ToBytes(`pb.voting.slip.v1\0${election}`);
  const secret = await pbkdf2Async(sha256, utf8ToBytes(code), salt, { c: ROUNDS, dkLen: 32, asyncTick: 12 });
  const key = ed25519.getPublicKey(secret);
  return { secret, key: bytesToHex(key), cred: credentialOf(key) };
}

export function credentialOf(key: Uint8Array): string {
  return bytesToHex(sha256(concatBytes(utf8ToBytes("pb.voting.credential.v1\0"), key)));
}

// Readable choices, or sealed ones with what opens them, which goes beside the ballot to the box and is not signed.
export function signedBallot(slip: Slip, election: string, contest: string, marks: Choice[] | Sealed, nonce = bytesToHex(randomBytes(16))): string {
  const said: Record<string, Value> = Array.isArray(marks) ? { choices: marks } : { sealed: marks.sealed };
  const opening: Record<string, Value> = Array.isArray(marks) ? {} : { opening: marks.opening };
  const ballot = { v: 1, election, contest, ...said, nonce, cred: slip.cred };
  const sig = bytesToHex(ed25519.sign(canonical(ballot), slip.secret));
  const token: Record<string, Value> = slip.token ? { token: { ...slip.token } } : {};
  return new TextDecoder().decode(canonical({ ballot, key: slip.key, sig, ...token, ...opening }));
}

// What is published of what is sent: all but the opening.
export function published(wire: string): string {
  return wire.replace(/,"opening":\{[^}]*\}/, "");
}

export function digestOf(wire: string): string {
  return bytesToHex(sha256(utf8ToBytes(published(wire))));
}

// True when the box signed that it holds exactly this ballot.
export function holds(receipt: Receipt, boxKey: string): boolean {
  const { sig, ...statement } = receipt;
  try {
    return ed25519.verify(hexToBytes(sig), canonical(statement), hexToBytes(boxKey));
  } catch {
    return false;
  }
}
