// What a published board holds, and the digests everything on it hangs on.
import * as ed25519 from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { canonical, type Value } from "../ballot/canonical.ts";

ed25519.hashes.sha512 = sha512;

export type Json = { [key: string]: Value };
export type Choice = string | [string, number];

export interface Candidate {
  id: string;
  group: string | null;
  cost: number | null;
  name?: Record<string, string>;
}

export interface Contest {
  contest: string;
  method: string;
  seats: number;
  alternates: number;
  max_choices: number;
  budget: number | null;
  rounding: string;
  label?: Record<string, string>;
  candidates: Candidate[];
  quota: { minimum: Record<string, number>; shortfall: string } | null;
  quorum: { of: string; thousandths: number } | null;
  census: { pool: string; voids: string; printed: number; given: number; void: number; present: number | null; registrar: { spki: string; issued: number } | null };
}

export interface SealedVote {
  commitments: string[];
  proofs: string[];
  total: string;
}

export type Marks = Choice[] | SealedVote;

export interface Marked {
  contest: string;
  cred: string;
  choices?: Choice[];
  sealed?: SealedVote;
}

export interface Posted {
  ballot: Marked & { election: string };
  key: string;
  sig: string;
  token?: { prefix: string; sig: string };
}

export interface Head {
  head: Json & { consistency: string[] };
  sig: string;
}

export interface Statement {
  tablet: string;
  election: string;
  kind: string;
  count: number;
  root: string;
  sig: string;
}

export interface Board {
  manifest: { election: string; disclosure: string; experimental?: boolean; contests: Contest[]; keys: { box: string; head: string }; tablets: { tablet: string; key: string }[] };
  census: { contests: { contest: string; pool: string[]; voids: string[] }[] };
  ballots: Posted[];
  heads: Head[];
  statements: Statement[];
  late: { tablet: string; ballot: Posted }[];
  paper: Marked[];
  dice: { dice: Record<string, string> };
  opened?: { kind: string; contests: { contest: string; votes: number[]; blindings: string[] }[] };
  outcome?: { results: Json[] };
}

export function encode(value: unknown): Uint8Array {
  return canonical(value as Value);
}

export function text(value: unknown): string {
  return new TextDecoder().decode(encode(value));
}

export function digest(data: Uint8Array): string {
  return bytesToHex(sha256(data));
}

export function named(prefix: string, value: Uint8Array): Uint8Array {
  return sha256(concatBytes(new TextEncoder().encode(prefix), value));
}

export function signed(key: string, signature: string, data: Uint8Array): boolean {
  try {
    return ed25519.verify(hexToBytes(signature), data, hexToBytes(key), { zip215: false });
  } catch {
    return false;
  }
}

const SPOKEN = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// The eight signs read out in the hall: the first forty bits.
export function spoken(hex: string): string {
  const bits = [...hex.slice(0, 10)].map((sign) => parseInt(sign, 16).toString(2).padStart(4, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => SPOKEN[parseInt(five, 2)]).join("");
}
