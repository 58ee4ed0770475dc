// Places for signatures and entries on the pages of a document: added, dragged, moved by the arrow keys, undone. They are sent as a list of
// {kind, signer, page, x, y, width, height, label, required, options}, in points from the lower left corner of the page.
(() => {
  const root = document.querySelector("[data-placing]");
  const said = document.getElementById("placing-facts");
  if (!root || !said) return;
  const { places: given, stand, signers, kinds } = JSON.parse(said.textContent);
  const STEP = 2;
  const STRIDE = 20;
  const list = root.querySelector("[data-list]");
  const detail = root.querySelector("[data-detail]");
  const announces = root.querySelector("[data-announces]");
  const undo = root.querySelector("[data-undo]");
  const pages = [...root.querySelectorAll(".doc-page")];
  let places = given.filter((one) => one && kinds[one.kind]);
  let chosen = null;
  let saved = JSON.stringify(stand);
  // Steps before a save that was refused can be taken back on the page that says why.
  const kept = `placing ${location.pathname}`;
  const history = root.dataset.refused ? JSON.parse(sessionStorage.getItem(kept) || "[]") : [];
  sessionStorage.removeItem(kept);
  undo.disabled = !history.length;

  const sizeOf = (page) => page.querySelector(".doc-frame").viewBox.baseVal;
  const pageOf = (number) => pages.find((page) => Number(page.dataset.page) === number);
  const between = (low, value, high) => Math.max(low, Math.min(value, Math.max(low, high)));
  const round = (value) => Math.round(value * 100) / 100;
  const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
  const factsOf = (place) => {
    const page = pageOf(place.page);
    const top = page ? sizeOf(page).height - place.y - place.height : 0;
    return {
      what: place.label || kinds[place.kind].label, who: signers[place.signer] ?? "",
      page: place.page, left: Math.round(place.x), top: Math.round(top),
    };
  };
  // A place for initials is too small for words: what is drawn there are the initials that its signer will enter.
  const initialsOf = (name) => name.split(/[\s-]+/).map((word) => [...word][0] ?? "").filter((letter) => /\p{L}/u.test(letter)).slice(0, 5).join("");
  const say = (words, place) => { announces.textContent = fill(words, place ? factsOf(place) : {}); };

  // What is about to change is remembered once for a drag or a run of keys on one place.
  let run = null;
  const remember = (of) => {
    if (of && run === of) return;
    run = of;
    history.push(JSON.stringify(places));
    undo.disabled = false;
  };

  const marks = new Map();
  const put = (place) => {
    const page = pageOf(place.page);
    const mark = marks.get(place);
    if (!page || !mark) return;
    const size = sizeOf(page);
    if (mark.parentElement !== page) page.append(mark);
    mark.style.setProperty("left", `${(100 * place.x) / size.width}%`);
    mark.style.setProperty("top", `${(100 * (size.height - place.y - place.height)) / size.height}%`);
    mark.style.setProperty("width", `${(100 * place.width) / size.width}%`);
    mark.style.setProperty("height", `${(100 * place.height) / size.height}%`);
    const { what, who } = factsOf(place);
    const drawn = { checkbox: "", initials: initialsOf(who) }[place.kind] ?? `${what} · ${who}`;
    mark.querySelector(".placing-words").textContent = drawn;
    mark.setAttribute("aria-label", fill(root.dataset.wordAt, factsOf(place)));
    mark.dataset.signer = place.signer % 4;
  };

  const keep = () => {
    root.querySelectorAll("[data-form] [name=places]").forEach((field) => { field.value = JSON.stringify(places); });
  };

  const drawList = () => {
    const sorted = [...places].sort((a, b) => a.page - b.page || b.y - a.y || a.x - b.x);
    list.replaceChildren(...sorted.map((place) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const { what, who } = factsOf(place);
      const where = document.createElement("span");
      const words = document.createElement("span");
      button.type = "button";
      button.dataset.signer = place.signer % 4;
      words.textContent = `${what} · ${who}`;
      where.className = "soft";
      where.textContent = fill(root.dataset.wordPage, { page: place.page });
      button.append(words, where);
      button.setAttribute("aria-pressed", String(place === chosen));
      button.addEventListener("click", () => { choose(place); marks.get(place)?.focus(); marks.get(place)?.scrollIntoView({ block: "center" }); });
      item.append(button);
      return item;
    }));
    if (!places.length) {
      const item = document.createElement("li");
      item.className = "soft";
      item.textContent = root.dataset.wordNone;
      list.append(item);
    }
  };

  // The chosen one stands in sight in the list; the page itself does not move.
  const showInList = () => {
    const row = list.querySelector('[aria-pressed="true"]')?.parentElement;
    if (!row) return;
    const above = row.offsetTop - list.offsetTop;
    if (above < list.scrollTop) list.scrollTop = above;
    else if (above + row.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = above + row.offsetHeight - list.clientHeight;
  };

  const showDetail = () => {
    detail.hidden = !chosen;
    if (!chosen) return;
    const { entered } = kinds[chosen.kind];
    detail.querySelector("[data-owner]").value = String(chosen.signer);
    detail.querySelector("[data-label]").value = chosen.label || "";
    detail.querySelector("[data-required]").checked = chosen.required !== false;
    detail.querySelector("[data-options]").value = (chosen.options || []).join("\n");
    detail.querySelectorAll("[data-entered]").forEach((part) => { part.hidden = !entered; });
    detail.querySelector("[data-chosen]").hidden = chosen.kind !== "choice";
  };

  const choose = (place) => {
    if (chosen !== place) run = null;
    chosen = place;
    marks.forEach((mark, one) => mark.classList.toggle("is-chosen", one === place));
    drawList();
    showInList();
    showDetail();
  };

  const changed = (place) => { put(place); drawList(); keep(); };

  // A box to tick stays square; its upper edge stays where it was. from: the place before it was stretched.
  const squared = (place, from) => {
    if (place.kind !== "checkbox") return;
    const stretched = Math.abs(place.width - from.width) >= Math.abs(place.height - from.height) ? place.width : place.height;
    const size = sizeOf(pageOf(place.page));
    const top = place.y + place.height;
    place.width = Math.max(kinds.checkbox.least[0], Math.min(stretched, size.width - place.x, top));
    place.height = place.width;
    place.y = top - place.height;
  };

  const within = (place) => {
    const size = sizeOf(pageOf(place.page));
    const [wide, high] = kinds[place.kind].least;
    place.width = round(between(wide, place.width, size.width));
    place.height = round(between(high, place.height, size.height));
    place.x = round(between(0, place.x, size.width - place.width));
    place.y = round(between(0, place.y, size.height - place.height));
  };

  const remove = (place) => {
    remember();
    say(root.dataset.wordRemoved, place);
    places = places.filter((one) => one !== place);
    marks.get(place)?.remove();
    marks.delete(place);
    choose(null);
    keep();
    (list.querySelector("button") || root.querySelector("[data-add]"))?.focus();
  };

  const keys = (event, place) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (["Delete", "Backspace"].includes(event.key)) { event.preventDefault(); remove(place); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      choose(place);
      detail.querySelector(kinds[place.kind].entered ? "[data-label]" : "[data-owner]").focus();
      return;
    }
    if (by) {
      event.preventDefault();
      remember(place);
      const [right, up] = by;
      if (event.shiftKey) {
        const from = { ...place };
        place.width += right * STEP;
        place.height -= up * STEP;
        place.y += up * STEP; // the upper edge stays
        squared(place, from);
      } else {
        place.x += right * STEP;
        place.y += up * STEP;
      }
    } else if (["PageUp", "PageDown"].includes(event.key)) {
      event.preventDefault();
      const page = place.page + (event.key === "PageDown" ? 1 : -1);
      if (!pageOf(page)) return;
      remember(place);
      place.page = page;
    } else if (["Home", "End"].includes(event.key)) {
      event.preventDefault();
      remember(place);
      place.y += event.key === "Home" ? STRIDE : -STRIDE;
    } else return;
    within(place);
    changed(place);
    marks.get(place).focus({ preventScroll: true });
    marks.get(place).scrollIntoView({ block: "nearest" });
    say(root.dataset.wordAt, place);
  };

  const drag = (event, place, mark) => {
    if (event.button !== 0) return;
    event.preventDefault();
    mark.focus({ preventScroll: true });
    choose(place);
    const resizing = event.target.matches(".placing-corner");
    const page = pageOf(place.page);
    const scale = sizeOf(page).width / page.getBoundingClientRect().width;
    const from = { ...place, x: event.clientX, y: event.clientY };
    const grip = mark.getBoundingClientRect();
    const hold = { x: event.clientX - grip.left, y: event.clientY - grip.top };
    let moved = false;
    const move = (now) => {
      if (!moved && Math.hypot(now.clientX - from.x, now.clientY - from.y) < 3) return;
      if (!moved) remember();
      moved = true;
      if (resizing) {
        const bottom = from.y0 - (now.clientY - from.y) * scale;
        place.width = from.width + (now.clientX - from.x) * scale;
        place.height = from.top - Math.min(bottom, from.top - 1);
        place.y = from.top - place.height;
        squared(place, from);
      } else {
        const over = pages.find((one) => {
          const box = one.getBoundingClientRect();
          return now.clientY >= box.top && now.clientY <= box.bottom;
        });
        if (over) place.page = Number(over.dataset.page);
        const onto = pageOf(place.page);
        const box = onto.getBoundingClientRect();
        place.x = (now.clientX - hold.x - box.left) * scale;
        place.y = sizeOf(onto).height - (now.clientY - hold.y - box.top) * scale - place.height;
      }
      within(place);
      put(place);
    };
    from.y0 = place.y;
    from.top = place.y + place.height;
    const stop = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", stop);
      window.removeEventListener("pointercancel", stop);
      if (moved) { changed(place); say(root.dataset.wordAt, place); }
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop);
    window.addEventListener("pointercancel", stop);
  };

  const draw = (place) => {
    const mark = document.createElement("button");
    mark.type = "button";
    mark.className = "placing-place";
    const words = document.createElement("span");
    words.className = "placing-words";
    const corner = document.createElement("span");
    corner.className = "placing-corner";
    mark.append(words, corner);
    mark.addEventListener("pointerdown", (event) => drag(event, place, mark));
    mark.addEventListener("keydown", (event) => keys(event, place));
    mark.addEventListener("focus", () => { if (chosen !== place) choose(place); });
    marks.set(place, mark);
    put(place);
  };

  const drawAll = () => {
    marks.forEach((mark) => mark.remove());
    marks.clear();
    places.forEach(draw);
    choose(null);
    keep();
  };

  // The page that takes most of the window.
  const pageBefore = () => pages.map((page) => {
    const box = page.getBoundingClientRect();
    return { page, seen: Math.min(box.bottom, window.innerHeight) - Math.max(box.top, 0) };
  }).sort((a, b) => b.seen - a.seen)[0]?.page;

  root.querySelectorAll("[data-add]").forEach((button) => button.addEventListener("click", () => {
    const page = pageBefore();
    if (!page) return;
    const kind = button.dataset.add;
    const [width, height] = kinds[kind].size;
    const size = sizeOf(page);
    const box = page.getBoundingClientRect();
    const middle = (between(0, (Math.max(box.top, 0) + Math.min(box.bottom, window.innerHeight)) / 2 - box.top, box.height) / box.height) * size.height;
    const place = {
      kind, signer: Number(root.querySelector("[data-who]").value || 0), page: Number(page.dataset.page),
      x: (size.width - width) / 2, y: size.height - middle - height / 2, width, height, label: "", required: true, options: [],
    };
    // One that would cover another moves under it, as long as there is room.
    const covers = (one) => one.page === place.page && one.x < place.x + width && place.x < one.x + one.width && one.y < place.y + height && place.y < one.y + one.height;
    for (let hit = places.find(covers); hit && hit.y > height + 6; hit = places.find(covers)) place.y = hit.y - height - 6;
    remember();
    within(place);
    places.push(place);
    draw(place);
    choose(place);
    changed(place);
    marks.get(place).focus({ preventScroll: true });
    say(kinds[kind].entered ? root.dataset.wordAddedEntered : root.dataset.wordAdded, place);
  }));

  const onDetail = (selector, event, change) => detail.querySelector(selector).addEventListener(event, ({ target }) => {
    if (!chosen) return;
    remember(chosen);
    change(chosen, target);
    changed(chosen);
  });
  onDetail("[data-owner]", "change", (place, target) => { place.signer = Number(target.value); });
  onDetail("[data-label]", "input", (place, target) => { place.label = target.value; });
  onDetail("[data-required]", "change", (place, target) => { place.required = target.checked; });
  onDetail("[data-options]", "input", (place, target) => { place.options = target.value.split("\n").map((one) => one.trim()).filter(Boolean); });
  detail.querySelector("[data-remove]").addEventListener("click", () => { if (chosen) remove(chosen); });

  const takeBack = () => {
    if (!history.length) return;
    places = JSON.parse(history.pop());
    undo.disabled = !history.length;
    run = null;
    drawAll();
    say(root.dataset.wordUndone);
  };
  undo.addEventListener("click", takeBack);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "z" || event.target.closest("input, textarea")) return;
    event.preventDefault();
    takeBack();
  });

  // What would drop places that are not saved asks first.
  const drops = document.getElementById("placing-drops");
  let asked = null;
  root.addEventListener("submit", (event) => {
    if (event.target.method === "dialog") return;
    const by = event.submitter;
    if (by && by !== asked && ["use", "find"].includes(by.value) && JSON.stringify(places) !== saved) {
      event.preventDefault();
      asked = by;
      drops.showModal();
      return;
    }
    keep();
    saved = JSON.stringify(places);
    sessionStorage.setItem(kept, JSON.stringify(history.slice(-50)));
  });
  drops.addEventListener("close", () => {
    const by = asked;
    if (drops.returnValue === "drop" && by) by.form.requestSubmit(by);
    asked = null;
    drops.returnValue = "";
  });
  window.addEventListener("beforeunload", (event) => { if (JSON.stringify(places) !== saved) event.preventDefault(); });
  drawAll();
})();
