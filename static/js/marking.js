// Areas to black out are marked by dragging on the pages of the document. They are kept in the form as [page, left, bottom, width, height]
// in points from the lower left corner of the page as it is shown.
(() => {
  const root = document.querySelector("[data-marking]");
  const form = root && document.getElementById(root.dataset.marking);
  const field = form?.querySelector("[name=areas]");
  if (!field) return;
  const LEAST = 3;
  let areas = [];
  try { areas = JSON.parse(field.value || "[]") || []; } catch { areas = []; }
  let drag = null;

  const sizeOf = (page) => page.querySelector(".doc-frame").viewBox.baseVal;
  const place = (mark, page, [, left, bottom, width, height]) => {
    const size = sizeOf(page);
    mark.style.setProperty("left", `${(100 * left) / size.width}%`);
    mark.style.setProperty("top", `${(100 * (size.height - bottom - height)) / size.height}%`);
    mark.style.setProperty("width", `${(100 * width) / size.width}%`);
    mark.style.setProperty("height", `${(100 * height) / size.height}%`);
  };

  const draw = () => {
    root.querySelectorAll(".area").forEach((mark) => mark.remove());
    areas.forEach((area, number) => {
      const page = root.querySelector(`.doc-page[data-page="${area[0]}"]`);
      if (!page) return;
      const mark = document.createElement("button");
      mark.type = "button";
      mark.className = "area";
      mark.textContent = "×";
      mark.setAttribute("aria-label", root.dataset.remove.replace("{n}", number + 1).replace("{page}", area[0]));
      mark.addEventListener("click", () => remove(number));
      mark.addEventListener("keydown", (event) => { if (["Delete", "Backspace"].includes(event.key)) { event.preventDefault(); remove(number); } });
      place(mark, page, area);
      page.append(mark);
    });
    field.value = areas.length ? JSON.stringify(areas) : "";
  };

  const remove = (number) => {
    areas.splice(number, 1);
    draw();
  };

  const at = (event, page) => {
    const box = page.getBoundingClientRect();
    const size = sizeOf(page);
    const x = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * size.width;
    const y = Math.max(0, Math.min(1, (event.clientY - box.top) / box.height)) * size.height;
    return { x, y };
  };
  const areaOf = (page, a, b) => {
    const size = sizeOf(page);
    const round = (n) => Math.round(n * 100) / 100;
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
    root.querySelector("[data-announces]").textContent = root.dataset.added.replace("{n}", areas.length).replace("{page}", area[0]);
  });
  root.addEventListener("pointercancel", () => { drag?.mark.remove(); drag = null; });

  // Pages that PDF.js lays out later get their marks then.
  const pages = root.querySelector("[data-doc-pages]");
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some((node) => node.classList?.contains("doc-page")))) draw();
  }).observe(pages, { childList: true });
  draw();
})();
