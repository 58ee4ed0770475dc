// When a piece of the page could not be fetched, says so once, in the words that the page carries.
(() => {
  const tell = (kind, said = "") => {
    const words = document.querySelector(`template[data-notice="${kind}"]`);
    const place = document.querySelector(".toasts");
    if (!words || !place || place.querySelector(`[data-notice-shown="${kind}"]`)) return;
    const message = words.content.firstElementChild.cloneNode(true);
    message.dataset.noticeShown = kind;
    if (said) message.querySelector("[data-said]").textContent = said;
    place.append(message);
  };
  // What the server refused, in its own words (HX-Trigger, flowmono/common/middleware.py).
  let refused = false;
  document.addEventListener("refused", (event) => {
    refused = true;
    document.querySelector('[data-notice-shown="refused"]')?.remove();
    tell("refused", event.detail.words);
  });
  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:responseError", () => {
    if (!refused) tell("failed");
    refused = false;
  });
  document.addEventListener("htmx:afterOnLoad", () => document.querySelector('[data-notice-shown="offline"]')?.remove());
})();
