// Drawing a signature: a pad that keeps what was drawn as a picture in a hidden field when its form is sent. In the form of a mark it also
// shows what the chosen kind needs; on the page of somebody outside it opens when they choose to draw.
(() => {
  const pad = (root, form, kept, clear) => {
    const canvas = root.querySelector("[data-canvas]");
    const pen = canvas.getContext("2d");
    let drawing = false;
    let drawn = false;
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
    clear?.addEventListener("click", () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      drawn = false;
    });
    form.addEventListener("submit", () => { kept.value = drawn ? canvas.toDataURL("image/png") : ""; }, { capture: true });
  };

  const form = document.querySelector("[data-mark-form]");
  if (form) {
    const choose = () => {
      const kind = form.querySelector("input[name=kind]:checked")?.value;
      for (const part of form.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== kind;
    };
    pad(form, form, form.querySelector("[data-drawing]"), form.querySelector("button[name=clear]"));
    form.addEventListener("change", choose);
    form.querySelector("[name=signed_name]")?.addEventListener("input", (event) => {
      form.querySelectorAll("[data-typed]").forEach((shown) => { shown.textContent = event.target.value; });
    });
    choose();
  }

  const own = document.querySelector("[data-own-mark]");
  const signing = document.getElementById("sign");
  if (own && signing) {
    // The mark on the page is the one that was chosen; a drawn one is seen in its pad.
    const previews = [...document.querySelectorAll(".doc-over image")].map((image) => [image, image.getAttribute("href")]);
    const choose = () => {
      const face = own.querySelector("input[name=face]:checked");
      const pictured = face?.matches("[data-draws], [data-brings]");
      own.querySelector("[data-pad]").hidden = !face?.hasAttribute("data-draws");
      for (const [image, address] of previews) {
        image.style.setProperty("visibility", pictured ? "hidden" : "visible");
        if (face && !pictured) image.setAttribute("href", `${address}?face=${face.value}`);
      }
    };
    pad(own, signing, signing.querySelector("[data-drawing]"), own.querySelector("button[name=clear]"));
    own.addEventListener("change", choose);
    choose();
  }
})();
