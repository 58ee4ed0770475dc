// A device that a host handed to a signer: while it is touched, the server is told so; left lying, it shows the paper no more.
// Where data-device is absent (the thanks), a page that the Back button brings again is only asked for anew.
const place = document.querySelector("[data-device]");

class Device {
  constructor({ dataset }) {
    this.over = dataset.device;
    this.told = dataset.awake;
    this.idle = Number(dataset.idle) * 1000;
    this.touched = Date.now();
    this.untold = false;
    const touch = () => { this.touched = Date.now(); this.untold = true; };
    for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "scroll"]) {
      document.addEventListener(kind, touch, { passive: true, capture: true });
    }
    document.addEventListener("visibilitychange", () => this.look());
    setInterval(() => this.look(), 5000);
    setInterval(() => this.tell(), 30000);
  }

  // A clock that stood still while the device slept is caught by the time of day.
  look() {
    if (Date.now() - this.touched >= this.idle) location.replace(this.over);
  }

  async tell() {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!this.untold || !this.told || !token) return;
    this.untold = false;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token);
    try {
      const answer = await fetch(this.told, { method: "POST", body, redirect: "manual" });
      if (answer.status === 409 || answer.status === 410) location.replace(this.over);
    } catch { this.untold = true; }
  }
}

if (place) new Device(place);
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
