// People on the org chart, companies of a group ([data-chart]): dragged onto what they are to stand below with the
// pointer, or picked up by "m" and put below whoever has the focus by Enter. Each: [data-person] data-url data-version;
// "" is the top of the chart. data-chart-link names what is sent: whom they report to, where it says nothing.
let moving = null;

const person = (node) => node?.closest?.("[data-chart] [data-person]");
const byId = (id) => document.querySelector(`[data-chart] [data-person="${CSS.escape(id)}"]`);

function pick(node) {
  moving?.classList.remove("org-moving");
  moving = node;
  moving?.classList.add("org-moving");
  const status = document.querySelector("[data-chart-status]");
  const said = node && document.querySelector("[data-chart]").dataset.picked.replace("{name}", node.dataset.name);
  if (status) status.textContent = said || "";
}

function put(superior) {
  const node = moving;
  pick(null);
  if (!node || superior === node) return;
  const link = node.closest("[data-chart]").dataset.chartLink || "reports_to";
  htmx
    .ajax("POST", node.dataset.url, {
      source: node,
      target: "#chart",
      swap: "outerHTML",
      values: { [link]: superior.dataset.person, version: node.dataset.version },
    })
    .then(() => document.getElementById("panel")?.open || byId(node.dataset.person)?.querySelector("a").focus());
}

function mark(node) {
  document.querySelectorAll(".org-over").forEach((old) => old !== node && old.classList.remove("org-over"));
  node?.classList.add("org-over");
}

document.addEventListener("dragstart", (event) => {
  const node = person(event.target);
  if (!node?.dataset.url) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", node.dataset.person);
  moving = node;
});

document.addEventListener("dragover", (event) => {
  const node = moving && person(event.target);
  if (moving) mark(node);
  if (node) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const node = moving && person(event.target);
  if (!node) return;
  event.preventDefault();
  put(node);
});

document.addEventListener("dragend", () => {
  mark(null);
  pick(null);
});

document.addEventListener(
  "keydown",
  (event) => {
    const node = person(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "m" && node?.dataset.url) pick(node);
    else if (event.key === "Escape" && moving) pick(null);
    else if (event.key === "Enter" && moving && node) put(node);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);
