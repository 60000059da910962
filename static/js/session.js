// A session that ends in the middle of a page: sign in, come back, nothing typed is lost (drafts.js kept it).
const { login, csrfCookie = "csrftoken" } = document.body.dataset;

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}

function signInAgain() {
  const here = location.pathname + location.search;
  location.assign(`${login}?next=${encodeURIComponent(here)}`);
}

// The cookie is fresher than the page: signing in again in another tab changes the token.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = cookie(csrfCookie);
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
