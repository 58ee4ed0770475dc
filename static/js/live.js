// What changed elsewhere appears without reload. A part marked data-live="<topic>" (with an id) asks for itself again when the
// topic moved: from data-live-url, which answers with what goes inside it, or from the page itself (or the page data-live-from),
// taking the part with the same id. data-live-page: its answer may load the whole page anew, so it waits for everything on the page.
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
    part.querySelector("dialog[open], [data-typed-in], [data-held], .htmx-request, [aria-busy=true], details:is(.unfold, .menu)[open]") !== null ||
    (!getSelection().isCollapsed && part.contains(getSelection().anchorNode)) ||
    (part.contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox]), textarea, select"));

  const refresh = (part) => {
    if (!part.isConnected) return stale.delete(part.id);
    if (isBusy("livePage" in part.dataset ? document.body : part)) return;
    stale.delete(part.id);
    const inside = part.dataset.liveUrl;
    const ask = { target: part, source: part, swap: inside ? "innerHTML" : "outerHTML show:none" };
    if (!inside) ask.select = `#${part.id}`;
    htmx.ajax("GET", inside || part.dataset.liveFrom || location.pathname + location.search, ask);
  };

  const ask = async () => {
    const names = [...new Set(parts().map((part) => part.dataset.live))].sort();
    if (!names.length || asking || document.hidden) return;
    asking = true;
    try {
      const query = new URLSearchParams(names.map((name) => ["t", name]));
      query.append("v", seen);
      if (!seen) query.append("since", document.body.dataset.since || "");
      const answer = await fetch(`/live/?${query}`, { redirect: "manual", headers: { "X-Requested-With": "live" } });
      if (answer.status === 200) {
        const found = await answer.json();
        // What happened while this page was on its way is in neither: it is asked for as of the moment before the page was read.
        topics = { ...found.then, ...topics };
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

  // Where the reader was in a part stays when it comes anew: the chosen row, the focus, how far it was scrolled to the side.
  // A part that comes back as it was is left as it is, and rows that were not there before are lit for a moment.
  const FOCUSABLE = "a[href], button, summary, input";
  const came = new Map();
  const kept = new Map();
  const plain = (part) => part.outerHTML.replace(/(csrfmiddlewaretoken"[^>]*value=")[^"]*/g, "$1");
  for (const part of parts()) came.set(part.id, plain(part)); // as it was sent: what comes again just so takes nobody's place away
  const rowsOf = (part) => [...part.querySelectorAll("tr[id], li[id]")].map((row) => row.id);
  const keep = (part) => {
    const row = document.activeElement.closest?.("[id]");
    return {
      chosen: part.querySelector(".is-selected")?.id || "",
      focused: part.contains(row) ? row.id : "",
      which: row ? [...row.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement) : -1,
      left: part.querySelector(".table-scroll")?.scrollLeft || 0,
      rows: new Set(rowsOf(part)),
    };
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.target;
    if (!part.matches?.("[data-live]") || event.detail.xhr.status !== 200) return;
    kept.set(part.id, keep(part));
    if (part.dataset.liveUrl || event.detail.requestConfig.verb !== "get") return;
    const answer = event.detail.serverResponse;
    const fresh = new DOMParser().parseFromString(answer, "text/html").getElementById(part.id);
    // A page that does not have the part any more takes it away; what is no page at all says nothing about it.
    if (!fresh && !/<html/i.test(answer)) { event.detail.shouldSwap = false; kept.delete(part.id); return; }
    const text = fresh ? plain(fresh) : "";
    if (text && came.get(part.id) === text) { event.detail.shouldSwap = false; kept.delete(part.id); }
    came.set(part.id, text);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.target;
    const was = kept.get(part.id);
    if (!was || !part.isConnected) return;
    kept.delete(part.id);
    document.getElementById(was.chosen)?.classList.add("is-selected");
    const scroll = part.querySelector(".table-scroll");
    if (scroll) scroll.scrollLeft = was.left;
    const row = was.focused && document.activeElement === document.body && document.getElementById(was.focused);
    if (row) (row.querySelectorAll(FOCUSABLE)[was.which] || row).focus({ preventScroll: true });
    if (was.rows.size) for (const id of rowsOf(part)) document.getElementById(id).classList.toggle("is-new", !was.rows.has(id));
  });

  const refreshCounters = () => {
    for (const part of document.querySelectorAll("[data-live-at-once]")) refresh(part);
  };
  document.addEventListener("DOMContentLoaded", () => { refreshCounters(); ask(); });
  // What this reader has just done shows in the counters at once, not with the next question.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.requestConfig?.verb !== "get") refreshCounters();
  });
  const timer = setInterval(ask, EVERY);
})();
