// A form that was sent is not sent twice. Buttons are not disabled, so that their name and value travel with the form.
// Whoever comes back to its page finds the token with which it was sent in it again, so that the server knows it as the same form: sent
// again as it stood, nothing is done twice (flowmono/common/once.py). Read anew, the page has a token of its own.
(() => {
  const SENT = "sent";
  const tokenOf = (form) => form.querySelector("input[name=csrfmiddlewaretoken]");
  const place = (form) => new URL(form.getAttribute("action") || "", location.href).pathname;
  const keep = (form) => {
    const token = tokenOf(form)?.value;
    if (!token) return;
    try { history.replaceState({ ...history.state, [SENT]: { ...history.state?.[SENT], [place(form)]: token } }, ""); } catch { /* too often */ }
  };
  // Half of a token hides the other half, which is the session's own: after another sign-in the former token opens nothing.
  const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const at = (token, i) => LETTERS.indexOf(token[i]);
  const sessionOf = (token) => Array.from({ length: 32 }, (_none, i) => (at(token, i + 32) - at(token, i) + LETTERS.length) % LETTERS.length).join();
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };

  const kept = performance.getEntriesByType("navigation")[0]?.type === "back_forward" && history.state?.[SENT];
  for (const form of kept ? document.querySelectorAll("form[method=post]") : []) {
    const token = tokenOf(form);
    const before = kept[place(form)];
    if (token && before && sessionOf(before) === sessionOf(token.value)) token.value = before;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") || form.hasAttribute("data-repeatable") || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    keep(form);
    event.submitter?.setAttribute("aria-busy", "true");
    // An answer that is a download leaves the page standing: let people try again after a while.
    setTimeout(() => release(form), 15000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });
})();
