// Naming a colleague in a text: an @ lists those who may see the account (data-mentions of the form), typed letters
// narrow the list, arrows walk it, Enter or Tab or a touch takes. What stands in the text is plain: "@Name".
const PAUSE = 120;
const TYPED = /(?:^|[^A-Za-z0-9._%+-])[@＠]([^\s@＠]{0,40})$/;
const list = Object.assign(document.createElement("ul"), { className: "picker-list mention-list", id: "mentions", popover: "manual" });
list.setAttribute("role", "listbox");
let field = null;
let timer = 0;
let asked = null;

const options = () => [...list.querySelectorAll("[role=option]")];
const active = () => list.querySelector("[aria-selected=true]");
const typed = (box) => TYPED.exec(box.value.slice(0, box.selectionStart))?.[1];

function close() {
  clearTimeout(timer);
  asked?.abort();
  if (list.matches(":popover-open")) list.hidePopover();
  field?.removeAttribute("aria-activedescendant");
  field?.removeAttribute("aria-controls");
  field = null;
}

function highlight(option) {
  active()?.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
}

/** Under the field: where in it the letters stand no browser tells. */
function place(box) {
  const { left, bottom, top } = box.getBoundingClientRect();
  const below = innerHeight - bottom > list.offsetHeight + 8;
  list.style.left = `${Math.max(8, Math.min(left, innerWidth - list.offsetWidth - 8))}px`;
  list.style.top = `${below ? bottom + 4 : Math.max(8, top - list.offsetHeight - 4)}px`;
}

async function load(box) {
  const url = new URL(box.form.dataset.mentions, location.href);
  url.searchParams.set("q", typed(box) ?? "");
  asked?.abort();
  asked = new AbortController();
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: asked.signal }).catch(() => null);
  if (!answer?.ok || answer.redirected) return close();
  // Our own server's fragment, escaped there like every page.
  list.innerHTML = await answer.text();
  if (document.activeElement !== box || typed(box) === undefined || !options().length) return close();
  options().forEach((option, index) => (option.id = `mentions_${index}`));
  field = box;
  document.body.append(list);
  if (!list.matches(":popover-open")) list.showPopover();
  box.setAttribute("aria-controls", list.id);
  place(box);
  highlight(options()[0]);
}

function take(option) {
  const box = field;
  const start = box.selectionStart - typed(box).length - 1;
  box.setRangeText(`${option.dataset.value} `, start, box.selectionStart, "end");
  close();
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  if (!target.form?.dataset.mentions || !target.matches("textarea, input[type=text]:not([role=combobox], [inputmode])")) return;
  clearTimeout(timer);
  if (typed(target) === undefined) close();
  else timer = setTimeout(() => load(target), PAUSE);
});

// Before the picker's and the page's own keys hear of it.
document.addEventListener(
  "keydown",
  (event) => {
    if (!field || event.target !== field || event.isComposing) return;
    const rows = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) highlight(rows[(rows.indexOf(active()) + step + rows.length) % rows.length]);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey && active()) take(active());
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

list.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  const option = event.target.closest("[role=option]");
  if (option && field) take(option);
});

document.addEventListener("focusout", ({ target }) => {
  if (target === field) close();
});
addEventListener("resize", close);
