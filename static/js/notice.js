// When a piece of the page could not be fetched, says so once, in the words that the page carries.
(() => {
  const tell = (kind) => {
    const words = document.querySelector(`template[data-notice="${kind}"]`);
    const place = document.querySelector(".toasts");
    if (!words || !place || place.querySelector(`[data-notice-shown="${kind}"]`)) return;
    const message = words.content.firstElementChild.cloneNode(true);
    message.dataset.noticeShown = kind;
    place.append(message);
  };
  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:responseError", () => tell("failed"));
  document.addEventListener("htmx:afterOnLoad", () => document.querySelector('[data-notice-shown="offline"]')?.remove());
})();
