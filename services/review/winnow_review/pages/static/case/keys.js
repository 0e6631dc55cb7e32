// Keys for everything on a question's page.

import { $ } from "../desk/dom.js";
import { Keys } from "../desk/keys.js";

export class CaseKeys extends Keys {
  looks = "In a passage the arrows select: up and down a sentence, left and right a word, with Shift a word more or less.";

  constructor(fields, acts, passages, citations) {
    super(fields, acts, null);
    Object.assign(this, { passages, citations });
  }

  keys() {
    const { acts } = this;
    const press = (name) => () => acts.press(name);
    const one = (shown, says, run, keys = [shown]) => ({ shown, says, run, keys });
    return [
      one("j", "next passage", () => this.passages.step(1)),
      one("k", "previous passage", () => this.passages.step(-1)),
      one("c", "cite what is selected in a passage", () => this.citations.add()),
      one("e", "edit the answer; Escape leaves it, Ctrl+Enter sends it", () => this.#edit()),
      one("a", "send the answer, and go to the next question", press("answer")),
      one("x", "say that it is not in the documents", press("absent")),
      one("r", "decline to answer: asks why", () => this.openNote("decline")),
      one("u", "reopen a question that was decided, also the last one", press("reopen")),
      one("n", "next question, leaving this one unanswered", press("next")),
      one("q", "leave this one unanswered, to the list", press("skip")),
      one("t", "take the question", press("take")),
      one("?", "these keys", () => this.help()),
    ];
  }

  #edit() {
    const text = $("#text");
    text?.focus();
    text?.setSelectionRange(text.value.length, text.value.length);
  }
}
