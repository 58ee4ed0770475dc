// Keyboard: "g" then a letter goes somewhere, "?" shows the list, "/" searches, "j" and "k" walk a list marked data-keynav.
// Single letters can be switched off, for people who dictate (WCAG 2.1.4).
(() => {
  const off = () => {
    try { return localStorage.getItem("flowmono-keys") === "off"; } catch { return false; }
  };
  let going = 0;

  const typing = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

  const walk = (step) => {
    const links = [...document.querySelectorAll("[data-keynav] :is(a.row-link, .items-title:is(a, button), a[data-keyitem])")];
    if (!links.length) return false;
    const now = links.findIndex((link) => link.closest(".is-selected"));
    const next = links[Math.min(links.length - 1, Math.max(0, now + step))];
    for (const row of document.querySelectorAll("[data-keynav] .is-selected")) row.classList.remove("is-selected");
    (next.closest("tr, li") || next).classList.add("is-selected");
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  const act = (key) => {
    if (Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector(`a[data-key="${CSS.escape(key)}"]`);
      if (link) link.click();
      return Boolean(link);
    }
    if (key === "g") { going = Date.now(); return true; }
    if (key === "j") return walk(1);
    if (key === "k") return walk(-1);
    if (key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) search.focus();
      else document.dispatchEvent(new Event("flowmono:search"));
      return true;
    }
    if (key === "?") {
      const help = document.getElementById("shortcuts");
      help?.showModal();
      return Boolean(help);
    }
    return false;
  };

  // While the page leaves, letters are meant for the next one: they start nothing here, in this file or another.
  let leavingUntil = 0;
  window.addEventListener("beforeunload", () => { leavingUntil = Date.now() + 2000; }); // a download leaves the page standing
  window.addEventListener("pageshow", () => { leavingUntil = 0; });
  document.addEventListener("keydown", (event) => {
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (letter && Date.now() < leavingUntil && !typing(event.target)) event.stopImmediatePropagation();
  }, { capture: true });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (off() && event.key !== "?") return;
    if (act(event.key)) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "keys-on") return;
    try { localStorage.setItem("flowmono-keys", event.target.checked ? "on" : "off"); } catch { /* private browsing */ }
  });
  const box = document.getElementById("keys-on");
  if (box) box.checked = !off();
})();
