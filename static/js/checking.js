// Values that were read are checked beside the document: what is asked lights its sentence, and keys answer.
// n next, p previous, a accept, c correct, x the contract does not say it. Single letters are off where people switched them off.
(() => {
  const part = () => document.querySelector("[data-check]");
  // Only where the document stands beside the question: elsewhere it would take the reader away from it.
  const isBeside = () => {
    const paper = document.querySelector(".beside-document");
    return paper !== null && part() !== null && paper.getBoundingClientRect().right <= part().getBoundingClientRect().left + 1;
  };

  const light = () => {
    const anchor = part()?.dataset.lights;
    if (!anchor || !isBeside()) return;
    // Not by going there: the browser would scroll the question away, and take the focus from it.
    history.replaceState(history.state, "", `#${anchor}`);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
    part().scrollIntoView({ block: "nearest" });
  };

  // What comes may be in two parts; the question itself is one of them.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "contract-check" && event.target.id !== "contract-check") return;
    if (event.detail.requestConfig?.verb === undefined) return;
    const heading = part()?.querySelector("[role=alert] a, [data-check-title]") || part()?.querySelector("h2");
    light();
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: isBeside() });
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    try { if (localStorage.getItem("flowmono-keys") === "off") return; } catch { /* private browsing */ }
    const way = part()?.querySelector(`[data-check-key="${CSS.escape(event.key)}"]`);
    if (!way) return;
    event.preventDefault();
    if (part().querySelector(".htmx-request") || part().matches(".htmx-request")) return; // it is being answered
    way.click();
  });
})();
