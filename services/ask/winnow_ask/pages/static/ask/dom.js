// Elements from plain text: nothing that a document or a model says becomes markup.

export const byId = (id) => document.getElementById(id);

// An element with attributes and children; a child is an element or text, null is left out.
export function made(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((one) => one !== null));
  return element;
}

// Tell screen readers.
export function say(text) {
  byId("status").textContent = text;
}
