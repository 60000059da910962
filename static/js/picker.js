// Picking one of thousands: type, walk with the arrows, Enter takes. The list comes from the address in data-url as
// <li role="option" data-value="12">Name</li>; the value stands in the hidden input, the name in the visible one.
const PAUSE = 160;

const parts = (picker) => ({
  box: picker.querySelector("[role=combobox]"),
  value: picker.querySelector("input[type=hidden]"),
  list: picker.querySelector("[role=listbox]"),
});
const options = (list) => [...list.querySelectorAll("[role=option]")];
const active = (list) => list.querySelector("[aria-selected=true]");

function close(picker) {
  const { box, list } = parts(picker);
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function choose(picker, option) {
  const { box, value } = parts(picker);
  value.value = option.dataset.value;
  box.value = option.dataset.label ?? option.textContent.trim();
  picker.dataset.shown = box.value;
  close(picker);
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

function highlight(picker, option) {
  const { box, list } = parts(picker);
  active(list)?.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
}

async function load(picker) {
  const { box, list } = parts(picker);
  const url = new URL(picker.dataset.url, location.href);
  url.searchParams.set("q", box.value.trim());
  picker.request?.abort();
  picker.request = new AbortController();
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: picker.request.signal }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  // Our own server's fragment, escaped there like every page.
  list.innerHTML = await answer.text();
  options(list).forEach((option, index) => (option.id = `${list.id}_${index}`));
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  highlight(picker, options(list)[0]);
}

document.addEventListener("input", ({ target }) => {
  const picker = target.closest("[data-picker]");
  if (!picker || target.type === "hidden") return;
  parts(picker).value.value = "";
  clearTimeout(picker.timer);
  picker.timer = setTimeout(() => load(picker), PAUSE);
});

document.addEventListener("keydown", (event) => {
  const picker = event.target.closest?.("[data-picker]");
  if (!picker) return;
  const { list } = parts(picker);
  const rows = options(list);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && list.hidden) load(picker);
  else if (step) highlight(picker, rows[(rows.indexOf(active(list)) + step + rows.length) % rows.length]);
  else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !list.hidden && active(list)) choose(picker, active(list));
  else if (event.key === "Escape" && !list.hidden) close(picker);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("[data-picker] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(option.closest("[data-picker]"), option);
});

document.addEventListener("focusin", ({ target }) => {
  const picker = target.closest("[data-picker]");
  if (picker && target.matches("[role=combobox]") && !target.value) load(picker);
});

// What stands there when leaving is either chosen or gone: a name that only looks chosen would be lost on saving.
document.addEventListener("focusout", ({ target }) => {
  const picker = target.closest?.("[data-picker]");
  if (!picker) return;
  clearTimeout(picker.timer);
  const { box, value } = parts(picker);
  close(picker);
  if (!value.value) box.value = "";
});
