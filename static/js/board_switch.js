// On a phone one column fills the screen; the switch above shows which.
import { board } from "./board.js";

const seen = new IntersectionObserver(
  (entries) => {
    const best = entries.filter((entry) => entry.isIntersecting).at(-1);
    const links = document.querySelectorAll("[data-board-switch] a");
    if (best) links.forEach((link) => mark(link, link.hash === `#${best.target.id}`));
  },
  { threshold: 0.6 },
);

function mark(link, isHere) {
  if (isHere) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

function watch() {
  board()?.querySelectorAll("[data-stage]").forEach((section) => seen.observe(section));
}

watch();
document.addEventListener("htmx:load", watch);
