// A button marked data-print prints the page. Without scripts it is not there; the browser's own menu prints as well.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
