// Which pages were on the screen, and for how long each was in sight; a hidden tab counts nothing. Where the form has data-look,
// pages and seconds are told to the server as they come (it counts by its own clock and believes no more time than went by); the rest
// travels with the submit. What the server has already stands in data-before. Who has pages left is told which, and may go there or
// sign all the same; where the company asks that it is read first (data-second-look), only what remains is told: the server would refuse.
class Review {
  constructor(form) {
    this.form = form;
    this.sheets = [...document.querySelectorAll("[data-page]")];
    this.words = form.querySelector("[data-review-words]");
    this.hint = form.querySelector("[data-unseen]");
    this.pace = form.querySelector("[data-pace]");
    this.asked = document.getElementById("unseen");
    this.needs = this.pairs(form.dataset.needs);
    this.counted = this.pairs(form.dataset.before); // seconds that the server has
    this.untold = new Map(); // seconds that it has not
    this.seen = new Set(this.counted.keys());
    this.inSight = new Map();
    this.seconds = Number(form.querySelector("[data-seconds]").value) || 0; // a submit that was refused brings its own back
    this.gone = new AbortController();
    this.start();
  }

  pairs(text) {
    return new Map((text || "").split(",").filter(Boolean).map((pair) => pair.split(":").map(Number)));
  }

  start() {
    const { signal } = this.gone;
    this.watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting, intersectionRect, boundingClientRect } of entries) {
        const most = Math.min(boundingClientRect.height, window.innerHeight || 1);
        this.inSight.set(target, isIntersecting ? intersectionRect.height / most : 0);
        this.look(target);
      }
    }, { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6] });
    this.sheets.forEach((sheet) => this.watcher.observe(sheet));
    document.addEventListener("page-shown", (event) => this.look(event.target), { signal });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.tell();
      else this.sheets.forEach((sheet) => this.look(sheet));
    }, { signal });
    this.clock = setInterval(() => this.tick(), 1000);
    this.form.addEventListener("submit", (event) => {
      this.show();
      if (!this.asked || !this.isAsked() || event.submitter?.hasAttribute("data-all-the-same")) return;
      event.preventDefault();
      this.asked.showModal();
    }, { capture: true, signal });
    this.asked?.querySelector("[data-unseen-go]")?.addEventListener("click", () => this.asked.close(), { signal });
    this.show();
  }

  end() {
    this.gone.abort();
    this.watcher.disconnect();
    clearInterval(this.clock);
    clearTimeout(this.soon);
  }

  // A page counts when it is drawn and half of it is in sight, or as much of it as the screen can hold.
  isLookedAt(sheet) {
    return this.inSight.get(sheet) >= 0.5 && "shown" in sheet.dataset && document.visibilityState === "visible";
  }

  look(sheet) {
    const page = Number(sheet.dataset?.page);
    if (!page || !this.isLookedAt(sheet) || this.seen.has(page)) return;
    this.seen.add(page);
    this.untold.set(page, this.untold.get(page) || 0);
    this.show();
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.tell(), 300);
  }

  tick() {
    if (document.visibilityState !== "visible") return;
    this.seconds += 1;
    const looked = this.sheets.filter((sheet) => this.isLookedAt(sheet)).map((sheet) => Number(sheet.dataset.page));
    // Where two pages share the screen, the second goes to the one that has had less of what it needs.
    const part = (page) => this.timeOn(page) / (this.needs.get(page) || 1);
    const page = looked.sort((one, other) => part(one) - part(other) || one - other)[0];
    if (page) this.untold.set(page, (this.untold.get(page) || 0) + 1);
    const isDue = this.isSecondLook() && this.spent() >= this.total() && this.believed() < this.total();
    if (isDue || this.seconds % 10 === 0) this.tell();
    this.show();
  }

  timeOn(page) { return (this.counted.get(page) || 0) + (this.untold.get(page) || 0); }

  // What the server has not been told yet; a call that fails is told again with the next one.
  async tell() {
    if (!this.form.dataset.look || !this.untold.size) return;
    const told = this.untold;
    this.untold = new Map();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("seen", this.form.querySelector("[name=seen]").value);
    body.set("times", this.written(told));
    try {
      const answer = await fetch(this.form.dataset.look, { method: "POST", body, keepalive: true, redirect: "manual" });
      if (answer.status >= 500) throw new Error(answer.status);
      for (const [page, seconds] of told) this.counted.set(page, (this.counted.get(page) || 0) + seconds);
      // The server believes no more than went by on its own clock; what it counts is what decides.
      if (answer.status === 200) for (const [page, seconds] of this.pairs((await answer.json()).times)) this.counted.set(page, seconds);
      this.show();
    } catch {
      for (const [page, seconds] of told) this.untold.set(page, (this.untold.get(page) || 0) + seconds);
    }
  }

  written(times) { return [...times].map(([page, seconds]) => `${page}:${seconds}`).join(","); }

  left() { return this.sheets.map((sheet) => Number(sheet.dataset.page)).filter((page) => !this.seen.has(page)); }

  total() { return [...this.needs.values()].reduce((sum, one) => sum + one, 0); }

  spent() { return [...this.seen].reduce((sum, page) => sum + this.timeOn(page), 0); }

  isSecondLook() { return "secondLook" in this.form.dataset; }

  // The seconds that the server has; those on their way to it may be believed or not.
  believed() { return [...this.seen].reduce((sum, page) => sum + (this.counted.get(page) || 0), 0); }

  isAsked() { return this.left().length > 0 || (this.isSecondLook() && this.believed() < this.total()); }

  // 3, 4, 5, 9 are said as "3–5, 9".
  inRuns(pages) {
    return pages.reduce((runs, page) => {
      const last = runs.at(-1);
      if (last && page === last[1] + 1) last[1] = page;
      else runs.push([page, page]);
      return runs;
    }, []).map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(", ");
  }

  say(element, pages) {
    const template = pages.length === 1 ? element.dataset.one : element.dataset.many;
    element.textContent = template.replace("{pages}", this.inRuns(pages)).replace("{page}", pages[0]);
    if (element.matches("a")) element.href = `#page-${pages[0]}`;
  }

  hintAt(pages) {
    if (!this.hint) return;
    this.hint.hidden = !pages.length;
    if (!pages.length) return;
    for (const place of [this.hint, this.asked]) for (const part of place?.querySelectorAll("[data-one]") || []) this.say(part, pages);
  }

  inTime(seconds) {
    const { second, minute } = this.pace.dataset;
    if (seconds < 120) return second.replace("{n}", seconds);
    const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
    return minute.replace("{n}", minutes) + (rest ? ` ${second.replace("{n}", rest)}` : "");
  }

  // The time that went by against the time that reading takes: said before the submit, not in its way.
  sayPace() {
    if (!this.pace) return;
    const [needs, spent] = [this.total(), this.spent()];
    this.pace.classList.toggle("is-warn", spent < needs);
    const quick = spent < needs;
    if (this.said === undefined) this.said = this.pace.textContent;
    this.pace.textContent = quick
      ? this.pace.dataset.quick.replace("{seconds}", this.inTime(spent)).replace("{needs}", this.inTime(needs))
        .replace("{rest}", this.inTime(needs - spent)) : this.said;
  }

  // What the second look still asks for, counted down while it is shown; once nothing is left, nothing stands in the way.
  sayRest() {
    if (!this.isSecondLook() || !this.asked || !this.pace) return;
    const [rest, pages] = [this.total() - this.spent(), this.left()];
    const time = this.asked.querySelector("[data-rest]");
    const isRead = this.believed() >= this.total();
    time.hidden = isRead;
    time.textContent = time.dataset.words.replace("{rest}", this.inTime(isRead ? 0 : Math.max(1, rest)));
    this.asked.querySelector("[data-only-unseen]").hidden = !pages.length;
    const go = this.asked.querySelector("[data-unseen-go]");
    if (!pages.length) go.textContent = go.dataset.none;
    if (this.asked.open && !this.isAsked()) this.asked.close();
  }

  show() {
    this.form.querySelector("[data-pages]").value = [...this.seen].sort((a, b) => a - b).join(",");
    this.form.querySelector("[data-seconds]").value = this.seconds;
    const times = this.form.querySelector("[data-times]");
    if (times) times.value = this.written(this.untold);
    this.sayPace();
    if (!this.words) return;
    this.words.hidden = false;
    this.words.textContent = this.words.dataset.words.replace("{seen}", this.seen.size).replace("{total}", this.sheets.length);
    this.hintAt(this.left());
    this.sayRest();
  }
}

(() => {
  let review = null;
  const begin = () => {
    const form = document.querySelector("form[data-review]");
    if (review && review.form === form) return;
    review?.end();
    review = form && document.querySelector("[data-page]") ? new Review(form) : null;
  };
  begin();
  document.addEventListener("page-exchanged", begin);
  // Before another document is laid on the page, what was seen of this one is told.
  document.addEventListener("page-leaves", () => { review?.tell(); });
})();
