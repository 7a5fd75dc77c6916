/* The order of the work: the steps wave by wave, each with what comes before it, its effort, what it gains, and its check. */
const TILES = 9;
const fact = (name, ...content) => el("div", { class: "fact" }, el("dt", {}, name), el("dd", {}, content));

/** The bar of an effort: low to high pale, likely as a mark, on the scale of the largest. */
const effortBar = (effort, most) => {
  const share = (value) => Math.round((1000 * value) / (most || 1)) / 10;
  return drawn("svg", { class: "effort", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    drawn("rect", { class: "rail", x: 0, y: 4, width: 100, height: 2 }),
    drawn("rect", { class: "range", x: share(effort.low), y: 2, width: Math.max(0.6, share(effort.high) - share(effort.low)), height: 6 }),
    drawn("rect", { class: "likely", x: Math.max(0, share(effort.likely) - 0.5), y: 0, width: 1, height: 10 }));
};
const gainText = (gain) => [
  gain.commits ? `${number(gain.commits_alone)} of ${counted(gain.commits, "commit")} that touched it or its tests would need no other release.` : null,
  gain.tests > gain.tests_after ? `A change needs ${number(gain.tests_after)} instead of ${counted(gain.tests, "test")}.` : null,
].filter(Boolean).join(" ");
const prerequisite = (p) => [p.remedy || p.what, " ", at(p.places[0]), p.count > 1 ? soft(` ${counted(p.count, "place")}`) : null,
  p.remedy && p.what !== p.remedy ? el("div", { class: "soft small" }, p.what) : null];
const termTable = (effort) => el("details", { class: "sum" }, el("summary", {}, `${effortText(effort)}: how it adds up`),
  el("table", {}, el("thead", {}, el("tr", {}, ["What", "How many", "Days each", "Days"].map((name, i) => el("th", { scope: "col", class: i ? "n" : null }, name)))),
    el("tbody", {}, effort.terms.map((t) => el("tr", {}, el("td", {}, t.name), el("td", { class: "n" }, number(t.count)), el("td", { class: "n" }, String(t.days)), el("td", { class: "n" }, days(t.count * t.days)))),
      el("tr", {}, el("td", { colspan: 3 }, "Likely"), el("td", { class: "n" }, el("b", {}, days(effort.likely)))))),
  el("p", { class: "soft small" }, effort.formula));
const more = (s) => {
  const all = [s.blockers ? link(filtered("seams", { service: s.id, class: "X" }), counted(s.blockers, "blocker")) : null, s.findings ? link(filtered("findings", { service: s.id }), counted(s.findings, "finding")) : null].filter(Boolean);
  return all.length ? el("p", { class: "all" }, joined(all, " and "), " in all") : null;
};
const sizeOf = (s) => `${counted(s.modules.length, "module")}, ${counted(s.entities.length, "table")}, ${counted(s.routes.length, "route")}`;

const stepTile = (step, most) => {
  const s = index.has(step.service) ? R.services[index.get(step.service)] : null, gain = s ? gainText(step.gain) : "";
  return el("article", { class: `card tile ${s ? look(s.id) : ""}` },
    el("header", {}, el("h3", {}, s ? service(s.id) : step.title), risk(step.risk)),
    s ? el("p", { class: "soft" }, sizeOf(s)) : null,
    el("p", {}, step.why.replace(/^Wave \d+\. /, "")),
    el("div", { class: "effort-line" }, effortBar(step.effort, most), termTable(step.effort)),
    step.risk_reasons.length && step.risk !== "low" ? [el("h4", {}, "Why the risk"), el("ul", {}, step.risk_reasons.map((reason) => el("li", {}, reason)))] : null,
    step.prerequisites.length ? [el("h4", {}, "Before it can go"), listed(step.prerequisites, prerequisite, 4)] : el("p", { class: "soft" }, "Nothing stands in its way."),
    gain ? [el("h4", {}, "What gets faster"), el("p", {}, gain)] : null,
    el("h4", {}, "Done when"), el("p", {}, step.done), step.check ? el("p", {}, code(step.check)) : null,
    s ? more(s) : null);
};
/** A tile where the plan has no steps: remedies of blockers and findings, the same one once, with the first places. */
const plainTile = (s) => {
  const work = new Map();
  const add = (text, place) => { if (!work.has(text)) work.set(text, []); work.get(text).push(place); };
  for (const x of R.seams) if (x.seam_class === "X" && (x.caller === s.id || x.callee === s.id)) add(x.remedy || x.why, x.sites[0]);
  for (const f of R.findings) if (f.severity !== "info" && f.services.includes(s.id)) add(f.remedy || f.message, f.at);
  return el("article", { class: `card tile ${look(s.id)}` },
    el("header", {}, el("h3", {}, service(s.id)), risk(s.risk)), el("p", { class: "soft" }, sizeOf(s)),
    s.why_now ? el("p", {}, s.why_now.replace(/^Wave \d+\. /, "")) : null,
    work.size ? [el("h4", {}, "Before it can go"), listed([...work], ([text, places]) => [text, " ", at(places[0]), places.length > 1 ? soft(` and ${counted(places.length - 1, "more place")}`) : null], 4)] : el("p", { class: "soft" }, "Nothing stands in its way."),
    more(s));
};
const homeless = () => [["table", R.shared.entities], ["route", R.shared.routes], ["task", R.shared.tasks]].filter(([, list]) => list.length).map(([name, list]) => counted(list.length, name)).join(", ");
const kernelTile = () => (R.shared.modules.length ? el("article", { class: "card tile shared" }, el("h3", {}, "Make the shared kernel a library"),
  el("p", {}, `${counted(R.summary.kernel_modules, "module")}, ${counted(R.summary.kernel_lines, "line")}: versioned, and imported by every service.`),
  homeless() ? el("p", {}, `Find a home first for its ${homeless()}.`) : null,
  el("p", { class: "soft" }, link(to("services", "shared"), "What is in it"), ", ", link(filtered("modules", { service: "shared" }), "and why"))) : null);
const boundaryTile = () => el("article", { class: "card tile" }, el("h3", {}, "Draw the boundaries before you cut"),
  el("p", {}, "Keep one deployment. Forbid new uses across the proposed boundaries, and work off the ones that exist."),
  el("p", { class: "soft" }, link("#seams", counted(R.summary.seams, "definition")), " cross today, ", link(filtered("seams", { class: "X" }), counted(R.summary.blockers, "blocker")), " among them."));

/** A group of tiles beside the name of its wave; of many tiles the first. */
const waveRow = (name, note, tiles) => {
  const kept = tiles.filter(Boolean), grid = el("div", { class: "tiles" }, kept.slice(0, TILES));
  const rest = kept.length > TILES ? el("button", { class: "more", type: "button", onclick: () => { grid.append(...kept.slice(TILES)); rest.remove(); } }, `Show ${number(kept.length - TILES)} more of this wave`) : null;
  if (rest) onPaper.push({ before: () => rest.isConnected && rest.click(), after: () => {} });
  return el("div", { class: "step", id: `wave-${name.replace(/\W+/g, "-").toLowerCase()}` }, el("header", {}, el("b", {}, name), soft(note)), el("div", {}, grid, rest));
};
/** Effort of the waves as bars on one scale, the way a plan is read: one after the other. */
const timeline = (waves) => {
  const sums = waves.map(([wave, steps]) => ({ wave, steps, low: 0, likely: 0, high: 0 }));
  for (const sum of sums) for (const { effort } of sum.steps) { sum.low += effort.low; sum.likely += effort.likely; sum.high += effort.high; }
  const all = sums.reduce((total, sum) => total + sum.likely, 0) || 1;
  let from = 0;
  return el("div", { class: "scroll plain-scroll", tabindex: "0", role: "region", "aria-label": "Effort of the waves" }, el("table", { class: "timeline" },
    el("thead", {}, el("tr", {}, ["Wave", "What", "When, by likely effort", "Person-days", "Likely"].map((name, i) => el("th", { scope: "col", class: i > 2 ? "n" : null }, name)))),
    el("tbody", {}, sums.map((sum) => {
      const start = (100 * from) / all, width = (100 * sum.likely) / all;
      from += sum.likely;
      return el("tr", {}, el("th", { scope: "row" }, el("span", { class: "wave" }, String(sum.wave))),
        el("td", {}, sum.wave === 0 ? "modular monolith" : sum.steps.length > 4 ? counted(sum.steps.length, "service") : services(sum.steps.map((s) => s.service))),
        el("td", { class: "when" }, drawn("svg", { viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" }, drawn("rect", { class: "rail", x: 0, y: 5.5, width: 100, height: 1 }), drawn("rect", { class: "span", x: start, y: 0, width: Math.max(0.5, width), height: 12, rx: 1 }))),
        el("td", { class: "n" }, `${days(sum.low)}–${days(sum.high)}`), el("td", { class: "n" }, days(sum.likely)));
    }))));
};
const roadmap = () => {
  const steps = R.steps || [];
  if (!steps.length) {
    const waves = [...new Set(R.services.map((s) => s.wave))].sort((a, b) => a - b);
    fills.roadmap.append(el("div", { class: "waves" }, waveRow("First", "inside the monolith", [boundaryTile(), kernelTile()]),
      waves.map((wave) => { const of = R.services.filter((s) => s.wave === wave); return waveRow(`Wave ${wave}`, counted(of.length, "service"), of.map(plainTile)); })));
    return;
  }
  const waves = [...new Set(steps.map((s) => s.wave))].sort((a, b) => a - b).map((wave) => [wave, steps.filter((s) => s.wave === wave)]);
  const most = Math.max(...steps.map((s) => s.effort.high));
  fills.roadmap.append(timeline(waves), el("div", { class: "waves" }, waves.map(([wave, of]) => {
    const tiles = of.map((step) => stepTile(step, most));
    return wave === 0 ? waveRow("First", "inside the monolith", [...tiles, kernelTile()]) : waveRow(`Wave ${wave}`, counted(of.length, "service"), tiles);
  })));
};
