// The usual form of a visit, on a phone that can keep it: is nobody there to take it, it waits like one logged offline.
import { keepVisit } from "./outbox.js";
import { visitOf } from "./outbox_visit.js";

const PROBE = 5000;

const isReachable = () => fetch(document.body.dataset.worker, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PROBE) }).then((answer) => answer.ok, () => false);

async function sendOrKeep(usual) {
  if (navigator.onLine && (await isReachable())) return usual.submit();
  const [id, version] = ["client_id", "version"].map((name) => usual.elements[name]?.value);
  await keepVisit(visitOf(usual, { id: id ?? crypto.randomUUID(), url: location.pathname + location.search, name: usual.dataset.outbox, version }));
  sessionStorage.removeItem(`draft:${document.body.dataset.user}:${usual.dataset.draft}`);
  location.assign(document.body.dataset.outbox);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-outbox]") || !navigator.serviceWorker?.controller) return;
  event.preventDefault();
  sendOrKeep(event.target).catch(() => event.target.submit());
});
