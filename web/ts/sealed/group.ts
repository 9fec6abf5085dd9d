// The group sealed ballots live in: ristretto255 (RFC 9496), of prime order, with one byte form for each element.
// Numbers of JavaScript take a time that depends on their value: who can measure a phone from within can see its screen too.
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export type Element = readonly [bigint, bigint, bigint, bigint]; // X, Y, Z, T in extended coordinates of edwards25519

export class NotAnElement extends Error {}

const P = 2n ** 255n - 19n;
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const ROOT = 19681161376707505956807079304988542015446066515923890162744021073123829784752n; // of -1
const TURNED = 54469307008909316920995813868745141605393597292927456921205312896311721017578n; // 1 / root of (-1 - D)
const SIZE = 32;
const WINDOW = 4n;

export const NEUTRAL: Element = [0n, 1n, 1n, 0n];
export const BASE = decode("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76");
// The element RFC 9496 derives from the SHA-512 of "pb.voting.sealed.generator.v1": nobody knows its logarithm.
export const HEIGHT = decode("04db366502adb0104be57d0102be641f92a0ae9619e190ff5866b77f53a82963");

function mod(number: bigint, by = P): bigint {
  const rest = number % by;
  return rest < 0n ? rest + by : rest;
}

function even(number: bigint): bigint {
  const found = mod(number);
  return found & 1n ? P - found : found;
}

function squared(number: bigint, times: number): bigint {
  let found = number;
  for (let done = 0; done < times; done += 1) found = (found * found) % P;
  return found;
}

// number ** ((P - 5) / 8), whose bits are all ones but one.
function raised(number: bigint): bigint {
  const b2 = (squared(number, 1) * number) % P;
  const b4 = (squared(b2, 2) * b2) % P;
  const b5 = (squared(b4, 1) * number) % P;
  const b10 = (squared(b5, 5) * b5) % P;
  const b20 = (squared(b10, 10) * b10) % P;
  const b40 = (squared(b20, 20) * b20) % P;
  const b80 = (squared(b40, 40) * b40) % P;
  const b160 = (squared(b80, 80) * b80) % P;
  const b250 = (squared((squared(b160, 80) * b80) % P, 10) * b10) % P;
  return (squared(b250, 2) * number) % P;
}

// RFC 9496, 4.2, for 1/v: whether it is a square, and the even root of it or of ROOT times it.
function inverseRoot(v: bigint): [boolean, bigint] {
  const v3 = mod(mod(v * v) * v);
  let root = mod(v3 * raised(mod(mod(v3 * v3) * v)));
  const check = mod(mod(v * root) * root);
  if (check === P - 1n || check === P - ROOT) root = mod(root * ROOT);
  return [check === 1n || check === P - 1n, even(root)];
}

export function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes.slice().reverse())}`);
}

export function bytesOf(number: bigint): Uint8Array {
  return hexToBytes(number.toString(16).padStart(2 * SIZE, "0")).reverse();
}

function half(hex: string): bigint {
  if (typeof hex !== "string" || !/^[0-9a-f]{64}$/.test(hex)) throw new NotAnElement("hexadecimal expected");
  return littleEndian(hexToBytes(hex));
}

// RFC 9496, 4.3.1.
export function decode(hex: string): Element {
  const s = half(hex);
  if (s >= P || s & 1n) throw new NotAnElement("not the one form of an element");
  const ss = mod(s * s);
  const [u1, u2] = [mod(1n - ss), mod(1n + ss)];
  const square2 = mod(u2 * u2);
  const v = mod(-D * mod(u1 * u1) - square2);
  const [square, root] = inverseRoot(mod(v * square2));
  const x = even(2n * s * mod(root * u2));
  const y = mod(u1 * mod(mod(root * mod(root * u2)) * v));
  const t = mod(x * y);
  if (!square || t & 1n || y === 0n) throw new NotAnElement("not an element");
  return [x, y, 1n, t];
}

// RFC 9496, 4.3.2.
export function encode(element: Element): string {
  let [x, y] = element;
  const [, , z, t] = element;
  const [u1, u2] = [mod((z + y) * (z - y)), mod(x * y)];
  const root = inverseRoot(mod(u1 * mod(u2 * u2)))[1];
  const first = mod(root * u1);
  let second = mod(root * u2);
  const inverse = mod(mod(first * second) * t);
  if (mod(t * inverse) & 1n) [x, y, second] = [mod(y * ROOT), mod(x * ROOT), mod(first * TURNED)];
  if (mod(x * inverse) & 1n) y = -y;
  return bytesToHex(bytesOf(even(second * (z - y))));
}

export function add(one: Element, other: Element): Element {
  const [x1, y1, z1, t1] = one;
  const [x2, y2, z2, t2] = other;
  const a = ((y1 - x1) * (y2 - x2)) % P;
  const b = ((y1 + x1) * (y2 + x2)) % P;
  const c = (((2n * D * t1) % P) * t2) % P;
  const d = (2n * z1 * z2) % P;
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [(e * f) % P, (g * h) % P, (f * g) % P, (e * h) % P];
}

export function isNeutral(element: Element): boolean {
  return mod(element[0]) === 0n || mod(element[1]) === 0n;
}

export function scalar(hex: string): bigint {
  const number = half(hex);
  if (number >= ORDER) throw new NotAnElement("not the one form of a number");
  return number;
}

export function reduced(number: bigint): bigint {
  return mod(number, ORDER);
}

export function hashedScalar(domain: string, ...parts: Uint8Array[]): bigint {
  return reduced(littleEndian(sha512(concatBytes(utf8ToBytes(domain), ...parts))));
}

const tables = new Map<Element, Element[][]>();

// All digits of every window of one generator; made once a page.
function table(element: Element): Element[][] {
  const known = tables.get(element);
  if (known) return known;
  const rows: Element[][] = [];
  let power = element;
  for (let bit = 0; bit < 256; bit += Number(WINDOW)) {
    const row: Element[] = [NEUTRAL];
    for (let digit = 1; digit < 16; digit += 1) row.push(add(row[digit - 1] as Element, power));
    power = add(row[15] as Element, power);
    rows.push(row);
  }
  tables.set(element, rows);
  return rows;
}

function times(element: Element, number: bigint): Element {
  let [total, left] = [NEUTRAL, reduced(number)];
  for (const row of table(element)) {
    total = add(total, row[Number(left & 15n)] as Element);
    left >>= WINDOW;
  }
  return total;
}

// Pedersen: value * BASE + blinding * HEIGHT.
export function commitment(value: bigint, blinding: bigint): Element {
  return add(times(BASE, value), times(HEIGHT, blinding));
}

// The sum of number times element, all at once (Pippenger).
export function weighted(terms: (readonly [bigint, Element])[]): Element {
  const wanted = terms.map(([number, element]): [bigint, Element] => [reduced(number), element]);
  const bits = Math.max(2, wanted.length.toString(2).length - 3);
  let total = NEUTRAL;
  for (let shift = Math.floor(252 / bits) * bits; shift >= 0; shift -= bits) {
    for (let done = 0; done < bits; done += 1) total = add(total, total);
    total = add(total, byBuckets(wanted, BigInt(shift), (1n << BigInt(bits)) - 1n));
  }
  return total;
}

function byBuckets(terms: [bigint, Element][], shift: bigint, mask: bigint): Element {
  const buckets = new Map<number, Element>();
  for (const [number, element] of terms) {
    const digit = Number((number >> shift) & mask);
    if (digit) buckets.set(digit, add(buckets.get(digit) ?? NEUTRAL, element));
  }
  let [running, total] = [NEUTRAL, NEUTRAL];
  for (let digit = Math.max(0, ...buckets.keys()); digit > 0; digit -= 1) {
    const found = buckets.get(digit);
    if (found) running = add(running, found);
    total = add(total, running);
  }
  return total;
}
