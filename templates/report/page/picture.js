/* What pictures share: the note beside the pointer, colours as they are now, and what to do when they change. */
const tip = $("tip");
const hideTip = () => { tip.hidden = true; };
const tipAt = (x, y, content) => {
  tip.replaceChildren(...[content].flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false).map((c) => (c instanceof Node ? c : document.createTextNode(visible(c)))));
  tip.hidden = false;
  const left = Math.min(x + 14, innerWidth - tip.offsetWidth - 10), top = y + 18 + tip.offsetHeight > innerHeight ? y - tip.offsetHeight - 12 : y + 18;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${Math.max(8, top)}px`;
};
/** The note beside an element, for the keyboard. */
const tipBy = (node, content) => { const box = node.getBoundingClientRect(); tipAt(box.left + box.width / 2, box.bottom - 10, content); };

const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
const colourOf = (id) => (index.has(id) ? colour(`c${index.get(id) % COLOURS}`) : colour("soft"));
/** A colour between two hex colours; share from 0 to 1. */
const between = (from, onto, share) => {
  const parts = (hex) => (hex.length === 4 ? [1, 2, 3].map((i) => 17 * parseInt(hex[i], 16)) : [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  const a = parts(from), b = parts(onto);
  return `rgb(${a.map((value, i) => Math.round(value + (b[i] - value) * share)).join(" ")})`;
};
const ruler = document.createElement("canvas").getContext("2d");
/** A text that fits into a width in pixels; the middle gives way. */
const fitted = (text, room, font) => {
  ruler.font = `${font} ${fontFamily()}`;
  const shown = visible(text);
  if (ruler.measureText(shown).width <= room) return shown;
  let low = 1, high = Math.min(shown.length, 200);
  while (low < high) { const middle = (low + high + 1) >> 1; if (ruler.measureText(shortened(text, middle)).width <= room) low = middle; else high = middle - 1; }
  return low > 2 ? shortened(text, low) : "";
};
/** The beginning of a text that fits into a width in pixels: all of it, or at least three characters. */
const begun = (text, room, font) => {
  ruler.font = `${font} ${fontFamily()}`;
  const shown = visible(text);
  if (ruler.measureText(shown).width <= room) return shown;
  let fits = Math.min(shown.length, 60);
  while (fits > 2 && ruler.measureText(`${shown.slice(0, fits)}…`).width > room) fits -= 1;
  return fits > 2 ? `${shown.slice(0, fits)}…` : "";
};
let family = "";
const fontFamily = () => (family ||= getComputedStyle(document.body).fontFamily);
/** Black or white, whichever can be read on a colour. */
const inkOn = (rgb) => {
  const [r, g, b] = (rgb.startsWith("#") ? [1, 3, 5].map((i) => parseInt(rgb.slice(i, i + 2), 16)) : rgb.match(/\d+/g).map(Number)).map((v) => { const s = v / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.3 ? "#10161c" : "#ffffff";
};
/** The width that pictures have, measured before anything is filled in: asking later would lay out the whole page each time. */
let room = 900;
/** Draws a picture again when its holder has another width than it was drawn for. */
const onWidth = (holder, draw) => {
  let width = room;
  new ResizeObserver(() => { if (holder.clientWidth && Math.abs(holder.clientWidth - width) > 1) { width = holder.clientWidth; draw(width); } }).observe(holder);
  return () => width;
};
const redraws = [];
const redrawAll = () => { for (const redraw of redraws) redraw(); };

/** The uses of one module by another as a line of evidence. */
const useLine = (i) => {
  const { source, target, count, line, loop } = M.uses, from = M.boxes[source[i]].module, onto = M.boxes[target[i]].module;
  return [code(from.name), " uses ", code(onto.name), ` ×${number(count[i])}`, loop.has(i) ? ", in a loop" : "", " ", at({ path: from.path, line: line[i] })];
};
/** The heaviest uses between what two tests accept: [number of uses, list of positions]. */
const usesBetween = (isSource, isTarget, most = 5) => {
  const { source, target, count } = M.uses, found = [];
  for (let i = 0; i < source.length; i += 1) if (isSource(source[i]) && isTarget(target[i])) found.push(i);
  found.sort((a, b) => count[b] - count[a] || a - b);
  return [found.length, found.slice(0, most)];
};
