/* Beside the map: what a box is, who uses it and whom it uses, with evidence; and the box that finds others. */
/** A box by its own label, and the service that it is in. */
const shortName = (i) => (M.boxes[i].parent < 0 ? labelOf(i) : `${labelOf(M.boxes[i].top)} › ${labelOf(i)}`);
const callBetween = (a, b) => R.calls.find((c) => c.caller === idOfTop(a) && c.callee === idOfTop(b));
/** Why there is an arrow: the definitions used most between two services, else the heaviest uses between the modules. */
const evidence = (scene, a, b) => {
  const arrow = scene.all.find((one) => one.a === a && one.b === b);
  if (!arrow) return [];
  const head = [el("b", {}, `${shortName(a)} uses ${shortName(b)}`), `: ${counted(arrow.count, "place")}`];
  const call = arrow.call;
  if (call) return [...head, call.blockers ? `, ${counted(call.blockers, "blocker")}` : "", call.in_loop ? ", some in a loop" : "", el("ul", {}, call.examples.map((e) => el("li", {}, code(e.target), ` ×${number(e.count)} `, at(e.at))))];
  const [all, first] = usesBetween((i) => scene.rep[i] === a, (i) => scene.rep[i] === b);
  return [...head, el("ul", {}, first.map((i) => el("li", {}, useLine(i))), all > first.length ? el("li", {}, `and ${counted(all - first.length, "more pair")} of modules`) : null)];
};

const mapPanel = (panel, state, scene, act) => {
  const i = state.focus, pick = (box, text) => el("button", { class: "more", type: "button", onclick: () => act.choose(box) }, text ?? shortName(box));
  if (i < 0 || !scene.at.has(i)) {
    const two = scene.all.filter((x) => x.a < x.b && x.both), pair = (x, sign) => [sign === "→" ? el("span", { class: "n" }, number(x.count)) : null, pick(x.a), ` ${sign} `, pick(x.b)];
    panel.replaceChildren(el("p", { class: "soft" }, "No box is chosen."),
      ...(scene.all.length ? [el("h3", { class: "minor" }, "Used most"), ...[listed(scene.all.slice(0, 6), (x) => pair(x, "→"))].flat()] : []),
      ...(two.length ? [el("h3", { class: "minor" }, `Both ways (${number(two.length)})`), ...[listed(two, (x) => pair(x, "⇄"), 6)].flat()] : []));
    return;
  }
  const box = M.boxes[i], isService = box.parent < 0, within = insideOf(i), inside = (one) => within[one] === 1;
  const out = scene.all.filter((x) => inside(x.a) && !inside(x.b)), into = scene.all.filter((x) => inside(x.b) && !inside(x.a));
  const ring = scene.circles.get(i), circle = ring === undefined ? [] : [...scene.circles].filter(([one, group]) => group === ring && one !== i).map(([one]) => one);
  const sum = (list, end) => { const found = new Map(); for (const x of list) found.set(x[end], (found.get(x[end]) || 0) + x.count); return [...found].sort((a, b) => b[1] - a[1]); };
  const both = new Set(sum(into, "a").map(([one]) => one)), back = sum(out, "b").filter(([one]) => both.has(one));
  const names = (name, list) => (list.length ? [el("h4", {}, `${name} (${number(list.length)})`), ...[listed(list, ([one, n]) => [n === null ? null : el("span", { class: "n" }, number(n)), pick(one)])].flat()] : []);
  const [, uses] = usesBetween(inside, (one) => scene.rep[one] >= 0 && !within[one], 4);
  panel.replaceChildren(
    el("h3", {}, isService ? service(idOfTop(i)) : el("span", { class: `service ${look(idOfTop(box.top))}` }, labelOf(i))),
    el("p", { class: "soft" }, box.module ? code(box.module.name) : null, box.module ? el("br") : null, sizeWords(box), isService && index.size > i ? `, wave ${R.services[i].wave}, ${counted(R.services[i].blockers, "blocker")}` : "", box.changed ? `, ${counted(box.changed, "change")}` : ""),
    el("p", { class: "acts" }, box.kids.length ? el("button", { class: "plain", type: "button", onclick: () => act.toggle(i) }, scene.at.get(i).open ? "Close it" : "Open it") : null,
      box.module ? link(to("modules", box.module.name), "Why it is here") : null, el("button", { class: "plain", type: "button", onclick: () => act.choose(i) }, "Let go")),
    ...names("Uses", sum(out, "b")), ...names("Used by", sum(into, "a")), ...names("Both ways: a cycle", back.map(([one]) => [one, null])),
    ...(circle.length ? [el("h4", {}, `In one circle with (${number(circle.length)})`), ...[listed(circle, (one) => pick(one), 6)].flat()] : []),
    ...(uses.length ? [el("h4", {}, "Evidence"), ...[listed(uses, useLine, 4)].flat()] : []));
};

/** The box that finds a service, package or module and shows it on the map. */
const finder = (show) => {
  const list = el("datalist", { id: "boxes" }), box = el("input", { type: "search", list: "boxes", placeholder: "Find on the map", "aria-label": "Find on the map", autocomplete: "off", spellcheck: "false" });
  const names = M.boxes.map((one) => fullName(one.i).toLowerCase());
  const best = (asked) => {
    const words_ = asked.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words_.length) return [];
    const found = [];
    names.forEach((name, i) => { if (words_.every((word) => name.includes(word))) found.push([name === asked.toLowerCase() ? 0 : name.endsWith(words_[words_.length - 1]) ? 1 : 2, name.length, i]); });
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , i]) => i);
  };
  box.addEventListener("input", () => { list.replaceChildren(...best(box.value).slice(0, 12).map((i) => el("option", { value: visible(fullName(i)) }))); });
  const found = () => { const [first] = best(box.value); box.setCustomValidity(first === undefined && box.value ? "Nothing has this name." : ""); if (first !== undefined) show(first); else box.reportValidity(); };
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); found(); } });
  box.addEventListener("change", () => { if (names.includes(box.value.toLowerCase())) found(); });
  return el("span", { class: "finder" }, box, list);
};

const mapTwin = () => {
  const rows = [...R.calls].sort((a, b) => b.count - a.count);
  fills.graph.append(twin("pairs", [
    ["Service", (c) => service(c.caller), (c) => title(c.caller)], ["uses", (c) => service(c.callee), (c) => title(c.callee)],
    ["Places", (c) => number(c.count), (c) => c.count, "n"], ["Blockers", (c) => number(c.blockers), (c) => c.blockers, "n"], ["In loops", (c) => (c.loops ? number(c.loops) : c.in_loop ? "yes" : ""), (c) => c.loops || 0, "n"],
    ["Used most", (c) => c.examples.slice(0, 2).map((e) => el("div", {}, code(e.target), " ", at(e.at))), null]], rows, "Who uses whom").node);
};
