/* The proposal beside other cuts: every measure of each, with a bar, and the best of a row marked. */
const alternatives = () => {
  if (!R.measures.length) { fills.alternatives.append(nothing("Nothing was measured.")); return; }
  const show = (v, m) => (v === null ? "" : words.shares.includes(m.name) ? `${(100 * v).toFixed(1)} %` : Number.isInteger(v) ? number(v) : v.toFixed(Math.abs(v) < 10 ? 3 : 1).replace("-", "−"));
  const extreme = (i) => words.extremes.includes(R.cuts[i].name);
  const form = (i) => `n${i ? "" : " proposal"}${extreme(i) ? " extreme" : ""}`;
  const rows = R.measures.map((m) => {
    const known = m.values.filter((v, i) => v !== null && !extreme(i)), best = m.more_is_better === null || new Set(known).size < 2 ? null : m.more_is_better ? Math.max(...known) : Math.min(...known);
    const most = Math.max(1e-9, ...m.values.filter((v) => v !== null).map(Math.abs));
    const wish = m.more_is_better === null ? "" : m.more_is_better ? "more is better" : "less is better";
    const bar = (v) => drawn("svg", { class: "bar-cell", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" }, drawn("rect", { width: Math.round((1000 * Math.abs(v)) / most) / 10, height: 4 }));
    return el("tr", {}, el("th", { scope: "row" }, words.measures[m.name] || plain(m.name), el("div", { class: "soft small" }, m.meaning), wish ? el("div", { class: "soft small" }, wish) : null),
      m.values.map((v, i) => el("td", { class: form(i) }, v === null ? "" : [v === best && !extreme(i) ? el("span", { class: "best", title: "best of the row" }, show(v, m)) : show(v, m), bar(v)])));
  });
  const head = R.cuts.map((c, i) => el("th", { class: form(i), scope: "col" }, cutName(c.name), el("br"), soft(counted(c.services, "service"))));
  fills.alternatives.append(el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Measures of every cut" }, el("table", { class: "matrix cuts" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Measure"), head)), el("tbody", {}, rows))), el("p", { class: "soft" }, "● best of the row. Bars compare the figures of one row."));
};
