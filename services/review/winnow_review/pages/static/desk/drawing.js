// Drawing a box, or selecting text, to read it into the current field.

import { $, SMALLEST, ask, clamp, fire, follow, rectOf, say } from "./dom.js";

const STEP = 0.01; // of a page: how far a key moves or sizes the box

export class Drawing {
  constructor(viewer) {
    this.viewer = viewer;
    this.on = false;
    this.box = null;
    viewer.scroller.addEventListener("pointerdown", (event) => this.#drag(event));
  }

  toggle() {
    if (this.#readSelection()) return;
    if (this.on) this.leave();
    else this.#enter();
  }

  #enter() {
    this.on = true;
    this.#look();
    const page = this.viewer.page;
    if (page?.classList.contains("text")) {
      say("Select text to read it into the field; Escape leaves.");
      return;
    }
    if (page) this.#outline(page, this.#boxInSight(page));
    this.viewer.scroller.focus({ preventScroll: true });
    say("Draw a box, or use the arrows to move it and shift with them to size it. Enter reads, Escape leaves.");
  }

  leave() {
    this.on = false;
    this.#erase();
    this.#look();
    say("No box is drawn.");
  }

  #look() {
    this.viewer.scroller.classList.toggle("drawing", this.on);
    this.viewer.drawer.setAttribute("aria-pressed", String(this.on));
  }

  /** A small box where the page is looked at: at the current mark, else in the middle. */
  #boxInSight(page) {
    const frame = $("svg", page).getBoundingClientRect();
    const port = this.viewer.scroller.getBoundingClientRect();
    const mark = this.viewer.marks.of(this.viewer.marks.current).find((one) => page.contains(one));
    const seen = mark ? mark.getBoundingClientRect() : port;
    const x = (seen.left + seen.width / 2 - frame.left) / frame.width;
    const y = (seen.top + seen.height / 2 - frame.top) / frame.height;
    const [wide, high] = mark ? [seen.width / frame.width, seen.height / frame.height] : [0.2, 0.03];
    return inside({ x0: x - wide / 2, y0: y - high / 2, x1: x + wide / 2, y1: y + high / 2 });
  }

  #outline(page, box) {
    this.#erase();
    [this.page, this.box] = [page, box];
    this.rect = rectOf(box);
    this.rect.classList.add("drawn");
    $("svg", page).append(this.rect);
  }

  #erase() {
    this.rect?.remove();
    this.box = null;
  }

  #drag(event) {
    const frame = event.target.closest(".viewer-frame");
    if (!this.on || event.button !== 0 || this.viewer.spaceHeld) return;
    if (!frame) {
      follow(() => {}, () => this.#readSelection());
      return;
    }
    event.preventDefault();
    this.#erase();
    const from = pointIn(frame, event);
    const page = frame.closest(".viewer-page");
    follow((moved) => this.#outline(page, spanned(from, pointIn(frame, moved))), () => {
      const drawn = this.box && this.box.x1 - this.box.x0 > SMALLEST && this.box.y1 - this.box.y0 > SMALLEST;
      if (drawn) this.read();
    });
  }

  /** Whether the key was the drawing's own, while it is on. */
  key(event) {
    if (event.key === "Escape") this.leave();
    else if (event.key === "Enter" && this.box) this.read();
    else if (event.key.startsWith("Arrow") && this.box) this.#nudge(event);
    else return false;
    return true;
  }

  #nudge(event) {
    const along = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const [dx, dy] = along[event.key];
    const { x0, y0, x1, y1 } = this.box;
    const sized = { x0, y0, x1: clamp(x1 + dx, x0 + STEP / 2, 1), y1: clamp(y1 + dy, y0 + STEP / 2, 1) };
    this.#outline(this.page, event.shiftKey ? sized : inside({ x0: x0 + dx, y0: y0 + dy, x1: x1 + dx, y1: y1 + dy }));
    this.viewer.bringIntoSight(this.rect);
  }

  async read() {
    const page = Number(this.page.dataset.page);
    const box = this.box;
    try {
      const { text } = await ask(this.viewer.section.dataset.source.replace(/view\.json$/, "read"), { page, ...box });
      this.leave();
      fire("winnow:read", { text, page, box });
    } catch (error) {
      say(`The box could not be read: ${error.message}.`);
    }
  }

  /** In a document without pictures, selected text is what a box is elsewhere. */
  #readSelection() {
    const selected = getSelection();
    const page = selected.anchorNode?.parentElement?.closest(".viewer-page.text");
    const text = selected.toString().replace(/\s+/g, " ").trim();
    if (!page || !text) return false;
    selected.removeAllRanges();
    this.leave();
    fire("winnow:read", { text, page: Number(page.dataset.page), box: null });
    return true;
  }
}

function pointIn(frame, event) {
  const { left, top, width, height } = frame.getBoundingClientRect();
  return { x: clamp((event.clientX - left) / width, 0, 1), y: clamp((event.clientY - top) / height, 0, 1) };
}

function spanned(one, other) {
  const [x0, x1] = [one.x, other.x].sort((a, b) => a - b);
  const [y0, y1] = [one.y, other.y].sort((a, b) => a - b);
  return { x0, y0, x1, y1 };
}

/** The box, moved so that it lies on the page. */
function inside({ x0, y0, x1, y1 }) {
  const [wide, high] = [Math.min(x1 - x0, 1), Math.min(y1 - y0, 1)];
  const [x, y] = [clamp(x0, 0, 1 - wide), clamp(y0, 0, 1 - high)];
  return { x0: x, y0: y, x1: Math.min(x + wide, 1), y1: Math.min(y + high, 1) };
}
