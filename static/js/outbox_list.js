// Shows what waits on this phone: a line on every page, a list on the page of it. Sends whenever there is hope, and
// clears everything of a person who signs out.
import { REFUSED, SENDING, SENT, WAITING, dropVisit, keepVisit, sendWaiting, waitingVisits } from "./outbox.js";
import { toast } from "./toast.js";

const EVERY = 30_000;
const bar = document.querySelector("[data-outbox-bar]");
const list = document.querySelector("[data-outbox-list]");
const row = document.getElementById("outbox-row");
const dialog = document.getElementById("outbox-leave");
const isUnsent = ({ state }) => state !== SENT;

async function draw() {
  const visits = await waitingVisits();
  const numbers = { waiting: visits.filter(({ state }) => state === WAITING || state === SENDING).length, refused: visits.filter(({ state }) => state === REFUSED).length };
  bar.hidden = Boolean(list) || !(numbers.waiting || numbers.refused);
  for (const part of bar.querySelectorAll("[data-count]")) {
    part.hidden = !numbers[part.dataset.count];
    part.querySelector("strong").textContent = numbers[part.dataset.count];
  }
  if (list) drawList(visits);
}

function drawList(visits) {
  list.closest("section").hidden = !visits.length;
  list.replaceChildren(...visits.map(drawn));
}

function drawn(visit) {
  const node = row.content.firstElementChild.cloneNode(true);
  const known = { waiting: `waiting-${visit.needs}`, refused: `refused-${visit.needs}` }[visit.state];
  node.dataset.state = visit.state;
  node.dataset.visit = visit.id;
  node.querySelector("[data-name]").textContent = visit.name;
  node.querySelector("[data-at]").textContent = visit.startsAt.replace("T", " ");
  node.querySelector("[data-reasons]").textContent = visit.reasons.join(" ");
  for (const part of node.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").some((when) => when === visit.state || when === known);
  node.querySelector("[data-copy]").dataset.copy = inWords(visit);
  node.querySelector("[data-change]").addEventListener("click", () => document.dispatchEvent(new CustomEvent("outbox:change", { detail: visit })));
  node.querySelector("[data-discard]").addEventListener("click", () => discard(visit));
  return node;
}

const SAID = ["starts_at", "purpose", "summary", "next_step", "next_step_on"];
const inWords = ({ name, fields }) => [name, ...fields.filter(([key, value]) => SAID.includes(key) && value).map(([, value]) => value)].join("\n");

async function discard(visit) {
  await dropVisit(visit.id);
  toast(list.dataset.discarded, "", { label: list.dataset.undo, run: () => keepVisit(visit).then(sendWaiting) });
}

/** Everything of this person goes; what was never sent only if he says so. */
async function clear() {
  const visits = await waitingVisits();
  if (visits.some(isUnsent) && !(await isAgreed(visits.filter(isUnsent).length))) return false;
  await Promise.all(visits.map(({ id }) => dropVisit(id)));
  return true;
}

function isAgreed(count) {
  dialog.querySelector("strong").textContent = count;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "leave"), { once: true }));
}

async function signOut(form) {
  if (await clear().catch(() => true)) form.submit();
}

function tryNow() {
  if (!document.hidden && navigator.onLine) sendWaiting().catch(() => {});
}

if (bar) {
  document.addEventListener("outbox", draw);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    event.preventDefault();
    signOut(event.target);
  });
  addEventListener("online", tryNow);
  document.addEventListener("visibilitychange", tryNow);
  setInterval(tryNow, EVERY);
  draw().then(tryNow, () => {}); // Where the browser keeps nothing, nothing waits.
}
