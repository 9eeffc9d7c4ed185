/* Opens pages without a network. It answers GETs only and never touches what people send: that is the outbox's.
   The server puts VERSION and FILES in front; another byte in any script or style makes another worker. */

const OWN = "fivelists-", CACHE = OWN + VERSION;
const FILE = /^\/(js|static)\//;
const PAGE = /^\/(S\/[^/]+|k\/[^/]+|waiting|deputy|interviews(\/[^/]+)?)$/;
const PICTURE = /^\/pictures\//;
const KIOSK = /^\/k\/[^/]+\/pack\.json$/;
const PACK = /^\/(deputy\/(pack\.json|sheets\/\d+|(findings|visits|corrections)\/.+)|static\/vendor\/.+)$/;
const PATIENCE = 5000;

/** A new version is installed once it has all that the one before had, so that nothing stops opening. */
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  for (const name of await others()) {
    for (const { url } of await (await caches.open(name)).keys()) {
      if ([PAGE, PACK, KIOSK, PICTURE].some((each) => each.test(keyOf(url)))) await bring(keyOf(url));
    }
  }
}

async function others() {
  return (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== CACHE);
}

async function activate() {
  for (const name of await others()) await caches.delete(name);
  await self.clients.claim();
}

/** Codes are read in any case, so a page is kept under one. */
function keyOf(url) {
  const { pathname } = new URL(url, location.origin);
  return /^\/s\/[^/]+$/i.test(pathname) ? pathname.toUpperCase() : pathname;
}

/** Whether it is we who answered, and not a hotel's log-in page or a server that is down. */
function isOurs(answer) {
  return answer.headers.has("X-Fivelists") && answer.status < 500;
}

async function keep(key, answer) {
  const cache = await caches.open(CACHE);
  if (answer.ok && !answer.redirected) await cache.put(key, answer.clone());
  else await cache.delete(key);
  if (answer.status === 401 && key === "/deputy") await unpack(cache);
}

/** Without a pass this is no deputy's phone any more. */
async function unpack(cache) {
  for (const { url } of await cache.keys()) if (PACK.test(keyOf(url))) await cache.delete(url);
}

/** What this phone has for an address: on a deputy's, the blank sheet of the site; else the page as it was. */
async function kept(key) {
  const cache = await caches.open(CACHE);
  const pack = key.startsWith("/S/") && await cache.match("/deputy/pack.json");
  const site = pack && (await pack.json()).sites.find(([code]) => key === "/S/" + code);
  return (site && await cache.match("/deputy/sheets/" + site[4])) || cache.match(key);
}

async function bring(key) {
  const answer = await fetch(key, { credentials: "same-origin" });
  if (isOurs(answer)) await keep(key, answer);
}

/** @returns {Promise<boolean>} whether all of them are on this phone, from now or from before */
async function bringAll(keys) {
  await Promise.all(keys.map((key) => bring(key).catch(() => {})));
  const cache = await caches.open(CACHE);
  return (await Promise.all(keys.map((key) => cache.match(key)))).every(Boolean);
}

async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

/** The network's page while there is a network, soon enough; else the one that is kept. */
async function page(request, key) {
  const fresh = fetch(request).then(async (answer) => {
    if (isOurs(answer)) await keep(key, answer);
    return answer;
  });
  const old = await kept(key);
  if (!old) return fresh;
  const late = new Promise((resolve, reject) => setTimeout(reject, PATIENCE));
  try {
    const answer = await Promise.race([fresh, late]);
    return isOurs(answer) ? answer : old;
  } catch (offline) { return old; }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "take") self.skipWaiting();
  else event.waitUntil(bringAll(event.data.keep.map(keyOf)).then((all) => event.ports[0].postMessage(all)));
});
self.addEventListener("fetch", (event) => {
  const { method, url, mode } = event.request;
  if (method !== "GET" || new URL(url).origin !== location.origin) return;
  if (FILE.test(new URL(url).pathname) || PICTURE.test(new URL(url).pathname)) event.respondWith(file(event.request));
  else if (PACK.test(keyOf(url)) || KIOSK.test(keyOf(url)) || (mode === "navigate" && PAGE.test(keyOf(url)))) event.respondWith(page(event.request, keyOf(url)));
});
