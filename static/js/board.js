// Moving a card between columns: dragged with the pointer, or by the "Move to" menu that every card has.
// Columns: [data-stage] (data-ask: an address whose form must be filled first). Cards: [data-card] data-move-url data-version.
let dragged = null;

const board = () => document.querySelector("[data-board]");
const list = (column) => column.querySelector("[data-cards]");
const cards = (column) => [...column.querySelectorAll("[data-card]")];

function move(card, column) {
  const from = card.closest("[data-stage]");
  if (!column || column === from) return;
  if (column.dataset.ask) {
    const url = new URL(column.dataset.ask, location.href);
    url.searchParams.set("opportunity", card.dataset.card);
    htmx.ajax("GET", url.pathname + url.search, { target: "#panel-body", source: card });
    return;
  }
  const back = card.nextSibling;
  list(column).prepend(card);
  card.setAttribute("aria-busy", "true");
  const undo = () => {
    list(from).insertBefore(card, back?.parentNode === list(from) ? back : null);
    card.removeAttribute("aria-busy");
  };
  card.addEventListener("htmx:responseError", undo, { once: true });
  card.addEventListener("htmx:sendError", undo, { once: true });
  htmx.ajax("POST", card.dataset.moveUrl, {
    source: card,
    target: "[data-board]",
    swap: "outerHTML",
    values: { stage: column.dataset.stage, version: card.dataset.version },
  }).then(() => board()?.querySelector(`[data-card="${card.dataset.card}"] a`)?.focus());
}

function mark(column) {
  document.querySelectorAll("[data-stage].over").forEach((old) => old !== column && old.classList.remove("over"));
  column?.classList.add("over");
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-card]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.card);
  dragged.classList.add("dragged");
});

document.addEventListener("dragover", (event) => {
  const column = dragged && event.target.closest?.("[data-stage]");
  if (!column) return;
  event.preventDefault();
  mark(column);
});

document.addEventListener("drop", (event) => {
  const column = dragged && event.target.closest?.("[data-stage]");
  if (!column) return;
  event.preventDefault();
  move(dragged, column);
});

document.addEventListener("dragend", () => {
  mark(null);
  dragged?.classList.remove("dragged");
  dragged = null;
});

document.addEventListener("click", ({ target }) => {
  const choice = target.closest("[data-move-to]");
  if (!choice) return;
  choice.closest("details")?.removeAttribute("open");
  move(choice.closest("[data-card]"), document.querySelector(`[data-stage="${choice.dataset.moveTo}"]`));
});

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!card || !STEPS[event.key] || event.target.closest("details[open]")) return;
  event.preventDefault();
  const [across, down] = STEPS[event.key];
  const columns = [...board().querySelectorAll("[data-stage]")].filter((column) => cards(column).length);
  const column = columns.indexOf(card.closest("[data-stage]"));
  const target = columns[column + across];
  if (!target) return;
  const row = cards(columns[column]).indexOf(card) + down;
  const next = cards(target)[Math.min(row, cards(target).length - 1)];
  next?.querySelector("a")?.focus();
});
