// Moving a card between columns: dragged with the pointer; board_menu.js does the same by keyboard and thumb.
// Columns: [data-stage] (a stage's key). Cards: [data-card] data-url data-version. The answer to a move brings the
// changed columns and the forecast, each swapped in by its id; a 412 or 422 opens the side panel instead.
let dragged = null;

export const board = () => document.querySelector("[data-board]");
export const column = (stage) => document.querySelector(`[data-stage="${CSS.escape(stage)}"]`);
const list = (section) => section.querySelector("[data-cards]");
export const cards = (section) => [...section.querySelectorAll("[data-card]")];
const cardOf = (id) => document.querySelector(`[data-card="${CSS.escape(id)}"]`);

export function move(card, section) {
  const from = card.closest("[data-stage]");
  if (!section || section === from) return;
  const id = card.dataset.card;
  const back = card.nextElementSibling;
  list(section).prepend(card);
  card.setAttribute("aria-busy", "true");
  const undo = () => {
    list(from).insertBefore(card, back?.parentNode === list(from) ? back : null);
    card.removeAttribute("aria-busy");
  };
  card.addEventListener("htmx:responseError", undo, { once: true });
  card.addEventListener("htmx:sendError", undo, { once: true });
  htmx
    .ajax("POST", `${card.dataset.url}move/`, {
      source: card,
      target: card,
      swap: "none",
      values: { stage: section.dataset.stage, version: card.dataset.version },
    })
    .then(() => document.getElementById("panel")?.open || focusCard(id));
}

export function focusCard(id) {
  const card = cardOf(id);
  card?.querySelector("a").focus();
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Won or lost: the panel asks for the reason. */
export function close(card, outcome) {
  htmx.ajax("GET", `${card.dataset.url}close/?outcome=${outcome}`, { target: "#panel-body", source: card });
}

// --- Dragging ---------------------------------------------------------------------------------------------

const target = (node) => dragged && node.closest?.("[data-stage], [data-outcome]");

function mark(section) {
  document.querySelectorAll(".over").forEach((old) => old !== section && old.classList.remove("over"));
  section?.classList.add("over");
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-card]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.card);
  dragged.classList.add("dragged");
  document.querySelector("[data-ends]")?.classList.add("open");
});

document.addEventListener("dragover", (event) => {
  const section = target(event.target);
  if (dragged) mark(section || null);
  if (section) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const section = target(event.target);
  if (!section) return;
  event.preventDefault();
  if (section.dataset.outcome) close(dragged, section.dataset.outcome);
  else move(dragged, section);
});

document.addEventListener("dragend", () => {
  mark(null);
  document.querySelector("[data-ends]")?.classList.remove("open");
  dragged?.classList.remove("dragged");
  dragged = null;
});
