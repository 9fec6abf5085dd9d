// What was sent from this device, and what still waits for a network: kept here and nowhere else.
import type { Photo } from "./photo.ts";

export type State = "waiting" | "sent" | "refused";

export interface Receipt {
  key: string;
  kind: string;
  town: string;
  title: string;
  state: State;
  at: string;
  action: string;
  body: string | null;
  code: string;
  follow: string;
  messages: string[];
  photo?: Photo | null; // goes first, by itself; gone once the server has it
}

const memory = new Map<string, Receipt>();
let opened: Promise<IDBDatabase | null> | null = null;

// Some browsers refuse a database in private windows: receipts are then kept for as long as the page stays open.
function database(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open("pb-receipts", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("receipts", { keyPath: "key" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore | null> {
  return (await database())?.transaction("receipts", mode).objectStore("receipts") ?? null;
}

// Whether it outlives the page.
export async function keep(receipt: Receipt): Promise<boolean> {
  memory.set(receipt.key, receipt);
  const kept = await store("readwrite");
  if (kept) await done(kept.put(receipt));
  return kept !== null;
}

export async function forget(key: string): Promise<void> {
  memory.delete(key);
  const kept = await store("readwrite");
  if (kept) await done(kept.delete(key));
}

export async function everything(): Promise<Receipt[]> {
  const kept = await store("readonly");
  const found = kept ? await done<Receipt[]>(kept.getAll()) : [...memory.values()];
  return found.sort((one, other) => other.at.localeCompare(one.at));
}

function done<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error ?? new Error("the device's store refused"));
  });
}
