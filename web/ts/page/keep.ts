// Keeps pages on the device, where the browser allows it: on https, or on the machine itself.
const NAME = `pb-page ${location.pathname}`;

// This page unless others are named; `parts` are what those need beside what this one has.
export async function keepPage(worker: string, pages = [location.pathname], parts: string[] = []): Promise<boolean> {
  if (!window.isSecureContext || !("serviceWorker" in navigator)) return false;
  try {
    await navigator.serviceWorker.register(worker, { scope: location.pathname });
    await keepParts([...pages, ...parts]);
    return true;
  } catch {
    return false; // a private window, or a full device: the page works, but not without a network
  }
}

async function keepParts(named: string[]): Promise<void> {
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], img[src]")];
  const wanted = [...new Set([...named, ...parts.map((part) => new URL(part.getAttribute("href") ?? part.getAttribute("src") ?? "", location.href).pathname)])];
  const kept = await caches.open(NAME);
  await kept.addAll(wanted);
  for (const old of await kept.keys()) if (!wanted.includes(new URL(old.url).pathname)) await kept.delete(old);
}
