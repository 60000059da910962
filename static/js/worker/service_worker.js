// Keeps what a phone needs without network: the files of this build, and those pages alone that the server says it may
// keep, for the person it names. KAM, the line above, comes from kam/offline.py; another release is another build, whose
// cache replaces this one. docs/offline.md.
const CACHE = `kam-${KAM.build}`;
const PAGES = [KAM.myDay, KAM.logVisit];
const PATIENCE = 10_000; // Longer than any page takes; then the kept one is better than none.
const AWAY = [502, 503, 504]; // A proxy that finds no server behind it.
const LOGGING = new RegExp(`^${KAM.newVisit}|^/visits/\\d+/log/$`);
let departures = 0;
let forgotten = Promise.resolve();

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(replaceOthers()));
addEventListener("message", (event) => event.waitUntil(takeCareFor(event.data, event.ports[0])));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate" && KAM.doors.includes(url.pathname)) event.waitUntil(forget());
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (KAM.files.includes(url.pathname)) event.respondWith(file(request));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(KAM.files);
  await cache.put(KAM.nothing, await fetch(KAM.nothing, { credentials: "omit" }));
  await keepAll();
  await skipWaiting();
}

async function replaceOthers() {
  const old = (await caches.keys()).filter((name) => name.startsWith("kam-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

/** A page of `reader` is open: what was kept for others goes; with `keep` the pages are fetched anew, and it is told so. */
async function takeCareFor({ reader, keep: anew }, asker) {
  const others = await Promise.all(PAGES.map(async (path) => ((await kept(path))?.headers.get(KAM.keptFor) ?? reader) !== reader));
  if (others.includes(true)) await forget();
  if (anew && (await keepAll()).every(Boolean)) asker?.postMessage("kept");
}

const kept = async (path) => (await caches.open(CACHE)).match(path, { ignoreVary: true });

const keepAll = () => Promise.all(PAGES.map((path) => keep(path, fetch(path, { credentials: "same-origin" }), departures).catch(() => false)));

/** Keeps what `asked` brings, if it is somebody's; a page that he may no longer see goes. `before`: when it was asked.
 * Gives back whether the matter is settled. */
async function keep(path, asked, before) {
  const response = await asked;
  const isSomebodys = response.ok && response.headers.has(KAM.keptFor);
  const isRefused = response.redirected || response.type === "opaqueredirect" || (response.status >= 400 && response.status < 500);
  const cache = await caches.open(CACHE);
  await forgotten;
  // Who has left meanwhile leaves nothing behind. An answer that broke off in its headers says neither.
  const isOvertaken = before !== departures;
  if (isRefused || isOvertaken) await cache.delete(path);
  else if (isSomebodys) await cache.put(path, response);
  return (isRefused || isSomebodys) && !isOvertaken;
}

/** Somebody goes out or comes in: nothing of anybody stays. Who is kept next waits for it. */
function forget() {
  departures += 1;
  return (forgotten = forgetAll());
}

async function forgetAll() {
  const all = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  await Promise.all(all.flatMap((cache) => PAGES.map((path) => cache.delete(path))));
}

async function page(event, url) {
  const path = LOGGING.test(url.pathname) ? KAM.logVisit : url.pathname;
  const before = departures;
  const copy = PAGES.includes(path) ? await kept(path) : undefined;
  try {
    const response = await (copy ? Promise.race([fetch(event.request), late()]) : fetch(event.request));
    if (PAGES.includes(url.pathname) && !url.search) event.waitUntil(keep(url.pathname, response.clone(), before));
    if (!AWAY.includes(response.status)) return response;
  } catch {
    // No network, or too slow to wait for.
  }
  return copy ? marked(copy) : kept(KAM.nothing);
}

const late = () => new Promise((_done, fail) => setTimeout(fail, PATIENCE));

/** The kept page, which shows from when it is (components/stale.html). */
async function marked(copy) {
  const headers = new Headers(copy.headers);
  headers.delete("Content-Encoding");
  return new Response((await copy.text()).replace("<body ", "<body data-stale "), { headers });
}

const file = async (request) => (await kept(request)) ?? fetch(request);
