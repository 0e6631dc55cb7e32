// What all parts of the desk's script need. What comes from a document is only ever put in as text
// or as the value of an attribute, never as markup.

const SVG = "http://www.w3.org/2000/svg";

export const FIELD = "[data-pointer][data-part]"; // a value on the right
export const SMALLEST = 0.002; // of a page: less was a click and no box

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
export const fire = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
export const isShown = (element) => element.checkVisibility?.() ?? true;

/** A value's place, "part:pointer", by which field and marks find each other. */
export const keyOf = ({ part, pointer }) => `${part ?? "field"}:${pointer}`;

/** An element; children are elements or texts. */
export function make(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function makeSvg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A box of shares of a page, for an svg whose viewBox is the page; with room about the words. */
export function rectOf(box, room = 0) {
  const [x, y] = [box.x0 - room, box.y0 - room];
  const [width, height] = [box.x1 - x, box.y1 - y].map((size) => Math.max(size + room, SMALLEST));
  return makeSvg("rect", { x, y, width, height });
}

/** Tell screen readers, in the region that base.html has for it. */
export function say(text) {
  const region = $("#status");
  if (region) region.textContent = text;
}

/** JSON from the desk; throws an Error that says what is wrong. */
export async function ask(path, body) {
  const headers = { Accept: "application/json" };
  if (body) {
    headers["Content-Type"] = "application/json";
    headers["X-CSRF-Token"] = $('meta[name="csrf-token"]')?.content ?? "";
  }
  const sent = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
  const answer = await fetch(path, sent);
  if (answer.ok) return answer.json();
  if (answer.status === 401) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail ?? `the desk answered ${answer.status}`);
}

/** Call `move` for each move of the pointer until it is let go, then `done`. */
export function follow(move, done = () => {}) {
  const stop = new AbortController();
  const over = (event) => {
    stop.abort();
    done(event);
  };
  for (const [name, what] of [["pointermove", move], ["pointerup", over], ["pointercancel", over]]) {
    addEventListener(name, what, { signal: stop.signal });
  }
}
