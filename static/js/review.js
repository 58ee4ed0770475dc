// Which pages were on the screen, and for how long the document was looked at. Sent with the signature as evidence, and nothing is
// sent before the submit. Who has pages left is told which, and may go there or sign all the same.
(() => {
  const form = document.querySelector("form[data-review]");
  const sheets = [...document.querySelectorAll("[data-page]")];
  if (!form || !sheets.length) return;
  const seen = new Set();
  const words = form.querySelector("[data-review-words]");
  const hint = form.querySelector("[data-unseen]");
  const asked = document.getElementById("unseen");
  let seconds = 0;

  const left = () => sheets.map((sheet) => Number(sheet.dataset.page)).filter((page) => !seen.has(page));

  // 3, 4, 5, 9 are said as "3–5, 9".
  const inRuns = (pages) => pages.reduce((runs, page) => {
    const last = runs.at(-1);
    if (last && page === last[1] + 1) last[1] = page;
    else runs.push([page, page]);
    return runs;
  }, []).map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(", ");

  const say = (element, pages) => {
    const template = pages.length === 1 ? element.dataset.one : element.dataset.many;
    element.textContent = template.replace("{pages}", inRuns(pages)).replace("{page}", pages[0]);
    if (element.matches("a")) element.href = `#page-${pages[0]}`;
  };

  const hintAt = (pages) => {
    if (!hint) return;
    hint.hidden = !pages.length;
    if (!pages.length) return;
    for (const place of [hint, asked]) for (const part of place?.querySelectorAll("[data-one]") || []) say(part, pages);
  };

  const show = () => {
    form.querySelector("[data-pages]").value = [...seen].sort((a, b) => a - b).join(",");
    form.querySelector("[data-seconds]").value = seconds;
    if (!words) return;
    words.hidden = false;
    words.textContent = words.dataset.words.replace("{seen}", seen.size).replace("{total}", sheets.length);
    hintAt(left());
  };

  // A page counts when it is drawn and half of it is in sight, or as much of it as the screen can hold.
  const inSight = new Map();
  const look = (sheet) => {
    if (inSight.get(sheet) >= 0.5 && "shown" in sheet.dataset && document.visibilityState === "visible") {
      seen.add(Number(sheet.dataset.page));
      show();
    }
  };
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, intersectionRect, boundingClientRect } of entries) {
      const most = Math.min(boundingClientRect.height, window.innerHeight || 1);
      inSight.set(target, isIntersecting ? intersectionRect.height / most : 0);
      look(target);
    }
  }, { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6] });
  sheets.forEach((sheet) => watcher.observe(sheet));
  document.addEventListener("page-shown", (event) => look(event.target));
  document.addEventListener("visibilitychange", () => sheets.forEach(look));

  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    seconds += 1;
    show();
  }, 1000);
  form.addEventListener("submit", (event) => {
    show();
    if (!asked || !left().length || event.submitter?.hasAttribute("data-all-the-same")) return;
    event.preventDefault();
    asked.showModal();
  }, { capture: true });
  asked?.querySelector("[data-unseen-go]")?.addEventListener("click", () => asked.close());
  show();
})();

// In the queue: "n" sets the document aside and opens the next one, "p" goes back. Off when people switched single keys off.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  try { if (localStorage.getItem("flowmono-keys") === "off") return; } catch { /* private browsing */ }
  document.querySelector(`[data-turn="${CSS.escape(event.key)}"] a`)?.click();
});
