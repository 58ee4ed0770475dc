// The pages of a document as thumbnails: dragged by mouse, by touch (after a short press) and by keyboard. What stands in the page is an
// ordinary form; a new order is sent with it at once, moves by keyboard when the keys have rested for a moment.
(() => {
  const REST = 900;
  const PRESS = 260;
  const FAR = 6;
  const EDGE = 70;
  let drag = null;
  let rests = 0;
  let last = null;
  let dropped = 0;

  const trayOf = (node) => node.closest?.("[data-tray]");
  const leavesOf = (tray) => [...tray.querySelectorAll(".leaf")];
  const boxOf = (leaf) => leaf.querySelector(".leaf-box");
  const chosenIn = (tray) => leavesOf(tray).filter((leaf) => boxOf(leaf)?.checked);
  const mayDrag = (tray) => Boolean(tray.querySelector("[data-drags]"));
  const announce = (words) => { document.getElementById("tray-says").textContent = words; };

  const say = (tray) => {
    const words = tray.querySelector("[data-says]");
    if (!words) return;
    const chosen = chosenIn(tray).length;
    words.dataset.plain ??= words.textContent;
    words.textContent = chosen ? tray.dataset.chosen.replace("{n}", chosen).replace("{of}", leavesOf(tray).length) : words.dataset.plain;
    tray.classList.toggle("has-chosen", chosen > 0);
    tray.toggleAttribute("data-typed-in", chosen > 0); // what is chosen is not drawn anew
  };

  // --- a new order ---

  const written = (tray) => {
    const numbers = leavesOf(tray).map((leaf) => Number(leaf.dataset.number));
    for (let n = numbers.length + 1; n <= Number(tray.dataset.count); n += 1) numbers.push(n);
    const parts = [];
    for (const n of numbers) {
      const part = parts[parts.length - 1];
      if (part && n === part[1] + 1) part[1] = n;
      else parts.push([n, n]);
    }
    return parts.map(([first, end]) => (first === end ? first : `${first}-${end}`)).join(",");
  };

  const isMoved = (tray) => leavesOf(tray).some((leaf, place) => Number(leaf.dataset.number) !== place + 1);

  const send = (tray) => {
    clearTimeout(rests);
    rests = 0;
    if (!isMoved(tray)) {
      tray.removeAttribute("aria-busy");
      return;
    }
    tray.querySelector("[data-order]").value = written(tray);
    tray.setAttribute("aria-busy", "true");
    tray.requestSubmit();
  };

  const putBack = (tray) => {
    const list = tray.querySelector(".leaves");
    for (const leaf of leavesOf(tray).sort((a, b) => a.dataset.number - b.dataset.number)) list.append(leaf);
    tray.removeAttribute("aria-busy");
    tray.querySelector("[data-order]").value = "";
    number(tray);
  };

  const number = (tray) => leavesOf(tray).forEach((leaf, place) => { leaf.querySelector(".leaf-number").textContent = place + 1; });

  const tell = (tray, leaf) => {
    const place = leavesOf(tray).indexOf(leaf) + 1;
    const words = tray.dataset.moved.replace("{page}", leaf.dataset.number).replace("{place}", place);
    announce(words.replace("{of}", leavesOf(tray).length));
  };

  // --- dragging ---

  const begin = (event, tray, leaf) => {
    const chosen = chosenIn(tray);
    const moved = chosen.includes(leaf) ? chosen : [leaf];
    const ghost = document.createElement("div");
    ghost.className = "leaf-ghost";
    for (const one of moved.slice(0, 3).reverse()) ghost.append(one.querySelector(".leaf-paper").cloneNode(true));
    if (moved.length > 1) {
      const many = document.createElement("span");
      many.className = "leaf-many";
      many.textContent = moved.length;
      ghost.append(many);
    }
    document.body.append(ghost);
    tray.setAttribute("aria-busy", "true");
    moved.forEach((one) => one.classList.add("is-moved"));
    Object.assign(drag, { going: true, moved, ghost });
    follow(event);
  };

  const follow = (event) => {
    const { tray, ghost, moved } = drag;
    drag.at = { x: event.clientX, y: event.clientY };
    ghost.style.setProperty("transform", `translate(${event.clientX + 10}px, ${event.clientY + 10}px)`);
    let best = null;
    for (const leaf of leavesOf(tray)) {
      const box = leaf.getBoundingClientRect();
      const x = event.clientX - (box.left + box.width / 2);
      const y = event.clientY - (box.top + box.height / 2);
      const away = x * x + 3 * y * y;
      if (!best || away < best.away) best = { leaf, away, behind: x > 0 };
    }
    tray.querySelectorAll(".drops-before, .drops-behind").forEach((leaf) => leaf.classList.remove("drops-before", "drops-behind"));
    if (!best || moved.includes(best.leaf)) { drag.target = null; return; }
    best.leaf.classList.add(best.behind ? "drops-behind" : "drops-before");
    drag.target = best;
  };

  // Near the upper and lower edge the page scrolls along.
  const scroll = () => {
    if (!drag?.going) return;
    const { y } = drag.at;
    if (y < EDGE) window.scrollBy(0, -Math.ceil((EDGE - y) / 5));
    else if (y > window.innerHeight - EDGE) window.scrollBy(0, Math.ceil((y - window.innerHeight + EDGE) / 5));
    requestAnimationFrame(scroll);
  };

  const end = (drops) => {
    if (!drag) return;
    const { tray, going, moved, ghost, target } = drag;
    clearTimeout(drag.press);
    tray.removeAttribute("data-held");
    drag = null;
    if (!going) return;
    dropped = Date.now();
    ghost.remove();
    moved.forEach((leaf) => leaf.classList.remove("is-moved"));
    tray.querySelectorAll(".drops-before, .drops-behind").forEach((leaf) => leaf.classList.remove("drops-before", "drops-behind"));
    tray.removeAttribute("aria-busy");
    if (!drops || !target) return;
    const before = target.behind ? target.leaf.nextElementSibling : target.leaf;
    let anchor = before;
    while (anchor && moved.includes(anchor)) anchor = anchor.nextElementSibling;
    for (const leaf of moved) tray.querySelector(".leaves").insertBefore(leaf, anchor);
    number(tray);
    tell(tray, moved[0]);
    send(tray);
  };

  document.addEventListener("pointerdown", (event) => {
    const leaf = event.target.closest?.(".leaf");
    const tray = leaf && trayOf(leaf);
    if (!tray || event.button !== 0 || !event.isPrimary || !mayDrag(tray) || (tray.getAttribute("aria-busy") && !rests)) return;
    if (event.target.matches(".leaf-box")) return;
    tray.setAttribute("data-held", ""); // what is held is not drawn anew
    drag = { tray, leaf, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch" };
    if (drag.touch) {
      drag.press = setTimeout(() => {
        begin(event, tray, leaf);
        requestAnimationFrame(scroll);
        navigator.vibrate?.(12);
      }, PRESS);
    }
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
    if (drag.going) follow(event);
    else if (far && drag.touch) end(false); // a finger that moves at once scrolls
    else if (far) {
      begin(event, drag.tray, drag.leaf);
      requestAnimationFrame(scroll);
    }
  });
  document.addEventListener("pointerup", () => end(true));
  document.addEventListener("pointercancel", () => end(false));
  document.addEventListener("touchmove", (event) => { if (drag?.going) event.preventDefault(); }, { passive: false });
  document.addEventListener("contextmenu", (event) => { if (drag?.going || (drag?.touch && trayOf(event.target))) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    if (Date.now() - dropped < 60 && trayOf(event.target)) event.preventDefault();
  }, true);

  // --- choosing ---

  document.addEventListener("click", (event) => {
    const tray = trayOf(event.target);
    if (!tray || event.defaultPrevented) return;
    if (event.target.closest("[data-all]")) {
      const all = leavesOf(tray).map(boxOf);
      const on = !all.every((box) => box.checked);
      all.forEach((box) => { box.checked = on; });
      say(tray);
      return;
    }
    const leaf = event.target.closest(".leaf");
    if (!leaf) return;
    if (event.shiftKey && last && trayOf(last) === tray) {
      event.preventDefault();
      const leaves = leavesOf(tray);
      const [from, to] = [leaves.indexOf(last), leaves.indexOf(leaf)].sort((a, b) => a - b);
      leaves.slice(from, to + 1).forEach((one) => { boxOf(one).checked = true; });
      getSelection().removeAllRanges();
      say(tray);
    } else if (event.target.matches(".leaf-box") || event.target.closest(".leaf-face")) {
      last = leaf;
    }
  });
  document.addEventListener("change", (event) => {
    const tray = event.target.matches(".leaf-box") && trayOf(event.target);
    if (tray) say(tray);
  });

  // --- by keyboard ---

  const across = (tray) => {
    const leaves = leavesOf(tray);
    const top = leaves[0].offsetTop;
    const next = leaves.findIndex((leaf) => leaf.offsetTop > top);
    return next < 1 ? leaves.length : next;
  };
  const steps = (tray, key) => ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across(tray), ArrowDown: across(tray) }[key] || 0);

  const move = (tray, leaf, step) => {
    const leaves = leavesOf(tray);
    const from = leaves.indexOf(leaf);
    const to = Math.max(0, Math.min(leaves.length - 1, from + step));
    if (to === from) return;
    tray.querySelector(".leaves").insertBefore(leaf, to > from ? leaves[to].nextElementSibling : leaves[to]);
    number(tray);
    boxOf(leaf).focus();
    leaf.scrollIntoView({ block: "nearest" });
    tell(tray, leaf);
    clearTimeout(rests);
    tray.setAttribute("aria-busy", "true"); // so that the page is not drawn anew meanwhile
    rests = setTimeout(() => send(tray), REST);
  };

  const press = (tray, value, leaf) => {
    const button = tray.querySelector(`button[name=do][value=${value}]`);
    if (!button) return;
    if (!chosenIn(tray).length) { boxOf(leaf).checked = true; say(tray); }
    button.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) { end(false); return; }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y", "Z"].includes(event.key)) {
      if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
      const back = event.key === "z" && !event.shiftKey;
      const button = document.querySelector(back ? "form[data-undo] button" : "form[data-redo] button");
      if (button) { event.preventDefault(); button.click(); }
      return;
    }
    const leaf = event.target.matches?.(".leaf-box") && event.target.closest(".leaf");
    const tray = leaf && trayOf(leaf);
    if (!tray) return;
    const step = steps(tray, event.key);
    if (step && (event.ctrlKey || event.metaKey || event.altKey)) {
      event.preventDefault();
      if (mayDrag(tray)) move(tray, leaf, step);
    } else if (step) {
      event.preventDefault();
      const leaves = leavesOf(tray);
      const next = leaves[leaves.indexOf(leaf) + step];
      if (next) {
        if (event.shiftKey) { event.target.checked = true; boxOf(next).checked = true; say(tray); }
        boxOf(next).focus();
        next.scrollIntoView({ block: "nearest" });
      }
    } else if (event.key === "x") {
      event.target.checked = !event.target.checked;
      say(tray);
    } else if (event.key === "r" && !event.ctrlKey && !event.metaKey) press(tray, "right", leaf);
    else if (event.key === "Delete" || event.key === "Backspace") press(tray, "delete", leaf);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // --- what the server answers ---

  // The focus stays on the page that was worked on, or on its place where that page looks otherwise now; what was refused goes back.
  let focused = null;
  let acted = false;
  let stood = new Map();
  const stepsShown = () => [...document.querySelectorAll("#history .steps > li")];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "tray") return;
    acted = event.detail.requestConfig.verb === "post";
    stood = new Map(stepsShown().map((step) => [step.id, step.dataset.state]));
    const leaf = document.activeElement?.matches?.(".leaf-box") && document.activeElement.closest(".leaf");
    focused = leaf ? { key: leaf.dataset.key, place: leavesOf(trayOf(leaf)).indexOf(leaf) } : null;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "tray") return;
    last = null;
    const changed = stepsShown().find((step) => stood.get(step.id) !== step.dataset.state);
    if (acted && changed) announce(changed.dataset.says);
    acted = false;
    if (focused) {
      const boxes = leavesOf(event.target).map(boxOf);
      const again = document.getElementById(`leaf-${focused.key}`) || boxes[Math.min(focused.place, boxes.length - 1)];
      again?.focus({ preventScroll: true });
    }
    focused = null;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const tray = trayOf(event.target);
    if (!tray || event.detail.successful) return;
    putBack(tray);
    // Somebody else was quicker: their pages are shown, and the message says why nothing was done.
    if (event.detail.xhr?.status === 409) htmx.ajax("GET", location.pathname, { target: "#tray", select: "#tray", swap: "outerHTML" });
  });
  window.addEventListener("pagehide", () => { const tray = rests && document.querySelector("[data-tray]"); if (tray) send(tray); });
})();
