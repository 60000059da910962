// Light, dark or as the device: seen at once, kept in a cookie for the sign-in page and with the person on the server.
const MEDIA = { dark: "screen", light: "not all", "": "screen and (prefers-color-scheme: dark)" };
const YEAR = 365 * 24 * 3600;

function show(theme) {
  document.getElementById("dark").media = MEDIA[theme];
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.querySelectorAll("[data-theme-form] button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === theme));
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-form]")) return;
  event.preventDefault();
  const theme = event.submitter?.value ?? "";
  show(theme);
  document.cookie = `kam_theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
  const body = new FormData(form, event.submitter);
  if (form.method === "post") fetch(form.action, { method: "POST", body, redirect: "manual" });
});
