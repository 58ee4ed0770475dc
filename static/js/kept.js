// What was entered in a form whose answer was no stands in it again, and a dialog is open again with the answer in it: nobody types it twice.
// The same after a page that only stood in between (data-passing): the sign-in for whose session had ended, a page that says no or sorry.
// It is kept in this tab alone, for the person who entered it, until the next page is there. Passwords and files are never kept.
// What a form was shown with (data-kept) goes with what was entered: who comes back to it is told what somebody else changed meanwhile.
(() => {
  const KEY = "flowmono-entered";
  const place = (form) => new URL(form.action, location.href).pathname;
  const entered = (form) => [...form.elements].filter((one) => one.name && !one.disabled
    && one.matches("[data-kept], input:not([type=hidden], [type=password], [type=file], [type=submit]), select, textarea"));
  const isTicked = (one) => one.matches("[type=checkbox], [type=radio]");
  const passing = document.querySelector("[data-passing]") !== null;
  const person = document.body.dataset.person || "";
  const put = (kept) => {
    try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* private browsing, or more than a tab may keep */ }
  };
  const keep = (form, passed = false) => {
    const values = entered(form).filter((one) => !one.multiple)
      .map((one) => (isTicked(one) ? [one.name, one.value, one.checked] : [one.name, one.value]));
    put({ form: form.id, dialog: form.closest("dialog")?.id, action: place(form), person, passed, values });
  };

  addEventListener("submit", (event) => {
    const form = event.target;
    if (passing || form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    keep(form);
  });
  // A form that is answered where it stands is kept only when its answer leads to the sign-in.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = event.detail.elt;
    if (form.matches?.("form") && event.detail.xhr.getResponseHeader("HX-Redirect")) keep(form, true);
  });

  const taken = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      return kept;
    } catch { return null; }
  };
  const kept = taken();
  if (!kept) return;
  if (passing) return put({ ...kept, passed: true });
  const refusals = [...document.querySelectorAll("#toasts .callout-bad, #toasts [data-refused]")];
  if (!kept.passed && !refusals.length) return;
  if (kept.person && person && kept.person !== person) return;
  // Several forms may go to one place, an answer of yes and one of no: the one is meant that has all of the fields.
  const form = [...document.forms].find((one) => one.method === "post" && place(one) === kept.action
    && (one.closest("dialog")?.id ?? undefined) === kept.dialog && one.id === kept.form
    && kept.values.every(([name]) => one.elements.namedItem(name)));
  if (!form) return;
  for (const one of entered(form).filter((field) => !field.multiple)) {
    const said = kept.values.find(([name, value]) => name === one.name && (!isTicked(one) || value === one.value));
    if (said && isTicked(one)) one.checked = said[2];
    else if (said) one.value = said[1];
    else continue;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const said = kept.passed && kept.values.length && document.querySelector("template[data-notice=again]");
  if (said) {
    form.dataset.typedIn = "";
    const words = said.content.firstElementChild.cloneNode(true);
    document.getElementById("toasts")?.append(words);
    refusals.push(words);
  }
  const folded = form.closest("details.unfold");
  if (folded) folded.open = true;
  const dialog = form.closest("dialog");
  if (!dialog) return;
  const heading = dialog.querySelector("h2");
  for (const refusal of refusals.reverse()) {
    const words = document.createElement("div");
    words.className = refusal.className.replace("toast ", "").replace(" toast", "");
    words.setAttribute("role", "alert");
    words.append(...[...refusal.children].filter((one) => !one.matches("button")));
    refusal.remove();
    heading.after(words);
  }
  dialog.showModal();
})();
