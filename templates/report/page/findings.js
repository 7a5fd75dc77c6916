/* What makes the split harder, by kind; and requirements that contradict one another. */
const FATES = { removed: ["good", "the split removes it"], kept: ["bad", "stays: one service needs both"], unused: ["", "nothing imports it"] };
const findingSection = () => {
  if (!R.findings.length && !R.conflicts.length) { fills.findings.append(nothing("None.")); return; }
  const holder = el("div"), fillings = new WeakMap(), rank = { error: 0, warning: 1, info: 2 };
  const where = choice("All services", serviceOptions(R.services.map((s) => s.id)), () => { draw(where.value, ""); remember("findings", "", { service: where.value }); });
  const draw = (of, open) => {
    where.value = of;
    const groups = new Map();
    for (const f of R.findings) if (!of || f.services.includes(of)) { if (!groups.has(f.kind)) groups.set(f.kind, []); groups.get(f.kind).push(f); }
    const worst = (list) => Math.min(...list.map((f) => rank[f.severity] ?? 2));
    const sorted = [...groups].sort((a, b) => worst(a[1]) - worst(b[1]) || b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    holder.replaceChildren(...sorted.map(([kind, list], i) => {
      const group = el("details", { class: "card", "data-kind": kind, open: open ? open === kind : i === 0 }, el("summary", {}, el("h3", {}, kindName(kind)), severity(["error", "warning", "info"][worst(list)]), soft(counted(list.length, "place"))));
      const build = () => { if (group.children.length === 1) group.append(el("div", { class: "inside" }, el("p", { class: "lead" }, sentence((words.findings[kind] || ["", ""])[1])), items(list))); };
      fillings.set(group, build);
      group.addEventListener("toggle", () => group.open && build());
      if (group.open) build();
      return group;
    }), ...(sorted.length ? [] : [nothing("No finding for this service.")]));
  };
  const items = (list) => paged([
    ["Where", (f) => [at(f.at), f.places.length ? listed(f.places, at, 2) : null], (f) => f.at.path],
    ["What", (f) => [f.message, el("div", {}, services(f.services))], (f) => f.message],
    ["What to do", (f) => f.remedy, (f) => f.remedy]], [...list].sort((a, b) => (rank[a.severity] ?? 2) - (rank[b.severity] ?? 2)), `Findings: ${kindName(list[0].kind)}`, { size: 20 }).node;
  fills.findings.append(el("div", { class: "filters" }, where), holder);
  if (R.conflicts.length) fills.findings.append(el("h3", {}, "Requirements that contradict one another"), paged([
    ["Package", (c) => code(c.name), (c) => c.name], ["Requirements", (c) => c.requirements.map((r) => el("div", {}, code(r.specifier || "any"), r.is_pin ? " pinned " : " ", at(r.at))), null],
    ["What the split does", (c) => { const [tone, text] = FATES[c.fate] || ["", ""]; return [text ? el("span", { class: `tag ${tone}` }, text) : null, c.why ? el("div", { class: "soft small" }, c.why) : null]; }, (c) => c.fate || ""], ["Services", (c) => services(c.services), null]], R.conflicts, "Version conflicts").node);
  routes.findings = (name, query) => draw(query.get("service") || "", name);
  onPaper.push({ before: () => { for (const group of holder.children) if (group.tagName === "DETAILS") { group.dataset.was = String(group.open); fillings.get(group)(); group.open = true; } }, after: () => { for (const group of holder.children) if (group.tagName === "DETAILS") group.open = group.dataset.was === "true"; } });
  draw("", "");
};
