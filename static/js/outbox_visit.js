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

export function visitOf(source, { id, url, name, version }) {
  const typed = settled([...new FormData(source)].filter(([key]) => !OWN.includes(key)));
  const fields = [...typed, ["client_id", id], ...(version ? [["version", version]] : [])];
  return { id, url, name, fields, startsAt: source.elements.starts_at.value, savedAt: Date.now() };
}
