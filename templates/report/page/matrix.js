/* The dependency structure matrix on a canvas: a row uses a column. Users stand before what they use, so what runs back is below the diagonal. */
const MOST_ROWS = 1_500, MOST_NAMED = 100;
const matrixLevels = () => {
  const tops = M.boxes.filter((box) => box.parent < 0).map((box) => box.i);
  const packages = tops.flatMap((i) => (M.boxes[i].kids.length > 1 ? M.boxes[i].kids : [i]));
  const levels = [["services", "Services", () => tops]];
  if (packages.length <= MOST_ROWS && packages.length < M.order.length) levels.push(["packages", "Packages", () => packages]);
  if (M.order.length <= MOST_ROWS) levels.push(["modules", "Modules", () => M.order]);
  for (const i of tops) levels.push([idOfTop(i), `Inside ${title(idOfTop(i))}`, () => {
    const own = M.order.filter((one) => M.boxes[one].top === i);
    return own.length <= MOST_ROWS ? own : M.boxes[i].kids;
  }]);
  return levels;
};
/** Rows in the order of the modules in them, and how often each uses each: key row * size + column. */
const matrixOf = (chosen, isServices) => {
  const wanted = new Set(chosen), stand = new Int32Array(M.boxes.length).fill(-1);
  for (const box of M.boxes) stand[box.i] = wanted.has(box.i) ? box.i : box.parent >= 0 ? stand[box.parent] : -1;
  const rows = [...new Set(M.order.map((i) => stand[i]))].filter((i) => i >= 0), place = new Map(rows.map((i, n) => [i, n]));
  const cells = new Map(), { source, target, count } = M.uses;
  for (let i = 0; i < source.length; i += 1) {
    const a = place.get(stand[source[i]]), b = place.get(stand[target[i]]);
    if (a === undefined || b === undefined || a === b) continue;
    if (isServices && rows[a] < R.services.length && rows[b] < R.services.length) continue;
    const key = a * rows.length + b;
    cells.set(key, (cells.get(key) || 0) + count[i]);
  }
  /* Between two services the report's own count of what crosses, as everywhere. */
  if (isServices) for (const c of R.calls) if (index.has(c.caller) && index.has(c.callee)) cells.set(place.get(index.get(c.caller)) * rows.length + place.get(index.get(c.callee)), c.count);
  return { rows, cells, stand, back: [...cells.keys()].filter((key) => Math.floor(key / rows.length) > key % rows.length).length };
};
const matrix = () => {
  const levels = matrixLevels(), canvas = el("canvas", { tabindex: "0", role: "img", "aria-describedby": "matrix-cell" }), said = el("p", { class: "soft", id: "matrix-cell", role: "status" });
  const holder = el("div", { class: "paper-wide" }), names = new Map(levels.map(([id]) => [id, id]));
  let level = "services", data = null, cell = 10, edge = 0, at_ = [0, 0], sharp = 1;
  const width = onWidth(holder, () => draw());
  const nameOf = (i) => (level === "services" ? labelOf(i) : level === "modules" || names.get(level) !== "packages" && M.boxes[i].module ? M.boxes[i].module?.name ?? fullName(i) : fullName(i));
  const textOf = (i) => (level === "services" ? labelOf(i) : M.boxes[i].module && level !== "modules" && level !== "packages" ? wayTo(i).slice(1).map(labelOf).join(".") : fullName(i));
  const draw = () => {
    const wide = Math.min(width(), 1100), n = data.rows.length || 1, named = n <= 60 || (n <= MOST_NAMED && wide >= 9.5 * n + 190);
    const pen = canvas.getContext("2d");
    pen.font = `${n > 60 ? 9 : 13}px ${fontFamily()}`;
    edge = named ? Math.min(wide * 0.34, 16 + Math.max(30, ...data.rows.map((i) => pen.measureText(visible(textOf(i)).slice(0, 60)).width))) : 10;
    cell = Math.max(wide < 600 ? 2 : 1, Math.min(n < 14 ? 36 : 26, (wide - edge - 24) / n));
    const size = Math.ceil(edge + cell * n + 4);
    sharp = Math.min(3, devicePixelRatio || 1);
    canvas.width = canvas.height = Math.min(4096, size * sharp);
    const scale = canvas.width / size;
    canvas.style.width = canvas.style.height = `${size}px`;
    pen.scale(scale, scale);
    pen.fillStyle = colour("card");
    pen.fillRect(0, 0, size, size);
    paintGround(pen, n);
    const most = Math.log1p(Math.max(1, ...data.cells.values())), card = colour("card"), good = colour("accent"), bad = colour("warn");
    for (const [key, count] of data.cells) {
      const row = Math.floor(key / n), column = key % n, x = edge + column * cell, y = edge + row * cell, back = row > column;
      pen.fillStyle = between(card, back ? bad : good, 0.35 + (0.65 * Math.log1p(count)) / most);
      const inset = cell > 6 ? 1 : 0;
      pen.fillRect(x + inset, y + inset, Math.max(1, cell - 2 * inset), Math.max(1, cell - 2 * inset));
      if (back && cell >= 9) { pen.fillStyle = card; pen.beginPath(); pen.moveTo(x + cell - 1, y + 1); pen.lineTo(x + cell - 1, y + cell * 0.45); pen.lineTo(x + cell * 0.55, y + 1); pen.fill(); }
      if (cell >= 20) { pen.fillStyle = inkOn(between(card, back ? bad : good, 0.35 + (0.65 * Math.log1p(count)) / most)); pen.font = `600 ${count > 999 ? 8 : 10}px ${fontFamily()}`; pen.textAlign = "center"; pen.textBaseline = "middle"; pen.fillText(count > 9999 ? "…" : String(count), x + cell / 2, y + cell / 2 + 0.5); }
    }
    if (named) paintNames(pen);
    if (document.activeElement === canvas) { pen.strokeStyle = colour("ink"); pen.lineWidth = 2; pen.strokeRect(edge + at_[1] * cell, edge + at_[0] * cell, cell, cell); }
  };
  const paintGround = (pen, n) => {
    let from = 0;
    pen.fillStyle = colour("hover");
    pen.fillRect(edge, edge, cell * n, cell * n);
    for (let i = 1; i <= n; i += 1) {
      if (i < n && M.boxes[data.rows[i]].top === M.boxes[data.rows[from]].top) continue;
      const id = idOfTop(M.boxes[data.rows[from]].top), x = edge + from * cell, w = (i - from) * cell;
      pen.globalAlpha = 0.16; pen.fillStyle = colourOf(id); pen.fillRect(x, x, w, w); pen.globalAlpha = 1;
      pen.strokeStyle = colourOf(id); pen.lineWidth = 1; pen.strokeRect(x + 0.5, x + 0.5, Math.max(1, w - 1), Math.max(1, w - 1));
      if (edge === 10) { pen.fillStyle = colourOf(id); pen.fillRect(2, x, 5, w); pen.fillRect(x, 2, w, 5); }
      from = i;
    }
  };
  const paintNames = (pen) => {
    const size = Math.max(8, Math.min(13, cell - 2));
    pen.font = `${size}px ${fontFamily()}`;
    pen.fillStyle = colour("ink");
    pen.textBaseline = "middle";
    data.rows.forEach((i, n) => {
      const text = fitted(textOf(i), edge - 10, `${size}px`);
      pen.textAlign = "right";
      pen.fillText(text, edge - 7, edge + (n + 0.5) * cell);
      pen.save();
      pen.translate(edge + (n + 0.5) * cell, edge - 7);
      pen.rotate(-Math.PI / 2);
      pen.textAlign = "left";
      pen.fillText(text, 0, 0);
      pen.restore();
    });
  };
  const words_ = ([row, column]) => {
    const n = data.rows.length, a = data.rows[row], b = data.rows[column], count = data.cells.get(row * n + column);
    return { a, b, count, text: a === b ? nameOf(a) : `${nameOf(a)} uses ${nameOf(b)}: ${count ? counted(count, "place") : "never"}${count && row > column ? ", against the order" : ""}` };
  };
  const cellAt = (event) => {
    const bounds = canvas.getBoundingClientRect(), row = Math.floor((event.clientY - bounds.top - edge) / cell), column = Math.floor((event.clientX - bounds.left - edge) / cell), n = data.rows.length;
    return row >= 0 && column >= 0 && row < n && column < n ? [row, column] : null;
  };
  canvas.addEventListener("pointermove", (event) => {
    const where = cellAt(event), found = where && words_(where);
    if (!found || !found.count) { hideTip(); return; }
    const call = level === "services" && callBetween(found.a, found.b);
    if (call) { tipAt(event.clientX, event.clientY, [el("b", {}, found.text), el("ul", {}, call.examples.map((e) => el("li", {}, code(e.target), ` ×${number(e.count)} `, at(e.at))))]); return; }
    const [all, first] = usesBetween((i) => data.stand[i] === found.a, (i) => data.stand[i] === found.b, 3);
    tipAt(event.clientX, event.clientY, [el("b", {}, found.text), el("ul", {}, first.map((i) => el("li", {}, useLine(i))), all > 3 ? el("li", {}, `and ${counted(all - 3, "more pair")} of modules`) : null)]);
  });
  canvas.addEventListener("pointerleave", hideTip);
  canvas.addEventListener("click", (event) => { const where = cellAt(event); if (where) { at_ = where; said.textContent = visible(words_(where).text); draw(); } });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key], n = data.rows.length;
    if (!step) return;
    event.preventDefault();
    at_ = at_.map((value, i) => Math.max(0, Math.min(n - 1, value + step[i])));
    said.textContent = visible(words_(at_).text);
    draw();
  });
  canvas.addEventListener("focus", draw);
  canvas.addEventListener("blur", draw);
  const pairsOf = () => [...data.cells].map(([key, count]) => ({ a: data.rows[Math.floor(key / data.rows.length)], b: data.rows[key % data.rows.length], count, back: Math.floor(key / data.rows.length) > key % data.rows.length })).sort((x, y) => y.count - x.count || x.a - y.a || x.b - y.b);
  const picker = choice("", levels.map(([id, text]) => [id, text]), () => show(picker.value));
  picker.setAttribute("aria-label", "Rows of the matrix");
  const nameCell = (i) => el("span", { class: `service ${look(idOfTop(M.boxes[i].top))}` }, nameOf(i));
  data = matrixOf(levels[0][2](), true);
  const table = twin("pairs", [["This", (p) => nameCell(p.a), (p) => nameOf(p.a)], ["uses", (p) => nameCell(p.b), (p) => nameOf(p.b)], ["Places", (p) => number(p.count), (p) => p.count, "n"], ["Order", (p) => (p.back ? "against" : ""), (p) => (p.back ? 1 : 0)]], pairsOf(), "Cells of the matrix");
  const show = (id, quiet) => {
    level = levels.some(([one]) => one === id) ? id : "services";
    picker.value = level;
    data = matrixOf(levels.find(([one]) => one === level)[2](), level === "services");
    at_ = [0, 0];
    canvas.setAttribute("aria-label", `Matrix of ${counted(data.rows.length, "row")}: ${counted(data.cells.size, "pair")} use each other, ${number(data.back)} of them against the order`);
    said.textContent = `${counted(data.rows.length, "row")}, ${counted(data.cells.size, "pair")}, ${number(data.back)} against the order.`;
    table.show(pairsOf());
    draw();
    if (!quiet) remember("matrix", level === "services" ? "" : level);
  };
  holder.append(el("div", { class: "scroll canvas-scroll" }, canvas));
  fills.matrix.append(el("div", { class: "filters" }, el("label", { class: "inline" }, soft("Rows: "), picker), said), holder, el("p", { class: "legend" }, el("span", {}, el("i", { class: "key good" }), " in the order"), el("span", {}, el("i", { class: "key back" }), " against it: part of a circle, or a layer that looks up")), table.node);
  routes.matrix = (name) => show(name);
  redraws.push(draw);
  show("services", true);
};
