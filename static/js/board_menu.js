// A board by keyboard and thumb. One menu serves all cards, hung onto the card it is opened from; the arrows walk the
// cards, "m" opens a card's menu.
import { board, cards, close, column, focusCard, move } from "./board.js";

const PHONE = matchMedia("(max-width: 599px)");
const EDGE = 8;

const items = (menu) => [...menu.querySelectorAll("[role=menuitem]:not([hidden])")];

function openMenu(card) {
  const wasOpen = card.querySelector("[role=menu]");
  closeMenu();
  const template = document.querySelector("template[data-card-menu]");
  if (wasOpen || !template) return;
  card.append(template.content.cloneNode(true));
  card.querySelector("[data-card-menu-open]").setAttribute("aria-expanded", "true");
  const menu = card.querySelector("[role=menu]");
  const own = menu.querySelector(`[data-move-to="${CSS.escape(card.closest("[data-stage]").dataset.stage)}"]`);
  if (own) own.hidden = true;
  place(menu, card.querySelector("[data-card-menu-open]"));
  items(menu)[0].focus({ preventScroll: true });
}

/** Below its button, or as far up as it must be to be seen whole; a phone shows it at the bottom instead. */
function place(menu, button) {
  if (PHONE.matches) return;
  const box = button.getBoundingClientRect();
  menu.style.top = `${Math.max(EDGE, Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - EDGE))}px`;
  menu.style.left = `${Math.max(EDGE, box.right - menu.offsetWidth)}px`;
}

function closeMenu() {
  const menu = board()?.querySelector("[data-card] [role=menu]");
  const button = menu?.parentNode.querySelector("[data-card-menu-open]");
  button?.setAttribute("aria-expanded", "false");
  menu?.remove();
  return button;
}

document.addEventListener("dragstart", closeMenu);

// It would stay where it is while its card moves away.
const onScroll = ({ target: scrolled }) => scrolled.closest?.("[role=menu]") || closeMenu();
document.addEventListener("scroll", onScroll, { capture: true, passive: true });

document.addEventListener("click", ({ target: clicked }) => {
  const opener = clicked.closest("[data-card-menu-open]");
  if (opener) return openMenu(opener.closest("[data-card]"));
  const item = clicked.closest("[data-card] [role=menuitem]");
  const card = item?.closest("[data-card]");
  closeMenu();
  if (item?.dataset.moveTo) move(card, column(item.dataset.moveTo));
  if (item?.dataset.closeAs) close(card, item.dataset.closeAs);
});

function walkMenu(event, menu) {
  const all = items(menu);
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step) all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
  else if (event.key === "Home") all[0].focus();
  else if (event.key === "End") all.at(-1).focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu()?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// --- Walking the board with the arrows; "m" opens the card's menu ------------------------------------------------

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function walkBoard(event, card) {
  const [across, down] = STEPS[event.key];
  const columns = [...board().querySelectorAll("[data-stage]")].filter((section) => cards(section).length);
  const here = columns.indexOf(card.closest("[data-stage]"));
  const section = columns[here + across];
  if (!section) return;
  const row = cards(columns[here]).indexOf(card) + down;
  const next = cards(section)[Math.min(row, cards(section).length - 1)];
  if (next) focusCard(next.dataset.card);
}

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
  const menu = event.target.closest("[role=menu]");
  if (menu) return walkMenu(event, menu);
  if (STEPS[event.key]) walkBoard(event, card);
  else if (event.key === "m") openMenu(card);
  else return;
  event.preventDefault();
});
