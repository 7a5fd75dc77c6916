/* Every module and its home; what becomes of the tests; what is dead. */
const moduleSection = () => {
  const all_ = [...R.modules].sort((a, b) => (a.kind === "code" ? 0 : 1) - (b.kind === "code" ? 0 : 1));
  const state = { service: "", q: "", exact: "", unsure: false };
  const shown = () => (state.exact ? all_.filter((m) => m.name === state.exact) : all_.filter((m) => (!state.service || m.service === state.service) && (!state.q || m.name.toLowerCase().includes(state.q)) && (!state.unsure || m.by_default || m.confidence < 0.5)));
  const sure = (m) => (m.by_default ? el("span", { class: "tag warn", title: "placed without evidence" }, "by default") : `${Math.round(m.confidence * 100)} %`);
  const reasons = (m) => el("details", {}, el("summary", { class: "soft" }, counted(m.ties.length, "reason")), listed(m.ties, (t) => [el("b", {}, t.signal), " ", moduleLink(t.module), ": ", t.reason, " ", at(t.at)]));
  const table = paged([
    ["Module", (m) => [code(m.name), el("br"), at({ path: m.path, line: 0 }), M.byModule.has(m.name) ? [" ", el("a", { class: "small whole", href: `#graph/${boxName(M.byModule.get(m.name))}` }, "on the map")] : null], (m) => m.name], ["Home", (m) => service(m.service), (m) => title(m.service), "home"], ["Lines", (m) => number(m.lines), (m) => m.lines, "n"],
    ["Sure", sure, (m) => (m.by_default ? -1 : m.confidence), "n"],
    ["Why", (m) => [m.reason, m.ties && m.ties.length ? reasons(m) : null], null],
    ["Next best", (m) => (m.next_best ? service(m.next_best) : ""), (m) => m.next_best, "named home"]], all_, "Every module and its home", { class: "stack homes", mark: (m) => m.name === state.exact });
  const where = choice("All services", serviceOptions(allHomes()), () => set({ service: where.value, exact: "" }));
  const box = searchBox("Module", "Filter modules", (text) => set({ q: text, exact: "" }));
  const unsure = all_.filter((m) => m.by_default || m.confidence < 0.5).length;
  const doubt = chip(`Uncertain ${number(unsure)}`, false, () => set({ unsure: !state.unsure, exact: "" }), { title: "placed by default, or as likely elsewhere" });
  const all = el("button", { class: "chip", type: "button", onclick: () => { box.value = ""; set({ q: "", exact: "", service: "", unsure: false }); } }, "All modules");
  const apply = (next) => { Object.assign(state, next); where.value = state.service; doubt.setAttribute("aria-pressed", String(state.unsure)); all.hidden = !(state.q || state.exact || state.service || state.unsure); table.show(shown()); };
  const set = (next) => { apply(next); remember("modules", state.exact, { service: state.service, q: state.q, unsure: state.unsure ? "yes" : "" }); };
  fills.modules.append(el("div", { class: "filters" }, box, where, unsure ? doubt : null, all), table.node);
  routes.modules = (name, query) => { box.value = query.get("q") || ""; apply({ exact: name, q: box.value.toLowerCase(), service: query.get("service") || "", unsure: query.get("unsure") === "yes" }); };
  apply({});
  drifted();
  testMoves();
  deadModules();
};
const drifted = () => {
  const { new: fresh = [], gone = [] } = R.drift || {};
  if (!fresh.length && !gone.length) return;
  const rows = [...fresh.map((d) => ["new", d]), ...gone.map((d) => ["gone", d])];
  fills.modules.append(el("h3", {}, `Since the boundaries were written (${number(rows.length)})`), el("p", { class: "lead" }, `${counted(fresh.length, "module")} came, ${number(gone.length)} went.`),
    paged([["Module", ([state, d]) => (state === "new" ? moduleLink(d.module) : code(d.module)), ([, d]) => d.module], ["State", ([state]) => el("span", { class: `tag ${state === "new" ? "good" : "warn"}` }, state), ([state]) => state], ["Service", ([, d]) => service(d.service), ([, d]) => title(d.service)]], rows, "Drift", { size: 15 }).node);
};
const testMoves = () => {
  const tests = R.tests || [];
  if (!tests.length) return;
  const across = tests.filter((t) => !t.service);
  fills.modules.append(el("h3", {}, `Test modules (${number(tests.length)})`), el("p", { class: "lead" }, `${counted(tests.length - across.length, "test module")} ${tests.length - across.length === 1 ? "moves" : "move"} with one service; ${counted(across.length, "module")} ${across.length === 1 ? "exercises" : "exercise"} several and ${across.length === 1 ? "becomes a test" : "become tests"} across services.`),
    paged([["Tests", (t) => [code(t.module), el("br"), at({ path: t.path, line: 0 })], (t) => t.module], ["Number", (t) => number(t.tests), (t) => t.tests, "n"], ["Moves with", (t) => (t.service ? service(t.service) : el("span", { class: "tag warn" }, "across services")), (t) => t.service], ["Exercises", (t) => services(t.services), (t) => t.services.length]], [...across, ...tests.filter((t) => t.service)], "Where tests go", { size: 15 }).node);
};
const deadModules = () => {
  const dead = R.dead_modules || [];
  if (!dead.length) return;
  fills.modules.append(el("h3", {}, `Modules that nothing uses (${number(dead.length)})`), el("p", { class: "lead" }, `As far as reading can see; ${counted(dead.reduce((n, d) => n + d.lines, 0), "line")} that need not move.`),
    paged([["Module", (d) => moduleLink(d.module), (d) => d.module], ["Home", (d) => service(d.service), (d) => title(d.service)], ["Lines", (d) => number(d.lines), (d) => d.lines, "n"], ["Where", (d) => at(d.at), null]], dead, "Dead modules", { size: 15 }).node);
};
