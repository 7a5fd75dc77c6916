/* Who owns which data: the ownership matrix, the links that cross, and what ties services together by data, with the remedy of each. */
/** So many services fit beside each other; of more a list says who uses a table. */
const WIDE = 14;
const dataSection = () => {
  if (!R.tables.length) { fills.data.append(nothing("No table or model was found.")); return; }
  const crossing = (t) => [...t.writers, ...t.readers].some((u) => u.service !== t.owner);
  const using = new Set(R.tables.flatMap((t) => [t.owner, ...t.writers.map((u) => u.service), ...t.readers.map((u) => u.service)]));
  const columns = allHomes().filter((id) => using.has(id));
  const use = (t, id) => {
    const w = t.writers.find((u) => u.service === id), r = t.readers.find((u) => u.service === id);
    const text = [w && `W ${w.count}`, r && `R ${r.count}`].filter(Boolean).join(" ");
    if (!text && t.owner !== id) return "";
    const form = t.owner === id ? `use owner ${look(id)}` : w ? "use foreign" : "use";
    return el("span", { class: form, title: `${title(id)}${t.owner === id ? " owns it" : ""}${w ? `, writes it in ${counted(w.count, "place")}` : ""}${r ? `, reads it or uses its class in ${counted(r.count, "place")}` : ""}` }, text || "owns");
  };
  const state = { only: false, q: "" };
  const shown = () => R.tables.filter((t) => (!state.only || crossing(t)) && `${t.entity} ${t.table}`.toLowerCase().includes(state.q));
  const table = paged([["Table", (t) => [code(t.table || t.entity), el("br"), at(t.at), el("div", { class: "soft small" }, t.reason)], (t) => t.table || t.entity],
    ...columns.map((id) => [el("span", { class: `up service ${look(id)}` }, title(id)), (t) => use(t, id), null])], R.tables, "Who owns, writes and reads each table", { class: "matrix", head: true, size: 30, paper: true });
  const uses = (list, letter, t) => (list.length ? listed([...list].sort((a, b) => b.count - a.count), (u) => [service(u.service), " ", soft(`${letter}\u00a0${number(u.count)}`)], 5) : "");
  const own = (t) => [["W", t.writers], ["R", t.readers]].map(([letter, list]) => list.filter((u) => u.service === t.owner).map((u) => `${letter}\u00a0${number(u.count)}`)).flat().join("\u00a0\u00a0");
  const rows = paged([["Table", (t) => [code(t.table || t.entity), el("br"), at(t.at), el("div", { class: "soft small" }, t.reason)], (t) => t.table || t.entity], ["Owner", (t) => [service(t.owner), " ", soft(own(t))], (t) => title(t.owner), "named"],
    ["Written by others", (t) => uses(t.writers.filter((u) => u.service !== t.owner), "W", t), (t) => -t.writers.filter((u) => u.service !== t.owner).length, "named foreign-writers"],
    ["Read by others", (t) => uses(t.readers.filter((u) => u.service !== t.owner), "R", t), (t) => -t.readers.filter((u) => u.service !== t.owner).length, "named"]], R.tables, "Each table with its owner, writers and readers", { size: 20, paper: true });
  const both = el("div", { class: "owners", "data-view": columns.length > WIDE ? "list" : "grid" }, el("div", { class: "owners-grid" }, table.node), el("div", { class: "owners-list" }, rows.node));
  const asList = chip("As a list", columns.length > WIDE, () => { const isList = both.dataset.view !== "list"; both.dataset.view = isList ? "list" : "grid"; asList.setAttribute("aria-pressed", String(isList)); }, { class: "chip as-list", title: "a row for each table with the services that use it, instead of a column for each service" });
  const refresh = (quiet) => { only.setAttribute("aria-pressed", String(state.only)); table.show(shown()); rows.show(shown()); if (!quiet) remember("data", state.q, { only: state.only ? "crossing" : "" }); };
  const only = chip(`Only what crosses (${number(R.tables.filter(crossing).length)})`, false, () => { state.only = !state.only; refresh(); });
  const box = searchBox("Table", "Filter tables", (text) => { state.q = text; refresh(); });
  fills.data.append(el("div", { class: "filters" }, box, only, asList), both);
  routes.data = (name, query) => { box.value = name; state.q = name.toLowerCase(); state.only = query.get("only") === "crossing"; refresh(true); };
  dataTies();
  if (R.links.length) fills.data.append(el("h3", {}, `Links between tables of different owners (${number(R.links.length)})`), paged([
    ["Table", (l) => code(l.source), (l) => l.source], ["of", (l) => service(l.source_owner), (l) => l.source_owner], ["points at", (l) => code(l.target), (l) => l.target], ["of", (l) => service(l.target_owner), (l) => l.target_owner],
    ["How", (l) => [l.kind.replaceAll("_", " "), l.field ? [", ", code(l.field)] : null], (l) => l.kind], ["Where", (l) => at(l.at), null]], R.links, "Links that cross", { size: 25, paper: true }).node);
};
const TIES = { "shared-write": "Several services write one table", transaction: "One transaction, tables of several services", "foreign-key": "Foreign keys", cascade: "Deletions that cascade", navigation: "Navigation along relations", "foreign-read": "Tables read by others" };
const REMEDIES = { key: "keep the key", api: "API", event: "event", "read-model": "read model", move: "move it", saga: "saga", merge: "keep together" };
/** Shared writes, transactions, keys and cascades that cross, each with what takes it apart. */
const dataTies = () => {
  const ties = R.data_ties || [];
  if (!ties.length) return;
  fills.data.append(el("h3", {}, `What ties services together by data (${number(ties.length)})`));
  const kinds = Object.keys(TIES).filter((kind) => ties.some((tie) => tie.kind === kind));
  for (const kind of kinds) {
    const list = ties.filter((tie) => tie.kind === kind).sort((a, b) => b.count - a.count);
    const group = el("details", { class: "card", open: kind === kinds[0] }, el("summary", {}, el("h4", {}, TIES[kind]), soft(number(list.length))), el("div", { class: "inside" }, paged([
      ["What", (t) => [code(t.subject), el("div", {}, t.owner ? service(t.owner) : null), t.others.length ? el("div", { class: "soft small" }, "with ", joined(t.others.slice(0, 4).map(code)), t.others.length > 4 ? ` and ${t.others.length - 4} more` : "") : null], (t) => t.subject],
      ["Services", (t) => t.services.map((id) => el("div", {}, service(id))), null, "who"], ["Remedy", (t) => [el("span", { class: "tag good" }, REMEDIES[t.remedy] || t.remedy)], (t) => t.remedy, "fit"],
      ["What to do, and why", (t) => [t.how, t.why ? el("p", { class: "soft small" }, t.why) : null], null], ["Where", (t) => [listed(t.places, at, 2), t.count > t.places.length ? soft(`${number(t.count)} in all`) : null], (t) => (t.places[0] || {}).path || ""]], list, TIES[kind], { size: 15, paper: true }).node));
    openOnPaper(group);
    fills.data.append(group);
  }
};
