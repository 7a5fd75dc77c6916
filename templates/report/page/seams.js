/* What crosses the boundaries: every definition of one service that another uses, its class, and what becomes of it; and the circles. */
const seamSection = () => {
  circleCards();
  if (!R.seams.length) { fills.seams.append(nothing("Nothing crosses a boundary.")); return; }
  const state = { class: "", service: "", q: "", loops: false };
  const shown = () => R.seams.filter((s) => (!state.class || s.seam_class === state.class) && (!state.service || s.caller === state.service || s.callee === state.service) && (!state.loops || s.in_loop) && (!state.q || s.target.toLowerCase().includes(state.q)));
  const table = paged([
    ["Class", (s) => [seamTag(s.seam_class), s.in_loop ? [el("br"), el("span", { class: "tag warn", title: "becomes many requests" }, "in a loop")] : null], (s) => seamOrder().indexOf(s.seam_class), "fit"],
    ["Who uses whom", (s) => [service(s.caller), el("br"), soft("→ "), service(s.callee)], (s) => title(s.caller) + title(s.callee), "who"],
    ["What", (s) => [code(s.target), el("br"), listed(s.sites, at, 2)], (s) => s.target], ["Uses", (s) => number(s.count), (s) => s.count, "n"],
    ["Why, and what to do", (s) => [s.why && el("p", { class: "soft" }, s.why), s.remedy], null]], R.seams, "What crosses the boundaries");
  const set = (next) => { Object.assign(state, next); refresh(); };
  const where = choice("All services", serviceOptions(R.services.map((s) => s.id)), (event) => set({ service: event.target.value }));
  const box = searchBox("Definition", "Filter definitions", (text) => set({ q: text }));
  const tally = new Map();
  for (const s of R.seams) tally.set(s.seam_class, (tally.get(s.seam_class) || 0) + 1);
  const chips = seamOrder().filter((id) => tally.has(id)).map((id) => chip(`${seamName(id)} ${number(tally.get(id))}`, false, () => set({ class: state.class === id ? "" : id }), { "data-id": id, title: words.seams[id][1] }));
  const looped = R.seams.filter((s) => s.in_loop).length, loops = chip(`In a loop ${number(looped)}`, false, () => set({ loops: !state.loops }), { title: "a use inside a loop becomes many requests" });
  const refresh = (quiet) => {
    chips.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.id === state.class)));
    loops.setAttribute("aria-pressed", String(state.loops));
    where.value = state.service;
    table.show(shown());
    if (!quiet) remember("seams", state.q, { class: state.class, service: state.service, loops: state.loops ? "yes" : "" });
  };
  fills.seams.append(el("div", { class: "filters" }, chips, looped ? loops : null), el("div", { class: "filters" }, box, where), el("details", { class: "sum" }, el("summary", {}, "What the classes mean"), el("ul", { class: "list" }, seamOrder().filter((id) => tally.has(id)).map((id) => el("li", {}, seamTag(id), " ", sentence(words.seams[id][1]))))), table.node);
  routes.seams = (name, query) => { Object.assign(state, { class: query.get("class") || "", service: query.get("service") || "", loops: query.get("loops") === "yes", q: name.toLowerCase() }); box.value = name; refresh(true); };
  refresh(true);
};
/** Services that need one another in circles, and the cheapest uses to turn round. */
const circleCards = () => {
  const circles = R.circles || [];
  if (!circles.length) return;
  fills.circles.append(el("h3", {}, `Circles between services (${number(circles.length)})`), el("p", { class: "lead" }, "Services that need one another in a circle cannot be deployed, tested or replaced one by one. Turning these uses round leaves no circle."));
  for (const [n, circle] of circles.entries()) {
    const group = el("details", { class: "card", open: n === 0 && circle.cut.length <= 12 }, el("summary", {}, el("h4", {}, circle.services.length > 5 ? `${counted(circle.services.length, "service")}` : joined(circle.services.map((id) => el("span", { class: `service ${look(id)}` }, title(id))), " ")), soft(`${counted(circle.cut.length, "pair")} to turn round, ${days(circle.cost)} person-days${circle.is_exact ? ", the cheapest way" : ""}`)),
      el("div", { class: "inside" }, paged([["Uses to turn round", (c) => [service(c.caller), " → ", service(c.callee)], (c) => title(c.caller), "who"], ["Definitions", (c) => number(c.definitions), (c) => c.definitions, "n"], ["Places", (c) => number(c.uses), (c) => c.uses, "n"], ["Days", (c) => days(c.cost), (c) => c.cost, "n"],
        ["How", (c) => c.remedy, null], ["Where", (c) => listed(c.places, at, 2), null]], circle.cut, "Uses to turn round", { size: 12, paper: true }).node));
    openOnPaper(group);
    fills.circles.append(group);
  }
};
