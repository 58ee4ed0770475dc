// What is missing in a form stands beside its field in our words, not in a bubble of the browser's; the first such field gets the focus.
// One way for every form and dialog. Without scripts the browser says it, and what the server finds stands in the same place.
(() => {
  const wordsFor = ({ validity, type, tagName, dataset, step }) => {
    if (validity.valueMissing && dataset.missing) return "other";
    if (validity.valueMissing && type === "checkbox") return "tick";
    if (validity.valueMissing) return tagName === "SELECT" || type === "radio" || type === "file" ? "choice" : "empty";
    if (validity.typeMismatch) return type === "email" || type === "url" ? type : "other";
    if (validity.badInput) return type === "number" ? "number" : "other";
    const isDay = type === "date";
    if (validity.rangeUnderflow) return isDay ? "early" : "small";
    if (validity.rangeOverflow) return isDay ? "late" : "large";
    return validity.stepMismatch && type === "number" ? (placesOf(step) ? "places" : "whole") : "other";
  };
  const placesOf = (step) => (Number(step) ? (String(step).split(".")[1] || "").length : 0);
  // What a sentence leaves open: the bound as the field has it, a day as the page's language writes it.
  const boundOf = ({ validity, type, min, max, step }) => {
    if (validity.stepMismatch && !validity.rangeUnderflow && !validity.rangeOverflow) return placesOf(step);
    const bound = validity.rangeUnderflow ? min : max;
    if (type !== "date") return bound;
    return new Date(`${bound}T00:00`).toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, { day: "numeric", month: "short", year: "numeric" });
  };
  // Of a choice among several the question is asked once, beside all of them.
  const idOf = (field) => `${field.type === "radio" ? field.name : field.id || field.name}_missing`;
  const asked = (field) => (field.type === "radio" && field.form ? [...field.form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)] : [field]);
  const clear = (field) => {
    const id = idOf(field);
    const said = document.getElementById(id);
    if (!said) return;
    said.remove();
    for (const one of asked(field)) {
      one.removeAttribute("aria-invalid");
      const rest = (one.getAttribute("aria-describedby") || "").split(" ").filter((other) => other && other !== id);
      if (rest.length) one.setAttribute("aria-describedby", rest.join(" "));
      else one.removeAttribute("aria-describedby");
    }
  };
  let first = null;
  document.addEventListener("invalid", (event) => {
    const field = event.target;
    const words = document.querySelector(`template[data-missing=${wordsFor(field)}]`);
    if (!words || field.offsetParent === null) return;
    event.preventDefault();
    if (!first) {
      first = field;
      setTimeout(() => { first.focus(); first = null; });
    }
    if (field.type === "radio" && document.getElementById(idOf(field))) return;
    clear(field);
    const said = words.content.firstElementChild.cloneNode(true);
    said.id = idOf(field);
    const own = said.querySelector("[data-said]");
    const open = said.querySelector("[data-bound]");
    if (open) open.textContent = open.dataset.bound.replace("{n}", boundOf(field));
    if (own) own.textContent = (field.validity.valueMissing && field.dataset.missing) || field.validationMessage;
    const group = field.type === "radio" ? field.closest("fieldset") || field.closest(".field, label")
      : field.type === "checkbox" || field.type === "file" ? field.closest("fieldset, .field, label") : null;
    if (group) group.append(said);
    else field.before(said);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${said.id}`.trim());
  }, true);
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => { if (event.target.validity?.valid) clear(event.target); });
  }
})();
