// The filter bar belongs to the list it swaps: what is typed, focused or open in it lives on.
const FORM = "form[data-filters]";
let typed = null;
let menuOpen = false;

// Addresses are shared: they name only what narrows the list.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches(FORM)) return;
  [...detail.formData].forEach(([name, value]) => value === "" && detail.formData.delete(name));
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const bar = detail.target.querySelector?.(FORM);
  const box = document.activeElement;
  typed = bar?.contains(box) && box.matches("[data-search]") ? [box.value, box.selectionStart, box.selectionEnd] : null;
  menuOpen = Boolean(bar?.querySelector(".filter-menu[open]")) && detail.requestConfig.triggeringEvent?.type !== "submit";
});

document.addEventListener("htmx:afterSettle", () => {
  const menu = document.querySelector(`${FORM} .filter-menu`);
  if (menu && menuOpen) menu.open = true;
  menuOpen = false;
  const box = document.querySelector(`${FORM} [data-search]`);
  if (box && typed) keepTyping(box, ...typed);
  typed = null;
});

// The tabs above a list say which of them the list is narrowed to.
document.addEventListener("htmx:pushedIntoHistory", () => {
  document.querySelectorAll("[data-views] .tab").forEach((tab) => {
    if (tab.search === location.search) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  });
  // What stands outside the list but is about the same rows: its files, a subscription to it.
  document.querySelectorAll("a[data-narrowed]").forEach((link) => {
    link.search = location.search;
  });
});

/** Letters that came in while the list was loading are searched for next. */
function keepTyping(box, value, start, end) {
  const late = box.value !== value;
  box.value = value;
  box.focus({ preventScroll: true });
  box.setSelectionRange(start, end);
  if (late) box.dispatchEvent(new Event("input", { bubbles: true }));
}
