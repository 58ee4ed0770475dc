// The lists in which people search (select2) say what they are for: they take the words of the field's own label.
(() => {
  const name = (root) => {
    for (const part of root.querySelectorAll(".select2-selection, .select2-selection__rendered[role], .select2-search__field")) {
      const words = part.closest(".field")?.querySelector("label")?.textContent.trim();
      if (!words || part.getAttribute("aria-label") === words) continue;
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", words);
    }
  };
  // They are made after the page was read, and again with each row that is added.
  new MutationObserver(() => name(document)).observe(document.documentElement, { childList: true, subtree: true });
  name(document);
})();
