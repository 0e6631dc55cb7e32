// Acting: keys press the page's own buttons, so that mouse and keyboard take one way; and what the
// page looks at once the desk has answered.

import { $, $$, FIELD, isShown, keyOf, make, say } from "./dom.js";

export class Acts {
  #chain = Promise.resolve();
  #busy = 0; // requests under way
  #asked = 0; // acts that wait for their turn
  #idle = [];
  #leaving = false;
  #sent = null; // the write under way: whose field, what was asked

  constructor(fields, viewer) {
    this.fields = fields;
    this.viewer = viewer;
    document.addEventListener("submit", (event) => this.#submitted(event), { capture: true });
    document.addEventListener("htmx:beforeRequest", () => this.#count(1, 0));
    document.addEventListener("htmx:afterRequest", (event) => this.#answered(event.detail));
    document.addEventListener("winnow:picked", ({ detail }) => this.#picked(detail));
    document.addEventListener("winnow:read", ({ detail }) => this.run(() => this.#fill(detail.text)));
  }

  get isBusy() {
    return this.#busy > 0;
  }

  /** One act after the other: each must know the revision that the one before has made. */
  run(act) {
    this.#count(0, 1);
    this.#chain = this.#chain
      .then(() => this.#settled())
      .then(() => (this.#leaving ? null : act()))
      .catch((error) => say(`That did not work: ${error.message}`))
      .finally(() => this.#count(0, -1));
    return this.#chain;
  }

  /** Whether something is under way is said to whoever looks on: the pointer's shape, tests. */
  #count(requests, acts) {
    this.#busy = Math.max(this.#busy + requests, 0);
    this.#asked += acts;
    document.documentElement.dataset.busy = String(this.#leaving || this.#busy + this.#asked > 0);
    if (!this.#busy) this.#idle.splice(0).forEach((resolve) => resolve());
  }

  #settled() {
    return this.#busy ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  /** Press the first button of that name that can be pressed: the current field's, else the page's. */
  press(name) {
    const field = this.fields.current;
    const pressable = (one) => !one.disabled && isShown(one) && (!one.closest(FIELD) || one.closest(FIELD) === field);
    const found = $$(`[data-act="${name}"]`).filter(pressable);
    const own = found.find((one) => field?.contains(one)) ?? found[0];
    own?.click();
    return own ?? null;
  }

  /** Confirm the current field, or open it where it is folded up in a table. */
  async confirm() {
    if (!this.fields.current) return this.fields.begin({ focus: true });
    return this.press("confirm") ?? (await this.unfold()) ?? say("There is nothing to confirm here.");
  }

  /** Fields in tables are links to be opened; returns the field once it can be decided. */
  async unfold() {
    const link = $('a[data-act="edit"]', this.fields.current ?? document.createElement("i"));
    if (!link) return null;
    link.click();
    await this.#settled();
    const field = this.fields.current;
    if (field) this.fields.choose(field);
    return field;
  }

  /** Open the current field's editor; returns its input, or null if it has none. */
  async edit() {
    if ($('a[data-act="edit"]', this.fields.current ?? document.createElement("i"))) await this.unfold();
    const field = this.fields.current;
    const opener = field && $('[data-act="edit"]', field);
    if (!opener) return say("This cannot be edited.");
    const details = opener.closest("details");
    if (!details?.open) opener.click();
    const input = inputOf(details ?? field);
    input?.focus();
    input?.select?.();
    return input;
  }

  /** Close whatever editor somebody is in, and go back to the field. */
  leave(element) {
    const details = element.closest("details");
    if (details) details.open = false;
    const field = element.closest(FIELD) ?? this.fields.current;
    if (field) field.focus();
    else element.blur();
  }

  /** To the place of the current field in the document, or back. */
  evidence() {
    const field = this.fields.current;
    if (!field || !this.viewer) return;
    if (this.viewer.section.contains(document.activeElement)) field.focus();
    else if (!this.viewer.show(this.fields.key, { focus: true })) say("No place in the document is known for this value.");
  }

  undo() {
    return this.press("undo") ?? this.press("reopen") ?? say("There is nothing to undo.");
  }

  #picked(detail) {
    const field = this.fields.at(keyOf(detail));
    if (field) this.fields.choose(field);
    else say("Its row is not shown; show more rows first.");
  }

  /** Put read text into the current field's editor, to be saved by the person. */
  async #fill(text) {
    if (!text) return say("No words are known in this box.");
    const input = await this.edit();
    if (!input) return say(`Read: ${text}`);
    const choice = [...(input.options ?? [])].find((one) => one.text.toLowerCase() === text.toLowerCase());
    input.value = input.options ? (choice?.value ?? "") : text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return say(`Read: ${text}. Enter saves it.`);
  }

  /** Add how long it took to what a field's form sends. */
  #submitted({ target: form, submitter }) {
    if (form.closest("dialog")) return; // it writes nothing
    const field = form.closest(FIELD);
    const what = submitter?.dataset.act ?? submitter?.value ?? "";
    this.#sent = { key: field ? keyOf(field.dataset) : this.fields.key, field, what, before: null };
    if (what === "undo") this.#sent.before = this.fields.standings();
    if (!field) return;
    this.#sent.flagged = "flagged" in field.dataset;
    const seconds = $('input[name="seconds"]', form) ?? make("input", { type: "hidden", name: "seconds" });
    seconds.value = this.fields.lap();
    form.append(seconds);
  }

  #answered({ xhr, successful }) {
    this.#leaving ||= Boolean(xhr?.getResponseHeader("HX-Redirect"));
    this.fields.mark();
    this.viewer?.marks.dress();
    const sent = this.#sent;
    this.#sent = null;
    if (sent && !this.#leaving) this.#lookOn(sent, successful);
    this.#count(-1, 0);
  }

  /** Where to look after a write; the focus is never lost with the element that had it. */
  #lookOn(sent, successful) {
    const same = this.fields.at(sent.key);
    if (!successful) {
      const input = sent.what === "save" && same ? inputOf(same) : null;
      return input ? input.focus() : same?.focus();
    }
    const told = $("#said")?.textContent.trim();
    if (told) say(told);
    if (sent.before) return this.#goTo(this.fields.firstChanged(sent.before) ?? same);
    if (sent.flagged) return this.#goTo(this.fields.nextFlagged() ?? same);
    return sent.field ? this.#goTo(same) : null;
  }

  #goTo(field) {
    if (field) this.fields.choose(field);
  }
}

function inputOf(element) {
  return $('[name="value"], input:not([type="hidden"]), textarea', element);
}
