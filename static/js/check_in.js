// Checking in: where the phone is, asked for by a press and kept with this visit alone (templates/accounts/_check_in.html).
const DIGITS = 6;
const PATIENCE = 20_000;

const meters = (place) => place.split(",")[2];

function show(box, place) {
  box.querySelector("[name=place]").value = place;
  box.querySelector("output").textContent = place ? box.dataset.noted.replace("{n}", meters(place)) : "";
  box.querySelector("[data-forget]").hidden = !place;
}

const told = ({ coords }) => [coords.latitude.toFixed(DIGITS), coords.longitude.toFixed(DIGITS), Math.min(Math.ceil(coords.accuracy), 99_999_999)].join(",");

function ask(box) {
  const refused = () => (box.querySelector("output").textContent = box.dataset.refused);
  if (!navigator.geolocation) return refused();
  navigator.geolocation.getCurrentPosition((position) => show(box, told(position)), refused, { enableHighAccuracy: true, timeout: PATIENCE });
}

function start(box) {
  show(box, box.querySelector("[name=place]").value);
  box.querySelector("[data-here]").addEventListener("click", () => ask(box));
  box.querySelector("[data-forget]").addEventListener("click", () => show(box, ""));
  const form = box.closest("form");
  form.addEventListener("reset", () => show(box, ""));
  form.addEventListener("filled", () => show(box, form.elements.place.value));
}

document.querySelectorAll("[data-check-in]").forEach(start);
