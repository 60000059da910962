// The side panel, dialogs and menus: opened from the keyboard as from the pointer, and focus goes back where it was.
const WIDE = matchMedia("(min-width: 900px)");
const panel = document.getElementById("panel");
let opener = null;

function openPanel() {
  if (!panel.open) opener = document.activeElement;
  // Beside the list on a desk, so that the list stays usable; over everything on a phone.
  if (!panel.open) WIDE.matches ? panel.show() : panel.showModal();
  panel.scrollTop = 0;
  const title = panel.querySelector("#panel-title, h2, [autofocus]");
  if (title && !title.hasAttribute("tabindex")) title.tabIndex = -1;
  title?.focus();
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (panel && detail.target.id === "panel-body") openPanel();
});

document.addEventListener("panel:close", () => panel?.close());

panel?.addEventListener("close", () => {
  document.getElementById("panel-body").replaceChildren();
  opener?.focus?.();
});

document.addEventListener("click", (event) => {
  const { target } = event;
  const open = target.closest("[data-open]");
  if (open) document.getElementById(open.dataset.open)?.showModal();
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  if (target.matches("dialog") && isOutside(target, event)) target.close();
  closeMenus(target);
});

/** A click on the backdrop counts as the dialog's own. */
function isOutside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

function closeMenus(except) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (panel?.open && !document.querySelector("dialog:modal")) {
    panel.close();
  }
});

// The first thing wrong is where the person looks next.
function focusErrors(root) {
  root.querySelector?.("[data-errors]")?.focus();
}
focusErrors(document);
// htmx reports the whole page as loaded, too, when somebody may be typing already.
document.addEventListener("htmx:load", ({ detail }) => detail.elt === document.body || focusErrors(detail.elt));
