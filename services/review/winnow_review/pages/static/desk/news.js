// What changes on the desk meanwhile: the queue is shown anew, a document that lies open says so.

import { $, ask, make } from "./dom.js";

const PAUSE = 1000; // milliseconds between two looks at the queue

export class News {
  #source = null;
  #timer = null;

  constructor(acts) {
    this.acts = acts;
    this.open = $("[data-standing-at]"); // the document or question that lies open
    document.addEventListener("visibilitychange", () => this.#tune());
    addEventListener("pagehide", () => this.#source?.close());
    this.#tune();
  }

  /** Pages out of sight listen to nothing: browsers keep few connections to one host. */
  #tune() {
    this.#source?.close();
    this.#source = null;
    if (document.hidden) return;
    this.#source = new EventSource($("[data-news]")?.dataset.news ?? "/v1/reviews/events");
    this.#source.addEventListener("changed", (event) => this.#heard(JSON.parse(event.data)));
    this.#source.addEventListener("open", () => this.#look());
  }

  #heard({ ids }) {
    if (!this.open || ids.includes(this.open.dataset.document)) this.#look();
  }

  #look() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (this.open) this.#compare();
      else window.htmx?.trigger(document.body, "winnow:queue");
    }, PAUSE);
  }

  /** Whether the page still shows what holds; our own writes are no news. */
  async #compare() {
    const shown = $("#revision");
    if (!shown || this.acts.isBusy) return this.#look();
    const now = await ask(this.open.dataset.standingAt).catch(() => null);
    if (!now || this.acts.isBusy) return null;
    const { state, writable, what } = this.open.dataset;
    if (now.revision > Number(shown.value) || now.state !== state) {
      return this.#tell(`Somebody has changed this ${what} meanwhile.`);
    }
    if (writable === "true" && !now.mine) {
      return this.#tell(now.holder ? `${now.holder} has taken this ${what} meanwhile.` : `You no longer hold this ${what}.`);
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
