/* A card for each service: what it owns, shows to others and needs from them. Insides are built when a card is opened. */
const cards = new Map();
const part = (name, n, ...content) => el("div", {}, el("h4", {}, n === null ? name : `${name} (${number(n)})`), content);
const onlyIf = (list, draw) => (list && list.length ? draw(list) : null);
const used = (name, list) => onlyIf(list, () => part(name, list.length, listed(list, (u) => [u.count > 1 ? el("span", { class: "n" }, `×${number(u.count)}`) : null, code(u.name), " ", at(u.at)])));
const parts = {
  routes: (s) => part("Routes", s.routes.length, listed(s.routes, (r) => [el("span", { class: "method" }, r.methods.join(" ") || "ANY"), code(r.route), " ", at(r.at)])),
  tables: (s) => part("Tables", s.entities.length, listed(s.entities, (e) => [link(to("data", e), code((tableOf.get(e) || {}).table || e)), " ", tableOf.has(e) ? at(tableOf.get(e).at) : null])),
  tasks: (s) => onlyIf(s.tasks, () => part("Tasks", s.tasks.length, listed(s.tasks, (t) => [code(t.name), " ", at(t.at)]))),
  modules: (s) => part("Modules", s.modules.length, listed(s.modules, moduleLink)),
  exposes: (s) => onlyIf(s.exposes, () => part("Exposes", s.exposes.length, listed(s.exposes, (e) => [el("span", { class: "n" }, `×${number(e.count)}`), link(to("seams", e.name), code(e.name)), " ", seamTag(e.seam_class)], 6))),
};
const calls = (list) => listed(list, (c) => [el("span", { class: "n" }, number(c.count)), service(c.service)]);
const stepPart = (s) => {
  const step = stepOf.get(s.id);
  return step ? part("Effort and gain", null, el("p", {}, link("#roadmap", `wave ${step.wave}`), `, ${effortText(step.effort)}`), gainText(step.gain) ? el("p", { class: "soft" }, gainText(step.gain)) : null) : null;
};
const inside = (s) => el("div", { class: "halves" },
  parts.routes(s), parts.tables(s), part("Uses", s.calls.length, calls(s.calls)), part("Used by", s.called_by.length, calls(s.called_by)), parts.exposes(s), parts.tasks(s),
  onlyIf(s.reads_foreign, (list) => part("Reads tables of others", list.length, listed(list, (f) => [code(f.entity), " of ", service(f.owner)]))),
  used("Sends", s.sends), used("Receives", s.receives), used("Calls outside", s.outside), used("Settings", s.settings),
  onlyIf(s.templates, (list) => part("Page templates", list.length, listed(list, code))),
  parts.modules(s),
  onlyIf(s.tests, (list) => part("Tests that move with it", list.length, listed(list, code, 5))),
  part("Packages that it needs", s.packages.length, s.packages.length ? el("div", { class: "words" }, s.packages.map(code)) : el("p", { class: "soft" }, "None.")),
  replayPart(s),
  part("What stands in the way", s.blockers + s.findings, el("p", {}, link(filtered("seams", { service: s.id, class: "X" }), counted(s.blockers, "blocker")), ", ", link(filtered("findings", { service: s.id }), counted(s.findings, "finding")), ", ", link(to("graph", s.id), "its place on the map"))),
  stepPart(s),
  s.evidence.length ? part("At its border", null, listed(s.evidence, (e) => e, 5)) : null);
const addCard = (id, head, fill) => {
  const card = el("details", { class: `card ${look(id)}` }, el("summary", {}, el("h3", {}, el("span", { class: `service ${look(id)}` }, title(id))), head));
  const build = () => { if (card.children.length === 1) card.append(el("div", { class: "inside" }, fill())); };
  card.addEventListener("toggle", () => { if (card.open) { build(); if (!root.classList.contains("paper")) remember("services", id); } });
  cards.set(id, { card, build });
  fills.services.append(card);
};
const sizes = (s) => `${counted(s.modules.length, "module")} · ${counted(s.lines, "line")} · ${counted(s.entities.length, "table")} · ${counted(s.routes.length, "route")}`;
const serviceCards = () => {
  for (const s of R.services) addCard(s.id, [risk(s.risk), soft(`wave ${s.wave} · ${sizes(s)}`)], () => inside(s));
  const kernel = R.shared, without = homeless();
  if (kernel.modules.length) addCard("shared", soft(sizes(kernel)), () => [
    el("p", { class: "lead" }, "Nearly everything uses these modules, so they become a library. ", kernel.modules.length > R.summary.kernel_modules ? `${counted(R.summary.kernel_modules, "module")} with ${counted(R.summary.kernel_lines, "line")} are shared code; the others are tests, migrations and scripts. ` : "", without ? `A library answers no request and owns no data: its ${without} must move to services first.` : ""),
    el("div", { class: "halves" }, kernel.routes.length ? parts.routes(kernel) : null, kernel.entities.length ? parts.tables(kernel) : null, parts.tasks(kernel), parts.modules(kernel))]);
  if (!R.services.length) fills.services.append(nothing("No service is proposed."));
  onPaper.push({
    before: () => { for (const { card, build } of cards.values()) { build(); card.dataset.was = String(card.open); card.open = true; } },
    after: () => { for (const { card } of cards.values()) card.open = card.dataset.was === "true"; },
  });
  routes.services = (id) => { const found = cards.get(id); if (found) { found.card.open = true; found.build(); return found.card; } return null; };
};
