// Opens <dialog id="x"> from a link to #x. Without this file the link shows the same dialog through :target.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("a[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-close]");
  const dialog = closer ? closer.closest("dialog") : event.target.matches("dialog[open]") ? event.target : null;
  if (dialog && dialog.open) {
    event.preventDefault();
    dialog.close();
  }
});
