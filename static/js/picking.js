// Rows of a list are picked: by their box, by x on the row where the keyboard is, a range with Shift. What is picked stays picked
// while the list refreshes itself; Esc gives it up. The bar (listing/_picking.html) says how many and what can be done with them.
(() => {
  const bar = document.querySelector("[data-picking]");
  if (!bar) return;
  const count = bar.querySelector("output");
  const picked = new Set();
  let last = "";

  const boxes = () => [...document.querySelectorAll("input[data-pick]:not(:disabled)")];
  const rowOf = (box) => box.closest("tr, li");

  const sums = (chosen) => {
    const found = new Map();
    for (const box of chosen) {
      const { amount, currency } = box.dataset;
      if (amount && currency) found.set(currency, (found.get(currency) || 0) + Math.round(Number(amount) * 100));
    }
    return [...found].map(([currency, cents]) =>
      new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency }).format(cents / 100));
  };

  const said = (chosen) => {
    const found = [...new Set(chosen.map((box) => box.dataset.said).filter(Boolean))];
    if (!found.length) return [];
    const list = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });
    return [count.dataset.said.replace("{said}", list.format(found))];
  };

  const show = () => {
    const here = boxes();
    for (const box of here) {
      box.checked = picked.has(box.value);
      rowOf(box)?.classList.toggle("is-picked", box.checked);
    }
    const chosen = here.filter((box) => box.checked);
    bar.dataset.count = chosen.length;
    const words = chosen.length === 1 ? count.dataset.one : count.dataset.many.replace("{n}", chosen.length);
    count.textContent = [words, ...sums(chosen), ...said(chosen)].join(" · ");
    for (const all of document.querySelectorAll("input[data-pick-all]")) {
      all.checked = here.length > 0 && chosen.length === here.length;
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
  };

  const pick = (box, on, range) => {
    const here = boxes();
    const from = range ? here.findIndex((other) => other.value === last) : -1;
    const to = here.indexOf(box);
    const meant = from < 0 ? [box] : here.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const one of meant) {
      if (on) picked.add(one.value);
      else picked.delete(one.value);
    }
    last = box.value;
    show();
  };
  const clear = () => { picked.clear(); last = ""; show(); };

  document.addEventListener("click", (event) => {
    const cell = event.target.matches("td.pick") && event.target.querySelector("input[data-pick]:not(:disabled)");
    if (cell) pick(cell, !cell.checked, event.shiftKey);
    else if (event.target.matches("input[data-pick]")) pick(event.target, event.target.checked, event.shiftKey);
    else if (event.target.matches("input[data-pick-all]")) {
      for (const box of boxes()) {
        if (event.target.checked) picked.add(box.value);
        else picked.delete(box.value);
      }
      show();
    } else if (event.target.closest("[data-pick-none]")) clear();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable], details[open]")) return;
    if (event.key === "Escape" && picked.size) return clear();
    try { if (localStorage.getItem("flowmono-keys") === "off") return; } catch { /* private browsing */ }
    if (event.key.toLowerCase() !== "x") return;
    const row = document.querySelector("[data-keynav] .is-selected") || rowOf(event.target);
    const box = row?.querySelector("input[data-pick]:not(:disabled)");
    if (!box) return;
    event.preventDefault();
    const range = event.shiftKey || event.key === "X";
    pick(box, range || !box.checked, range);
  });

  const read = () => {
    for (const box of boxes()) if (box.checked) picked.add(box.value);
    show();
  };
  // What is gone from the list is not picked any more.
  document.addEventListener("htmx:afterSettle", () => {
    const here = new Set(boxes().map((box) => box.value));
    for (const value of picked) if (!here.has(value)) picked.delete(value);
    show();
  });
  window.addEventListener("pageshow", read);
  read();
})();
