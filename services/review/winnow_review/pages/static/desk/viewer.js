// The viewer of a document: its pages, zoom, where a value stands.

import { ask, clamp, follow, keyOf, make, say } from "./dom.js";
import { Drawing } from "./drawing.js";
import { Marks } from "./marks.js";
import { build, loadLazily } from "./pages.js";

const GAP = 8; // pixels above a page that was gone to
const ZOOM = { least: 0.25, most: 6, step: 1.25 };

export class Viewer {
  spaceHeld = false;
  #dragged = false;

  constructor(section) {
    this.section = section;
    this.zoom = 1;
    this.marks = new Marks();
    this.pages = new Map(); // number -> element
    const region = { tabindex: "0", role: "region", "aria-label": "Pages" };
    this.scroller = make("div", { class: "viewer-pages", ...region });
    this.section.replaceChildren(this.#toolbar(), this.scroller);
    this.drawing = new Drawing(this);
    this.#listen();
  }

  async open() {
    this.scroller.replaceChildren(make("p", { class: "muted" }, "Loading the pages …"));
    try {
      this.#show(await ask(this.section.dataset.source));
    } catch (error) {
      const again = make("button", { type: "button", class: "quiet" }, "Try again");
      again.addEventListener("click", () => this.open());
      const told = `The pages could not be loaded: ${error.message}. `;
      this.scroller.replaceChildren(make("p", { class: "banner bad", role: "alert" }, told, again));
    }
  }

  #show(view) {
    this.pages = build(view, this.marks);
    const empty = make("p", { class: "muted" }, "The document has no pages.");
    this.scroller.replaceChildren(...(this.pages.size ? this.pages.values() : [empty]));
    loadLazily(this.scroller);
    this.marks.dress();
    this.#tellWhere();
    if (this.marks.current) this.show(this.marks.current);
  }

  #toolbar() {
    this.where = make("span", { class: "viewer-where" });
    this.scale = button("fit", "100 %", "Fit the width (0)");
    this.drawer = button("draw", "Read a box", "Draw a box to read its text (d)");
    this.drawer.setAttribute("aria-pressed", "false");
    return make(
      "div", { class: "viewer-bar", role: "group", "aria-label": "Pages and zoom" },
      button("previous", "‹", "Previous page ([)"), this.where, button("next", "›", "Next page (])"),
      button("out", "−", "Zoom out (-)"), this.scale, button("in", "+", "Zoom in (+)"), this.drawer,
    );
  }

  /** What a button or a key of the viewer does. */
  do(what) {
    const acts = {
      previous: () => this.#turn(-1),
      next: () => this.#turn(1),
      out: () => this.#zoomTo(this.zoom / ZOOM.step),
      in: () => this.#zoomTo(this.zoom * ZOOM.step),
      fit: () => this.#zoomTo(1),
      draw: () => this.drawing.toggle(),
    };
    acts[what]();
    if (["out", "in", "fit"].includes(what)) say(`Zoom ${this.scale.textContent}`);
  }

  /** Mark a value's place as the current one and bring it into sight; whether it has one. */
  show(key, { focus = false } = {}) {
    const [place] = this.marks.choose(key);
    if (place) this.bringIntoSight(place);
    else if (this.marks.pageOf.has(key)) this.#goTo(this.marks.pageOf.get(key));
    if (focus) (place ?? this.scroller).focus({ preventScroll: this.#isBeside() });
    return place !== undefined;
  }

  /** Whether it stands wholly in sight: then nothing else needs to scroll. */
  #isBeside() {
    const { top, bottom } = this.scroller.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }

  /** Scroll the pages, and nothing else, unless the element is in sight. */
  bringIntoSight(element) {
    const port = this.scroller.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    const left = outside(box.left, box.right, port.left, port.right);
    const top = outside(box.top, box.bottom, port.top, port.bottom);
    if (left || top) this.scroller.scrollBy({ left, top, behavior: "instant" });
  }

  /** The page in the middle of what is seen. */
  get page() {
    const port = this.scroller.getBoundingClientRect();
    const all = [...this.pages.values()];
    return all.find((page) => page.getBoundingClientRect().bottom > port.top + port.height / 2) ?? all.at(-1);
  }

  #goTo(number) {
    const page = this.pages.get(number);
    if (!page) return;
    const top = page.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - GAP;
    this.scroller.scrollBy({ top, behavior: "instant" });
  }

  #turn(by) {
    const numbers = [...this.pages.keys()];
    if (!numbers.length) return;
    this.#goTo(numbers[clamp(numbers.indexOf(Number(this.page.dataset.page)) + by, 0, numbers.length - 1)]);
    this.#tellWhere();
    say(this.where.textContent);
  }

  #tellWhere() {
    if (this.page) this.where.textContent = `Page ${this.page.dataset.page} of ${this.pages.size}`;
  }

  /** Where to zoom about without a pointer: the current place if it is in sight, else the middle. */
  #lookedAt() {
    const port = this.scroller.getBoundingClientRect();
    const box = this.marks.of(this.marks.current)[0]?.getBoundingClientRect();
    const seen = box && box.top >= port.top && box.bottom <= port.bottom && box.left < port.right && box.right > port.left;
    const { left, top, width, height } = seen ? box : port;
    return { clientX: left + width / 2, clientY: top + height / 2 };
  }

  /** Zoom about a point of the window. */
  #zoomTo(zoom, at = this.#lookedAt()) {
    const pages = this.scroller;
    const port = pages.getBoundingClientRect();
    const [x, y] = [at.clientX - port.left, at.clientY - port.top];
    const [across, down] = [(pages.scrollLeft + x) / pages.scrollWidth, (pages.scrollTop + y) / pages.scrollHeight];
    this.zoom = clamp(zoom, ZOOM.least, ZOOM.most);
    pages.style.setProperty("--zoom", this.zoom);
    this.scale.textContent = `${Math.round(this.zoom * 100)} %`;
    pages.scrollTo({ left: across * pages.scrollWidth - x, top: down * pages.scrollHeight - y, behavior: "instant" });
  }

  #listen() {
    const pages = this.scroller;
    this.section.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-view]");
      if (pressed) this.do(pressed.dataset.view);
    });
    pages.addEventListener("scroll", () => requestAnimationFrame(() => this.#tellWhere()), { passive: true });
    pages.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.#zoomTo(this.zoom * Math.exp(-clamp(event.deltaY, -100, 100) / 400), event);
    }, { passive: false });
    pages.addEventListener("pointerdown", (event) => this.#pan(event));
    pages.addEventListener("click", (event) => {
      const meant = this.#dragged || this.drawing.on || getSelection().type === "Range";
      if (meant) event.stopPropagation(); // it was no click on a mark
    }, { capture: true });
    document.addEventListener("winnow:show", ({ detail }) => this.show(keyOf(detail), detail));
  }

  /** Drag the pages: with the middle button, with space, or where nothing else is to be dragged. */
  #pan(event) {
    this.#dragged = false;
    const free = event.pointerType === "mouse" && !this.drawing.on && !event.target.closest(".text");
    const left = event.button === 0 && (free || this.spaceHeld);
    if (!left && event.button !== 1) return;
    if (!free || event.button === 1) event.preventDefault();
    const { scrollLeft, scrollTop } = this.scroller;
    follow(({ clientX, clientY }) => {
      const [dx, dy] = [clientX - event.clientX, clientY - event.clientY];
      this.#dragged ||= Math.hypot(dx, dy) > 4;
      if (this.#dragged) this.scroller.scrollTo({ left: scrollLeft - dx, top: scrollTop - dy, behavior: "instant" });
    });
  }
}

/** A sign is named by its title, a word by itself. */
function button(view, text, title) {
  const name = text.length === 1 ? { "aria-label": title } : {};
  return make("button", { type: "button", class: "quiet", "data-view": view, title, ...name }, text);
}

/** How far to scroll so that start..end stands in the middle of least..most; 0 if it is inside. */
function outside(start, end, least, most) {
  const margin = Math.min(24, (most - least) / 8);
  if (start >= least + margin && end <= most - margin) return 0;
  return (start + end) / 2 - (least + most) / 2;
}
