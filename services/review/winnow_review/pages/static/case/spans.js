// Spans of a passage. The desk counts characters as code points, scripts as UTF-16 units; here
// stands the one place where the two meet.

const segments = new Map(); // granularity -> segmenter

/** How many code points stand before a UTF-16 offset, and back. */
export const toPoints = (text, units) => [...text.slice(0, units)].length;
export const toUnits = (text, points) => [...text].slice(0, points).join("").length;

/** The words or sentences of a text as [start, end] in UTF-16 units, without blanks around. */
export function spansOf(text, granularity) {
  if (!segments.has(granularity)) segments.set(granularity, new Intl.Segmenter(undefined, { granularity }));
  const found = [...segments.get(granularity).segment(text)];
  const meant = granularity === "word" ? found.filter((one) => one.isWordLike) : found;
  return meant.map(({ index, segment }) => trimmed(text, index, index + segment.length)).filter(([start, end]) => start < end);
}

/** A span without the blanks at its ends. */
export function trimmed(text, start, end) {
  const words = text.slice(start, end);
  const from = start + words.length - words.trimStart().length;
  return [from, Math.max(from, start + words.trimEnd().length)];
}

/** The span that comes after one, or before it; the one itself where there is none. */
export function beside(spans, current, by) {
  if (!current) return by > 0 ? spans[0] : spans.at(-1);
  const [start] = current;
  const next = by > 0 ? spans.find(([from]) => from > start) : spans.findLast(([from]) => from < start);
  return next ?? current;
}

/** A span whose end is a word further, or a word less far. */
export function stretched(words, [start, end], by) {
  const next = by > 0 ? words.find(([, to]) => to > end) : words.findLast(([, to]) => to < end && to > start);
  return [start, next ? next[1] : end];
}
