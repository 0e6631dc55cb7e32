// What changes on the desk meanwhile: the queue is shown anew, a document that lies open says so.

import { $, ask, make } from "./dom.js";

const PAUSE = 1000; // milliseconds between two looks at the queue

export class News {
  #source = null;
  #timer = null;

  constructor(acts) {
    this.acts = acts;
    this.document = $("#document")?.dataset.document;
    document.addEventListener("visibilitychange", () => this.#tune());
    addEventListener("pagehide", () => this.#source?.close());
    this.#tune();
  }

  /** Pages out of sight listen to nothing: browsers keep few connections to one host. */
  #tune() {
    this.#source?.close();
    this.#source = null;
    if (document.hidden) return;
    this.#source = new EventSource("/v1/reviews/events");
    this.#source.addEventListener("changed", (event) => this.#heard(JSON.parse(event.data)));
    this.#source.addEventListener("open", () => this.#look());
  }

  #heard({ ids }) {
    if (!this.document || ids.includes(this.document)) this.#look();
  }

  #look() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (this.document) this.#compare();
      else window.htmx?.trigger(document.body, "winnow:queue");
    }, PAUSE);
  }

  /** Whether the page still shows what holds; our own writes are no news. */
  async #compare() {
    const [page, shown] = [$("#document"), $("#revision")];
    if (!shown || this.acts.isBusy) return this.#look();
    const now = await ask(`/documents/${this.document}/standing.json`).catch(() => null);
    if (!now || this.acts.isBusy) return null;
    const { state, writable } = page.dataset;
    if (now.revision > Number(shown.value) || now.state !== state) {
      return this.#tell("Somebody has changed this document meanwhile.");
    }
    if (writable === "true" && !now.mine) {
      return this.#tell(now.holder ? `${now.holder} has taken this document meanwhile.` : "You no longer hold this document.");
    }
    return null;
  }

  #tell(text) {
    $("#news")?.remove();
    const again = make("a", { href: location.pathname }, "Look again");
    const told = `Note: ${text} What you typed is still here. `;
    const news = make("p", { id: "news", class: "banner warn", role: "alert" }, told, again);
    ($("#refusal") ?? $("#main").firstElementChild).before(news);
  }
}
