// On a phone, or installed as an app: the service worker keeps what is needed without network.
const { user: reader, worker } = document.body.dataset;
const FRESH = 10 * 60_000;
const mark = `kept:${reader}:${document.documentElement.lang}`;

function isDue() {
  if (Date.now() - Number(sessionStorage.getItem(mark)) < FRESH) return false;
  sessionStorage.setItem(mark, Date.now());
  return true;
}

async function start() {
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const isStale = "stale" in document.body.dataset;
  if (reader && !isStale) active.postMessage({ reader, keep: isDue() });
}

const isWanted = matchMedia("(pointer: coarse), (display-mode: standalone)").matches;
// Refused (a private window, a full disk), pages work as ever.
if (worker && isWanted && "serviceWorker" in navigator) start().catch(() => {});
