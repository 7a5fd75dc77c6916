/* Search over everything that has a name. */
const search = () => {
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
  const look_ = () => {
    entries ||= gather();
    const asked = query.value.toLowerCase().split(/\s+/).filter(Boolean), seen = new Set(), found = [], whole = query.value.trim().toLowerCase();
    for (const entry of asked.length ? entries : entries.slice(0, 12)) {
      if (!asked.every((word) => entry.low.includes(word)) || seen.has(entry.kind + entry.text)) continue;
      seen.add(entry.kind + entry.text);
      const last = asked.length ? asked[asked.length - 1] : "";
      found.push([entry.low === whole || entry.low === last ? 0 : entry.low.endsWith(`.${last}`) ? 1 : entry.low.startsWith(last) ? 2 : 3, entry]);
    }
    found.sort((a, b) => a[0] - b[0]);
    picked = 0;
    query.removeAttribute("aria-activedescendant");
    hits.replaceChildren(...found.slice(0, 60).map(([, e], i) => el("li", { role: "option", id: `hit${i}`, "aria-selected": String(i === 0), "data-hash": e.hash, onclick: () => leave(e.hash) }, el("span", {}, e.kind), el("span", {}, e.text))));
    if (!found.length) hits.append(el("li", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing has this name."));
  };
  const leave = (hash) => { dialog.close(); if (location.hash === hash) go(); else location.hash = hash; };
  const pick = (by) => {
    const list = [...hits.querySelectorAll("[data-hash]")];
    if (!list.length) return;
    list[picked].setAttribute("aria-selected", "false");
    picked = (picked + by + list.length) % list.length;
    list[picked].setAttribute("aria-selected", "true");
    query.setAttribute("aria-activedescendant", list[picked].id);
    list[picked].scrollIntoView({ block: "nearest" });
  };
  const open = () => { if (!dialog.open) { dialog.showModal(); query.value = ""; look_(); query.focus(); } };
  $("find").addEventListener("click", open);
  query.addEventListener("input", look_);
  query.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); pick(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); pick(-1); }
    else if (event.key === "Enter") { event.preventDefault(); const chosen = hits.querySelector("[aria-selected=true][data-hash]"); if (chosen) leave(chosen.dataset.hash); }
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); open(); }
    if (event.key === "Escape") hideTip();
  });
};
