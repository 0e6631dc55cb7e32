// The questions of a conversation, each with its answer as it grows.
import { made, say } from "./dom.js";
import { deeds } from "./deeds.js";
import * as sources from "./sources.js";

export class Thread {
  constructor(list) {
    this.list = list;
    this.onwait = () => {};
  }

  begin(text, id = crypto.randomUUID()) {
    const turn = new Turn(id, text, (one) => this.onwait(one));
    this.list.append(turn.element);
    turn.element.scrollIntoView({ block: "nearest" });
    return turn;
  }
}

class Turn {
  constructor(id, text, onwait) {
    this.id = id;
    this.onwait = onwait;
    this.told = { sources: [], answer: { sentences: [] } };
    this.standalone = made("p", { class: "standalone muted", hidden: true, dir: "auto" });
    this.said = made("div", { class: "said", "aria-live": "polite", "aria-busy": "true", dir: "auto" }, made("p", { class: "muted working" }, "Looking…"));
    this.foot = made("div", { class: "foot" });
    this.question = made("h2", { class: "question", dir: "auto" }, text);
    this.element = made("li", { class: "turn" }, this.question, this.standalone, this.said, this.foot);
  }

  // A step of the answer, while it is being made.
  step(name, told) {
    const { answer } = this.told;
    if (name === "standalone") this.understood(told.text);
    if (name === "sources") this.told.sources = told.sources;
    if (name === "sentence") answer.sentences.push(told);
    if (name === "sentence") this.said.replaceChildren(this.sentences());
    if (name !== "standalone") this.beside();
  }

  // The question as the service tells it.
  show(told) {
    this.told = told;
    this.understood(told.standalone);
    this.said.removeAttribute("aria-busy");
    this.said.replaceChildren(...this.answer());
    this.foot.replaceChildren(...deeds(told, (after) => this.changed(after)));
    this.beside();
  }

  changed(after) {
    this.show(after);
    if (after.state === "waiting") this.onwait(this);
  }

  // Nothing came; what can be done about it.
  broke(why, retry) {
    this.said.removeAttribute("aria-busy");
    this.said.replaceChildren(
      made("p", { class: "banner bad", role: "alert" }, `${why} `, made("button", { type: "button", class: "quiet", onclick: retry }, "Try again")),
    );
  }

  understood(text) {
    this.standalone.hidden = text === this.question.textContent;
    this.standalone.textContent = `Understood as: ${text}`;
  }

  answer() {
    const { state, answer, person } = this.told;
    if (state === "asking") return [made("p", { class: "muted working" }, "Looking…")];
    if (state === "erased") return [made("p", { class: "muted" }, "A document that this answer rested on was erased, and the answer with it.")];
    const warnings = answer.warnings.map((one) => made("p", { class: "banner warn" }, one));
    const own = state === "waiting" ? this.waiting() : this.found();
    return person ? [this.person(), ...warnings] : [...own, ...warnings];
  }

  found() {
    const { answer } = this.told;
    if (answer.outcome === "answered") return [this.sentences(), this.origin()];
    const why = answer.reasons.length ? made("ul", { class: "muted" }, ...answer.reasons.map((one) => made("li", {}, one))) : null;
    const text = answer.outcome === "refused" ? "This question is not let in." : "The documents do not say.";
    return [made("p", { class: "none" }, text), why].filter(Boolean);
  }

  waiting() {
    const { answer } = this.told;
    const banner = made("p", { class: "banner" }, "A person has been asked. Their answer will appear here; you may close this page and come back.");
    if (!answer.sentences.length) return [banner];
    return [banner, made("p", { class: "muted" }, "Not confirmed:"), this.sentences()];
  }

  person() {
    const { person } = this.told;
    const texts = { answered: person.text, not_in_documents: "The documents do not say.", declined: "This cannot be answered." };
    const cites = person.citations.map((one) => this.cite(one));
    return made(
      "div",
      { class: "person" },
      made("p", { class: "by" }, made("span", { class: "badge good" }, "answered by a person"), " ", made("bdi", { dir: "auto" }, person.reviewer)),
      made("p", { dir: "auto" }, person.text || texts[person.outcome], ...cites),
      person.note ? made("p", { class: "muted", dir: "auto" }, person.note) : null,
    );
  }

  sentences() {
    const spoken = this.told.answer.sentences.map((one) =>
      made("span", { class: "sentence" }, one.text, ...one.citations.map((place) => this.cite(place)), " "),
    );
    return made("p", {}, ...spoken);
  }

  origin() {
    const { answer } = this.told;
    const sure = `${Math.round(answer.confidence * 100)} % sure`;
    return made("p", { class: "muted origin" }, answer.cached ? `${sure}, answered before` : sure);
  }

  cite(place) {
    const number = this.numbers().number(place);
    return made(
      "button",
      { type: "button", class: "cite", "aria-label": `Source ${number}: ${place.file_name}, page ${place.page}`, title: `${place.file_name}, page ${place.page}`, onclick: () => this.beside(number) },
      String(number),
    );
  }

  numbers() {
    const cited = this.told.person ? [{ citations: this.told.person.citations }] : [];
    return sources.numbered(this.told.sources, [...(this.told.answer?.sentences ?? []), ...cited]);
  }

  beside(number = null) {
    sources.show(this.numbers().all, number);
    if (number) say(`Source ${number}`);
  }
}
