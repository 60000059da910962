// Says in passing what happened: from HX-Trigger {"toast": {"text": …, "level": "error"}}, from other modules, from failed requests.
const SECONDS = 6;

const region = document.getElementById("toasts");
const template = document.getElementById("toast-template");

export const words = template ? template.dataset : {};

/** Shows `text`; errors and toasts with an action stay until dismissed. `action` is {label, run}. */
export function toast(text, level = "", action = null) {
  if (!region || !text) return;
  const node = template.content.firstElementChild.cloneNode(true);
  node.querySelector("span").textContent = text;
  node.classList.toggle("toast-error", level === "error");
  if (action) node.insertBefore(actionButton(node, action), node.lastElementChild);
  region.append(node);
  if (level !== "error" && !action) leave(node);
}

function actionButton(node, { label, run }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast-action";
  button.textContent = label;
  button.addEventListener("click", () => {
    run();
    node.remove();
  });
  return button;
}

/** Goes by itself, but never under somebody's pointer or focus. */
function leave(node) {
  setTimeout(() => (node.matches(":hover, :focus-within") ? leave(node) : node.remove()), SECONDS * 1000);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]").remove();
});

document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail.level));

document.addEventListener("htmx:responseError", ({ detail }) => {
  const said = { 403: words.forbidden, 404: words.missing };
  toast(said[detail.xhr.status] ?? words.error, "error");
});

document.addEventListener("htmx:sendError", () => toast(words.offline, "error"));

// What a kept page had to say was said when it was fresh.
if ("stale" in document.body.dataset) region?.replaceChildren();
region?.querySelectorAll("[data-toast]:not(.toast-error)").forEach(leave);
