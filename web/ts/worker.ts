// Keeps the pages it was registered for: the network first, what was kept when there is none.
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Asked extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const PATIENCE = 4_000; // ms; a hall's network often hangs rather than fails
interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}

const worker = self as unknown as Worker;

self.addEventListener("install", (event) => (event as Lasting).waitUntil(worker.skipWaiting()));
self.addEventListener("activate", (event) => (event as Lasting).waitUntil(worker.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = event as Asked;
  const { request } = asked;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.mode === "navigate") asked.respondWith(request.method === "GET" ? page(request) : reached(request));
  else if (request.method !== "GET") return;
  else if (address.pathname.startsWith("/static/")) asked.respondWith(part(request));
});

async function page(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (!kept) return reached(request);
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  const fresh = fetch(request).then((answer) => (answer.status >= 500 ? kept : answer));
  return Promise.race([fresh, late]).catch(() => kept);
}

// A form of one question a page that goes nowhere leads to the page of all questions, where one was kept.
async function reached(request: Request): Promise<Response> {
  const whole = `${new URL(worker.registration.scope).pathname}/whole`;
  return fetch(request).catch(async () => (await caches.match(whole)) ?? Response.error());
}

// Names of built files hold their hash: what was kept is what would be sent.
async function part(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}
