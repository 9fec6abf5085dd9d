// The ballots this device sent, as the ballot page keeps them: their state and number, never a choice.
export interface Ballot {
  state: string;
  number: string;
}

interface Kept {
  state: string;
  receipt: { ballot: string } | null;
}

export async function ballots(): Promise<Ballot[]> {
  const kept = await all().catch(() => []);
  return kept.map(({ state, receipt }) => ({ state, number: receipt ? receipt.ballot.slice(0, 12) : "" }));
}

function all(): Promise<Kept[]> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("pb-ballots");
    // No ballot was ever kept here: an empty store is not made for looking.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onerror = () => resolve([]);
    request.onsuccess = () => {
      const found = request.result.transaction("ballots").objectStore("ballots").getAll();
      found.onsuccess = () => resolve(found.result as Kept[]);
      found.onerror = () => reject(found.error ?? new Error("the device's store refused"));
    };
  });
}
