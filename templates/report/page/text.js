/* Elements and texts. Every text enters as a text node: names of the analysed code are never markup. */
const $ = (id) => document.getElementById(id);
const root = document.documentElement;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
/** A text with every character that hides or turns text written out. */
const visible = (text) => String(text).replace(HIDDEN, (c) => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));
const shortened = (text, size) => {
  const shown = [...visible(text)];
  if (shown.length <= size) return shown.join("");
  const tail = Math.floor((size - 1) / 2);
  return shown.slice(0, size - 1 - tail).join("") + "…" + shown.slice(shown.length - tail).join("");
};

/** Sets attributes and listeners (``onclick``), and appends texts and elements; what is null or false is left out. */
const dress = (made, given, children) => {
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false).map((c) => (c instanceof Node ? c : visible(c))));
  return made;
};
const el = (name, given = {}, ...children) => dress(document.createElement(name), given, children);
const drawn = (name, given = {}, ...children) => dress(document.createElementNS("http://www.w3.org/2000/svg", name), given, children);

const FORMAT = new Intl.NumberFormat("en-US");
const number = (value) => (Number.isInteger(value) && value > -1000 && value < 1000 ? String(value) : FORMAT.format(value));
const counted = (n, one, many = one + "s") => `${number(n)} ${n === 1 ? one : many}`;
const plain = (id) => (id.length < 4 ? id.toUpperCase() : id.charAt(0).toUpperCase() + id.slice(1)).replaceAll("-", " ").replaceAll("_", " ");
/** The name of a cut as people read it. */
const cutName = (name) => words.cuts[name] || plain(name);
/** A long dotted name or path, which may break after its parts. */
const breakable = (text) => (text.length < 24 ? [text] : visible(text).split(/(?<=[./_])(?=[^./_])/).flatMap((part, i) => (i ? [document.createElement("wbr"), part] : [part])));
const sentence = (text) => (text ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : "");
const code = (name) => el("code", {}, breakable(name));
const soft = (...children) => el("span", { class: "soft" }, children);
const link = (hash, ...children) => el("a", { href: hash }, children);
const nothing = (text) => el("p", { class: "nothing" }, text);
/** Items with separators between them. */
const joined = (items, separator = ", ") => items.flatMap((item, i) => (i ? [separator, item] : [item]));

/** A place in the code, as a link where the report was made with --source-url. */
const at = (place) => {
  if (!place || !place.path) return null;
  const text = place.line ? `${place.path}:${place.line}` : place.path;
  if (!words.source) return el("span", { class: "at" }, breakable(text));
  const path = place.path.toWellFormed ? place.path.toWellFormed() : place.path;
  const url = words.source.replaceAll("{path}", path.split("/").map(encodeURIComponent).join("/")).replaceAll("{line}", String(place.line || 1));
  return el("a", { class: "at", href: url, rel: "noreferrer noopener", target: "_blank" }, breakable(text));
};
