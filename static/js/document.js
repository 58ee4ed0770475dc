// Draws a document with PDF.js: pages as they come near, words that can be selected, lit places that lead to their term and back.
// Pages that the server knows are laid out before the first byte arrives; of others PDF.js says the size. Where PDF.js fails, pages
// are shown as pictures. A page carries data-shown while it is really on the screen's canvas: signing counts only those.

const SVG = "http://www.w3.org/2000/svg";
const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4];
const MOST_PIXELS = 14e6;

class Reader {
  constructor(root) {
    this.root = root;
    this.scroll = root.querySelector("[data-doc-scroll]");
    this.pages = root.querySelector("[data-doc-pages]");
    this.bar = root.querySelector(".doc-bar");
    this.number = root.querySelector("[data-doc-number]");
    this.back = root.querySelector("[data-doc-back]");
    this.zoom = 1;
    this.current = 1;
    this.drawn = new Map(); // page element -> { scale, task }
    this.near = new Set();
    this.printing = false;
    this.queue = Promise.resolve();
    this.flows = root.classList.contains("doc-flow");
    this.gone = new AbortController();
  }

  // The document is gone from the page: nothing of it stays behind, neither listeners nor its worker.
  end() {
    this.gone.abort();
    this.nearness?.disconnect();
    this.sight?.disconnect();
    this.resizing?.disconnect();
    this.opening?.destroy();
    this.drawn.clear();
    this.near.clear();
  }

  get sheets() { return [...this.pages.querySelectorAll(".doc-page")]; }

  async start() {
    this.listen();
    this.watch();
    try {
      this.library = await import(this.root.dataset.library);
      this.library.GlobalWorkerOptions.workerSrc = this.root.dataset.worker;
      const { url, characterMaps, fonts, decoders } = this.root.dataset;
      if (this.gone.signal.aborted) return;
      this.opening = this.library.getDocument({
        url, cMapUrl: new URL(characterMaps, location.href).href, standardFontDataUrl: new URL(fonts, location.href).href,
        wasmUrl: new URL(decoders, location.href).href, useWasm: false, enableXfa: false, disableRange: true, disableAutoFetch: true,
      });
      this.pdf = await this.opening.promise;
      if (!this.sheets.length) await this.layOut();
    } catch (problem) {
      if (!this.gone.signal.aborted) this.showPictures(problem);
      return;
    }
    this.root.querySelector("[data-doc-waits]")?.remove();
    this.ready = true;
    this.refresh();
    this.goToAddress();
  }

  // --- pages that the server did not know ---

  async layOut() {
    const lit = JSON.parse(document.getElementById("document-lit")?.textContent || "[]");
    const count = Math.min(this.pdf.numPages, 500);
    const first = (await this.pdf.getPage(1)).getViewport({ scale: 1 });
    for (let n = 1; n <= count; n += 1) {
      // Sizes of the first pages are asked for; those of a long document's later pages when they are drawn.
      const size = n === 1 || n > 40 ? first : (await this.pdf.getPage(n)).getViewport({ scale: 1 });
      this.pages.append(this.makePage(n, size, lit.filter((place) => place.page === n)));
    }
    const of = this.root.querySelector("[data-doc-of]");
    of.textContent = of.dataset.words.replace("{n}", count);
    this.sheets.forEach((sheet) => { this.nearness.observe(sheet); this.sight.observe(sheet); });
  }

  makePage(n, size, lit) {
    const page = document.createElement("figure");
    page.className = "doc-page";
    page.id = `page-${n}`;
    page.dataset.page = n;
    page.setAttribute("aria-label", this.pages.dataset.words.replace("{n}", n));
    page.append(this.svg("doc-frame", size));
    if (!lit.length) return page;
    const over = this.svg("doc-over", size);
    for (const place of lit) {
      const link = document.createElementNS(SVG, "a");
      const box = document.createElementNS(SVG, "rect");
      link.setAttribute("class", "lit");
      link.setAttribute("href", place.back || "#");
      link.setAttribute("aria-label", place.label || "");
      link.dataset.of = place.anchor || "";
      if (place.anchor && !document.getElementById(place.anchor)) link.id = place.anchor;
      for (const side of ["x", "y", "width", "height"]) box.setAttribute(side, place[side]);
      link.append(box);
      over.append(link);
    }
    page.append(over);
    return page;
  }

  svg(name, size) {
    const made = document.createElementNS(SVG, "svg");
    made.setAttribute("class", name);
    made.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    return made;
  }

  // --- drawing what is near ---

  watch() {
    const root = this.flows ? null : this.scroll;
    this.nearness = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.near.add(target);
        else this.near.delete(target);
        target.classList.toggle("is-near", isIntersecting);
      }
      this.refresh();
    }, { root, rootMargin: "60% 0px" });
    this.sight = new IntersectionObserver(() => this.noteCurrent(), { root, threshold: [0, 0.25, 0.5, 0.75, 1] });
    this.sheets.forEach((sheet) => { this.nearness.observe(sheet); this.sight.observe(sheet); });
    let waits = 0;
    this.resizing = new ResizeObserver(() => { clearTimeout(waits); waits = setTimeout(() => this.refresh(), 120); });
    this.resizing.observe(this.pages);
    this.noteCurrent();
  }

  refresh() {
    if (!this.ready) return;
    for (const [page, state] of this.drawn) if (!this.wants(page)) this.clear(page, state);
    const middle = this.current;
    const order = (this.printing ? this.sheets : [...this.near]).sort((a, b) => Math.abs(a.dataset.page - middle) - Math.abs(b.dataset.page - middle));
    for (const page of order) {
      const scale = this.scaleOf(page);
      const state = this.drawn.get(page);
      if (scale && (!state || Math.abs(state.width - page.clientWidth) > 1)) this.plan(page);
    }
  }

  wants(page) { return this.printing || this.near.has(page); }

  // On paper every page is wanted, not only those that are near.
  async drawEvery() {
    this.printing = true;
    this.refresh();
    await this.queue;
  }

  scaleOf(page) { return page.clientWidth ? page.clientWidth : 0; }

  plan(page) {
    const before = this.drawn.get(page);
    if (before?.planned) return;
    const state = before || {};
    state.planned = true;
    this.drawn.set(page, state);
    this.queue = this.queue.then(() => this.draw(page, state)).catch(() => { this.drawn.delete(page); });
  }

  async draw(page, state) {
    state.planned = false;
    if (!this.wants(page) || this.drawn.get(page) !== state) return;
    const source = await this.pdf.getPage(Number(page.dataset.page));
    const width = page.clientWidth;
    const plain = source.getViewport({ scale: 1 });
    this.correctFrame(page, plain);
    const scale = width / plain.width;
    const most = Math.sqrt(MOST_PIXELS / (plain.width * plain.height)) / scale;
    const sharp = Math.max(0.5, Math.min(this.printing && this.sheets.length > 30 ? 1 : window.devicePixelRatio || 1, 3, most));
    const viewport = source.getViewport({ scale: scale * sharp });
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    canvas.setAttribute("aria-hidden", "true");
    await source.render({ canvas, viewport }).promise;
    if (this.drawn.get(page) !== state) return;
    page.querySelector("canvas")?.remove();
    page.querySelector(".doc-frame").after(canvas);
    state.width = width;
    page.dataset.shown = "";
    await this.writeWords(page, source, scale);
    page.dispatchEvent(new CustomEvent("page-shown", { bubbles: true }));
    if (Math.abs(page.clientWidth - width) > 1) this.plan(page);
  }

  correctFrame(page, size) {
    const frame = page.querySelector(".doc-frame");
    if (page.dataset.picture || frame.viewBox.baseVal.height / frame.viewBox.baseVal.width === size.height / size.width) return;
    for (const svg of page.querySelectorAll("svg")) svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  }

  async writeWords(page, source, scale) {
    const words = document.createElement("div");
    words.className = "doc-words";
    words.style.setProperty("--total-scale-factor", scale);
    const layer = new this.library.TextLayer({
      textContentSource: source.streamTextContent({ includeMarkedContent: false }), container: words, viewport: source.getViewport({ scale }),
    });
    await layer.render();
    page.querySelector(".doc-words")?.remove();
    page.append(words);
  }

  clear(page, state) {
    if (state.planned) return;
    this.drawn.delete(page);
    page.querySelector("canvas")?.remove();
    page.querySelector(".doc-words")?.remove();
    delete page.dataset.shown;
  }

  showPictures(problem) {
    console.warn("The document is shown as pictures:", problem?.message || problem);
    this.root.querySelector("[data-doc-waits]")?.remove();
    const pictured = this.sheets.filter((page) => page.dataset.picture);
    for (const page of pictured) {
      const picture = new Image();
      picture.className = "doc-picture";
      picture.loading = "lazy";
      picture.alt = page.getAttribute("aria-label");
      picture.addEventListener("load", () => {
        page.dataset.shown = "";
        page.dispatchEvent(new CustomEvent("page-shown", { bubbles: true }));
      });
      picture.src = page.dataset.picture;
      page.querySelector(".doc-frame").after(picture);
    }
    if (!pictured.length) this.root.querySelector("[data-doc-failed]").hidden = false;
    this.goToAddress();
  }

  // --- where the reader is ---

  noteCurrent() {
    const frame = this.flows && !this.root.classList.contains("is-whole")
      ? { top: this.bar.offsetHeight, bottom: window.innerHeight } : this.scroll.getBoundingClientRect();
    const line = frame.top + (frame.bottom - frame.top) * 0.4;
    const sheets = this.sheets;
    const at = sheets.find((sheet) => sheet.getBoundingClientRect().bottom > line) || sheets.at(-1);
    if (!at) return;
    this.current = Number(at.dataset.page);
    if (document.activeElement !== this.number) this.number.value = this.current;
    this.bar.querySelector("[data-doc=previous]").disabled = this.current <= 1;
    this.bar.querySelector("[data-doc=next]").disabled = this.current >= sheets.length;
  }

  goToPage(n) {
    const page = this.sheets[Math.max(1, Math.min(n, this.sheets.length)) - 1];
    if (page) this.bring(page, 0);
  }

  // Scrolls so that the element stands at this part of the frame's height (0 the top), without moving the rest where it need not.
  bring(element, part) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    const box = element.getBoundingClientRect();
    if (this.flows && !this.root.classList.contains("is-whole")) {
      const top = box.top + window.scrollY - this.bar.offsetHeight - 8 - window.innerHeight * part;
      window.scrollTo({ top, behavior: calm });
      return;
    }
    const frame = this.scroll.getBoundingClientRect();
    const left = this.zoom > 1 ? this.scroll.scrollLeft + box.left - frame.left - frame.width * 0.2 : 0;
    this.scroll.scrollTo({ top: this.scroll.scrollTop + box.top - frame.top - 10 - frame.height * part, left, behavior: calm });
  }

  setZoom(zoom) {
    const wanted = Math.max(ZOOMS[0], Math.min(zoom, ZOOMS.at(-1)));
    if (wanted === this.zoom) return;
    const page = this.sheets[this.current - 1];
    const frame = this.scroll.getBoundingClientRect();
    const top = this.flows ? 0 : frame.top;
    const before = page.getBoundingClientRect();
    const part = (top - before.top) / before.height;
    this.zoom = wanted;
    this.pages.style.setProperty("--doc-zoom", wanted);
    this.root.classList.toggle("is-zoomed", wanted > 1);
    const after = page.getBoundingClientRect();
    const moved = after.top + part * after.height - top;
    if (this.flows && !this.root.classList.contains("is-whole")) window.scrollBy({ top: moved, behavior: "instant" });
    else this.scroll.scrollTop += moved;
    this.scroll.scrollLeft = (this.scroll.scrollWidth - this.scroll.clientWidth) / 2;
    this.root.querySelector("[data-doc-zoom]").textContent = `${Math.round(wanted * 100)} %`;
    this.bar.querySelector("[data-doc=smaller]").disabled = wanted === ZOOMS[0];
    this.bar.querySelector("[data-doc=larger]").disabled = wanted === ZOOMS.at(-1);
  }

  step(way) {
    const here = ZOOMS.findIndex((zoom) => zoom >= this.zoom - 0.001);
    this.setZoom(ZOOMS[Math.max(0, Math.min(here + way, ZOOMS.length - 1))]);
  }

  setWhole(whole) {
    const page = this.sheets[this.current - 1];
    this.root.classList.toggle("is-whole", whole);
    this.bar.querySelector("[data-doc=whole]").setAttribute("aria-pressed", String(whole));
    if (page) page.scrollIntoView({ block: "start", behavior: "instant" });
    if (whole) this.scroll.focus({ preventScroll: true });
    this.refresh();
  }

  // --- from a term to its place, and back ---

  goToAddress() {
    const id = decodeURIComponent(location.hash.slice(1));
    const place = id && document.getElementById(id);
    if (!place || !this.pages.contains(place)) return;
    for (const lit of this.pages.querySelectorAll(".lit")) {
      lit.classList.toggle("is-current", lit.dataset.of === id);
      // Two terms may rest on one sentence: the one that was asked for lies on top.
      if (lit.dataset.of === id) lit.parentNode.append(lit);
    }
    if (!place.classList.contains("lit")) { this.bring(place, 0); return; }
    const box = this.root.getBoundingClientRect();
    if (!this.flows && (box.top < 56 || box.top > window.innerHeight * 0.4)) this.root.scrollIntoView({ block: "start", behavior: "instant" });
    this.bring(place, 0.3);
    const leads = place.getAttribute("href");
    this.back.hidden = leads === "#";
    this.back.href = leads;
    this.back.querySelector("[data-doc-back-words]").textContent = place.getAttribute("aria-label");
  }

  litUnder(event) {
    if (!window.getSelection().isCollapsed) return null;
    return document.elementsFromPoint(event.clientX, event.clientY).map((found) => found.closest(".lit")).find(Boolean) || null;
  }

  follow(lit) {
    if (this.root.classList.contains("is-whole")) this.setWhole(false);
    location.hash = lit.getAttribute("href");
  }

  // --- hands ---

  listen() {
    const { signal } = this.gone;
    this.bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-doc]");
      if (!button) return;
      const acts = {
        previous: () => this.goToPage(this.current - 1), next: () => this.goToPage(this.current + 1),
        smaller: () => this.step(-1), larger: () => this.step(1), fit: () => this.setZoom(1),
        whole: () => this.setWhole(!this.root.classList.contains("is-whole")),
      };
      acts[button.dataset.doc]();
    });
    this.number.addEventListener("focus", () => this.number.select());
    this.number.addEventListener("change", () => this.goToPage(Number.parseInt(this.number.value, 10) || this.current));
    this.number.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.goToPage(Number.parseInt(this.number.value, 10) || this.current);
      this.scroll.focus({ preventScroll: true });
    });
    this.back.addEventListener("click", () => { if (this.root.classList.contains("is-whole")) this.setWhole(false); this.back.hidden = true; });
    this.pages.addEventListener("click", (event) => {
      const lit = event.target.closest(".lit") || this.litUnder(event);
      if (!lit || lit.getAttribute("href") === "#") return;
      event.preventDefault();
      this.follow(lit);
    });
    this.pages.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse" || event.buttons) return;
      const over = this.litUnder(event);
      if (over === this.over) return;
      for (const lit of this.pages.querySelectorAll(".lit")) lit.classList.toggle("is-over", Boolean(over) && lit.dataset.of === over.dataset.of);
      for (const words of this.pages.querySelectorAll(".doc-words")) words.classList.toggle("is-over", Boolean(over));
      this.over = over;
    });
    this.scroll.addEventListener("scroll", () => this.noteCurrent(), { passive: true });
    if (this.flows) window.addEventListener("scroll", () => this.noteCurrent(), { passive: true, signal });
    window.addEventListener("hashchange", () => this.goToAddress(), { signal });
    // A second click on the same link changes no address, and still leads there.
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.('a[href^="#"]');
      if (link && link.getAttribute("href") === location.hash) this.goToAddress();
    }, { signal });
    document.addEventListener("before-printing", (event) => event.detail.waits.push(this.drawEvery()), { signal });
    window.addEventListener("beforeprint", () => this.drawEvery(), { signal });
    window.addEventListener("afterprint", () => { this.printing = false; this.refresh(); }, { signal });
    this.root.addEventListener("keydown", (event) => this.onKey(event));
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === this.number) return;
    const acts = {
      "+": () => this.step(1), "=": () => this.step(1), "-": () => this.step(-1), 0: () => this.setZoom(1),
      ArrowRight: () => this.goToPage(this.current + 1), ArrowLeft: () => this.goToPage(this.current - 1),
      Home: () => this.goToPage(1), End: () => this.goToPage(this.sheets.length),
      f: () => this.setWhole(!this.root.classList.contains("is-whole")),
      Escape: () => this.root.classList.contains("is-whole") && this.setWhole(false),
    };
    const sideways = event.key.startsWith("Arrow") && this.zoom > 1;
    if (!acts[event.key] || sideways) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }
}

// A page may be exchanged for the next one without loading anew (static/js/queue.js): what was drawn ends, what came is drawn.
const readers = new Map();
const draw = () => {
  for (const [root, reader] of readers) if (!root.isConnected) { reader.end(); readers.delete(root); }
  for (const root of document.querySelectorAll("[data-document]")) {
    if (readers.has(root)) continue;
    readers.set(root, new Reader(root));
    readers.get(root).start();
  }
};
draw();
document.addEventListener("page-exchanged", draw);
