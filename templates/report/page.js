"use strict";
/* Fills the page from the data inside it. Every text enters as a text node: names of the analysed code are never markup. */
(() => {
  const PAGE = 40, SHORT = 8, TILES = 9;
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;

  /* ---- data ---- */

  const unpack = async () => {
    const holder = $("report");
    if (holder.type === "application/json") return JSON.parse(holder.textContent);
    const bytes = Uint8Array.from(atob(holder.textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  };

  /* ---- elements ---- */

  const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
  const visible = (text) => String(text).replace(HIDDEN, (c) => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));
  const el = (name, given = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false).map((c) => (c instanceof Node ? c : visible(c))));
    return made;
  };
  const number = (value) => value.toLocaleString("en-US");
  const counted = (n, one, many = one + "s") => `${number(n)} ${n === 1 ? one : many}`;
  const code = (name) => el("code", {}, name);
  const at = (place) => (place && place.path ? el("span", { class: "at" }, place.line ? `${place.path}:${place.line}` : place.path) : null);
  const link = (hash, ...children) => el("a", { href: hash }, ...children);
  const to = (section, name) => `#${section}/${encodeURIComponent(name)}`;
  const filtered = (section, query) => `#${section}/?${new URLSearchParams(query)}`;
  const nothing = (text) => el("p", { class: "nothing" }, text);

  const start = (R, words) => {
    const fills = Object.fromEntries([...document.querySelectorAll("[data-fill]")].map((node) => [node.dataset.fill, node]));
    const index = new Map(R.services.map((s, i) => [s.id, i]));
    const title = (id) => (index.has(id) ? R.services[index.get(id)].title : id === "shared" ? "shared kernel" : id || "nobody");
    const service = (id) =>
      index.has(id)
        ? el("a", { class: `service c${index.get(id) % 8}`, href: to("services", id) }, title(id))
        : el(id === "shared" ? "a" : "span", { class: "service shared", href: id === "shared" ? to("services", id) : null }, title(id));
    const risk = (value) => (value ? el("span", { class: "risk", "data-risk": value }, value) : null);
    const seamName = (id) => (words.seams[id] || [id, ""])[0];
    const kindName = (id) => (words.findings[id] || [id.charAt(0).toUpperCase() + id.slice(1).replaceAll("-", " ")])[0];
    const seamTag = (id) => el("span", { class: id === "X" ? "tag bad" : "tag", title: (words.seams[id] || ["", ""])[1] }, seamName(id));
    const severity = (id) => el("span", { class: `tag ${{ error: "bad", warning: "warn" }[id] || ""}` }, { error: "● serious", warning: "▲ warning", info: "○ note" }[id] || id);

    /** The first items of a list, and a button that shows the rest. */
    const listed = (items, draw, size = SHORT) => {
      if (!items.length) return el("p", { class: "soft" }, "None.");
      const list = el("ul", { class: "list" }, items.slice(0, size).map((item) => el("li", {}, draw(item))));
      if (items.length <= size) return list;
      let shown = size;
      const more = el("button", { class: "more", type: "button" }, `Show ${number(items.length - size)} more`);
      more.addEventListener("click", () => {
        const next = Math.min(items.length, shown + 200);
        list.append(...items.slice(shown, next).map((item) => el("li", {}, draw(item))));
        shown = next;
        if (shown >= items.length) more.remove(); else more.textContent = `Show ${number(items.length - shown)} more`;
      });
      return [list, more];
    };

    /** A table that holds one page of its rows at a time. Columns: [title, draw(row), sort(row) or null, class]. */
    const paged = (columns, rows, label, extra = {}) => {
      let order = null, down = false, page = 0, shown = rows;
      const body = el("tbody");
      const heads = columns.map(([name, , by, look], i) =>
        el("th", { class: look, scope: "col" }, by ? el("button", { type: "button", onclick: () => sort(i) }, name) : name));
      const table = el("table", { class: extra.class || "stack" }, el("thead", {}, el("tr", {}, heads)), body);
      const info = el("span"), size = extra.size || PAGE;
      const step = (by) => { page += by; draw(); };
      const back = el("button", { type: "button", onclick: () => step(-1) }, "Previous"), on = el("button", { type: "button", onclick: () => step(1) }, "Next");
      const sort = (i) => { down = order === i ? !down : false; order = i; page = 0; draw(); };
      const draw = () => {
        heads.forEach((head, i) => (i === order ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
        const by = order === null ? null : columns[order][2];
        const less = (a, b) => { const x = by(a), y = by(b); return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1); };
        const sorted = by ? [...shown].sort(less) : shown;
        const from = page * size, part = sorted.slice(from, from + size);
        body.replaceChildren(...part.map((row) => el("tr", { class: extra.mark && extra.mark(row) ? "found" : null }, columns.map(([name, cell, , look]) => (extra.head && cell === columns[0][1] ? el("th", { scope: "row" }, cell(row)) : el("td", { class: look, "data-label": typeof name === "string" ? name : null }, cell(row)))))));
        if (!part.length) body.append(el("tr", {}, el("td", { colspan: columns.length, class: "soft" }, "Nothing matches.")));
        info.textContent = shown.length ? `${number(from + 1)} to ${number(from + part.length)} of ${number(shown.length)}` : "";
        back.disabled = page === 0; on.disabled = from + size >= shown.length;
        pager.hidden = shown.length <= size;
      };
      const pager = el("div", { class: "pager" }, back, on, info);
      const node = el("div", {}, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, table), pager);
      draw();
      return { node, draw, show: (next) => { shown = next; page = 0; draw(); } };
    };

    /** A select whose empty value means everything. */
    const choice = (label, options, onchange) => el("select", { "aria-label": label, onchange }, el("option", { value: "" }, label), options.map(([value, text]) => el("option", { value }, text)));
    const serviceOptions = (ids) => ids.map((id) => [id, title(id)]);
    const allHomes = [...R.services.map((s) => s.id), ...(R.shared.modules.length ? ["shared"] : [])];

    /* ---- roadmap ---- */

    /** What to do before a service can go: remedies of its blockers and findings, the same one once, with the first places. */
    const first = (s) => {
      const work = new Map();
      const add = (text, place) => { if (!work.has(text)) work.set(text, []); work.get(text).push(place); };
      for (const x of R.seams) if (x.seam_class === "X" && (x.caller === s.id || x.callee === s.id)) add(x.remedy || x.why, x.sites[0]);
      for (const f of R.findings) if (f.severity !== "info" && f.services.includes(s.id)) add(f.remedy || f.message, f.at);
      const listed = [...work].slice(0, 4).map(([text, places]) => [text, " ", at(places[0]), places.length > 1 ? el("span", { class: "soft" }, ` and ${counted(places.length - 1, "more place")}`) : null]);
      const all = [s.blockers ? link(filtered("seams", { service: s.id, class: "X" }), counted(s.blockers, "blocker")) : null, s.findings ? link(filtered("findings", { service: s.id }), counted(s.findings, "finding")) : null].filter(Boolean);
      return { listed, all: all.length === 2 ? [all[0], " and ", all[1]] : all };
    };
    const tile = (s) => {
      const work = first(s);
      return el("article", { class: `card tile c${index.get(s.id) % 8}` },
        el("header", {}, el("h4", {}, service(s.id)), risk(s.risk)),
        el("p", { class: "soft" }, `${counted(s.modules.length, "module")}, ${counted(s.entities.length, "table")}, ${counted(s.routes.length, "route")}`),
        s.why_now && el("p", {}, s.why_now.replace(/^Wave \d+\. /, "")),
        work.listed.length ? [el("h4", {}, "Before it can go"), el("ul", {}, work.listed.map((item) => el("li", {}, item)))] : el("p", { class: "soft" }, "Nothing stands in its way."),
        work.all.length ? el("p", { class: "all" }, work.all, work.listed.length ? " in all" : " to know of") : null);
    };
    const homeless = [["table", R.shared.entities], ["route", R.shared.routes], ["task", R.shared.tasks]].filter(([, list]) => list.length).map(([name, list]) => counted(list.length, name)).join(", ");
    const roadmap = () => {
      const waves = [...new Set(R.services.map((s) => s.wave))].sort((a, b) => a - b);
      const few = (tiles) => {
        const grid = el("div", { class: "tiles" }, tiles.slice(0, TILES));
        if (tiles.length <= TILES) return grid;
        const more = el("button", { class: "more", type: "button", onclick: () => { grid.append(...tiles.slice(TILES)); more.remove(); } }, `Show ${number(tiles.length - TILES)} more of this wave`);
        return el("div", {}, grid, more);
      };
      const step = (name, note, ...tiles) => el("div", { class: "step" }, el("header", {}, el("b", {}, name), el("span", {}, note)), few(tiles.flat().filter(Boolean)));
      fills.roadmap.append(el("div", { class: "waves" },
        step("First", "inside the monolith",
          el("article", { class: "card tile" }, el("h4", {}, "Draw the boundaries before you cut"),
            el("p", {}, "Keep one deployment. Forbid new uses across the proposed boundaries, and work off the ones that exist."),
            el("p", { class: "soft" }, link("#seams", counted(R.summary.seams, "definition")), " cross today, ", link(filtered("seams", { class: "X" }), counted(R.summary.blockers, "blocker")), " among them.")),
          R.shared.modules.length ? el("article", { class: "card tile shared" }, el("h4", {}, "Make the shared kernel a library"),
            el("p", {}, `${counted(R.shared.modules.length, "module")}, ${counted(R.shared.lines, "line")}: versioned, and imported by every service.`),
            homeless ? el("p", {}, `Find a home first for its ${homeless}.`) : null,
            el("p", { class: "soft" }, link(to("services", "shared"), "What is in it"), ", ", link(filtered("modules", { service: "shared" }), "and why"))) : null),
        waves.map((wave) => { const of = R.services.filter((s) => s.wave === wave); return step(`Wave ${wave}`, counted(of.length, "service"), of.map(tile)); })));
    };

    /* ---- services ---- */

    const cards = new Map();
    const part = (name, n, ...content) => el("div", {}, el("h4", {}, n === null ? name : `${name} (${number(n)})`), content);
    const tableOf = new Map(R.tables.map((t) => [t.entity, t]));
    const parts = {
      routes: (s) => part("Routes", s.routes.length, listed(s.routes, (r) => [el("span", { class: "method" }, r.methods.join(" ") || "ANY"), code(r.route), " ", at(r.at)])),
      tables: (s) => part("Tables", s.entities.length, listed(s.entities, (e) => [code((tableOf.get(e) || {}).table || e), " ", tableOf.has(e) ? at(tableOf.get(e).at) : null])),
      tasks: (s) => (s.tasks.length ? part("Tasks", s.tasks.length, listed(s.tasks, (t) => [code(t.name), " ", at(t.at)])) : null),
      modules: (s) => part("Modules", s.modules.length, listed(s.modules, (m) => link(to("modules", m), code(m)))),
    };
    const inside = (s) => {
      const uses = (list) => listed(list, (c) => [el("span", { class: "n" }, number(c.count)), service(c.service)]);
      return el("div", { class: "halves" }, parts.routes(s), parts.tables(s), part("Uses", s.calls.length, uses(s.calls)), part("Used by", s.called_by.length, uses(s.called_by)), parts.tasks(s),
        s.reads_foreign.length ? part("Reads tables of others", s.reads_foreign.length, listed(s.reads_foreign, (f) => [code(f.entity), " of ", service(f.owner)])) : null,
        parts.modules(s),
        part("Packages that it needs", s.packages.length, s.packages.length ? el("div", { class: "words" }, s.packages.map(code)) : el("p", { class: "soft" }, "None.")),
        part("What stands in the way", s.blockers + s.findings, el("p", {}, link(filtered("seams", { service: s.id, class: "X" }), counted(s.blockers, "blocker")), ", ", link(filtered("findings", { service: s.id }), counted(s.findings, "finding")), ", ", link(to("graph", s.id), "its place in the graph"))),
        s.evidence.length ? part("At its border", null, listed(s.evidence, (e) => e, 5)) : null);
    };
    /** A card whose inside is built when it is opened. */
    const addCard = (id, look, head, fill) => {
      const card = el("details", { class: `card ${look}` }, el("summary", {}, el("h3", {}, el("span", { class: `service ${look}` }, title(id))), head));
      const build = () => { if (card.children.length === 1) card.append(el("div", { class: "inside" }, fill())); };
      card.addEventListener("toggle", () => card.open && build());
      cards.set(id, { card, build });
      fills.services.append(card);
    };
    const sizes = (s) => `${counted(s.modules.length, "module")} · ${counted(s.lines, "line")} · ${counted(s.entities.length, "table")} · ${counted(s.routes.length, "route")}`;
    const services = () => {
      for (const s of R.services) addCard(s.id, `c${index.get(s.id) % 8}`, [risk(s.risk), el("span", { class: "soft" }, `wave ${s.wave} · ${sizes(s)}`)], () => inside(s));
      const kernel = R.shared;
      if (kernel.modules.length) addCard("shared", "shared", el("span", { class: "soft" }, sizes(kernel)), () => [
        el("p", { class: "lead" }, "Nearly everything uses these modules, so they become a library. ", homeless ? `A library answers no request and owns no data: its ${homeless} must move to services first.` : ""),
        el("div", { class: "halves" }, kernel.routes.length ? parts.routes(kernel) : null, kernel.entities.length ? parts.tables(kernel) : null, parts.tasks(kernel), parts.modules(kernel))]);
      if (!R.services.length) fills.services.append(nothing("No service is proposed."));
    };

    /* ---- graph ---- */

    const svg = document.querySelector("svg.graph"), panel = $("panel"), tip = $("tip");
    const discs = new Map([...svg.querySelectorAll(".disc")].map((disc) => [+disc.dataset.service, disc])), arrows = [...svg.querySelectorAll(".arrow")];
    const calls = new Map(R.calls.map((c) => [`${index.get(c.caller)}>${index.get(c.callee)}`, c]));
    const callOf = (arrow) => calls.get(`${arrow.dataset.source}>${arrow.dataset.target}`);
    let chosen = null;
    /** The modules of a service as dots in its disc, the largest in the middle: seeds of a sunflower. */
    const dots = (disc, s) => {
      const edge = disc.querySelector("circle"), x = +edge.getAttribute("cx"), y = +edge.getAttribute("cy"), r = +edge.getAttribute("r") - 6;
      edge.classList.add("edge");
      const lines = new Map(modulesOf(s.id).map((m) => [m.name, m.lines]));
      const group = document.createElementNS(svg.namespaceURI, "g");
      const names = [...s.modules].sort((a, b) => (lines.get(b) || 0) - (lines.get(a) || 0)).slice(0, 400);
      const gap = r / Math.sqrt(names.length), angle = Math.PI * (3 - Math.sqrt(5));
      names.forEach((name, i) => {
        const dot = document.createElementNS(svg.namespaceURI, "circle"), far = gap * Math.sqrt(i + 0.5) * 0.96;
        for (const [k, v] of Object.entries({ class: "dot", cx: x + far * Math.cos(i * angle), cy: y + far * Math.sin(i * angle), r: Math.max(1.5, Math.min(8, gap * 0.62)) })) dot.setAttribute(k, v);
        dot.addEventListener("pointerenter", (event) => tipAt(event, [code(name), ` ${counted(lines.get(name) || 0, "line")}`]));
        dot.addEventListener("pointerleave", hideTip);
        dot.addEventListener("click", (event) => { event.stopPropagation(); location.hash = to("modules", name); });
        group.append(dot);
      });
      disc.querySelectorAll(".size, .unit").forEach((text) => { text.style.display = "none"; });
      edge.after(group);
    };
    const byHome = new Map();
    for (const m of R.modules) { if (!byHome.has(m.service)) byHome.set(m.service, []); byHome.get(m.service).push(m); }
    const modulesOf = (id) => byHome.get(id) || [];
    const clear = () => {
      svg.querySelectorAll(".disc g").forEach((group) => group.remove());
      svg.querySelectorAll(".size, .unit").forEach((text) => { text.style.display = ""; });
      svg.classList.remove("focused");
      for (const node of [...discs.values(), ...arrows]) node.classList.remove("near", "chosen");
      discs.forEach((disc) => disc.setAttribute("aria-pressed", "false"));
    };
    /** What the panel shows while no service is chosen: where most is used, and what goes both ways. */
    const overview = () => {
      const between = R.calls.filter((c) => index.has(c.caller) && index.has(c.callee));
      const heavy = [...between].sort((a, b) => b.count - a.count).slice(0, 6), circles = between.filter((c) => c.caller < c.callee && between.some((d) => d.caller === c.callee && d.callee === c.caller));
      const pair = (c, sign) => [el("span", { class: "n" }, sign === "→" ? number(c.count) : ""), link(to("graph", c.caller), title(c.caller)), ` ${sign} `, link(to("graph", c.callee), title(c.callee))];
      panel.replaceChildren(el("p", { class: "soft" }, "No service is chosen."), ...(heavy.length ? [el("h4", {}, "Used most"), ...[listed(heavy, (c) => pair(c, "→"))].flat()] : []), ...(circles.length ? [el("h4", {}, `Both ways (${number(circles.length)})`), ...[listed(circles, (c) => pair(c, "⇄"), 6)].flat()] : []));
    };
    const choose = (id) => {
      clear();
      chosen = chosen === id ? null : id;
      if (chosen === null) { overview(); return; }
      const place = index.get(id), s = R.services[place];
      svg.classList.add("focused");
      for (const arrow of arrows) {
        const ends = [+arrow.dataset.source, +arrow.dataset.target];
        if (!ends.includes(place)) continue;
        arrow.classList.add("near");
        ends.forEach((end) => discs.get(end).classList.add("near"));
      }
      const disc = discs.get(place);
      if (disc) {
        disc.classList.add("near", "chosen");
        disc.setAttribute("aria-pressed", "true");
        dots(disc, s);
      } else svg.classList.remove("focused");
      const back = new Set(s.calls.map((c) => c.service)), both = s.called_by.filter((c) => back.has(c.service));
      const part = (name, list) => (list.length ? [el("h4", {}, name), listed(list, (c) => [el("span", { class: "n" }, number(c.count)), service(c.service)])] : []);
      panel.replaceChildren(
        el("h3", {}, service(id)), el("p", { class: "soft" }, `wave ${s.wave}, ${counted(s.modules.length, "module")}, ${counted(s.lines, "line")}, ${counted(s.blockers, "blocker")}`),
        ...part("Uses", s.calls).flat(), ...part("Used by", s.called_by).flat(), ...part("Both ways: a cycle", both).flat(),
        el("h4", {}, "Modules"), ...[listed(s.modules, (m) => link(to("modules", m), code(m)), 12)].flat(),
        el("p", {}, el("button", { class: "plain", type: "button", onclick: () => choose(id) }, "Show all services again")));
    };
    const hideTip = () => { tip.hidden = true; };
    const tipAt = (event, content) => {
      tip.replaceChildren(...content.map((c) => (c instanceof Node ? c : document.createTextNode(visible(c)))));
      tip.hidden = false;
      const x = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 10), y = event.clientY + 18 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : event.clientY + 18;
      tip.style.left = `${Math.max(8, x)}px`; tip.style.top = `${Math.max(8, y)}px`;
    };
    const why = (c) => [
      el("b", {}, `${title(c.caller)} uses ${title(c.callee)}`), `: ${counted(c.count, "place")}${c.blockers ? `, ${counted(c.blockers, "blocker")}` : ""}${c.in_loop ? ", some in a loop" : ""}`,
      el("ul", {}, c.examples.map((e) => el("li", {}, code(e.target), ` ×${e.count} `, at(e.at))))];
    const graph = () => {
      overview();
      svg.querySelectorAll("title").forEach((node) => node.remove());
      discs.forEach((disc, place) => {
        const id = R.services[place].id;
        disc.addEventListener("click", () => choose(id));
        disc.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(id); } });
      });
      for (const arrow of arrows) {
        arrow.addEventListener("pointermove", (event) => { const c = callOf(arrow); if (c) tipAt(event, why(c)); });
        arrow.addEventListener("pointerleave", hideTip);
      }
      const weak = arrows.filter((arrow) => arrow.classList.contains("weak")).length;
      const rows = [...R.calls].sort((a, b) => b.count - a.count);
      const table = paged([
        ["Service", (c) => service(c.caller), (c) => title(c.caller)], ["uses", (c) => service(c.callee), (c) => title(c.callee)],
        ["Places", (c) => number(c.count), (c) => c.count, "n"], ["Blockers", (c) => number(c.blockers), (c) => c.blockers, "n"], ["In a loop", (c) => (c.in_loop ? "yes" : ""), null],
        ["Used most", (c) => c.examples.slice(0, 2).map((e) => el("div", {}, code(e.target), " ", at(e.at))), null]], rows, "Who uses whom", { size: 25 });
      fills.graph.append(weak ? el("p", { class: "soft" }, `${counted(weak, "lighter arrow")} appear when one of their services is chosen.`) : "", el("details", {}, el("summary", {}, `The same as a table (${counted(rows.length, "pair")})`), el("br"), table.node));
    };

    /* ---- data ---- */

    const data = () => {
      if (!R.tables.length) { fills.data.append(nothing("No table or model was found.")); return; }
      const crossing = (t) => [...t.writers, ...t.readers].some((u) => u.service !== t.owner);
      const used = new Set(R.tables.flatMap((t) => [t.owner, ...t.writers.map((u) => u.service), ...t.readers.map((u) => u.service)]));
      const columns = allHomes.filter((id) => used.has(id));
      const use = (t, id) => {
        const w = t.writers.find((u) => u.service === id), r = t.readers.find((u) => u.service === id);
        const text = [w && `W ${w.count}`, r && `R ${r.count}`].filter(Boolean).join(" ");
        if (!text && t.owner !== id) return "";
        const look = t.owner === id ? `use owner c${index.get(id) % 8}` : w ? "use foreign" : "use";
        return el("span", { class: look, title: `${title(id)}${t.owner === id ? " owns it" : ""}${w ? `, writes it in ${counted(w.count, "place")}` : ""}${r ? `, reads it in ${counted(r.count, "place")}` : ""}` }, text || "owns");
      };
      let only = false, words_ = "";
      const shown = () => R.tables.filter((t) => (!only || crossing(t)) && `${t.entity} ${t.table}`.toLowerCase().includes(words_));
      const table = paged([["Table", (t) => [code(t.table || t.entity), el("br"), at(t.at)], (t) => t.table || t.entity],
        ...columns.map((id) => [el("span", { class: `up service ${index.has(id) ? `c${index.get(id) % 8}` : "shared"}` }, title(id)), (t) => use(t, id), null])], R.tables, "Who owns, writes and reads each table", { class: "matrix", head: true, size: 30 });
      const chip = el("button", { class: "chip", type: "button", "aria-pressed": "false" }, `Only what crosses (${number(R.tables.filter(crossing).length)})`);
      chip.addEventListener("click", () => { only = !only; chip.setAttribute("aria-pressed", String(only)); table.show(shown()); });
      const box = el("input", { type: "search", placeholder: "Table", "aria-label": "Filter tables" });
      box.addEventListener("input", () => { words_ = box.value.toLowerCase(); table.show(shown()); });
      fills.data.append(el("div", { class: "filters" }, box, chip), table.node);
      routes.data = (name) => { box.value = name; words_ = name.toLowerCase(); only = false; chip.setAttribute("aria-pressed", "false"); table.show(shown()); };
      if (R.links.length) fills.data.append(el("h3", {}, `Links between tables of different owners (${number(R.links.length)})`), paged([
        ["Table", (l) => code(l.source), (l) => l.source], ["of", (l) => service(l.source_owner), (l) => l.source_owner], ["points at", (l) => code(l.target), (l) => l.target], ["of", (l) => service(l.target_owner), (l) => l.target_owner],
        ["How", (l) => [l.kind.replaceAll("_", " "), l.field ? [", ", code(l.field)] : null], (l) => l.kind], ["Where", (l) => at(l.at), null]], R.links, "Links that cross", { size: 25 }).node);
    };

    /* ---- crossings ---- */

    const seams = () => {
      if (!R.seams.length) { fills.seams.append(nothing("Nothing crosses a boundary.")); return; }
      const state = { class: "", service: "", q: "" };
      const shown = () => R.seams.filter((s) => (!state.class || s.seam_class === state.class) && (!state.service || s.caller === state.service || s.callee === state.service) && (!state.q || s.target.toLowerCase().includes(state.q)));
      const table = paged([
        ["Class", (s) => [seamTag(s.seam_class), s.in_loop ? [" ", el("span", { class: "tag warn", title: "becomes many requests" }, "in a loop")] : null], (s) => Object.keys(words.seams).indexOf(s.seam_class), "fit"],
        ["Who uses whom", (s) => [service(s.caller), el("br"), el("span", { class: "soft" }, "→ "), service(s.callee)], (s) => title(s.caller) + title(s.callee), "who"],
        ["What", (s) => [code(s.target), el("br"), listed(s.sites, at, 2)], (s) => s.target], ["Uses", (s) => number(s.count), (s) => s.count, "n"],
        ["Why, and what to do", (s) => [s.why && el("p", { class: "soft" }, s.why), s.remedy], null]], R.seams, "What crosses the boundaries");
      const pick = (key) => (event) => { state[key] = event.target.value; refresh(); };
      const where = choice("All services", serviceOptions(R.services.map((s) => s.id)), pick("service"));
      const box = el("input", { type: "search", placeholder: "Definition", "aria-label": "Filter definitions" });
      box.addEventListener("input", () => { state.q = box.value.toLowerCase(); refresh(); });
      const tally = new Map(); for (const s of R.seams) tally.set(s.seam_class, (tally.get(s.seam_class) || 0) + 1);
      const chips = Object.keys(words.seams).filter((id) => tally.has(id)).map((id) => el("button", { class: "chip", type: "button", "data-id": id, title: words.seams[id][1], onclick: () => { state.class = state.class === id ? "" : id; refresh(); } }, `${seamName(id)} ${number(tally.get(id))}`));
      const refresh = () => { chips.forEach((chip) => chip.setAttribute("aria-pressed", String(chip.dataset.id === state.class))); where.value = state.service; table.show(shown()); };
      fills.seams.append(el("div", { class: "filters" }, chips), el("div", { class: "filters" }, box, where), table.node);
      routes.seams = (name, query) => { Object.assign(state, { class: query.get("class") || "", service: query.get("service") || "", q: name.toLowerCase() }); box.value = name; refresh(); };
      refresh();
    };

    /* ---- findings ---- */

    const findings = () => {
      if (!R.findings.length && !R.conflicts.length) { fills.findings.append(nothing("None.")); return; }
      const holder = el("div");
      const where = choice("All services", serviceOptions(R.services.map((s) => s.id)), () => draw(where.value, ""));
      const rank = { error: 0, warning: 1, info: 2 };
      const draw = (of, open) => {
        where.value = of;
        const groups = new Map();
        for (const f of R.findings) if (!of || f.services.includes(of)) { if (!groups.has(f.kind)) groups.set(f.kind, []); groups.get(f.kind).push(f); }
        const worst = (list) => Math.min(...list.map((f) => rank[f.severity] ?? 2));
        const sorted = [...groups].sort((a, b) => worst(a[1]) - worst(b[1]) || b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
        holder.replaceChildren(...sorted.map(([kind, list], i) => {
          const sign = ["error", "warning", "info"][worst(list)];
          const group = el("details", { class: "card", "data-kind": kind, open: open ? open === kind : i === 0 }, el("summary", {}, el("h3", {}, kindName(kind)), severity(sign), el("span", { class: "soft" }, counted(list.length, "place"))));
          const build = () => { if (group.children.length === 1) group.append(el("div", { class: "inside" }, el("p", { class: "lead" }, (words.findings[kind] || ["", ""])[1]), items(list))); };
          group.addEventListener("toggle", () => group.open && build());
          if (group.open) build();
          return group;
        }), ...(sorted.length ? [] : [nothing("No finding for this service.")]));
      };
      const items = (list) => paged([
        ["Where", (f) => [at(f.at), f.places.length ? listed(f.places, at, 2) : null], (f) => f.at.path],
        ["What", (f) => [f.message, el("br"), f.services.map(service)], (f) => f.message],
        ["What to do", (f) => f.remedy, (f) => f.remedy]], [...list].sort((a, b) => (rank[a.severity] ?? 2) - (rank[b.severity] ?? 2)), "Findings", { size: 20 }).node;
      fills.findings.append(el("div", { class: "filters" }, where), holder);
      if (R.conflicts.length) fills.findings.append(el("h3", {}, "Requirements that contradict one another"), paged([
        ["Package", (c) => code(c.name), (c) => c.name], ["Requirements", (c) => c.requirements.map((r) => el("div", {}, code(r.specifier || "any"), r.is_pin ? " pinned " : " ", at(r.at))), null], ["Services", (c) => c.services.map(service), null]], R.conflicts, "Version conflicts").node);
      routes.findings = (name, query) => draw(query.get("service") || "", name);
      draw("", "");
    };

    /* ---- alternatives ---- */

    const alternatives = () => {
      if (!R.measures.length) { fills.alternatives.append(nothing("Nothing was measured.")); return; }
      const show = (v) => (v === null ? "" : Number.isInteger(v) ? number(v) : v.toFixed(3));
      const look = (i) => `n${i ? "" : " proposal"}${words.extremes.includes(R.cuts[i].name) ? " extreme" : ""}`;
      const rows = R.measures.map((m) => {
        const known = m.values.filter((v, i) => v !== null && !words.extremes.includes(R.cuts[i].name)), best = m.more_is_better === null || new Set(known).size < 2 ? null : m.more_is_better ? Math.max(...known) : Math.min(...known);
        const wish = m.more_is_better === null ? "" : m.more_is_better ? "more is better" : "less is better";
        return el("tr", {}, el("th", { scope: "row" }, m.name.replaceAll("-", " ").replaceAll("_", " "), el("div", { class: "soft" }, m.meaning), el("div", { class: "soft" }, wish)),
          m.values.map((v, i) => el("td", { class: look(i) }, v !== null && v === best && !words.extremes.includes(R.cuts[i].name) ? el("span", { class: "best", title: "best of the row" }, show(v)) : show(v))));
      });
      const head = R.cuts.map((c, i) => el("th", { class: look(i), scope: "col" }, c.name.replaceAll("-", " "), el("br"), el("span", { class: "soft" }, counted(c.services, "service"))));
      fills.alternatives.append(el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Measures of every cut" }, el("table", { class: "matrix" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Measure"), head)), el("tbody", {}, rows))), el("p", { class: "soft" }, "● best of the row"));
    };

    /* ---- modules ---- */

    const modules = () => {
      const all_ = [...R.modules].sort((a, b) => (a.kind === "code" ? 0 : 1) - (b.kind === "code" ? 0 : 1));
      const state = { service: "", q: "", exact: "" };
      const shown = () => (state.exact ? all_.filter((m) => m.name === state.exact) : all_.filter((m) => (!state.service || m.service === state.service) && (!state.q || m.name.toLowerCase().includes(state.q))));
      const sure = (m) => (m.by_default ? el("span", { class: "tag warn", title: "placed without evidence" }, "by default") : `${Math.round(m.confidence * 100)} %`);
      const table = paged([
        ["Module", (m) => [code(m.name), el("br"), at({ path: m.path, line: 0 })], (m) => m.name], ["Home", (m) => service(m.service), (m) => title(m.service)], ["Lines", (m) => number(m.lines), (m) => m.lines, "n"],
        ["Sure", sure, (m) => (m.by_default ? -1 : m.confidence), "n"],
        ["Why", (m) => [m.reason, m.ties.length ? el("details", {}, el("summary", { class: "soft" }, counted(m.ties.length, "reason")), listed(m.ties, (t) => [el("b", {}, t.signal), " ", link(to("modules", t.module), code(t.module)), ": ", t.reason, " ", at(t.at)])) : null], null],
        ["Next best", (m) => (m.next_best ? service(m.next_best) : ""), (m) => m.next_best]], all_, "Every module and its home", { mark: (m) => m.name === state.exact });
      const where = choice("All services", serviceOptions(allHomes), () => set({ service: where.value, exact: "" }));
      const box = el("input", { type: "search", placeholder: "Module", "aria-label": "Filter modules" });
      box.addEventListener("input", () => set({ q: box.value.toLowerCase(), exact: "" }));
      const all = el("button", { class: "chip", type: "button", onclick: () => { box.value = ""; set({ q: "", exact: "", service: "" }); } }, "All modules");
      const set = (next) => { Object.assign(state, next); where.value = state.service; all.hidden = !(state.q || state.exact || state.service); table.show(shown()); };
      fills.modules.append(el("div", { class: "filters" }, box, where, all), table.node);
      routes.modules = (name, query) => { box.value = ""; set({ exact: name, q: "", service: query.get("service") || "" }); };
      set({});
    };

    /* ---- what could not be seen ---- */

    const unseen = () => {
      const tally = new Map();
      for (const b of R.blind_spots) { if (!tally.has(b.reason)) tally.set(b.reason, []); tally.get(b.reason).push(b); }
      fills.unseen.append(el("h3", {}, `Blind spots in the code (${number(R.blind_spots.length)})`));
      if (!tally.size) fills.unseen.append(nothing("None was met."));
      for (const [reason, list] of [...tally].sort((a, b) => b[1].length - a[1].length)) {
        const group = el("details", { class: "card" }, el("summary", {}, el("h3", {}, reason.replaceAll("-", " ")), el("span", { class: "soft" }, counted(list.length, "place"), words.blind[reason] ? `: ${words.blind[reason]}` : "")));
        group.addEventListener("toggle", () => { if (group.open && group.children.length === 1) group.append(el("div", { class: "inside" }, paged([["Module", (b) => link(to("modules", b.module), code(b.module)), (b) => b.module], ["Where", (b) => at(b.at), (b) => b.at.path]], list, reason, { size: 25 }).node)); });
        fills.unseen.append(group);
      }
      fills.unseen.append(el("h3", {}, `Problems while reading (${number(R.problems.length)})`));
      if (!R.problems.length) fills.unseen.append(nothing("Every file could be read."));
      else fills.unseen.append(paged([["Code", (p) => [severity(p.severity), " ", code(p.code)], (p) => p.code], ["Where", (p) => at(p.at), (p) => p.at.path], ["What", (p) => [p.message, p.hint ? el("div", { class: "soft" }, p.hint) : null], (p) => p.message]], R.problems, "Problems while reading", { size: 25 }).node);
    };
    const decisions = () => {
      if (R.decisions.length) fills.decisions.append(el("h3", {}, "Decisions that were kept"), paged([["Decision", (d) => d.kind, (d) => d.kind], ["Modules", (d) => d.modules.map((m) => el("div", {}, code(m))), null], ["Value", (d) => d.value, (d) => d.value], ["Where", (d) => at(d.at), null]], R.decisions, "Decisions").node);
    };

    /* ---- search ---- */

    const dialog = $("search"), query = $("query"), hits = $("hits");
    let entries = null, picked = 0;
    const gather = () => [
      ...R.services.map((s) => ["Service", s.title, to("services", s.id)]),
      ...R.tables.map((t) => ["Table", t.table && t.table !== t.entity ? `${t.table} (${t.entity})` : t.entity, to("data", t.entity)]),
      ...R.services.flatMap((s) => [...s.routes.map((r) => ["Route", `${r.methods.join(" ") || "ANY"} ${r.route}`, to("services", s.id)]), ...s.tasks.map((t) => ["Task", t.name, to("services", s.id)])]),
      ...[...new Set(R.findings.map((f) => f.kind))].map((kind) => ["Findings", kindName(kind), to("findings", kind)]),
      ...R.modules.map((m) => ["Module", m.name, to("modules", m.name)]),
      ...R.seams.map((s) => ["Crossing", s.target, to("seams", s.target)]),
    ].map(([kind, text, hash]) => ({ kind, text, hash, low: text.toLowerCase() }));
    const look = () => {
      entries ||= gather();
      const asked = query.value.toLowerCase().split(/\s+/).filter(Boolean), seen = new Set(), found = [];
      for (const entry of asked.length ? entries : entries.slice(0, 12)) {
        if (!asked.every((word) => entry.low.includes(word)) || seen.has(entry.kind + entry.text)) continue;
        seen.add(entry.kind + entry.text);
        const last = asked.length ? asked[asked.length - 1] : "";
        found.push([entry.low === last ? 0 : entry.low.endsWith(`.${last}`) ? 1 : entry.low.startsWith(last) ? 2 : 3, entry]);
      }
      found.sort((a, b) => a[0] - b[0]);
      picked = 0;
      hits.replaceChildren(...found.slice(0, 60).map(([, e], i) => el("li", { role: "option", id: `hit${i}`, "aria-selected": String(i === 0) }, el("a", { href: e.hash, tabindex: "-1", onclick: () => dialog.close() }, el("span", {}, e.kind), el("span", {}, e.text)))));
      if (!found.length) hits.append(el("li", { class: "nothing" }, "Nothing has this name."));
    };
    const pick = (by) => {
      const list = [...hits.querySelectorAll("[role=option]")];
      if (!list.length) return;
      list[picked].setAttribute("aria-selected", "false");
      picked = (picked + by + list.length) % list.length;
      list[picked].setAttribute("aria-selected", "true");
      query.setAttribute("aria-activedescendant", list[picked].id);
      list[picked].scrollIntoView({ block: "nearest" });
    };
    const search = () => {
      const open = () => { if (!dialog.open) { dialog.showModal(); query.value = ""; look(); query.focus(); } };
      $("find").addEventListener("click", open);
      query.addEventListener("input", look);
      query.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") { event.preventDefault(); pick(1); }
        else if (event.key === "ArrowUp") { event.preventDefault(); pick(-1); }
        else if (event.key === "Enter") { event.preventDefault(); const link = hits.querySelector("[aria-selected=true] a"); if (link) { dialog.close(); if (location.hash === link.hash) go(); else location.hash = link.hash; } }
      });
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
      addEventListener("keydown", (event) => {
        if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); open(); }
        if (event.key === "Escape") { hideTip(); if (chosen !== null && !dialog.open) choose(chosen); }
      });
    };

    /* ---- deep links ---- */

    const routes = {
      services: (id) => { const found = cards.get(id); if (found) { found.card.open = true; found.build(); return found.card; } return null; },
      graph: (id) => { if (index.has(id) && chosen !== id) choose(id); },
    };
    const go = () => {
      const [section, rest = ""] = location.hash.slice(1).split(/\/(.*)/s);
      if (!$(section) || !rest || !routes[section]) return;
      const [name, asked = ""] = rest.split(/\?(.*)/s);
      let plain = name;
      try { plain = decodeURIComponent(name); } catch { /* a link that was cut short still leads to its section */ }
      (routes[section](plain, new URLSearchParams(asked)) || $(section)).scrollIntoView();
    };
    const follow = () => {
      const links = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a])), open = new Set();
      const mark = () => {
        const now = [...links.keys()].find((id) => open.has(id)) || null;
        for (const [id, a] of links) if (id === now) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
      };
      const watch = new IntersectionObserver((seen) => { for (const s of seen) open[s.isIntersecting ? "add" : "delete"](s.target.id); mark(); }, { rootMargin: "-120px 0px -55% 0px" });
      document.querySelectorAll("main > section").forEach((s) => watch.observe(s));
    };

    for (const build of [roadmap, services, graph, data, seams, findings, alternatives, modules, unseen, decisions, search, follow]) build();
    addEventListener("hashchange", go);
    addEventListener("beforeprint", () => { for (const { card, build } of cards.values()) { build(); card.open = true; } });
    go();
    root.dataset.ready = "yes";
    performance.mark("ready");
  };

  /* ---- light and dark ---- */

  const remember = (value) => { try { if (value) localStorage.setItem("theme", value); return localStorage.getItem("theme"); } catch { return null; } };
  const wanted = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => { root.dataset.theme = remember() || (wanted.matches ? "dark" : "light"); };
  paint();
  wanted.addEventListener("change", paint);
  $("theme").addEventListener("click", () => { const next = root.dataset.theme === "dark" ? "light" : "dark"; remember(next); root.dataset.theme = next; });

  unpack().then((report) => start(report, JSON.parse($("words").textContent))).catch((error) => {
    document.querySelector("main").prepend(el("p", { class: "notice" }, `This browser could not unpack the report: ${error.message}. Everything is also in report.json.`));
    throw error;
  });
})();
