// A file that is too large is refused before it is sent.
document.addEventListener("change", ({ target }) => {
  const most = Number(target.dataset?.mostBytes);
  if (!most || !target.files) return;
  const tooLarge = [...target.files].some((file) => file.size > most);
  target.setCustomValidity(tooLarge ? target.dataset.tooLarge : "");
  if (tooLarge) {
    target.reportValidity();
    target.value = "";
  }
});
