// Ballots on this phone: stored before they are sent, and the choice erased once the box has answered.
import type { Receipt } from "./signing.ts";

// `held`: came after closing on a shared tablet, kept for the officers to hand over.
export type State = "waiting" | "recorded" | "refused" | "held";

export interface Entry {
  id: string;
  election: string;
  contest: string;
  state: State;
  wire: string | null;
  receipt: Receipt | null;
  word: string | null;
}

const memory = new Map<string, Entry>();
let opened: Promise<IDBDatabase | null> | null = null;

// Some browsers refuse a database in private windows: the ballot is then kept for as long as the page stays open.
function database(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open("pb-ballots", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("ballots", { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

export async function keep(entry: Entry): Promise<void> {
  memory.set(entry.id, entry);
  const db = await database();
  if (db) await done(db.transaction("ballots", "readwrite").objectStore("ballots").put(entry));
}

export async function everything(): Promise<Entry[]> {
  const db = await database();
  if (!db) return [...memory.values()];
  return done<Entry[]>(db.transaction("ballots").objectStore("ballots").getAll());
}

function done<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error ?? new Error("the phone's store refused"));
  });
}
