// A visit logged without network (templates/accounts/visit_offline.html): which account, then the form, then it waits.
import { keepVisit, sendWaiting, waitingVisits } from "./outbox.js";
import { fill, now, visitOf } from "./outbox_visit.js";
import { toast } from "./toast.js";

const page = document.querySelector("[data-visit-offline]");
const form = page?.querySelector("form");
let chosen = null, changing = null;
let reported = new Set();

function choose(link, visit = null) {
  chosen = link;
  changing = visit;
  form.reset();
  form.querySelector("[data-name]").textContent = link.dataset.name;
  const people = page.querySelector(`template[data-people-of="${link.dataset.account}"]`);
  const box = form.querySelector("[data-people]");
  box.replaceChildren(people ? people.content.cloneNode(true) : "");
  box.closest("fieldset").hidden = !box.childElementCount;
  form.elements.starts_at.value = now(form.dataset.zone);
  propose(isPlan(link) ? null : planOf(link.dataset.account));
  if (visit) fill(form, visit.fields);
  show(true);
}

/** Says that a visit is planned there, so that it is not logged beside its plan. */
function propose(plan) {
  const note = form.querySelector("[data-planned]"), button = note.querySelector("button");
  note.hidden = !plan;
  if (!plan) return;
  button.textContent = plan.querySelector("[data-when]").textContent;
  button.onclick = () => choose(plan, changing);
}

const planOf = (account) => [...page.querySelectorAll("[data-version]")].find((plan) => plan.dataset.account === account && !isReported(plan));

function show(isForm) {
  form.hidden = !isForm;
  page.querySelector("[data-choose]").hidden = isForm;
  if (isForm) form.querySelector("[data-name]").focus();
}

async function save(event) {
  event.preventDefault();
  const { url, name } = chosen.dataset;
  // A plan that was refused because it had changed carries the version it has now.
  const version = changing?.url === url ? new Map(changing.fields).get("version") : chosen.dataset.version;
  try {
    await keepVisit(visitOf(form, { id: changing?.id ?? crypto.randomUUID(), url, name, version }));
  } catch {
    return toast(form.dataset.full, "error");
  }
  leaveForm();
  sendWaiting().catch(() => {});
}

function leaveForm() {
  changing = null;
  show(false);
  page.scrollIntoView();
}

const isPlan = ({ dataset }) => Boolean(dataset.version);
const isReported = (link) => isPlan(link) && reported.has(link.dataset.url);

/** Leaves those that match what was typed, without the plans that are reported already. */
function narrow() {
  const typed = page.querySelector("[data-filter]").value.trim().toLowerCase();
  for (const line of page.querySelectorAll("[data-words]"))
    line.hidden = !line.dataset.words.includes(typed) || isReported(line.querySelector("[data-account]"));
}

async function lookAtReported() {
  reported = new Set((await waitingVisits().catch(() => [])).map(({ url }) => url));
  narrow();
}

async function start() {
  const links = [...page.querySelectorAll("[data-account]")];
  const asked = new URLSearchParams(location.search).get("account");
  const linkOf = (visit) => links.find(({ dataset }) => dataset.url === visit.url);
  links.forEach((link) => link.addEventListener("click", (event) => (event.preventDefault(), choose(link, changing))));
  form.addEventListener("submit", save);
  form.querySelector("[data-back]").addEventListener("click", leaveForm);
  form.addEventListener("input", () => (form.elements.next_step_on.required = Boolean(form.elements.next_step.value) && !form.elements.next_step_in.value));
  page.querySelector("[data-filter]").addEventListener("input", narrow);
  document.addEventListener("outbox", lookAtReported);
  document.addEventListener("outbox:change", ({ detail: visit }) => {
    changing = visit;
    if (linkOf(visit)) choose(linkOf(visit), visit);
    else page.querySelector("[data-filter]").focus();
  });
  await lookAtReported();
  const link = links.find((each) => (isPlan(each) ? each.dataset.url === location.pathname : each.dataset.account === asked));
  if (link && !isReported(link)) choose(link);
}

if (page) start();
