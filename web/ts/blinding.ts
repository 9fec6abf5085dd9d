// Hides the voter's key from the registrar and uncovers its signature (RFC 9474); loaded only by whoever votes from afar.
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const DOMAIN = "pb.registrar.credential.v1\0";
const PREFIX = 32; // bytes drawn before the message; they travel with the ballot

const suite = RSABSSA.SHA384.PSS.Randomized();

export interface Hidden {
  prepared: string;
  blinded: string;
  inv: string;
}

export interface Token {
  prefix: string;
  sig: string;
}

export async function hide(spki: string, key: string): Promise<Hidden> {
  const prepared = suite.prepare(concatBytes(utf8ToBytes(DOMAIN), hexToBytes(key)));
  const { blindedMsg, inv } = await suite.blind(await publicKey(spki), prepared);
  return { prepared: bytesToHex(prepared), blinded: bytesToHex(blindedMsg), inv: bytesToHex(inv) };
}

// Throws when the registrar signed something else than what it was given.
export async function uncover(spki: string, hidden: Hidden, signed: string): Promise<Token> {
  const prepared = hexToBytes(hidden.prepared);
  const sig = await suite.finalize(await publicKey(spki), prepared, hexToBytes(signed), hexToBytes(hidden.inv));
  return { prefix: bytesToHex(prepared.slice(0, PREFIX)), sig: bytesToHex(sig) };
}

function publicKey(spki: string): Promise<CryptoKey> {
  const bytes = hexToBytes(spki) as Uint8Array<ArrayBuffer>;
  return crypto.subtle.importKey("spki", bytes, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
}
