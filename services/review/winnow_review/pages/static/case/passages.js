// The passages that were found: a span of one is selected by mouse, or by keys alone.

import { $$, say } from "../desk/dom.js";
import { beside, spansOf, stretched, toPoints, toUnits, trimmed } from "./spans.js";

export class Passages {
  constructor(section) {
    this.section = section;
    section.addEventListener("keydown", (event) => this.#down(event));
  }

  get all() {
    return $$(".passage", this.section);
  }

  /** What is selected within one passage, as [passage, start, end] in UTF-16 units, or null. */
  get selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const passage = this.all.find((one) => one.contains(range.startContainer) && one.contains(range.endContainer));
    if (!passage) return null;
    const [start, end] = trimmed(passage.textContent, offset(passage, range, "start"), offset(passage, range, "end"));
    return start < end ? [passage, start, end] : null;
  }

  /** The selection as the desk is told of it: in code points, with the words. */
  get span() {
    if (!this.selected) return null;
    const [passage, start, end] = this.selected;
    const text = passage.textContent;
    return {
      place: { document_id: passage.dataset.document, chunk: passage.dataset.chunk, start: toPoints(text, start), end: toPoints(text, end) },
      where: passage.dataset.name,
      quote: text.slice(start, end),
    };
  }

  /** The next or previous passage. */
  step(by) {
    const all = this.all;
    const at = all.indexOf(document.activeElement.closest(".passage"));
    const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
    if (!all[to]) return say(by > 0 ? "This is the last passage." : "This is the first passage.");
    all[to].focus();
    return all[to].scrollIntoView({ block: "nearest" });
  }

  /** Select what a citation cites, if its passage is here; whether it is. */
  show({ document_id, chunk, start, end }) {
    const passage = this.#at(document_id, chunk);
    if (!passage) return false;
    const text = passage.textContent;
    passage.focus({ preventScroll: true });
    this.#select(passage, [toUnits(text, start), toUnits(text, end)]);
    return true;
  }

  /** Underline what is cited, where the browser can. */
  mark(places) {
    if (!window.Highlight) return;
    const ranges = places.map((one) => [this.#at(one.document_id, one.chunk), one]).filter(([passage]) => passage?.firstChild);
    CSS.highlights.set("cited", new Highlight(...ranges.map(([passage, { start, end }]) => {
      const text = passage.textContent;
      return rangeOf(passage, [toUnits(text, start), toUnits(text, end)]);
    })));
  }

  #at(documentId, chunk) {
    return this.all.find(({ dataset }) => dataset.document === documentId && dataset.chunk === chunk);
  }

  /** Arrows: sentences up and down, words left and right; with shift the end moves by a word. */
  #down(event) {
    const passage = event.target.closest(".passage");
    const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!passage || !by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const text = passage.textContent;
    const current = this.selected?.[0] === passage ? this.selected.slice(1) : null;
    const upright = event.key === "ArrowDown" || event.key === "ArrowUp";
    const words = spansOf(text, upright ? "sentence" : "word");
    const span = event.shiftKey && current ? stretched(words, current, by) : beside(words, current, by);
    if (span) this.#select(passage, span, { aloud: true });
  }

  #select(passage, span, { aloud = false } = {}) {
    const range = rangeOf(passage, span);
    getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    const port = passage.closest(".passages");
    const [box, seen] = [range.getBoundingClientRect(), port.getBoundingClientRect()];
    if (box.top < seen.top || box.bottom > seen.bottom) port.scrollBy({ top: box.top - seen.top - seen.height / 3, behavior: "instant" });
    if (port.getBoundingClientRect().bottom > innerHeight || seen.top < 0) passage.scrollIntoView({ block: "nearest" });
    if (aloud) say(`Selected: ${passage.textContent.slice(...span)}`);
  }
}

function rangeOf(passage, [start, end]) {
  const [range, text] = [new Range(), passage.firstChild];
  range.setStart(text, Math.min(start, text.length));
  range.setEnd(text, Math.min(end, text.length));
  return range;
}

/** Where a range begins or ends, counted from the passage's beginning. */
function offset(passage, range, edge) {
  const before = new Range();
  before.selectNodeContents(passage);
  before.setEnd(range[`${edge}Container`], range[`${edge}Offset`]);
  return before.toString().length;
}
