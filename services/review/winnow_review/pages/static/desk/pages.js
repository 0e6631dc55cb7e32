// The pages of a document as elements: pictures with boxes over them, or paragraphs.

import { $, $$, make, makeSvg, rectOf } from "./dom.js";

const A4 = "210 / 297"; // for pages that do not tell their size

/** Elements of all pages, in order; their marks are drawn. */
export function build(view, marks) {
  const texts = Map.groupBy(view.paragraphs, (one) => one.page);
  const pages = new Map(view.pages.map((page) => [
    page.number,
    page.image ? picture(page) : text(page, texts.get(page.number) ?? [], view, marks),
  ]));
  for (const mark of view.marks) marks.draw(mark, pages.get(mark.page));
  for (const one of view.hidden) hide(one, pages.get(one.page));
  return pages;
}

/** Load pictures when they are about to be seen. */
export function loadLazily(scroller) {
  const seen = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      target.src = target.dataset.src;
      seen.unobserve(target);
    }
  }, { root: scroller, rootMargin: "100%" });
  $$("img", scroller).forEach((image) => seen.observe(image));
}

/** The picture's place is kept before it is loaded, so that nothing jumps. */
function picture({ number, width, height, image }) {
  const label = `Values on page ${number}`;
  const img = make("img", { alt: `Page ${number}`, "data-src": image, draggable: "false", decoding: "async" });
  const svg = makeSvg("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", role: "group", "aria-label": label });
  const frame = make("div", { class: "viewer-frame" }, img, svg);
  frame.style.aspectRatio = width && height ? `${width} / ${height}` : A4;
  img.addEventListener("error", () => {
    frame.append(make("p", { class: "banner bad" }, `The picture of page ${number} could not be loaded.`));
  });
  return make("figure", { class: "viewer-page", "data-page": number }, frame);
}

function text({ number }, paragraphs, view, marks) {
  const lines = paragraphs.map(({ title, runs }) => {
    const covering = (run) => run.marks.map((index) => view.marks[index]);
    const pieces = runs.map((run) => (run.marks.length ? marks.span(run.text, covering(run)) : run.text));
    return make("p", { dir: "auto", class: title ? "title" : "" }, ...pieces);
  });
  const caption = view.pages.length > 1 ? [make("p", { class: "muted" }, `Page ${number}`)] : [];
  return make("div", { class: "viewer-page text", "data-page": number }, ...caption, ...lines);
}

function hide({ how, text: words, box }, page) {
  const told = `Text that the page does not show (${how.replaceAll("_", " ")}): ${words}`;
  const svg = page && $("svg", page);
  const named = { class: "hidden-text", role: "img", "aria-label": told };
  svg?.prepend(makeSvg("g", named, makeSvg("title", {}, told), rectOf(box)));
}
