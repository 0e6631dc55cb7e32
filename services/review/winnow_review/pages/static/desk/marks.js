// Where values stand in the pages: boxes over pictures, spans in texts.

import { $, $$, FIELD, fire, keyOf, make, makeSvg, rectOf } from "./dom.js";

const ROOM = 0.004; // of a page, so that no edge covers the words
const WORDS = { passes: "", doubtful: ", in doubt" };

export class Marks {
  constructor() {
    this.current = null; // the key of the value that is shown
    this.places = new Map(); // key -> its boxes and spans, in order
    this.labels = new Map();
    this.pageOf = new Map(); // key -> the page it is on, also where its box is not known
  }

  /** Draw the boxes of a mark on its page, if that has a picture. */
  draw(mark, page) {
    const key = keyOf(mark);
    this.labels.set(key, mark.label);
    if (mark.page !== null && !this.pageOf.has(key)) this.pageOf.set(key, mark.page);
    const svg = page && $("svg", page);
    if (!svg || !mark.boxes.length) return;
    const group = makeSvg("g", { role: "button" }, makeSvg("title"), ...mark.boxes.map((box) => rectOf(box, ROOM)));
    svg.append(group);
    this.#place(group, [mark]);
  }

  /** A span of text that one or more marks cover; the shortest of them is picked. */
  span(text, marks) {
    const span = make("mark", { role: "button" }, text);
    this.#place(span, [...marks].sort((one, other) => one.end - one.start - (other.end - other.start)));
    return span;
  }

  #place(element, marks) {
    const [{ part, pointer, doubtful }] = marks;
    element.classList.add(marks.some((mark) => mark.part === "field") ? "mark" : "passage");
    element.setAttribute("tabindex", "-1");
    Object.assign(element.dataset, { pointer, of: part, doubtful });
    for (const mark of marks) {
      this.labels.set(keyOf(mark), mark.label);
      this.places.set(keyOf(mark), [...(this.of(keyOf(mark))), element]);
    }
    const pick = () => fire("winnow:picked", { pointer, part });
    element.addEventListener("click", pick);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      pick();
    });
  }

  of(key) {
    return this.places.get(key) ?? [];
  }

  /** Give each mark the look of its field as it now stands; said in its name too. */
  dress() {
    const standing = new Map($$(FIELD).map((field) => [keyOf(field.dataset), field.dataset.standing]));
    for (const element of new Set([...this.places.values()].flat())) {
      const key = keyOf({ part: element.dataset.of, pointer: element.dataset.pointer });
      const stands = standing.get(key) ?? (element.dataset.doubtful === "true" ? "doubtful" : "passes");
      if (element.dataset.standing === stands) continue;
      const name = `${this.labels.get(key)}${WORDS[stands] ?? `, ${stands}`}`;
      const title = $("title", element);
      element.dataset.standing = stands;
      element.setAttribute("aria-label", title ? name : `${element.textContent}: ${name}`);
      if (title) title.textContent = name;
      else element.title = name;
    }
  }

  /** Make a value's places the current ones, the only ones that Tab stops at; returns them. */
  choose(key) {
    for (const old of this.of(this.current)) lookCurrent(old, false);
    this.current = key;
    for (const element of this.of(key)) lookCurrent(element, true);
    return this.of(key);
  }
}

function lookCurrent(element, isCurrent) {
  element.classList.toggle("current", isCurrent);
  element.setAttribute("tabindex", isCurrent ? "0" : "-1");
  if (isCurrent) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
}
