// A photo of the place: made small enough for a weak network, and kept on the phone beside what is typed until it is sent.
export interface Photo {
  name: string;
  type: string;
  bytes: ArrayBuffer;
}

const WIDEST = 1_600; // pixels; enough to see a pavement, a tenth of what a camera writes
const QUALITY = 0.82;
const SMALL = 400_000; // bytes that need no making smaller
const MOST = 3_000_000; // bytes kept on the phone; more would take minutes on the network this is for
const MONTH = 30 * 86_400_000; // ms; what nobody sent by then is no longer meant to be

interface Kept extends Photo {
  town: string;
  at: number;
}

// A smaller picture where the browser can make one; else the file as it is.
export async function smaller(file: File): Promise<File> {
  if (file.size <= SMALL) return file;
  try {
    const seen = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, WIDEST / Math.max(seen.width, seen.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(seen.width * scale), Math.round(seen.height * scale)];
    canvas.getContext("2d")?.drawImage(seen, 0, 0, canvas.width, canvas.height);
    seen.close();
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!made || made.size >= file.size) return file;
    return new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: made.type });
  } catch {
    return file; // an old browser, or no picture at all: the server says what is wrong with it
  }
}

// None when it is larger than a phone should keep.
export async function photoOf(file: File): Promise<Photo | null> {
  if (file.size > MOST) return null;
  return { name: file.name.slice(0, 100), type: file.type, bytes: await file.arrayBuffer() };
}

export async function keepPhoto(town: string, photo: Photo): Promise<boolean> {
  return (await act("readwrite", (kept) => kept.put({ ...photo, town, at: Date.now() }))) !== null;
}

export async function dropPhoto(town: string): Promise<void> {
  await act("readwrite", (kept) => kept.delete(town));
}

export async function keptPhoto(town: string): Promise<Photo | null> {
  const found = await act<Kept | undefined>("readonly", (kept) => kept.get(town));
  if (!found) return null;
  if (Date.now() - found.at < MONTH) return found;
  await dropPhoto(town);
  return null;
}

// A browser that refuses a database in a private window costs the kept photo, not the form.
async function act<T>(mode: IDBTransactionMode, what: (kept: IDBObjectStore) => IDBRequest): Promise<T | null> {
  const base = await database();
  if (!base) return null;
  return new Promise((resolve) => {
    const request = what(base.transaction("photos", mode).objectStore("photos"));
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => resolve(null);
  });
}

function database(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open("pb-photos", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "town" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}
