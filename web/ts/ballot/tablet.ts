// What makes a device a shared tablet: a name and a key of its own, with which it states what it holds at closing.
import * as ed25519 from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical, type Value } from "./canonical.ts";
import { digestOf, published } from "./signing.ts";

ed25519.hashes.sha512 = sha512;

export interface Tablet {
  name: string;
  secret: string;
  key: string;
}

const PLACE = "pb-tablet";

export function thisTablet(): Tablet | null {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? "null") as Tablet | null;
  } catch {
    return null;
  }
}

export function becomeTablet(name: string): Tablet {
  const secret = randomBytes(32);
  const made = { name, secret: bytesToHex(secret), key: bytesToHex(ed25519.getPublicKey(secret)) };
  localStorage.setItem(PLACE, JSON.stringify(made));
  return made;
}

export function stopBeingTablet(): void {
  localStorage.removeItem(PLACE);
}

// Signed over the ballots this tablet holds and could not send, whatever their order.
export function statement(tablet: Tablet, election: string, wires: string[]): Record<string, Value> {
  const said = { v: 1, kind: "statement", tablet: tablet.name, election, count: wires.length, root: rootOf(wires) };
  return { ...said, sig: bytesToHex(ed25519.sign(canonical(said), hexToBytes(tablet.secret))) };
}

function rootOf(wires: string[]): string {
  const sorted = [...wires].sort((one, other) => (digestOf(one) < digestOf(other) ? -1 : 1));
  return bytesToHex(root(sorted.map((wire) => sha256(concatBytes(Uint8Array.of(0), utf8ToBytes(published(wire)))))));
}

// RFC 9162, level by level: a last node without a neighbour goes up as it is.
function root(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let place = 0; place < level.length; place += 2) {
      const [left, right] = [level[place] as Uint8Array, level[place + 1]];
      next.push(right ? sha256(concatBytes(Uint8Array.of(1), left, right)) : left);
    }
    level = next;
  }
  return level[0] as Uint8Array;
}
