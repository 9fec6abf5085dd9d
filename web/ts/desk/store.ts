// What the desk keeps on this device: the list, what was ticked, and what is not sent yet.
export interface Person {
  key: string;
  forum: string;
  id: string | null; // null while only this device knows the person
  name: string;
  hood: string;
  code: string;
  homonym: number;
  present: boolean;
}

export interface Entry {
  attendee_id?: string;
  name?: string;
  neighbourhood?: string;
  gender?: string;
  age_band?: string;
  homonym?: number;
  seen_at: string;
  offline: boolean;
}

export interface Sighting {
  id: string;
  forum: string;
  person: string;
  entry: Entry;
  batch: string | null;
  why: string | null; // the service's sentence when it did not take it
}

export interface Batch {
  key: string;
  forum: string;
  sightings: string[];
  body: { device: string; entries: Entry[]; pending: number };
}

export interface Memory {
  forum: string;
  device: string;
  mine: string[];
  names: Record<string, string>;
  total: number;
  hoods: Record<string, number>;
  at: number | null;
  ahead: number; // ms the town's clock is ahead of this device's
  formKey: string;
  closed: boolean;
}

type Store = "people" | "sightings" | "batches" | "memory";
const KEYS: Record<Store, string> = { people: "key", sightings: "id", batches: "key", memory: "forum" };

const opened = new Promise<IDBDatabase>((resolve, reject) => {
  const request = indexedDB.open("pb-desk", 1);
  request.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(KEYS)) request.result.createObjectStore(name, { keyPath });
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error("the device's store refused"));
});

export async function all<T extends { forum: string }>(store: Store, forum: string): Promise<T[]> {
  const request = (await opened).transaction(store).objectStore(store).getAll();
  const found = await new Promise<T[]>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T[]);
    request.onerror = () => reject(request.error ?? new Error("the device's store refused"));
  });
  return found.filter((one) => one.forum === forum);
}

export interface Change {
  put?: Partial<Record<Store, object[]>>;
  drop?: Partial<Record<Store, string[]>>;
}

// All or nothing: a tick and its place in the queue are never apart.
export async function change({ put = {}, drop = {} }: Change): Promise<void> {
  const stores = [...new Set([...Object.keys(put), ...Object.keys(drop)])] as Store[];
  const work = (await opened).transaction(stores, "readwrite");
  for (const store of stores) {
    for (const key of drop[store] ?? []) work.objectStore(store).delete(key);
    for (const one of put[store] ?? []) work.objectStore(store).put(one);
  }
  await new Promise<void>((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onerror = work.onabort = () => reject(work.error ?? new Error("the device's store refused"));
  });
}
