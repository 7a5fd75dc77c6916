/* Who calls whom, as a Sankey diagram: services that use on the left, services that are used on the right. Laid out by d3-sankey. */
const MOST_FLOWS = 48, MOST_ENDS = 22;
/* The four functions of d3-array and d3-shape that d3-sankey asks for. */
Object.assign(d3, {
  max: (list, of = (x) => x) => { let best; for (const one of list) { const v = of(one); if (v !== undefined && (best === undefined || v > best)) best = v; } return best; },
  min: (list, of = (x) => x) => { let best; for (const one of list) { const v = of(one); if (v !== undefined && (best === undefined || v < best)) best = v; } return best; },
  sum: (list, of = (x) => x) => { let all = 0; for (const one of list) all += +of(one) || 0; return all; },
});
const flowData = () => {
  const ranked = [...R.calls].filter((c) => c.count > 0 && c.caller !== c.callee).sort((a, b) => b.count - a.count || (a.caller < b.caller ? -1 : 1));
  const ends = (key) => { const sums = new Map(); for (const c of ranked) sums.set(c[key], (sums.get(c[key]) || 0) + c.count); return new Set([...sums].sort((a, b) => b[1] - a[1]).slice(0, MOST_ENDS).map(([id]) => id)); };
  const left = ends("caller"), right = ends("callee");
  const kept = ranked.filter((c) => left.has(c.caller) && right.has(c.callee)).slice(0, MOST_FLOWS);
  return { kept, out: ranked.length - kept.length };
};
const flows = () => {
  const { kept, out } = flowData();
  if (!kept.length) { fills.flows.append(nothing("No service uses another.")); return; }
  const holder = el("div", { class: "flows" }), width = onWidth(holder, () => draw());
  const draw = () => {
    const wide = Math.max(300, Math.min(width() - 10, 1100)), sources = [...new Set(kept.map((c) => c.caller))], targets = [...new Set(kept.map((c) => c.callee))];
    const narrow = wide < 560, names = Math.min(215, wide * (narrow ? 0.32 : 0.27)), high = Math.max(260, 34 * Math.max(sources.length, targets.length));
    const byPlace = (a, b) => (index.get(a) ?? 1e9) - (index.get(b) ?? 1e9);
    const nodes = [...sources.sort(byPlace).map((id) => ({ id, side: 0 })), ...targets.sort(byPlace).map((id) => ({ id, side: 1 }))], place = new Map(nodes.map((node, i) => [`${node.side}${node.id}`, i]));
    const laid = d3.sankey().nodeWidth(12).nodePadding(15).nodeSort(null).extent([[names, 26], [wide - names, high - 8]])({ nodes, links: kept.map((c) => ({ source: place.get(`0${c.caller}`), target: place.get(`1${c.callee}`), value: c.count, call: c })) });
    const svg = drawn("svg", { class: narrow ? "sankey narrow" : "sankey", viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, role: "group", "aria-label": "Uses between services" },
      drawn("text", { class: "side", x: names, y: 14, "text-anchor": "start" }, "uses"), drawn("text", { class: "side", x: wide - names, y: 14, "text-anchor": "end" }, "is used"));
    for (const flow of laid.links) svg.append(flowNode(flow, svg));
    for (const node of laid.nodes) {
      const x = node.side ? node.x1 + 8 : node.x0 - 8;
      svg.append(drawn("g", { class: `end ${look(node.id)}` }, drawn("rect", { x: node.x0, y: node.y0, width: node.x1 - node.x0, height: Math.max(2, node.y1 - node.y0), rx: 2 }),
        drawn("text", { x, y: (node.y0 + node.y1) / 2 + 4.5, "text-anchor": node.side ? "start" : "end" }, fitted(title(node.id), names - (narrow ? 10 : 48), `550 ${narrow ? 11 : 13}px`) || "…", narrow ? null : drawn("tspan", { class: "soft", dx: 6 }, number(node.value)))));
    }
    holder.replaceChildren(svg);
  };
  const flowNode = (flow, svg) => {
    const { call } = flow, x0 = flow.source.x1, x1 = flow.target.x0, mid = (x0 + x1) / 2;
    const note = () => [el("b", {}, `${title(call.caller)} uses ${title(call.callee)}`), `: ${counted(call.count, "place")}`, call.blockers ? `, ${counted(call.blockers, "blocker")}` : "", call.in_loop ? ", some in a loop" : "", el("ul", {}, call.examples.map((e) => el("li", {}, code(e.target), ` ×${number(e.count)} `, at(e.at))))];
    const path = drawn("path", { class: `flow ${look(call.caller)}${call.blockers ? " blocked" : ""}`, d: `M${x0} ${flow.y0}C${mid} ${flow.y0} ${mid} ${flow.y1} ${x1} ${flow.y1}`, "stroke-width": Math.max(1.2, flow.width), tabindex: "-1", role: "img", "aria-label": `${title(call.caller)} uses ${title(call.callee)}: ${counted(call.count, "place")}${call.blockers ? `, ${counted(call.blockers, "blocker")}` : ""}` });
    path.addEventListener("pointermove", (event) => tipAt(event.clientX, event.clientY, note()));
    path.addEventListener("pointerleave", hideTip);
    path.addEventListener("focus", () => { if (path.matches(":focus-visible")) tipBy(path, note()); });
    path.addEventListener("blur", hideTip);
    if (!svg.querySelector(".flow")) path.setAttribute("tabindex", "0");
    path.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], all = [...svg.querySelectorAll(".flow")];
      if (!by) return;
      event.preventDefault();
      const next = all[(all.indexOf(path) + by + all.length) % all.length];
      path.setAttribute("tabindex", "-1"); next.setAttribute("tabindex", "0"); next.focus();
    });
    return path;
  };
  const rows = [...R.calls].sort((a, b) => b.count - a.count);
  const table = twin("pairs", [["Service", (c) => service(c.caller), (c) => title(c.caller)], ["uses", (c) => service(c.callee), (c) => title(c.callee)], ["Places", (c) => number(c.count), (c) => c.count, "n"], ["Definitions", (c) => (c.definitions === undefined ? "" : number(c.definitions)), (c) => c.definitions || 0, "n"], ["Blockers", (c) => number(c.blockers), (c) => c.blockers, "n"]], rows, "Uses between services");
  fills.flows.append(holder, el("p", { class: "soft" }, out ? `The ${counted(kept.length, "widest flow")} of ${number(kept.length + out)}; the table has all. ` : "", "A broken flow has blockers."), table.node);
  redraws.push(draw);
  draw();
};
