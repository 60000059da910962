// The keys that "?" lists: "/" and Ctrl/⌘ K search, "g a" places, "n v" log a visit, arrows or j and k in lists, Ctrl/⌘ Enter saves.
const PAUSE = 1200;
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const dialog = document.getElementById("keys");
let first = "";
let timer = 0;

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]") && !target.matches("[type=checkbox], [type=radio]");

function go(sequence) {
  const place = document.querySelector(`[data-keys="${sequence}"]`);
  const url = place?.href ?? (sequence === "n v" ? dialog?.dataset.visit : "");
  if (url) location.assign(url);
  return Boolean(url);
}

function search() {
  const box = document.querySelector("[data-search]");
  if (box) box.focus();
  else searchEverything();
}

function searchEverything() {
  if (dialog?.dataset.searchUrl) location.assign(dialog.dataset.searchUrl);
}

/** Focus of the next or previous row's link; from outside the list its first row. */
function step(direction, target) {
  const list = target.closest?.("[data-rows]") ?? document.querySelector("main [data-rows]");
  const all = [...(list?.querySelectorAll("[data-row] a, tbody tr a:first-of-type") ?? [])];
  const links = all.filter((link) => link.checkVisibility({ visibilityProperty: true }));
  const firsts = links.filter((link, index) => link.closest("tr, [data-row]") !== links[index - 1]?.closest("tr, [data-row]"));
  const here = firsts.findIndex((link) => link.closest("tr, [data-row]").contains(target));
  const next = firsts[here < 0 ? 0 : here + direction];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

/** Ticks the row that has the focus. */
function tick(target) {
  const box = target.closest?.("tr, [data-row]")?.querySelector("[data-tick]");
  box?.click();
  return Boolean(box);
}

function single(event) {
  const { key, target } = event;
  const inList = target.closest?.("[data-rows]");
  if (key === "/") search();
  else if (key === "?") dialog?.showModal();
  else if (key === "j" || (key === "ArrowDown" && inList)) return step(1, target);
  else if (key === "k" || (key === "ArrowUp" && inList)) return step(-1, target);
  else if (key === "x") return tick(target);
  else return false;
  return true;
}

function handle(event) {
  clearTimeout(timer);
  const sequence = `${first} ${event.key}`;
  if (first && go(sequence)) return true;
  first = event.key === "g" || event.key === "n" ? event.key : "";
  timer = setTimeout(() => (first = ""), PAUSE);
  return !first && single(event);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.form?.requestSubmit();
    return;
  }
  if (event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    searchEverything();
    event.preventDefault();
    return;
  }
  if (event.key === "ArrowDown" && event.target.matches?.("[data-search]") && !event.isComposing) {
    if (step(1, event.target)) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog:modal")) return;
  if (handle(event)) event.preventDefault();
});

if (MAC) document.querySelectorAll("[data-mod]").forEach((kbd) => (kbd.textContent = "⌘"));
