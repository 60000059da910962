// A session that ends in the middle of a page: sign in, come back, nothing typed is lost (drafts.js kept it).
const { login, csrfCookie = "csrftoken" } = document.body.dataset;

/** The cookie is fresher than the page: signing in again in another tab changes the token. */
export function csrfToken() {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${csrfCookie}=`));
  return found && decodeURIComponent(found.slice(csrfCookie.length + 1));
}

function signInAgain() {
  const here = location.pathname + location.search;
  location.assign(`${login}?next=${encodeURIComponent(here)}`);
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = csrfToken();
  if (token) detail.headers["X-CSRFToken"] = token;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const redirected = login && xhr.responseURL && new URL(xhr.responseURL).pathname === login;
  if (redirected || xhr.status === 401) {
    event.preventDefault();
    signInAgain();
  }
});
