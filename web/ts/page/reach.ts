// Asks for something in the background, once or until it is answered: a hall's network comes and goes.
const PATIENCE = 10_000; // ms for one try; such a network hangs rather than fails
const PAUSES = [300, 900, 2_000]; // ms before each further try

// Answers that may pass by themselves. Not 429: who was told that there were too many is not helped by more of them.
export const PASSING = new Set([408, 425, 500, 502, 503, 504]);

// Null when nobody was reached; a command must carry its idempotency key, since a lost answer is asked for again.
export async function reach(address: string, options: RequestInit = {}): Promise<Response | null> {
  let answer = await once(address, options);
  for (const pause of PAUSES) {
    if (answer && !PASSING.has(answer.status)) break;
    await new Promise((resolve) => setTimeout(resolve, pause));
    answer = (await once(address, options)) ?? answer;
  }
  return answer;
}

// One try, given up after a while; null when nobody was reached.
export async function once(address: string, options: RequestInit = {}, wait = PATIENCE): Promise<Response | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), wait);
  try {
    return await fetch(address, { cache: "no-store", ...options, signal: patience.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
