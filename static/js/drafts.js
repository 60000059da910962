// What was typed in a form outlives reloads, lost connections and the end of a session, in this tab, for this person.
import { toast, words } from "./toast.js";

const user = document.body.dataset.user ?? "";
const FORMS = "form[data-draft]:not([data-draft=off])";
// The version is kept too: a draft of an older text must meet the newer one as a conflict, not replace it unseen.
const SECRET = "[type=password], [type=file], [type=hidden]:not([data-kept], [name=version])";
const key = (form) => `draft:${user}:${form.dataset.draft}`;
const sentKey = (form) => `sent:${user}:${form.dataset.draft}`;
const fields = (form) => [...form.elements].filter((field) => field.name && !field.matches(SECRET) && !field.matches("button, fieldset"));
const isCheck = (field) => field.type === "checkbox" || field.type === "radio";

function read(form) {
  return fields(form).map((field) => {
    if (isCheck(field)) return [field.name, field.value, field.checked];
    if (field.multiple && field.options) return [field.name, [...field.selectedOptions].map((option) => option.value)];
    return [field.name, field.value];
  });
}

function write(form, kept) {
  fields(form).forEach((field, index) => {
    const [name, value, checked] = kept[index] ?? [];
    if (name !== field.name) return;
    if (isCheck(field)) field.checked = field.value === value ? checked : field.checked;
    else if (Array.isArray(value)) [...field.options].forEach((option) => (option.selected = value.includes(option.value)));
    else field.value = value;
    field.dispatchEvent(new Event("restored", { bubbles: true }));
  });
}

function keep(form) {
  try {
    sessionStorage.setItem(key(form), JSON.stringify(read(form)));
  } catch {
    // A full or forbidden storage must not stop anybody from typing.
  }
}

function forget(form) {
  sessionStorage.removeItem(key(form));
  sessionStorage.removeItem(sentKey(form));
}

function restore(form) {
  // Shown again with errors, it holds what was typed.
  if (form.querySelector("[data-errors]")) return keep(form);
  const kept = sessionStorage.getItem(key(form));
  const fresh = JSON.stringify(read(form));
  if (!kept || kept === fresh) return;
  write(form, JSON.parse(kept));
  toast(words.restored, "", { label: words.discard, run: () => (write(form, JSON.parse(fresh)), forget(form)) });
}

function removeAll(prefix) {
  Object.keys(sessionStorage).filter((name) => name.startsWith(prefix)).forEach((name) => sessionStorage.removeItem(name));
}

document.addEventListener("input", ({ target }) => target.form?.matches(FORMS) && keep(target.form));
document.addEventListener("change", ({ target }) => target.form?.matches(FORMS) && keep(target.form));

document.addEventListener("submit", ({ target, submitter }) => {
  if (target.matches(FORMS)) {
    keep(target);
    const action = submitter?.getAttribute("formaction") ?? target.getAttribute("action") ?? "";
    sessionStorage.setItem(sentKey(target), encodeURIComponent(new URL(action, location.href).pathname));
  }
  if (target.matches("[data-sign-out]")) removeAll("draft:");
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.(FORMS);
  const saved = detail.successful && !new URL(detail.xhr.responseURL || location.href).pathname.startsWith(document.body.dataset.login);
  if (form && saved && detail.requestConfig.verb === "post") forget(form);
});

// The server names the form it has taken (foundation.middleware.TellArrival). What was sent and is not named has met no
// connection, an error or the end of a session: its draft waits until the form is opened again.
const arrived = document.cookie.match(/(?:^|; )kam_arrived=([^;]*)/)?.[1];
Object.entries(sessionStorage).filter(([name, path]) => name.startsWith(`sent:${user}:`) && path === arrived).forEach(([name]) => {
  sessionStorage.removeItem(name.replace("sent:", "draft:"));
  document.cookie = "kam_arrived=; path=/; max-age=0";
});
removeAll("sent:");
addEventListener("pageshow", ({ persisted }) => persisted && removeAll("sent:"));

document.querySelectorAll(FORMS).forEach(restore);
document.addEventListener("htmx:load", ({ detail }) => detail.elt === document.body || detail.elt.querySelectorAll?.(FORMS).forEach(restore));
