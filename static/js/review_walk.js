// A review on a phone: one question at a time, its answers and the way on under the thumb. "Yes" goes on by itself; a weak
// answer stays, for its action. After the last question come the note and the button that saves.
const walk = document.querySelector("form[data-review] [data-walk]");

if (walk) {
  const form = walk.closest("form");
  const steps = [...form.querySelectorAll("[data-question], [data-last]")];
  const narrow = matchMedia("(max-width: 599px)");
  const [back, on] = walk.querySelectorAll("button");
  const count = walk.querySelector("[data-count]");
  let here = Math.max(0, steps.findIndex((step) => step.querySelector("[aria-invalid=true], .field-error")));

  function show(index, focused = true) {
    here = Math.min(Math.max(index, 0), steps.length - 1);
    form.toggleAttribute("data-walking", narrow.matches);
    for (const step of steps) step.toggleAttribute("data-here", step === steps[here]);
    const isLast = here === steps.length - 1;
    form.toggleAttribute("data-ending", isLast);
    back.disabled = here === 0;
    on.hidden = isLast;
    count.textContent = isLast ? "" : `${here + 1} / ${steps.length - 1}`;
    if (!narrow.matches || !focused) return;
    const first = steps[here].querySelector("[type=radio]:checked") ?? steps[here].querySelector("input, textarea");
    first?.focus({ preventScroll: true });
    form.scrollIntoView({ block: "start" });
  }

  back.addEventListener("click", () => show(here - 1));
  on.addEventListener("click", () => show(here + 1));
  // A key that chooses makes a click without a finger (its detail is 0), and goes on by review.js.
  form.addEventListener("click", ({ target, detail }) => {
    if (narrow.matches && detail > 0 && target.matches("[type=radio][value=yes]")) setTimeout(show, 120, here + 1);
  });
  narrow.addEventListener("change", () => show(here, false));
  walk.hidden = false;
  show(here, false);
}
