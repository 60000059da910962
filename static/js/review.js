// An opportunity review without a mouse: j and k go from question to question, 1 to 4 answer and go on,
// e writes the evidence, a the action, Esc leaves the text, s skips the deal; Ctrl/⌘ Enter saves (keyboard.js).
const form = document.querySelector("form[data-review]");
const questions = form ? [...form.querySelectorAll("[data-question]")] : [];

const place = (target) => questions.findIndex((question) => question.contains(target));
const radios = (question) => [...question.querySelectorAll("[type=radio]")];

function goTo(index) {
  const question = questions[index];
  if (!question) return form.querySelector("textarea")?.focus();
  (radios(question).find((radio) => radio.checked) ?? radios(question)[0]).focus({ preventScroll: true });
  question.scrollIntoView({ block: "center" });
}

function answer(here, number) {
  const index = here < 0 ? 0 : here;
  const radio = radios(questions[index])[number];
  if (!radio) return false;
  radio.click();
  goTo(index + 1);
  return true;
}

function write(here, kind) {
  const field = questions[here]?.querySelector(`[data-part=${kind}] input`);
  if (!field?.checkVisibility()) return false;
  field.focus();
  return true;
}

/** Whether the key was ours. */
function handle({ key, target }) {
  const here = place(target);
  if (target.matches("input[type=text], input[type=date], select, textarea")) {
    if (key !== "Escape" && !(key === "Enter" && target.matches("input"))) return false;
    goTo(here < 0 ? questions.length - 1 : here);
    return true;
  }
  if (/^[1-4]$/.test(key)) return answer(here, Number(key) - 1);
  if (key === "j" || key === "k") goTo(Math.max(0, here + (key === "j" ? 1 : here < 0 ? questions.length : -1)));
  else if (key === "e") return write(here, "evidence");
  else if (key === "a") return write(here, "action");
  else if (key === "s") document.querySelector("[data-skip]")?.click();
  else return false;
  return true;
}

if (form) {
  // Before keyboard.js, which would walk the page's lists with the same keys.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (document.querySelector("dialog:modal") || !handle(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
