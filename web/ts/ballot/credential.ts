// The right to vote from afar: made on this device, kept from registration until the ballot is in the box, and then erased.
import * as ed25519 from "@noble/ed25519";
import { bytesToHex, hexToBytes, randomBytes } from "@noble/hashes/utils.js";
import { credentialOf, type Slip } from "./signing.ts";
import type { Hidden, Token } from "../blinding.ts";

export interface Credential {
  id: string;
  secret: string;
  hidden: Hidden | null; // until the registrar has signed: the same hidden message again gets the same signature
  token: Token | null;
}

let opened: Promise<IDBDatabase | null> | null = null;

function database(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open("pb-credentials", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("credentials", { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

export function newSecret(): { secret: string; key: string } {
  const secret = randomBytes(32);
  return { secret: bytesToHex(secret), key: bytesToHex(ed25519.getPublicKey(secret)) };
}

export async function kept(election: string, contest: string): Promise<Credential | null> {
  return (await within<Credential | undefined>("readonly", (store) => store.get(`${election}/${contest}`))) ?? null;
}

// False where the browser keeps nothing: then nothing may be fetched, for it would be lost with the page.
export async function keepCredential(credential: Credential): Promise<boolean> {
  return (await within("readwrite", (store) => store.put(credential))) !== null;
}

export async function forget(election: string, contest: string): Promise<void> {
  await within("readwrite", (store) => store.delete(`${election}/${contest}`));
}

export function slipFrom(credential: Credential): Slip | null {
  if (!credential.token) return null;
  const secret = hexToBytes(credential.secret);
  const key = ed25519.getPublicKey(secret);
  return { secret, key: bytesToHex(key), cred: credentialOf(key), token: credential.token };
}

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<T | null> {
  const db = await database();
  if (!db) return null;
  const request = work(db.transaction("credentials", mode).objectStore("credentials"));
  return new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => resolve(null);
  });
}
