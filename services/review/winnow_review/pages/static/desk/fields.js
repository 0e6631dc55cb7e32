// The values on the right: which one is the current one, and how long it has been.

import { $, $$, FIELD, fire, isShown, keyOf, say } from "./dom.js";

const AT_ONCE = 0.5; // seconds: sooner, a field became the current one by the click that decides it

/** Counts seconds while the page is in sight. */
class Clock {
  #seen = 0;
  #since = document.hidden ? null : performance.now();

  constructor() {
    document.addEventListener("visibilitychange", () => {
      this.#seen = this.now;
      this.#since = document.hidden ? null : performance.now();
    });
  }

  get now() {
    return this.#seen + (this.#since === null ? 0 : (performance.now() - this.#since) / 1000);
  }
}

export class Fields {
  #clock = new Clock();
  #key = null; // of the current field; it outlives the element, which htmx replaces
  #begun = 0;
  #acted = 0;

  constructor() {
    document.addEventListener("focusin", ({ target }) => {
      const field = target.closest(FIELD);
      if (field) this.choose(field, { focus: false });
    });
  }

  get all() {
    return $$(FIELD);
  }

  get flagged() {
    return this.all.filter((field) => "flagged" in field.dataset);
  }

  get current() {
    return this.#key === null ? null : this.at(this.#key);
  }

  get key() {
    return this.#key;
  }

  at(key) {
    return this.all.find((field) => keyOf(field.dataset) === key) ?? null;
  }

  /** Make a field the current one; the viewer is asked to show its place. */
  choose(field, { focus = true } = {}) {
    const key = keyOf(field.dataset);
    const isNew = key !== this.#key;
    if (isNew) this.#begun = this.#clock.now;
    this.#key = key;
    this.mark();
    if (focus) field.focus();
    if (isNew) fire("winnow:show", { pointer: field.dataset.pointer, part: field.dataset.part });
  }

  /** Say in the page which field is the current one; again after parts of it were replaced. */
  mark() {
    const current = this.current;
    for (const old of $$(`${FIELD}[aria-current]`)) if (old !== current) old.removeAttribute("aria-current");
    current?.setAttribute("aria-current", "true");
  }

  step(by) {
    const all = this.all;
    const at = all.indexOf(this.current);
    for (let to = at < 0 && by < 0 ? all.length - 1 : at + by; all[to]; to += by) {
      if (isShown(all[to])) return this.choose(all[to]);
    }
    return say(by > 0 ? "This is the last value." : "This is the first value.");
  }

  /** The flagged field that comes after the current one, else the first. */
  nextFlagged() {
    const flagged = this.flagged.filter((field) => isShown(field) && field !== this.current);
    const after = (field) => this.current?.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING;
    return flagged.find(after) ?? flagged[0] ?? null;
  }

  /** The first field to look at. */
  begin({ focus }) {
    const first = this.flagged[0] ?? this.all[0];
    if (first) this.choose(first, { focus });
  }

  /** Seconds that the current field was looked at until now, when it is decided. */
  lap() {
    const now = this.#clock.now;
    const since = now - this.#begun < AT_ONCE ? this.#acted : this.#begun;
    this.#acted = now;
    return Math.max(now - since, 0).toFixed(2);
  }

  /** What each field stands at, to see later what has changed. */
  standings() {
    return new Map(this.all.map((field) => [keyOf(field.dataset), field.dataset.standing]));
  }

  firstChanged(before) {
    return this.all.find((field) => before.get(keyOf(field.dataset)) !== field.dataset.standing) ?? null;
  }

  /** What a field is called in the page. */
  labelOf(field) {
    const by = field.getAttribute("aria-labelledby");
    return (by && $(`#${CSS.escape(by)}`)?.textContent.trim()) || field.getAttribute("aria-label") || field.dataset.pointer;
  }
}
