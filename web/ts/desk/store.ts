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
const KEPT = 2 * 24 * 3_600_000; // ms
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
  return (await everything<T>(store)).filter((one) => one.forum === forum);
}

// Names stay on a device no longer than they are needed: until check-in is closed and all is sent, or for two days.
export async function forget(current: string, now: number): Promise<void> {
  const busy = new Set((await everything<Sighting>("sightings")).map((one) => one.forum));
  const done = (await everything<Memory>("memory")).filter((one) => !busy.has(one.forum) && (one.closed || (one.forum !== current && now - (one.at ?? 0) > KEPT)));
  const forums = new Set(done.map((one) => one.forum));
  const people = (await everything<Person>("people")).filter((one) => forums.has(one.forum)).map((one) => one.key);
  if (people.length) await change({ drop: { people } });
}

async function everything<T>(store: Store): Promise<T[]> {
  const request = (await opened).transaction(store).objectStore(store).getAll();
  return new Promise<T[]>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T[]);
    request.onerror = () => reject(request.error ?? new Error("the device's store refused"));
  });
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
