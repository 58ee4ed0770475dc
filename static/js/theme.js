// Sets the theme before the first paint, and lets people choose: the system's, light or dark.
(() => {
  const root = document.documentElement;
  root.classList.add("has-js");
  const stored = () => {
    try { return localStorage.getItem("flowmono-theme"); } catch { return null; }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  apply(stored());

  const show = () => {
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === (stored() || "system")));
    }
  };
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (!button) return;
    try { localStorage.setItem("flowmono-theme", button.dataset.setTheme); } catch { /* private browsing: for this page only */ }
    apply(button.dataset.setTheme);
    show();
  });
})();
