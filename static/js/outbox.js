// Visits that wait on this phone until the network is back. Each goes once: its id is made here and unique in the
// database, so what is sent again after a lost answer is the same visit. Nobody's visits are shown to or sent by others.
import { csrfToken } from "./session.js";

export const WAITING = "waiting", SENDING = "sending", SENT = "sent", REFUSED = "refused";
const { user: writer = "", outbox: pageOfWaiting } = document.body.dataset;
const TIMEOUT = 30_000;
const KEPT_WHEN_SENT = 24 * 3600_000;

function openStore() {
  return new Promise((done, fail) => {
    const request = indexedDB.open("kam", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("visits", { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

/** Does `work` with the store of visits in one transaction; gives back what its request found. */
async function inStore(mode, work) {
  const database = await openStore();
  return new Promise((done, fail) => {
    const transaction = database.transaction("visits", mode, { durability: "strict" });
    const request = work(transaction.objectStore("visits"));
    transaction.oncomplete = () => (database.close(), done(request.result));
    transaction.onabort = () => (database.close(), fail(transaction.error));
  });
}

const tell = () => document.dispatchEvent(new Event("outbox"));

/** The reader's own, the oldest first. */
export const waitingVisits = async () => {
  const all = await inStore("readonly", (store) => store.getAll());
  return all.filter(({ user }) => user === writer).sort((one, other) => one.savedAt - other.savedAt);
};

export const keepVisit = (visit) =>
  inStore("readwrite", (store) => store.put({ ...visit, user: writer, state: WAITING, needs: "network", reasons: [] })).then(tell);

export const dropVisit = (id) => inStore("readwrite", (store) => store.delete(id)).then(tell);

/** What was dropped meanwhile stays so. */
const note = (id, change) =>
  inStore("readwrite", (store) => {
    const found = store.get(id);
    found.onsuccess = () => found.result && store.put({ ...found.result, ...change });
    return found;
  }).then(tell);

const post = ({ url, fields }) =>
  fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": csrfToken() ?? "", "X-Outbox": writer },
    signal: AbortSignal.timeout(TIMEOUT),
  });

/** What becomes of a visit that is sent now. */
async function send(visit) {
  let response = await post(visit);
  if (response.status === 403) {
    await fetch(pageOfWaiting); // brings a new token
    response = await post(visit);
  }
  const { status } = response;
  if (status === 201) return { state: SENT, sentAt: Date.now(), fields: [], reasons: [] };
  if (status === 401 || status === 409) return { state: WAITING, needs: "person" };
  if (status >= 500 || status === 429) return { state: WAITING, needs: "server" };
  const { reasons = [], version } = status === 422 || status === 412 ? await response.json() : {};
  const fields = visit.fields.map(([name, value]) => [name, name === "version" ? version ?? value : value]);
  return { state: REFUSED, needs: status === 404 ? "account" : reasons.length ? "change" : "other", reasons, fields };
}

async function sendEach() {
  for (const visit of await waitingVisits()) {
    if (visit.state === SENT && Date.now() - visit.sentAt > KEPT_WHEN_SENT) await dropVisit(visit.id);
    if (visit.state === SENT || visit.state === REFUSED) continue;
    await note(visit.id, { state: SENDING });
    const change = await send(visit).catch(() => ({ state: WAITING, needs: "network" }));
    await note(visit.id, change);
    if (change.state === WAITING) return; // The next ones would fare no better.
  }
}

/** Sends what waits, one tab at a time. */
export const sendWaiting = () => (navigator.locks ? navigator.locks.request("outbox", sendEach) : sendEach());
