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
  // A filter or an order applies as soon as it is chosen; days wait for the button, because they are typed piece by piece. By
  // keyboard a choice waits for Enter or the button too: the arrows pass through all that stand before the one that is meant.
  let byKeys = null;
  let waits = false;
  const choice = (event) => event.target.closest?.("form.filters select");
  const apply = (event) => {
    if (event.key !== "Enter" || !waits || choice(event) !== byKeys) return;
    waits = false;
    event.preventDefault();
    byKeys.form.requestSubmit();
  };
  document.addEventListener("pointerdown", () => { byKeys = null; });
  document.addEventListener("keydown", (event) => { apply(event); if (choice(event)) byKeys = event.target; });
  document.addEventListener("keyup", apply);
  document.addEventListener("change", (event) => {
    if (!choice(event)) return;
    waits = event.target === byKeys;
    if (!waits) event.target.form.requestSubmit();
  });
})();
