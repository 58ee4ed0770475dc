// Areas to black out are marked by dragging on the pages of the document, or put there by a button and then moved and sized by the arrow
// keys. They are kept in the form as [page, left, bottom, width, height] in points from the lower left corner of the page as it is shown.
(() => {
  const root = document.querySelector("[data-marking]");
  const form = root && document.getElementById(root.dataset.marking);
  const field = form?.querySelector("[name=areas]");
  if (!field) return;
  const LEAST = 3;
  const STEP = 6;
  const FINE = 1;
  const FIRST_SIZE = { width: 180, height: 18 };
  const announces = root.querySelector("[data-announces]");
  const scroll = root.querySelector("[data-doc-scroll]");
  let areas = [];
  try { areas = JSON.parse(field.value || "[]") || []; } catch { areas = []; }
  let drag = null;

  const between = (low, value, high) => Math.max(low, Math.min(value, Math.max(low, high)));
  const round = (n) => Math.round(n * 100) / 100;
  const sizeOf = (page) => page.querySelector(".doc-frame").viewBox.baseVal;
  const pageOf = (number) => root.querySelector(`.doc-page[data-page="${number}"]`);
  const place = (mark, page, [, left, bottom, width, height]) => {
    const size = sizeOf(page);
    mark.style.setProperty("left", `${(100 * left) / size.width}%`);
    mark.style.setProperty("top", `${(100 * (size.height - bottom - height)) / size.height}%`);
    mark.style.setProperty("width", `${(100 * width) / size.width}%`);
    mark.style.setProperty("height", `${(100 * height) / size.height}%`);
  };

  const fill = (words, number) => {
    const [page, left, bottom, width, height] = areas[number];
    const top = sizeOf(pageOf(page)).height - bottom - height;
    const facts = { n: number + 1, page, left, top, width, height };
    return words.replace(/\{(\w+)\}/g, (_, name) => (name === "n" || name === "page" ? facts[name] : Math.round(facts[name])));
  };

  const keep = () => { field.value = areas.length ? JSON.stringify(areas) : ""; };

  const draw = () => {
    root.querySelectorAll(".area").forEach((mark) => mark.remove());
    areas.forEach((area, number) => {
      const page = pageOf(area[0]);
      if (!page) return;
      const mark = document.createElement("div");
      mark.className = "area";
      mark.dataset.area = number;
      mark.tabIndex = 0;
      // The arrow keys belong to it: a screen reader has to let them through.
      mark.setAttribute("role", "application");
      mark.setAttribute("aria-roledescription", root.dataset.what);
      mark.setAttribute("aria-label", fill(root.dataset.at, number));
      mark.setAttribute("aria-describedby", "marking-help");
      mark.addEventListener("keydown", (event) => onKey(event, number));
      const cross = document.createElement("button");
      cross.type = "button";
      cross.textContent = "×";
      cross.setAttribute("aria-label", fill(root.dataset.remove, number));
      cross.addEventListener("click", () => remove(number));
      mark.append(cross);
      place(mark, page, area);
      page.append(mark);
    });
    keep();
  };

  const focusOn = (number) => {
    const mark = root.querySelector(`[data-area="${number}"]`);
    mark?.focus({ preventScroll: true });
    mark?.scrollIntoView({ block: "nearest" });
  };

  const remove = (number) => {
    const words = fill(root.dataset.removed, number);
    areas.splice(number, 1);
    draw();
    if (areas.length) focusOn(Math.min(number, areas.length - 1));
    else root.querySelector("[data-add-area]")?.focus();
    announces.textContent = words;
  };

  const within = (area) => {
    const size = sizeOf(pageOf(area[0]));
    area[3] = round(between(LEAST, area[3], size.width));
    area[4] = round(between(LEAST, area[4], size.height));
    area[1] = round(between(0, area[1], size.width - area[3]));
    area[2] = round(between(0, area[2], size.height - area[4]));
  };

  const onKey = (event, number) => {
    if (event.target.matches("button") && event.key !== "Delete" && event.key !== "Backspace") return;
    if (["Delete", "Backspace"].includes(event.key)) { event.preventDefault(); remove(number); return; }
    if (event.ctrlKey || event.metaKey) return;
    const area = areas[number];
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const turn = { PageUp: -1, PageDown: 1 }[event.key];
    if (!by && !turn) return;
    event.preventDefault();
    event.stopPropagation();
    if (turn) {
      if (!pageOf(area[0] + turn)) return;
      area[0] += turn;
    } else {
      const step = event.altKey ? FINE : STEP;
      const [right, up] = by.map((way) => way * step);
      if (event.shiftKey) {
        // The upper edge stays, and the lower one does not leave the page.
        const size = sizeOf(pageOf(area[0]));
        const top = area[2] + area[4];
        area[3] = between(LEAST, area[3] + right, size.width - area[1]);
        area[4] = between(LEAST, area[4] - up, top);
        area[2] = top - area[4];
      } else {
        area[1] += right;
        area[2] += up;
      }
    }
    within(area);
    draw();
    focusOn(number);
    announces.textContent = fill(root.dataset.at, number);
  };

  // In the middle of what is seen of the page that is read now, and not on top of another area.
  const add = () => {
    const page = pageOf(root.querySelector("[data-doc-number]")?.value) || root.querySelector(".doc-page");
    if (!page) return;
    const size = sizeOf(page);
    const box = page.getBoundingClientRect();
    const frame = scroll.getBoundingClientRect();
    const from = Math.max(box.top, frame.top, 0);
    const until = Math.max(from, Math.min(box.bottom, frame.bottom, window.innerHeight));
    const middle = (between(0, (from + until) / 2 - box.top, box.height) / box.height) * size.height;
    const { width, height } = FIRST_SIZE;
    const area = [Number(page.dataset.page), (size.width - width) / 2, size.height - middle - height / 2, width, height];
    within(area);
    const covers = (one) => one[0] === area[0] && Math.abs(one[1] - area[1]) < LEAST && Math.abs(one[2] - area[2]) < LEAST;
    while (areas.some(covers) && area[2] > height) area[2] = round(area[2] - height);
    areas.push(area);
    draw();
    focusOn(areas.length - 1);
    announces.textContent = fill(root.dataset.added, areas.length - 1);
  };
  root.querySelector("[data-add-area]")?.addEventListener("click", add);

  const at = (event, page) => {
    const box = page.getBoundingClientRect();
    const size = sizeOf(page);
    const x = between(0, (event.clientX - box.left) / box.width, 1) * size.width;
    const y = between(0, (event.clientY - box.top) / box.height, 1) * size.height;
    return { x, y };
  };
  const areaOf = (page, a, b) => {
    const size = sizeOf(page);
    return [
      Number(page.dataset.page), round(Math.min(a.x, b.x)), round(size.height - Math.max(a.y, b.y)),
      round(Math.abs(a.x - b.x)), round(Math.abs(a.y - b.y)),
    ];
  };

  root.addEventListener("pointerdown", (event) => {
    const page = event.target.closest(".doc-page");
    if (!page || event.button !== 0 || event.target.closest(".area") || event.pointerType === "touch") return;
    event.preventDefault();
    const mark = document.createElement("div");
    mark.className = "area is-drawn";
    page.append(mark);
    drag = { page, mark, from: at(event, page) };
    root.setPointerCapture?.(event.pointerId);
  });
  root.addEventListener("pointermove", (event) => {
    if (drag) place(drag.mark, drag.page, areaOf(drag.page, drag.from, at(event, drag.page)));
  });
  root.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const area = areaOf(drag.page, drag.from, at(event, drag.page));
    drag.mark.remove();
    drag = null;
    if (area[3] < LEAST || area[4] < LEAST) return;
    areas.push(area);
    draw();
    announces.textContent = fill(root.dataset.added, areas.length - 1);
  });
  root.addEventListener("pointercancel", () => { drag?.mark.remove(); drag = null; });

  // Pages that PDF.js lays out later get their marks then.
  const pages = root.querySelector("[data-doc-pages]");
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some((node) => node.classList?.contains("doc-page")))) draw();
  }).observe(pages, { childList: true });
  draw();
})();
