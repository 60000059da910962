// A dashboard that stays open asks once a minute what is new, while it is in sight, and takes over only what reads
// otherwise: where the reader is, what has focus, what is open and what is being typed stay as they are.
const EVERY = 60_000;
const KEPT = new Set(["open", "data-live", "hx-swap-oob", "aria-expanded"]);
let askedAt = Date.now();
let asking = false;

const root = () => document.querySelector("[data-live]");

async function ask() {
  const here = root();
  if (!here || asking || document.hidden || Date.now() - askedAt < EVERY) return;
  asking = true;
  askedAt = Date.now();
  try {
    await takeOver(here, await fetch(location.href, { headers: headersOf(here), redirect: "error", cache: "no-store" }));
  } catch {
    // Away, or signed out: what stands there stays, and the next press says so.
  } finally {
    asking = false;
  }
}

const headersOf = (here) => ({ "HX-Request": "true", "X-Live": "1", "If-None-Match": `"${here.dataset.live}"` });

async function takeOver(here, response) {
  if (response.status !== 200 && response.status !== 304) return;
  const from = location.href;
  const parts = response.status === 200 ? partsOf(await response.text()) : [];
  // A filter may have brought other rows meanwhile.
  if (here !== root() || from !== location.href) return;
  for (const part of parts) {
    const shown = part.id && document.getElementById(part.id);
    if (shown) renew(shown, part);
  }
  here.dataset.live = response.headers.get("ETag").replace(/^W\/|"/g, "");
  window.htmx.process(here);
}

const partsOf = (html) => [...new DOMParser().parseFromString(html, "text/html").body.children];

function renew(shown, fresh) {
  if (shown.isEqualNode(fresh)) return;
  if (shown.nodeType !== fresh.nodeType || shown.nodeName !== fresh.nodeName) {
    if (!isInUse(shown)) shown.replaceWith(fresh);
  } else if (shown.nodeType !== Node.ELEMENT_NODE) shown.data = fresh.data;
  else if (shown.nodeName !== "FORM") renewElement(shown, fresh);
}

function renewElement(shown, fresh) {
  for (const { name } of [...shown.attributes]) if (!KEPT.has(name) && !fresh.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of fresh.attributes) {
    if (!KEPT.has(name) && shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  const [old, next] = [[...shown.childNodes], [...fresh.childNodes]];
  if (old.length === next.length) old.forEach((child, at) => renew(child, next[at]));
  else if (!isInUse(shown)) shown.replaceChildren(...next);
}

const isInUse = (node) => node.contains(document.activeElement) || Boolean(node.querySelector?.("details[open]"));

setInterval(ask, 5_000);
document.addEventListener("visibilitychange", ask);
