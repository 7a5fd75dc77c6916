/* The report inside the page: unpacked once, and what every section asks of it. */
const COLOURS = 9;
let R = null, M = null, words = null;
let index = new Map(), tableOf = new Map(), stepOf = new Map(), fills = {};

const rawData = async () => {
  const holder = $("report");
  if (holder.type === "application/json") return JSON.parse(holder.textContent);
  const text = atob(holder.textContent), bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
};
/** The table of texts: each begins as the one before it, so many characters long. */
const textsOf = ([shared, rests]) => {
  let before = "";
  return rests.map((rest, i) => (before = before.slice(0, shared[i]) + rest));
};
/** A list back from its columns; see analyzer/report/columns.py. */
const unpacked = (packed, texts) => {
  const [kind, first, second] = packed;
  if (kind === "s") return first.map((i) => texts[i]);
  if (kind === "r") return first;
  if (kind === "l") {
    const all = unpacked(second, texts);
    let from = 0;
    return first.map((length) => all.slice(from, (from += length)));
  }
  const keys = Object.keys(second), columns = keys.map((key) => unpacked(second[key], texts));
  return Array.from({ length: first }, (_, row) => {
    const made = {};
    for (let c = 0; c < keys.length; c += 1) made[keys[c]] = columns[c][row];
    return made;
  });
};
const unpack = ({ texts, value }) => {
  const table = textsOf(texts);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, Array.isArray(one) ? unpacked(one, table) : one]));
};

/** Boxes of the map as objects, parents before members; uses as typed columns. See analyzer/report/map_layout.py. */
const mapOf = (raw) => {
  const boxes = raw.parent.map((parent, i) => ({
    i, parent, label: raw.label[i], module: raw.module[i] < 0 ? null : R.modules[raw.module[i]], x: raw.x[i] / 2, y: raw.y[i] / 2, w: raw.w[i] / 2, h: raw.h[i] / 2,
    kids: [], lines: 0, count: 0, changed: 0, top: i, depth: 0,
  }));
  for (const box of boxes) {
    if (box.parent < 0) continue;
    const parent = boxes[box.parent];
    parent.kids.push(box.i);
    box.top = parent.top;
    box.depth = parent.depth + 1;
  }
  boxes.forEach((box) => { if (box.module) { box.lines = box.module.lines; box.count = 1; } });
  raw.order.forEach((place, i) => { boxes[place].changed = raw.changed[i] || 0; });
  for (let i = boxes.length - 1; i > 0; i -= 1) {
    const box = boxes[i], parent = boxes[box.parent];
    if (parent) { parent.lines += box.lines; parent.count += box.count; parent.changed = Math.max(parent.changed, box.changed); }
  }
  let before = 0;
  const source = Int32Array.from(raw.source, (step) => (before += step));
  const uses = { source, target: Int32Array.from(raw.target), count: Int32Array.from(raw.count), line: Int32Array.from(raw.line), loop: new Set(raw.loop) };
  const byModule = new Map(boxes.filter((box) => box.module).map((box) => [box.module.name, box.i]));
  return { boxes, uses, order: raw.order, byModule, width: raw.width, height: raw.height, history: raw.changed.some(Boolean) };
};

const take = (raw) => {
  R = unpack(raw.report);
  index = new Map(R.services.map((s, i) => [s.id, i]));
  tableOf = new Map(R.tables.map((t) => [t.entity, t]));
  stepOf = new Map((R.steps || []).map((s) => [s.service, s]));
  M = mapOf(raw.map);
  fills = Object.fromEntries([...document.querySelectorAll("[data-fill]")].map((node) => [node.dataset.fill, node]));
};

const title = (id) => (index.has(id) ? R.services[index.get(id)].title : id === "shared" ? "shared kernel" : id || "nobody");
const look = (id) => (index.has(id) ? `c${index.get(id) % COLOURS}` : "shared");
const to = (section, name) => `#${section}/${encodeURIComponent(name.toWellFormed ? name.toWellFormed() : name)}`;
const filtered = (section, query) => `#${section}/?${new URLSearchParams(query)}`;
const service = (id) =>
  index.has(id) || id === "shared"
    ? el("a", { class: `service ${look(id)}`, href: to("services", id) }, title(id))
    : el("span", { class: "service shared" }, title(id));
const services = (ids) => ids.map(service);
const allHomes = () => [...R.services.map((s) => s.id), ...(R.shared.modules.length ? ["shared"] : [])];
const moduleLink = (name) => link(to("modules", name), code(name));

const risk = (value) => (value ? el("span", { class: "risk", "data-risk": value }, value) : null);
/** Classes of seams, blockers first. */
const seamOrder = () => Object.keys(words.seams).sort((a, b) => (b === "X") - (a === "X") || (a < b ? -1 : 1));
const seamName = (id) => (words.seams[id] || [id, ""])[0];
const kindName = (id) => (words.findings[id] || [plain(id)])[0];
const seamTag = (id) => el("span", { class: id === "X" ? "tag bad" : "tag", title: (words.seams[id] || ["", ""])[1] }, seamName(id));
const SEVERITY = { error: ["bad", "● serious"], warning: ["warn", "▲ warning"], info: ["", "○ note"] };
const severity = (id) => { const [tone, text] = SEVERITY[id] || ["", id]; return el("span", { class: `tag ${tone}` }, text); };
const days = (n) => (n >= 3 || Number.isInteger(n) ? number(Math.round(n)) : n.toFixed(1));
const effortText = (effort) => `${days(effort.low)}–${days(effort.high)} days`;
