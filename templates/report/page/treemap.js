/* The treemap: area is lines of code, shade is how often it changed. Squarified by d3-hierarchy. */
const MOST_TILES = 400, SHADES = 5;
/** What one picture shows below a box: boxes opened from the largest on, as long as they can be told apart. */
const treemapOf = (top) => {
  const frontier = top < 0 ? M.boxes.filter((box) => box.parent < 0 && box.lines).map((box) => box.i) : [...M.boxes[top].kids], opened = new Set(top < 0 ? [] : [top]);
  const leaves = new Set(frontier);
  for (;;) {
    let best = -1;
    for (const i of leaves) if (M.boxes[i].kids.length && (best < 0 || M.boxes[i].lines > M.boxes[best].lines) && leaves.size + M.boxes[i].kids.length <= MOST_TILES) best = i;
    if (best < 0) break;
    leaves.delete(best);
    opened.add(best);
    for (const kid of M.boxes[best].kids) leaves.add(kid);
  }
  const grow = (i) => ({ i, children: opened.has(i) ? M.boxes[i].kids.map(grow) : undefined });
  return { i: top, children: frontier.map(grow), leaves: [...leaves] };
};
/** A name for a tile: whole, else without the packages that it begins with, else its beginning; nothing where that would say nothing. */
const tileName = (text, room, font) => {
  const whole = fitted(text, room, font), last = text.slice(text.lastIndexOf(".") + 1);
  if (!whole.includes("…")) return whole;
  return begun(last, room, font);
};
const treemap = () => {
  const holder = el("div", { class: "treemap" }), path = el("p", { class: "crumbs" });
  const width = onWidth(holder, () => draw());
  let top = -1, shown = null;
  const most = Math.max(1, ...M.boxes.filter((box) => box.module).map((box) => box.changed));
  const shade = (box) => (M.history ? (box.changed ? Math.min(SHADES, 1 + Math.floor((SHADES * Math.log(box.changed)) / Math.log(most + 1))) : 0) : 0);
  const fill = (box) => (M.history ? between(colour("card"), colour("heat"), [0.04, 0.2, 0.4, 0.6, 0.8, 1][shade(box)]) : between(colour("card"), colourOf(idOfTop(box.top)), 0.28));
  const rows = () => shown.leaves.map((i) => M.boxes[i]).sort((a, b) => b.lines - a.lines || a.i - b.i);
  const step = (i) => { top = i; draw(); table.show(rows()); remember("treemap", i < 0 ? "" : boxName(i)); };
  const draw = () => {
    const wide = Math.max(280, Math.min(width(), 1200)), high = Math.round(Math.min(620, Math.max(360, wide * 0.56)));
    shown = treemapOf(top);
    const rooted = d3.hierarchy(shown).sum((one) => (one.children || one.i < 0 ? 0 : Math.max(1, M.boxes[one.i].lines))).sort((a, b) => b.value - a.value || a.data.i - b.data.i);
    d3.treemap().size([wide, high]).paddingOuter(2).paddingInner(2).paddingTop((node) => (node.depth && node.children && node.y1 - node.y0 > 44 ? 20 : 2)).round(true)(rooted);
    const svg = drawn("svg", { class: "tree", viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, role: "group", "aria-label": "Treemap of size and change" });
    const nodes = rooted.descendants().filter((node) => node.data.i >= 0 && node !== rooted);
    nodes.forEach((node, n) => svg.append(treeTile(node, n === 0)));
    holder.replaceChildren(svg);
    path.replaceChildren(...joined([el("button", { class: "more", type: "button", onclick: () => step(-1) }, "All services"), ...(top < 0 ? [] : wayTo(top).map((i) => el("button", { class: "more", type: "button", onclick: () => step(i) }, labelOf(i))))], " › ").map((one) => (one instanceof Node ? one : document.createTextNode(one))));
  };
  const treeTile = (node, first) => {
    const box = M.boxes[node.data.i], w = node.x1 - node.x0, h = node.y1 - node.y0, inner = Boolean(node.children), background = inner ? colour("card") : fill(box);
    const name = (inner ? h > 44 : h > 17) && w > 24 ? tileName(labelOf(box.i), w - 11, inner ? "650 12px" : "550 11.5px") : "";
    const sub = name && !inner && h > 32 ? fitted(M.history ? `${number(box.lines)} · ${number(box.changed)}×` : number(box.lines), w - 11, "400 10.5px") : "";
    const say = () => [el("b", {}, fullName(box.i)), `: ${sizeWords(box)}`, M.history ? `, ${counted(box.changed, "change")}${box.module ? "" : " of its busiest module"}` : ""];
    const group = drawn("g", { class: `tile-box ${look(idOfTop(box.top))}${inner ? " inner" : ""}`, tabindex: first ? "0" : "-1", role: "button", "aria-label": `${fullName(box.i)}, ${sizeWords(box)}${M.history ? `, ${counted(box.changed, "change")}` : ""}`, transform: `translate(${node.x0} ${node.y0})` },
      drawn("rect", { width: Math.max(0, w), height: Math.max(0, h), rx: inner && box.parent < 0 ? 6 : 3, fill: background }),
      name ? drawn("text", { x: 6, y: inner ? 14.5 : 13, fill: inner ? colour("ink") : inkOn(background), class: inner ? "over" : null }, name) : null,
      sub && !sub.includes("…") ? drawn("text", { class: "sub", x: 6, y: 26, fill: inkOn(background) }, sub) : null);
    const act = () => (box.kids.length ? step(box.i) : (location.hash = to("modules", box.module.name)));
    group.addEventListener("pointermove", (event) => { event.stopPropagation(); tipAt(event.clientX, event.clientY, say()); });
    group.addEventListener("pointerleave", hideTip);
    group.addEventListener("click", (event) => { event.stopPropagation(); hideTip(); act(); });
    group.addEventListener("focus", () => { if (group.matches(":focus-visible")) tipBy(group, say()); });
    group.addEventListener("blur", hideTip);
    group.addEventListener("keydown", (event) => {
      const all = [...group.parentNode.children], by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); holder.querySelector("[tabindex='0']")?.focus(); }
      else if (event.key === "Backspace" && top >= 0) { event.preventDefault(); step(M.boxes[top].parent); holder.querySelector("[tabindex='0']")?.focus(); }
      else if (by) { event.preventDefault(); const next = all[(all.indexOf(group) + by + all.length) % all.length]; group.setAttribute("tabindex", "-1"); next.setAttribute("tabindex", "0"); next.focus(); }
    });
    return group;
  };
  shown = treemapOf(top);
  const table = twin("boxes", [["What", (b) => (b.module ? moduleLink(b.module.name) : fullName(b.i)), (b) => fullName(b.i)], ["Service", (b) => service(idOfTop(b.top)), (b) => title(idOfTop(b.top))],
    ["Modules", (b) => number(b.count), (b) => b.count, "n"], ["Lines", (b) => number(b.lines), (b) => b.lines, "n"], ["Changes", (b) => (M.history ? number(b.changed) : ""), (b) => b.changed, "n"]], rows(), "Boxes of the treemap");
  const legend = M.history
    ? el("p", { class: "legend" }, "Changes: ", [0, 1, 2, 3, 4, 5].map((n) => el("i", { class: `heat heat-${n}` })), ` none to ${number(most)}`)
    : el("p", { class: "legend" }, "No history was read, so colours say nothing about change: they are those of the services.");
  if (!M.history) fills.treemap.parentNode.querySelector(".lead").textContent = "Area is lines of code. Choose a box to go into it.";
  fills.treemap.append(path, holder, legend, table.node);
  routes.treemap = (name) => { const i = boxOf(name); if (i >= 0 && M.boxes[i].kids.length) step(i); };
  redraws.push(draw);
  draw();
};
