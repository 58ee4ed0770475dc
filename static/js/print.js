// A button marked data-print prints the page. Without scripts it is not there; the browser's own menu prints as well.
// Parts of the page that are drawn only when they come near (documents) are drawn first: each listener of "before-printing" puts the
// promise that it waits for into detail.waits.
const print = async () => {
  const waits = [];
  document.dispatchEvent(new CustomEvent("before-printing", { detail: { waits } }));
  await Promise.allSettled(waits);
  window.print();
};

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key !== "p") return;
  event.preventDefault();
  print();
});
