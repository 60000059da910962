// What waits of a visit: the fields of its form as they were typed, where they go, and what the list shows of it.
const OWN = ["csrfmiddlewaretoken", "client_id", "version"];

/** "in 3 days" is meant from the visit on, not from the day it is sent. */
function settled(fields) {
  const said = new Map(fields);
  const ahead = Number(said.get("next_step_in"));
  if (!said.get("next_step") || said.get("next_step_on") || !ahead) return fields;
  const day = new Date(`${said.get("starts_at").slice(0, 10)}T00:00Z`);
  day.setUTCDate(day.getUTCDate() + ahead);
  return [...fields.filter(([name]) => name !== "next_step_on"), ["next_step_on", day.toISOString().slice(0, 10)]];
}

/** The reader's own clock as the form writes it: 2026-11-28T14:05, in the zone he chose. */
export function now(zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(new Date()).replace(" ", "T");
}

/** The form as it was typed: what `visitOf` made of it, back again. */
export function fill(form, fields) {
  for (const control of form.elements) {
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
  }
  form.dispatchEvent(new CustomEvent("filled"));
}

export function visitOf(source, { id, url, name, version }) {
  const typed = settled([...new FormData(source)].filter(([key]) => !OWN.includes(key)));
  const fields = [...typed, ["client_id", id], ...(version ? [["version", version]] : [])];
  return { id, url, name, fields, startsAt: source.elements.starts_at.value, savedAt: Date.now() };
}
