// What was entered in a form whose answer was no stands in it again, and a dialog is open again with the answer in it: nobody types it twice.
// It is kept in this tab alone, until the next page is there. Passwords and files are never kept.
(() => {
  const KEY = "flowmono-entered";
  const place = (form) => new URL(form.action, location.href).pathname;
  const entered = (form) => [...form.elements].filter((one) => one.name && !one.disabled
    && one.matches("input:not([type=hidden], [type=password], [type=file], [type=submit]), select, textarea"));
  const isTicked = (one) => one.matches("[type=checkbox], [type=radio]");

  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    const values = entered(form).filter((one) => !one.multiple)
      .map((one) => (isTicked(one) ? [one.name, one.value, one.checked] : [one.name, one.value]));
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ form: form.id, dialog: form.closest("dialog")?.id, action: place(form), values }));
    } catch { /* private browsing, or more than a tab may keep */ }
  });

  const taken = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      return kept;
    } catch { return null; }
  };
  const kept = taken();
  const refusals = [...document.querySelectorAll("#toasts .callout-bad, #toasts [data-refused]")];
  if (!kept || !refusals.length) return;
  const form = [...document.forms].find((one) => one.method === "post" && place(one) === kept.action
    && (one.closest("dialog")?.id ?? undefined) === kept.dialog && one.id === kept.form);
  if (!form) return;
  for (const one of entered(form).filter((field) => !field.multiple)) {
    const said = kept.values.find(([name, value]) => name === one.name && (!isTicked(one) || value === one.value));
    if (said && isTicked(one)) one.checked = said[2];
    else if (said) one.value = said[1];
    else continue;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const dialog = form.closest("dialog");
  if (!dialog) return;
  const heading = dialog.querySelector("h2");
  for (const refusal of refusals.reverse()) {
    const words = document.createElement("div");
    words.className = refusal.className.replace("toast ", "");
    words.setAttribute("role", "alert");
    words.append(...[...refusal.children].filter((one) => !one.matches("button")));
    refusal.remove();
    heading.after(words);
  }
  dialog.showModal();
})();
