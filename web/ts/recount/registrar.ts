// Whether the registrar signed a one-time key: RSABSSA-SHA384-PSS-Randomized (RFC 9474), unblinded.
// Written out, because crypto.subtle is missing on the plain HTTP of a hall.
import { sha384 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const HASH = 48; // bytes of SHA-384, and of the salt
const LEAST = 2048; // bits of a key worth the name

export function issued(spki: string, posted: { key: string; token: { prefix: string; sig: string } }): boolean {
  const prefix = hexToBytes(posted.token.prefix);
  const message = concatBytes(prefix, utf8ToBytes("pb.registrar.credential.v1\0"), hexToBytes(posted.key));
  const key = rsaKey(hexToBytes(spki));
  const bits = key.n.toString(2).length;
  if (prefix.length !== 32 || bits < LEAST) return false;
  const signature = BigInt(`0x${posted.token.sig}`);
  if (posted.token.sig.length !== 2 * Math.ceil(bits / 8) || signature >= key.n) return false;
  return pss(sha384(message), power(signature, key.e, key.n), bits - 1);
}

// RFC 8017, 9.1.2
function pss(hash: Uint8Array, value: bigint, bits: number): boolean {
  const length = Math.ceil(bits / 8);
  const hex = value.toString(16).padStart(2 * length, "0");
  if (hex.length > 2 * length) return false;
  const encoded = hexToBytes(hex);
  const masked = encoded.slice(0, length - HASH - 1);
  const found = encoded.slice(length - HASH - 1, length - 1);
  const spare = 8 * length - bits;
  if (encoded[length - 1] !== 0xbc || (masked[0] as number) >> (8 - spare)) return false;
  const mask = stretched(found, masked.length);
  const block = masked.map((byte, place) => byte ^ (mask[place] as number));
  block[0] = (block[0] as number) & (0xff >> spare);
  const salt = block.slice(block.length - HASH);
  const padding = block.slice(0, block.length - HASH);
  if (padding.some((byte, place) => byte !== (place === padding.length - 1 ? 1 : 0))) return false;
  return bytesToHex(sha384(concatBytes(new Uint8Array(8), hash, salt))) === bytesToHex(found);
}

// MGF1 over SHA-384
function stretched(seed: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let count = 0; count * HASH < length; count += 1) parts.push(sha384(concatBytes(seed, Uint8Array.of(0, 0, count >> 8, count & 255))));
  return concatBytes(...parts).slice(0, length);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [BigInt(1), base % modulus];
  for (const bit of [...exponent.toString(2)].reverse()) {
    if (bit === "1") result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

// A SubjectPublicKeyInfo: the algorithm, then a bit string that holds two numbers.
function rsaKey(der: Uint8Array): { n: bigint; e: bigint } {
  const [, bits] = parts(content(der));
  const numbers = parts(content(content(bits as Uint8Array).slice(1)));
  const [n, e] = numbers.map((one) => BigInt(`0x${bytesToHex(content(one))}`));
  return { n: n as bigint, e: e as bigint };
}

function content(der: Uint8Array): Uint8Array {
  const { start, end } = bounds(der);
  return der.slice(start, end);
}

function parts(der: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let rest = der; rest.length; rest = rest.slice(bounds(rest).end)) found.push(rest.slice(0, bounds(rest).end));
  return found;
}

function bounds(der: Uint8Array): { start: number; end: number } {
  const first = der[1] as number;
  if (first < 0x80) return { start: 2, end: 2 + first };
  const size = first & 0x7f;
  const length = der.slice(2, 2 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  return { start: 2 + size, end: 2 + size + length };
}
