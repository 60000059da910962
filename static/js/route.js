// The route of a day ([data-route] names the form that is sent): its stops ([data-stop]) are dragged to their places.
// Without a pointer, and without this module, the arrows of each stop do the same.
let moving = null;

const stopOf = (node) => node?.closest?.("[data-route] > [data-stop]");

for (const stop of document.querySelectorAll("[data-route] > [data-stop]")) stop.draggable = true;

document.addEventListener("dragstart", (event) => {
  const stop = stopOf(event.target);
  if (!stop) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", stop.dataset.stop);
  moving = stop;
});

document.addEventListener("dragover", (event) => {
  const over = moving && stopOf(event.target);
  if (!over) return;
  event.preventDefault();
  if (over === moving) return;
  const isBelow = moving.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
  over[isBelow ? "after" : "before"](moving);
});

document.addEventListener("drop", (event) => {
  if (!moving) return;
  event.preventDefault();
  const list = moving.parentElement;
  const form = document.getElementById(list.dataset.route);
  const order = Object.assign(document.createElement("input"), { type: "hidden", name: "order" });
  order.value = Array.from(list.children, (stop) => stop.dataset.stop).join(",");
  form.append(order);
  form.requestSubmit();
});

document.addEventListener("dragend", () => (moving = null));
