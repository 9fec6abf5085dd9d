// The tree of RFC 9162, by its recursive definition.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { encode } from "./board.ts";

export function leaf(entry: unknown): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(0), encode(entry)));
}

export function root(nodes: Uint8Array[]): Uint8Array {
  if (nodes.length === 0) return sha256(new Uint8Array());
  if (nodes.length === 1) return nodes[0] as Uint8Array;
  let half = 1;
  while (half * 2 < nodes.length) half *= 2;
  return join(root(nodes.slice(0, half)), root(nodes.slice(half)));
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(1), one, other));
}

// 2.1.4.2: the tree of `second` leaves continues the tree of `first`.
export function onlyAdded(first: number, second: number, proof: string[], before: Uint8Array, after: Uint8Array): boolean {
  const path: Uint8Array[] = proof.map((node) => hexToBytes(node));
  if (first === second) return path.length === 0 && same(before, after);
  if (path.length === 0 || first > second) return false;
  if ((first & (first - 1)) === 0) path.unshift(before);
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2) [fn, sn] = [fn >> 1, sn >> 1];
  let fr: Uint8Array = path[0] as Uint8Array;
  let sr: Uint8Array = fr;
  for (const node of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 || fn === sn) {
      [fr, sr] = [join(node, fr), join(node, sr)];
      while (fn && !(fn % 2)) [fn, sn] = [fn >> 1, sn >> 1];
    } else {
      sr = join(sr, node);
    }
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 && same(fr, before) && same(sr, after);
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return bytesToHex(one) === bytesToHex(other);
}
