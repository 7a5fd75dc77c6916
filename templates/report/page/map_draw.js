/* Draws the map as SVG: one group a box, which stays the same element while it is visible so that it can move; arrows anew. */
const ROOMY = 44;
const midpoint = (p, q, r, share) => [0, 1].map((d) => (1 - share) ** 2 * p[d] + 2 * share * (1 - share) * q[d] + share ** 2 * r[d]);
const isRound = (node) => M.boxes[node.i].parent < 0 && !node.open;

/** Where the way from a node's centre towards a point leaves its outline. */
const borderPoint = (node, towards, gap) => {
  const dx = towards[0] - node.x, dy = towards[1] - node.y, distance = Math.hypot(dx, dy) || 1;
  if (isRound(node)) return [node.x + (dx / distance) * (node.w / 2 + gap), node.y + (dy / distance) * (node.w / 2 + gap)];
  const share = Math.min((node.w / 2 + gap) / (Math.abs(dx) || 1e-9), (node.h / 2 + gap) / (Math.abs(dy) || 1e-9));
  return [node.x + dx * share, node.y + dy * share];
};
/** How deep a curve runs into nodes that are not its ends. */
const covered = (start, middle, end, others) => {
  let depth = 0;
  for (let step = 1; step < 10; step += 1) {
    const [x, y] = midpoint(start, middle, end, step / 10);
    for (const node of others) {
      const name = isRound(node) ? 11 : 0, dx = node.w / 2 + 6 - Math.abs(x - node.x), dy = node.h / 2 + 6 + name - Math.abs(y - node.y - name);
      if (dx > 0 && dy > 0) depth += Math.min(dx, dy);
    }
  }
  return depth;
};
/** A curve from outline to outline, bent so that the arrow back does not cover it, and around what stands in its way. */
const curve = (a, b, both, others) => {
  const dx = b.x - a.x, dy = b.y - a.y, distance = Math.hypot(dx, dy) || 1, gentle = both ? Math.min(34, distance * 0.12) : Math.min(18, distance * 0.05);
  let best = null;
  for (const bend of others.length ? [gentle, gentle + 0.2 * distance, -gentle - 0.16 * distance, gentle + 0.42 * distance, -gentle - 0.36 * distance] : [gentle]) {
    const middle = [(a.x + b.x) / 2 - (dy / distance) * bend, (a.y + b.y) / 2 + (dx / distance) * bend];
    const start = borderPoint(a, middle, 2), end = borderPoint(b, middle, 4), hit = covered(start, middle, end, others);
    if (!best || hit < best.hit) best = { hit, start, middle, end };
    if (!hit) break;
  }
  return best;
};
const round = (value) => Math.round(value * 10) / 10;

const arrowNode = (arrow, at, heaviest, obstacles, showCount) => {
  const a = at.get(arrow.a), b = at.get(arrow.b), { start, middle, end } = curve(a, b, arrow.both, obstacles.filter((node) => node !== a && node !== b));
  const path = `M${round(start[0])} ${round(start[1])}Q${round(middle[0])} ${round(middle[1])} ${round(end[0])} ${round(end[1])}`;
  const [x, y] = midpoint(start, middle, end, 0.5), text = number(arrow.count), width = 11 + 8 * text.length;
  const blocked = arrow.call && arrow.call.blockers;
  return drawn("g", { class: `arrow${arrow.weak ? " weak" : ""}${blocked ? " blocked" : ""}`, "data-a": arrow.a, "data-b": arrow.b },
    drawn("path", { class: "reach", d: path }), drawn("path", { class: "line", d: path, "stroke-width": round(1.1 + 4.6 * Math.sqrt(arrow.count / heaviest)), "marker-end": "url(#tip-end)" }),
    drawn("g", { class: showCount ? "label" : "label quiet" }, drawn("rect", { class: "pill", x: round(x - width / 2), y: round(y - 9), width, height: 18, rx: 9 }), drawn("text", { class: "count", x: round(x), y: round(y + 4.2) }, text)));
};

const sizeWords = (box) => (box.module ? counted(box.lines, "line") : `${counted(box.count, "module")}, ${counted(box.lines, "line")}`);
/** The inside of a node's group; it stands around the origin, the group moves it to its place. */
const nodeShapes = (node) => {
  const box = M.boxes[node.i], w = node.w, h = node.h, name = labelOf(node.i);
  if (isRound(node)) {
    const r = w / 2;
    return [drawn("circle", { class: "shape", r }), drawn("text", { class: "size", y: r > ROOMY ? 1 : 7 }, number(box.count)), r > ROOMY ? drawn("text", { class: "unit", y: 17 }, box.count === 1 ? "module" : "modules") : null,
      drawn("text", { class: "name", y: r + 19 }, shortened(name, 22)), drawn("g", { class: "knob", transform: `translate(${round(r * 0.71)} ${round(-r * 0.71)})` }, drawn("circle", { r: 10 }), drawn("path", { d: "M-4.5 0h9M0-4.5v9" }))];
  }
  const rect = drawn("rect", { class: "shape", x: -w / 2, y: -h / 2, width: w, height: h, rx: node.open ? 14 : box.module ? 5 : 10 });
  if (node.open) {
    return [rect, drawn("text", { class: "head", x: -w / 2 + FRAME, y: -h / 2 + 23 }, fitted(name, w - 62, "650 14.5px")), drawn("g", { class: "knob", transform: `translate(${w / 2 - 20} ${-h / 2 + 18})` }, drawn("circle", { r: 10 }), drawn("path", { d: "M-4.5 0h9" }))];
  }
  if (box.module) return [rect, drawn("text", { class: "label", y: 4.5 }, fitted(name, w - 14, "12.5px"))];
  return [rect, drawn("text", { class: "label start", x: -w / 2 + 12, y: 4.5 }, fitted(name, w - 58, "12.5px")), drawn("text", { class: "few", x: w / 2 - 30, y: 4.5 }, number(box.count)),
    drawn("g", { class: "knob", transform: `translate(${w / 2 - 15} 0)` }, drawn("circle", { r: 9 }), drawn("path", { d: "M-4 0h8M0-4v8" }))];
};
/** Discs whose names would lie over the name of a larger one where letters are large: on narrow screens. */
const crowdedNames = (nodes) => {
  const taken = [], found = new Set();
  for (const node of nodes.filter(isRound).sort((a, b) => b.w - a.w || a.i - b.i)) {
    const half = 6.7 * Math.min(22, labelOf(node.i).length), y = node.y + node.w / 2;
    if (taken.some((other) => Math.abs(other.x - node.x) < other.half + half && Math.abs(other.y - y) < 24)) found.add(node.i);
    else taken.push({ x: node.x, y, half });
  }
  return found;
};
const nodeLabel = (node) => {
  const box = M.boxes[node.i];
  return `${fullName(node.i)}, ${sizeWords(box)}${box.parent < 0 && index.size > box.i ? `, wave ${R.services[box.i].wave}` : ""}`;
};
