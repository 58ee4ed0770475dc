// Says which files were chosen or dropped. The input itself covers the area, so dropping works by nature.
(() => {
  const size = (bytes) => bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
  document.addEventListener("change", (event) => {
    const area = event.target.closest?.(".drop");
    const says = area?.querySelector("[data-files]");
    if (!says) return;
    const names = [...event.target.files].map((file) => `${file.name} (${size(file.size)})`);
    says.textContent = names.length ? names.join(", ") : says.dataset.files;
  });
  for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(name, (event) => event.target.closest?.(".drop")?.classList.toggle("is-over", over));
  }
})();
