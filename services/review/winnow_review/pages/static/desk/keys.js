// Keys for everything on the page.

import { $, $$ } from "./dom.js";
import * as dialogs from "./dialogs.js";

const TURNED_OFF = "winnow.keys.off"; // in localStorage (WCAG 2.1.4: single keys can be turned off)
const REPEATED = new Set(["j", "k", "ArrowDown", "ArrowUp", "[", "]", "+", "-"]);
const TYPING = "input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable]";
const PRESSABLE = "a[href], button, summary, input, label, [role='button']";

export class Keys {
  constructor(fields, acts, viewer) {
    Object.assign(this, { fields, acts, viewer });
    this.table = this.keys();
    this.byKey = new Map(this.table.flatMap((one) => one.keys.map((key) => [key, one])));
    document.addEventListener("keydown", (event) => this.#down(event));
    document.addEventListener("keyup", (event) => {
      if (event.key === " " && viewer) viewer.spaceHeld = false;
    });
    document.addEventListener("click", ({ target }) => this.#clicked(target.closest("[data-act]")));
  }

  get #singleKeysWork() {
    return localStorage.getItem(TURNED_OFF) === null;
  }

  #turn(on) {
    if (on) localStorage.removeItem(TURNED_OFF);
    else localStorage.setItem(TURNED_OFF, "1");
  }

  keys() {
    const { acts, viewer } = this;
    const press = (name) => () => acts.press(name);
    const view = (what) => () => viewer?.do(what);
    const one = (shown, says, run, keys = [shown]) => ({ shown, says, run, keys });
    return [
      one("Enter", "confirm the value and go to the next flagged one", () => acts.confirm()),
      one("e", "edit the value; then Enter saves and Escape leaves", () => acts.edit()),
      one("x", "clear the value: it is not in the document; then a number says why", () => this.#clear()),
      one("g", "go to the value's place in the document, and back", () => acts.evidence()),
      one("j or ↓", "next value", () => this.#step(1), ["j", "ArrowDown"]),
      one("k or ↑", "previous value", () => this.#step(-1), ["k", "ArrowUp"]),
      one("f", "next flagged value", () => this.#flagged()),
      one("/", "find a value", () => this.#find()),
      one("d", "draw a box to read its text into the value: arrows move it, shift and arrows size it", view("draw")),
      one("[ and ]", "previous and next page", (key) => view(key === "[" ? "previous" : "next")(), ["[", "]"]),
      one("+ - 0", "zoom in, out, to the width", (key) => view({ "+": "in", "-": "out", 0: "fit" }[key])(), ["+", "-", "0"]),
      one("u", "undo the last write, also a decision just made", () => acts.undo()),
      one("a", "approve, and go to the next document", press("approve")),
      one("s", "sign off what is still in doubt and approve", press("sign")),
      one("r", "reject the document: asks why", () => this.openNote("reject")),
      one("n", "next document, leaving this one undecided", press("next")),
      one("q", "leave this one undecided, to the queue", press("skip")),
      one("t", "take the document", press("take")),
      one("?", "these keys", () => this.help()),
    ];
  }

  #down(event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || dialogs.isAsking()) return;
    if (event.target.closest(TYPING)) return void this.#typing(event);
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.#held(event) || this.#drawn(event) || this.#back(event) || this.#pressed(event)) event.preventDefault();
  }

  /** While a box is drawn, space makes the pointer drag the page instead. */
  #held({ key }) {
    if (key !== " " || !this.viewer?.drawing.on) return false;
    this.viewer.spaceHeld = true;
    return true;
  }

  /** Keys of a box that is drawn; whoever leaves it is back at the field. */
  #drawn(event) {
    const { drawing } = this.viewer ?? {};
    if (!drawing?.on || !drawing.key(event)) return false;
    if (!drawing.on) this.fields.current?.focus();
    return true;
  }

  /** In an input Escape leaves it; where Enter makes lines, Ctrl with it sends. */
  #typing(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.acts.leave(event.target);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const around = event.target.closest("details") ?? event.target.form;
      $("button:not([type='button'])", around)?.click();
    }
  }

  #back(event) {
    const field = this.fields.current;
    if (event.key !== "Escape" || !field || !this.viewer?.section.contains(event.target)) return false;
    field.focus();
    return true;
  }

  #pressed(event) {
    const entry = this.byKey.get(event.key);
    if (!entry || (event.repeat && !REPEATED.has(event.key))) return false;
    const isCharacter = event.key.length === 1;
    if (isCharacter && !this.#singleKeysWork) return false;
    if (!isCharacter && !this.#isMeant(event)) return false;
    this.acts.run(() => dialogs.isAsking() || entry.run(event.key));
    return true;
  }

  /** Enter on a button is the button's, arrows outside of values scroll. */
  #isMeant({ key, target }) {
    if (target.closest(PRESSABLE)) return false;
    return key === "Enter" ? this.fields.all.length > 0 : target === this.fields.current;
  }

  #step(by) {
    if (this.fields.all.length) return this.fields.step(by);
    const links = $$("#queue a[id^='own-'], #queue a[id^='to-']");
    const at = links.indexOf(document.activeElement);
    return links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
  }

  #flagged() {
    const next = this.fields.nextFlagged();
    if (next) this.fields.choose(next);
  }

  async #clear() {
    if (!$('[data-act="clear"]', this.fields.current ?? document.createElement("i"))) await this.acts.unfold();
    const button = $('[data-act="clear"]', this.fields.current ?? document.createElement("i"));
    if (!button || button.disabled) return;
    const select = $('select[name="reason"]', button.form ?? button.parentElement);
    if (select) dialogs.why(select, () => button.click());
    else button.click();
  }

  /** Open what a button unfolds, and go to the note in it. */
  openNote(name) {
    const pressed = this.acts.press(name);
    $("textarea", pressed?.closest("details") ?? pressed?.form ?? document.createElement("i"))?.focus();
  }

  #find() {
    const entries = this.fields.all.map((field) => ({ field, label: this.fields.labelOf(field) }));
    if (entries.length) dialogs.find(entries, (field) => this.fields.choose(field));
  }

  help() {
    dialogs.help(this.table, this.#singleKeysWork, (on) => this.#turn(on), this.looks);
  }

  /** Buttons that send nothing are the script's. */
  #clicked(button) {
    const field = button?.closest("[data-pointer][data-part]");
    if (button?.dataset.act === "help") this.help();
    if (button?.dataset.act === "evidence" && field) {
      this.fields.choose(field, { focus: false });
      this.viewer?.show(this.fields.key, { focus: true });
    }
  }
}
