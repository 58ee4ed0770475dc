// On a phone the filters of a list fold away behind a button, on a desk those that have no room in one row. Empty fields do not travel in the address.
(() => {
  for (const opener of document.querySelectorAll(".filters-open, .filters-far-open")) {
    opener.addEventListener("click", () => {
      opener.setAttribute("aria-expanded", String(opener.getAttribute("aria-expanded") !== "true"));
    });
  }
  const form = document.querySelector("form.filters");
  form?.addEventListener("formdata", (event) => {
    const filled = [...event.formData.entries()].filter(([name, value]) => value !== "" && name !== "all");
    for (const name of new Set(event.formData.keys())) {
      if (name === "all" && !filled.length) continue;
      if (name === "all" || event.formData.get(name) === "") event.formData.delete(name);
    }
  });
  // A filter applies as soon as it is chosen; days wait for the button, because they are typed piece by piece.
  form?.addEventListener("change", (event) => { if (event.target.matches("select")) form.requestSubmit(); });
})();
