// The sources beside the chat: of one answer, with the places that it cites marked.
import { byId, made } from "./dom.js";

// The sources of an answer, numbered: those that were found, and cited ones that were not.
export function numbered(sources, sentences) {
  const all = sources.map((one) => ({ ...one, places: [] }));
  const at = new Map(all.map((one, index) => [key(one), index]));
  for (const place of sentences.flatMap((one) => one.citations)) {
    if (!at.has(key(place))) {
      at.set(key(place), all.length);
      all.push({ ...place, text: place.quote, places: [], bare: true });
    }
    const source = all[at.get(key(place))];
    source.places.push(source.bare ? { start: 0, end: [...source.text].length } : place);
  }
  return { all, number: (place) => at.get(key(place)) + 1 };
}

const key = (one) => `${one.document_id} ${one.chunk}`;

// Show them in place of what was shown; `current` is the number that is looked at.
export function show(all, current = null) {
  byId("no-sources").hidden = all.length > 0;
  byId("sources").replaceChildren(...all.map((one, index) => card(one, index + 1, current)));
  const there = current && byId(`source-${current}`);
  if (there) {
    there.scrollIntoView({ block: "nearest" });
    there.focus({ preventScroll: true });
  }
}

function card(source, number, current) {
  const title = made("bdi", { dir: "auto" }, source.file_name);
  return made(
    "li",
    {
      id: `source-${number}`,
      class: source.places.length ? "source cited" : "source",
      tabindex: "-1",
      "aria-current": number === current ? "true" : null,
      "aria-label": `Source ${number}: ${source.file_name}, page ${source.page}`,
    },
    made("h3", {}, made("span", { class: "number" }, String(number)), " ", title, made("span", { class: "muted" }, ` page ${source.page}`)),
    made("p", { dir: "auto" }, ...marked(source.text, source.places)),
  );
}

// The text with its places marked; they count characters as Python does, by code point.
function marked(text, places) {
  const signs = [...text];
  const found = [];
  let end = 0;
  for (const place of [...places].sort((a, b) => a.start - b.start)) {
    const start = Math.max(place.start, end);
    if (place.end <= start) continue;
    found.push(signs.slice(end, start).join(""), made("mark", {}, signs.slice(start, place.end).join("")));
    end = place.end;
  }
  return [...found, signs.slice(end).join("")];
}
