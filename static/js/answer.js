// "Needs you": entries are answered where they stand. a approves the chosen one, or asks first where money moves; r opens the reason; after an answer the next one is chosen.
(() => {
  const places = () => [...document.querySelectorAll("#todos [data-todo]")];
  let answered = -1;
  let sent = null;

  const choose = (row) => {
    for (const other of document.querySelectorAll("[data-keynav] .is-selected")) other.classList.remove("is-selected");
    if (!row) return;
    row.classList.add("is-selected");
    row.querySelector("a.items-title")?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const open = (details) => {
    details.open = true;
    (details.querySelector("textarea, input:not([type=hidden])") || details.querySelector("button[type=submit]"))?.focus();
  };

  // Opened at once and with the focus in its first field: the browser's own opening comes a moment later, in which letters typed for the
  // field would count as shortcuts.
  document.addEventListener("click", (event) => {
    const details = event.target.closest("details.unfold > summary")?.parentElement;
    if (!details || details.open || event.defaultPrevented) return;
    event.preventDefault();
    open(details);
  });
  document.addEventListener("click", (event) => {
    const shut = event.target.closest("[data-fold]");
    if (!shut) return;
    const details = shut.closest("details");
    details.open = false;
    details.querySelector("form")?.reset();
    details.querySelector("summary").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("details.unfold[open]")) {
      const details = event.target.closest("details.unfold");
      details.open = false;
      details.querySelector("summary").focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    try { if (localStorage.getItem("flowmono-keys") === "off") return; } catch { /* private browsing */ }
    const name = { a: "yes", r: "no" }[event.key];
    const row = name && (document.querySelector("#todos .is-selected") || event.target.closest("[data-todo]"));
    const way = row?.querySelector(`[data-answer="${name}"]`);
    if (!way) return;
    event.preventDefault();
    if (row.matches(".htmx-request") || row.querySelector(".htmx-request")) return; // it is being answered
    if (way.matches("details")) open(way);
    else way.requestSubmit();
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.target.closest?.("#todos [data-todo]");
    if (!row || !event.target.matches("form")) return;
    answered = places().indexOf(row);
    sent = event.target;
    // A list that was asked for before the answer would bring the entry back for a moment.
    htmx.trigger("#todos", "htmx:abort");
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    // Other parts of the page settle too, the bell for one, before the answer is there.
    if (event.detail.requestConfig?.elt !== sent) return;
    if (answered < 0 || !document.getElementById("todos")) return;
    const rows = places();
    const next = rows[Math.min(answered, rows.length - 1)];
    answered = -1;
    if (next) choose(next);
    else document.getElementById("main").focus();
  });
  document.addEventListener("htmx:responseError", () => { answered = -1; });
  document.addEventListener("htmx:sendError", () => { answered = -1; });
})();
