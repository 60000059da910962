// On a phone, or installed as an app: the service worker keeps what is needed without network.
const { user: reader, worker } = document.body.dataset;
const FRESH = 10 * 60_000;
const mark = `kept:${reader}:${document.documentElement.lang}`;

const isDue = () => Date.now() - Number(sessionStorage.getItem(mark)) >= FRESH;

/** Due until the worker says that it has them: who leaves this page at once takes the message along. */
function tell(active) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => sessionStorage.setItem(mark, Date.now());
  active.postMessage({ reader, keep: isDue() }, [port2]);
}

async function start() {
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const isStale = "stale" in document.body.dataset;
  if (reader && !isStale) tell(active);
}

const isWanted = matchMedia("(pointer: coarse), (display-mode: standalone)").matches;
// Refused (a private window, a full disk), pages work as ever.
if (worker && isWanted && "serviceWorker" in navigator) start().catch(() => {});
