// What can be done about an answer: say whether it is good, or ask a person.
import { byId, made, say } from "./dom.js";
import { failed, posted } from "./speaking.js";

const longest = () => document.querySelector("[data-longest-note]").dataset.longestNote;

// The buttons below an answer; `changed` hears of the question as it is afterwards.
export function deeds(told, changed) {
  if (told.state === "asking" || told.state === "erased") return [];
  const send = async (path, body) => {
    try {
      changed(await posted(`/v1/questions/${told.id}/${path}`, body));
    } catch (error) {
      const why = failed(error);
      note.after(made("p", { class: "banner bad", role: "alert" }, why));
    }
  };
  const note = noting(told, (text) => send("feedback", { verdict: "down", note: text }));
  const up = thumb("up", "Good answer", told.verdict === "up", () => send("feedback", { verdict: "up" }));
  const down = thumb("down", "Bad answer", told.verdict === "down", () => {
    note.hidden = !note.hidden;
    if (!note.hidden) note.querySelector("textarea").focus();
  });
  down.setAttribute("aria-controls", note.id);
  const person = made("button", { type: "button", class: "quiet", onclick: () => send("escalate", {}) }, "Ask a person");
  const buttons = made("div", { class: "deeds" }, up, down, told.state === "waiting" ? null : person);
  return [buttons, note];
}

function thumb(way, label, pressed, onclick) {
  return made("button", { type: "button", class: `quiet thumb ${way}`, "aria-label": label, title: label, "aria-pressed": String(pressed), onclick });
}

function noting(told, send) {
  const id = `note-${told.id}`;
  const text = made("textarea", { id: `${id}-text`, rows: "2", maxlength: longest(), dir: "auto" });
  const form = made(
    "form",
    { id, class: "noting", hidden: true },
    made("label", { for: text.id }, "What is wrong with it?"),
    text,
    made("span", { class: "hint" }, "A person will be asked, and reads this."),
    made("button", {}, "Send"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(text.value);
    say("Sent.");
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    form.hidden = true;
    byId("question").focus();
  });
  return form;
}
