// The queue of documents to sign goes on without loading the page anew: the next document takes the place of this one, the address
// follows, "back" leads back, and what happened is said aloud. Without this file the same links and forms load pages.
// Keys: n next, p previous, s set aside, c to the consent, Ctrl Enter submits. Single letters are off where people switched them off.
(() => {
  const INNER = ".main-inner";
  let running = null;
  let fetched = "";
  const underway = new WeakSet();

  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  document.body.append(live);

  const isPlace = (address) => /\/signing\/place\/[^/]+\/$/.test(new URL(address, location.href).pathname);
  const isQueue = (page) => page.querySelector("[data-queue]") !== null;

  // The next document's bytes only: its page is not asked for, because opening it is noted.
  const fetchNext = () => {
    const file = document.querySelector("[data-queue]")?.dataset.nextFile;
    if (!file || file === fetched || navigator.connection?.saveData) return;
    fetched = file;
    const later = window.requestIdleCallback || ((act) => setTimeout(act, 500));
    later(() => { fetch(file, { priority: "low" }).then((answer) => answer.arrayBuffer()).catch(() => {}); });
  };

  const place = (page, { top = true } = {}) => {
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    const old = document.querySelector(INNER);
    const fresh = document.adoptNode(page.querySelector(INNER));
    const toasts = old.querySelector("#toasts");
    const newToasts = fresh.querySelector("#toasts");
    // Scripts are here already; what is said is put into the region that screen readers listen to.
    for (const script of fresh.querySelectorAll("script:not([type='application/json'])")) script.remove();
    if (toasts && newToasts) {
      const said = [...newToasts.childNodes];
      newToasts.replaceWith(toasts);
      old.replaceWith(fresh);
      toasts.replaceChildren(...said);
    } else old.replaceWith(fresh);
    document.title = page.title;
    window.htmx?.process(fresh);
    document.dispatchEvent(new Event("page-exchanged"));
    if (top) window.scrollTo({ top: 0, behavior: "instant" });
    const heading = fresh.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    live.textContent = fresh.querySelector("[data-queue]")?.dataset.said || page.title;
    fetchNext();
  };

  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

  const ask = (address, options = {}) => {
    running?.abort();
    running = new AbortController();
    return fetch(address, { ...options, signal: running.signal, headers: { "X-Queue": "1" } });
  };

  const go = async (address, { push = true, leaves = true } = {}) => {
    if (leaves) document.dispatchEvent(new Event("page-leaves"));
    document.querySelector(INNER).setAttribute("aria-busy", "true");
    try {
      const answer = await ask(address);
      const page = await read(answer);
      if (!answer.ok || !isQueue(page)) { location.assign(address); return; }
      if (push) history.pushState({ queue: true }, "", answer.url);
      place(page);
    } catch (problem) {
      if (problem.name !== "AbortError") location.assign(address);
    }
  };

  const send = async (form, submitter) => {
    const button = submitter || form.querySelector("button");
    button?.setAttribute("aria-busy", "true");
    underway.add(form);
    // A signature carries what was not told yet; of a document that is put off it is told now.
    if (!form.matches("[data-review]")) document.dispatchEvent(new Event("page-leaves"));
    try {
      const answer = await ask(form.action, { method: "POST", body: new FormData(form, submitter) });
      const next = answer.headers.get("X-Next");
      if (next && !isPlace(next)) { location.assign(next); return; }
      if (next) { await go(next, { push: next !== location.pathname, leaves: false }); return; }
      const page = await read(answer);
      if (answer.redirected || !page.querySelector(INNER)) { location.assign(answer.url); return; }
      place(page, { top: answer.status !== 422 });
      if (answer.status === 422) document.querySelector("[data-queue] [role=alert]")?.focus();
    } catch (problem) {
      if (problem.name === "AbortError") return;
      // The connection broke: whether it arrived is not known. Sent again, the same submit changes nothing.
      underway.delete(form);
      delete form.dataset.sent;
      button?.removeAttribute("aria-busy");
      document.dispatchEvent(new Event("htmx:sendError"));
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-turn] a");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.href);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !document.querySelector("[data-queue]")) return;
    if (!form.matches("[data-queue-form]") && !form.closest("#decline, #category")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!underway.has(form)) send(form, event.submitter);
  });

  window.addEventListener("popstate", () => {
    if (!isPlace(location.href)) location.reload();
    else if (!location.hash) go(location.href, { push: false });
  });

  const areKeysOff = () => {
    try { return localStorage.getItem("flowmono-keys") === "off"; } catch { return false; }
  };

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const form = document.querySelector("form[data-review]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (!form) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit], .form-actions button"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || areKeysOff()) return;
    if (event.target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea")) return;
    if (event.key === "c") {
      const consent = form?.querySelector("[name=consent]");
      if (!consent) return;
      event.preventDefault();
      consent.focus();
      return;
    }
    const turn = document.querySelector(`[data-turn="${CSS.escape(event.key)}"]`);
    if (!turn) return;
    event.preventDefault();
    if (turn.matches("form")) turn.requestSubmit();
    else turn.querySelector("a")?.click();
  });

  fetchNext();
})();
