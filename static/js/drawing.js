// The form of a mark: shows what the chosen kind needs, and lets people draw their signature.
(() => {
  const form = document.querySelector("[data-mark-form]");
  if (!form) return;
  const canvas = form.querySelector("[data-canvas]");
  const kept = form.querySelector("[data-drawing]");
  const pen = canvas.getContext("2d");
  let drawing = false;
  let drawn = false;

  const choose = () => {
    const kind = form.querySelector("input[name=kind]:checked")?.value;
    for (const part of form.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== kind;
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };

  Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#12306b" });
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drawing = drawn = true;
    pen.beginPath();
    pen.moveTo(...at(event));
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    for (const point of event.getCoalescedEvents?.() ?? [event]) pen.lineTo(...at(point));
    pen.stroke();
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => { drawing = false; });
  form.querySelector("button[name=clear]")?.addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    drawn = false;
  });
  form.addEventListener("submit", () => { kept.value = drawn ? canvas.toDataURL("image/png") : ""; }, { capture: true });
  form.addEventListener("change", choose);
  form.querySelector("[name=signed_name]")?.addEventListener("input", (event) => {
    form.querySelector("[data-typed]").textContent = event.target.value;
  });
  choose();
})();
