// Prints the page as its print style sheet lays it out.
document.addEventListener("click", ({ target }) => target.closest("[data-print]") && print());
