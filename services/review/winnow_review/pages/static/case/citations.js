// What the answer cites: added from the selection, shown in its passage, removed. What is listed is
// what the form sends.

import { $, $$, say } from "../desk/dom.js";

export class Citations {
  constructor(passages, list) {
    this.passages = passages;
    this.list = list; // null where nothing can be written
    document.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("mousedown", (event) => { // the button must not take the selection
      if (event.target.closest('[data-act="cite"]')) event.preventDefault();
    });
    this.#changed();
  }

  /** Cite what is selected. */
  add() {
    if (!this.list) return say("Take the question first.");
    const span = this.passages.span;
    if (!span) return say("Select words of one passage first.");
    const place = JSON.stringify(span.place);
    if (this.#places.some((one) => JSON.stringify(one) === place)) return say("This is cited already.");
    this.list.append(this.#item(span, place));
    this.#changed();
    return say(`Cited: ${span.quote}`);
  }

  #item({ where, quote }, place) {
    const item = $("#citation").content.cloneNode(true).firstElementChild;
    item.dataset.citation = place;
    $("input", item).value = place;
    $(".where", item).textContent = where;
    $(".quote", item).textContent = quote;
    $("button", item).setAttribute("aria-label", `Remove ${quote.slice(0, 60)}`);
    return item;
  }

  /** In one spelling, whoever wrote them: the page or the script. */
  get #places() {
    return $$("[data-citation]", this.list ?? document).map(({ dataset }) => {
      const { document_id, chunk, start, end } = JSON.parse(dataset.citation);
      return { document_id, chunk, start, end };
    });
  }

  #clicked(event) {
    const pressed = event.target.closest("[data-act]");
    const act = pressed?.dataset.act;
    if (act === "cite") this.add();
    if (act === "uncite") this.#remove(pressed.closest("li"));
    if (act === "show") {
      event.preventDefault();
      const known = this.passages.show(JSON.parse(pressed.closest("li").dataset.citation));
      if (!known) say("Its passage is not among what was found.");
    }
  }

  #remove(item) {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.#changed();
    ($("button", next ?? document.createElement("i")) ?? $("#citations-title")).focus();
    say("It is no longer cited.");
  }

  #changed() {
    const places = this.#places;
    this.passages.mark(places);
    const uncited = $("#uncited");
    if (!uncited) return;
    uncited.hidden = places.length > 0;
    if (places.length) $("#is-uncited").checked = false;
  }
}
