// What changed elsewhere appears without reload. A part marked data-live="<topic>" (with an id) asks for itself again when the
// topic moved: from data-live-url, which answers with what goes inside it, or from the page itself, taking the part with the same id.
// One small question for all parts every five seconds, none while the page is hidden. What somebody is working in is left alone
// until they are done: a field with the focus, a form that was typed in, an open dialog.
(() => {
  const EVERY = 5000;
  let seen = "";
  let topics = {};
  let asking = false;
  const stale = new Set();
  const parts = () => [...document.querySelectorAll("[data-live][id]")];

  const isBusy = (part) =>
    part.querySelector("dialog[open], [data-typed-in], .htmx-request, [aria-busy=true], details.unfold[open]") !== null ||
    (part.contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox]), textarea, select"));

  const refresh = (part) => {
    if (!part.isConnected) return stale.delete(part.id);
    if (isBusy(part)) return;
    stale.delete(part.id);
    const inside = part.dataset.liveUrl;
    const ask = { target: part, source: part, swap: inside ? "innerHTML" : "outerHTML show:none" };
    if (!inside) ask.select = `#${part.id}`;
    htmx.ajax("GET", inside || location.pathname + location.search, ask);
  };

  const ask = async () => {
    const names = [...new Set(parts().map((part) => part.dataset.live))].sort();
    if (!names.length || asking || document.hidden) return;
    asking = true;
    try {
      const query = new URLSearchParams(names.map((name) => ["t", name]));
      query.append("v", seen);
      const answer = await fetch(`/live/?${query}`, { redirect: "manual", headers: { "X-Requested-With": "live" } });
      if (answer.status === 200) {
        const found = await answer.json();
        for (const part of parts()) {
          const name = part.dataset.live;
          if (name in topics && topics[name] !== found.topics[name]) stale.add(part.id);
        }
        seen = found.v;
        topics = { ...topics, ...found.topics };
      } else if (answer.type === "opaqueredirect") {
        clearInterval(timer); // signed out elsewhere: the next click leads to the sign-in
      }
    } catch { /* offline: asked again later, and said when the reader does something */ } finally {
      asking = false;
    }
    for (const id of [...stale]) {
      const part = document.getElementById(id);
      if (part) refresh(part);
      else stale.delete(id);
    }
  };

  document.addEventListener("input", (event) => { event.target.closest?.("form")?.setAttribute("data-typed-in", ""); });
  document.addEventListener("reset", (event) => { event.target.removeAttribute("data-typed-in"); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });

  // A row that was chosen with the keyboard stays chosen when its list comes anew.
  let chosen = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.matches?.("[data-live]")) chosen = event.detail.target.querySelector(".is-selected")?.id || "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (chosen) document.getElementById(chosen)?.classList.add("is-selected");
    chosen = "";
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const part of document.querySelectorAll("[data-live-at-once]")) refresh(part);
    ask();
  });
  const timer = setInterval(ask, EVERY);
})();
