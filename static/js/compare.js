// Walks the changes of a redline: n or j to the next, p or k to the one before, and the two buttons.
(() => {
  const changes = () => [...document.querySelectorAll("[data-change]")];
  const off = () => {
    try { return localStorage.getItem("flowmono-keys") === "off"; } catch { return false; }
  };

  const step = (by) => {
    const all = changes();
    if (!all.length) return;
    const now = all.findIndex((one) => one.classList.contains("is-now"));
    const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + by))];
    for (const one of all) one.classList.toggle("is-now", one === next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-change-step]");
    if (button) step(Number(button.dataset.changeStep));
    const link = event.target.closest('a[href^="#change-"]');
    if (link) for (const one of changes()) one.classList.toggle("is-now", `#${one.id}` === link.getAttribute("href"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || off()) return;
    if (event.target.closest("input, select, textarea, [contenteditable]") || document.querySelector("dialog[open]")) return;
    const by = { n: 1, j: 1, p: -1, k: -1 }[event.key];
    if (by && changes().length) { event.preventDefault(); step(by); }
  });
})();
