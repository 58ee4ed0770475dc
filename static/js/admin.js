// The lists in which people search (select2) say what they are for: they take the words of the field's own label.
(() => {
  const name = (root) => {
    for (const part of root.querySelectorAll(".select2-selection, .select2-selection__rendered[role], .select2-search__field")) {
      const label = part.closest(".field")?.querySelector("label");
      if (!label) continue;
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", label.textContent.trim());
    }
  };
  window.addEventListener("load", () => name(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target), 0));
})();
