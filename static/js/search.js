// The search over any page: opened with Ctrl-K or Cmd-K, "/" or its button; arrows choose, Enter opens, Escape closes.
// The field keeps the focus (combobox with a listbox): aria-activedescendant names the chosen answer.
(() => {
  const dialog = document.getElementById("search");
  if (!dialog) return;
  const field = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector("[role=listbox]");
  const said = dialog.querySelector("[role=status]");
  const KEEPS = "flowmono-recent";
  const answers = () => [...list.querySelectorAll("[role=option]")];

  const choose = (answer) => {
    for (const other of answers()) other.setAttribute("aria-selected", String(other === answer));
    if (!answer) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", answer.id);
    answer.scrollIntoView({ block: "nearest" });
  };
  // What the answers on the screen are about, and whether Enter was pressed before those to the newest words came.
  let answered = null;
  let hurried = false;

  const step = (by) => {
    const all = answers();
    if (!all.length) return;
    const now = all.findIndex((answer) => answer.getAttribute("aria-selected") === "true");
    choose(all[(now + by + all.length) % all.length]);
  };

  const recent = () => {
    try { return JSON.parse(localStorage.getItem(KEEPS)) || []; } catch { return []; }
  };
  const keep = (answer) => {
    const title = answer.dataset.title;
    const url = answer.getAttribute("href");
    if (!title || !url.startsWith("/")) return;
    const kept = [{ title, url }, ...recent().filter((one) => one.url !== url)].slice(0, 5);
    try { localStorage.setItem(KEEPS, JSON.stringify(kept)); } catch { /* private browsing: nothing is remembered */ }
  };
  const showRecent = () => {
    const kept = recent();
    if (field.value || !kept.length) return;
    const group = document.createElement("div");
    group.className = "finder-group";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", list.dataset.recent);
    const heading = document.createElement("p");
    heading.className = "finder-kind";
    heading.textContent = list.dataset.recent;
    group.append(heading);
    kept.forEach((one, index) => {
      const answer = document.createElement("a");
      answer.className = "finder-answer finder-plain";
      answer.id = `recent-${index}`;
      answer.href = one.url;
      answer.tabIndex = -1;
      answer.dataset.title = one.title;
      answer.setAttribute("role", "option");
      answer.setAttribute("aria-selected", "false");
      answer.textContent = one.title;
      group.append(answer);
    });
    list.prepend(group);
  };

  const open = () => {
    if (dialog.open) return;
    document.getElementById("sidebar")?.hidePopover?.();
    dialog.showModal();
    field.select();
    field.dispatchEvent(new Event("ask"));
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-search-open]")) {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      if (document.querySelector("dialog[open]:not(#search)")) return;
      event.preventDefault();
      if (dialog.open) dialog.close();
      else open();
    }
  });
  document.addEventListener("flowmono:search", open);

  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    // The browser would first empty the field; Esc closes, as the dialog says.
    else if (event.key === "Escape") dialog.close();
    else if (event.key === "Enter") {
      if (field.value === answered) list.querySelector("[aria-selected=true]")?.click();
      else hurried = true;
    } else return;
    event.preventDefault();
  });
  list.addEventListener("pointermove", (event) => {
    const answer = event.target.closest("[role=option]");
    if (answer && answer.getAttribute("aria-selected") !== "true") choose(answer);
  });
  list.addEventListener("click", (event) => {
    const answer = event.target.closest("[role=option]");
    if (!answer) return;
    keep(answer);
    // A link into the page that is open does not load anything: what hides the place goes away.
    if (!event.ctrlKey && !event.metaKey) dialog.close();
  });
  field.addEventListener("input", () => { hurried = false; });
  field.addEventListener("htmx:beforeRequest", (event) => { event.detail.xhr.asked = field.value; });
  list.addEventListener("htmx:afterSwap", (event) => {
    answered = event.detail.xhr.asked;
    showRecent();
    choose(answers()[0]);
    if (hurried && answered === field.value) {
      hurried = false;
      answers()[0]?.click();
    }
    const count = answers().length;
    said.textContent = count === 1 ? said.dataset.one : count ? said.dataset.many.replace("{count}", count) : said.dataset.none;
  });

  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const key of document.querySelectorAll("[data-mac]")) key.textContent = key.dataset.mac;
  }
})();
