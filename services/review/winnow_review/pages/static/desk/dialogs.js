// Dialogs that the script makes: help, why a value is wrong, find a value.

import { $, make } from "./dom.js";

/** A modal dialog; `closed` gets what was chosen, or "" if it was left. It is gone afterwards. */
function open(title, parts, { closed = () => {}, startsAtTop = false } = {}) {
  const form = make("form", { method: "dialog" }, ...parts);
  const heading = make("h2", startsAtTop ? { tabindex: "-1" } : {}, title);
  const dialog = make("dialog", { class: "asked", "aria-label": title }, heading, form);
  const leave = (value) => { // at once, not with the event "close": the next key is the page's
    dialog.close();
    dialog.remove();
    closed(value);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(event.submitter?.value ?? "");
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave("");
  });
  document.body.append(dialog);
  dialog.showModal();
  if (startsAtTop) heading.focus();
  return dialog;
}

const LOOKS =
  "Boxes: thick is the current value, dotted one in doubt, thin any other; dashed is text that the page does not show.";

/** Every key with what it does, and the switch for those that are single characters. */
export function help(keys, isOn, turn, looks = LOOKS) {
  const rows = keys.map(({ shown, says }) => {
    return make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, shown)), make("td", {}, says));
  });
  const table = make("table", {}, make("tbody", {}, ...rows));
  const box = make("input", { type: "checkbox", id: "single-keys" });
  box.checked = isOn;
  box.addEventListener("change", () => turn(box.checked));
  open("Keys", [
    table,
    make("p", {}, looks),
    make("p", {}, box, make("label", { for: "single-keys", class: "beside" }, "Keys that are single characters work")),
    make("button", { value: "" }, "Close"),
  ], { startsAtTop: true });
}

/** Ask for one of the reasons of a select by its number; `chosen` is not called if it is left. */
export function why(select, chosen) {
  const reasons = [...select.options].filter((one) => one.value);
  const buttons = reasons.map((one, index) => make("button", { class: "quiet", value: one.value }, `${index + 1} ${one.text}`));
  const none = make("button", { value: "none" }, "0 Without a reason");
  const closed = (value) => {
    if (!value) return;
    select.value = value === "none" ? "" : value;
    chosen();
  };
  const dialog = open("Why is it wrong?", [make("div", { class: "choices" }, none, ...buttons)], { closed });
  dialog.addEventListener("keydown", (event) => {
    const pressed = [none, ...buttons][event.key.trim() === "" ? -1 : Number(event.key)];
    if (!pressed || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    pressed.click();
  });
}

const LISTED = 20; // values that are offered at once

/** Find a value by its name; `chosen` gets its element. */
export function find(entries, chosen) {
  const list = make("div", { class: "choices" });
  const input = make("input", { id: "find", autocomplete: "off", spellcheck: "false" });
  const told = make("p", { class: "muted", role: "status" });
  const buttons = entries.map(({ label }, index) => make("button", { class: "quiet", value: index }, label));
  const narrow = () => {
    const words = input.value.toLowerCase().split(/\s+/);
    const found = buttons.filter((one) => words.every((word) => one.textContent.toLowerCase().includes(word)));
    list.replaceChildren(...found.slice(0, LISTED));
    told.textContent = `${found.length} of ${entries.length} values`;
  };
  input.addEventListener("input", narrow);
  narrow();
  const closed = (value) => {
    if (value !== "") chosen(entries[Number(value)].field);
  };
  open("Find a value", [make("label", { for: "find" }, "Its name, or a part of it"), input, told, list], { closed });
}

export const isAsking = () => $("dialog[open]") !== null;
