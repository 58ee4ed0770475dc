// Where the keyboard stands when a page arrives. After an act: at what the page says about it, or at its heading, so that the next Tab
// leads into the page and not through the frame, and a screen reader reads it out. After the same page was loaded anew: where the reader
// was. Whatever takes the focus by itself (a form with errors, a field, a place that the address names) keeps it.
(() => {
  const PLACE = "flowmono-place";
  const ACTED = "flowmono-acted";
  const FOCUSABLE = "a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex]";
  const here = () => location.pathname + location.search;
  const keep = (key, value) => {
    try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* private browsing: the page begins at its top */ }
  };
  const take = (key) => {
    try {
      const value = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
      return value;
    } catch { return null; }
  };
  const focusOn = (element) => {
    if (!element.matches(FOCUSABLE)) element.tabIndex = -1;
    element.focus({ preventScroll: true });
    return document.activeElement === element;
  };

  const comeBack = (place) => {
    const part = place.id ? document.getElementById(place.id) : document.body;
    const element = part && (place.which < 0 ? part : part.querySelectorAll(FOCUSABLE)[place.which]);
    return Boolean(element) && focusOn(element);
  };
  const begin = () => {
    const heading = document.querySelector("#main h1");
    return [document.querySelector("#toasts .toast"), heading].some((element) => element && focusOn(element));
  };

  const acted = take(ACTED);
  const place = take(PLACE);
  const arrive = () => {
    if (document.activeElement !== document.body || document.querySelector("[autofocus]")) return;
    if (performance.getEntriesByType("navigation")[0]?.type === "reload") {
      if (place?.path === here() && !comeBack(place)) begin();
      return;
    }
    if (location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)))) return;
    if (acted || document.querySelector("#toasts .toast")) begin();
  };
  arrive();

  // A link over the frame or a document moves the focus and leaves the address alone, which the next page would begin with.
  document.addEventListener("click", (event) => {
    const target = document.getElementById(event.target.closest?.(".skip, .skip-here")?.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    focusOn(target);
    target.scrollIntoView({ block: "nearest" });
  });

  window.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (target.method === "post" && !defaultPrevented) keep(ACTED, true);
  });
  window.addEventListener("pagehide", () => {
    const at = document.activeElement;
    if (!at || at === document.body) return;
    const part = at.closest("[id]");
    keep(PLACE, { path: here(), id: part?.id || "", which: part === at ? -1 : [...(part || document.body).querySelectorAll(FOCUSABLE)].indexOf(at) });
  });
})();
