// Copies the text of data-copy, and says so in the button's own words.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = button.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    const text = button.parentElement.querySelector("code");
    if (text) getSelection().selectAllChildren(text);
    return;
  }
  button.classList.add("is-good");
  if (said) {
    const before = said.textContent;
    said.textContent = said.dataset.copied;
    setTimeout(() => { said.textContent = before; button.classList.remove("is-good"); }, 2000);
  }
});
