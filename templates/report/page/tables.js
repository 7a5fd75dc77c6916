/* Lists that grow on request, and tables that hold one page of their rows at a time. */
const PAGE = 40, SHORT = 8, PRINTED = 5_000;
const onPaper = [];
/** Folded on the screen, open on paper. ``fill`` is called at once: the browser tells of what was opened after it has printed. */
const openOnPaper = (group, fill = () => {}) => onPaper.push({ before: () => { group.dataset.was = String(group.open); fill(); group.open = true; }, after: () => { group.open = group.dataset.was === "true"; } });

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

/** A table. Columns: [title, draw(row), sort(row) or null, class]. ``extra``: class, size of a page, mark(row), head (the first column
 * names its row), paper (all rows are printed). ``changed`` hears of pages and orders. */
const paged = (columns, rows, label, extra = {}) => {
  let order = null, down = false, page = 0, shown = rows, whole = false;
  const body = el("tbody");
  const heads = columns.map(([name, , by, form], i) =>
    el("th", { class: form, scope: "col", "data-name": by && typeof name === "string" ? name : null }, by ? el("button", { type: "button", onclick: () => sort(i) }, name) : name));
  const table = el("table", { class: extra.class || "stack" }, el("thead", {}, el("tr", {}, heads)), body);
  const info = el("span"), size = () => (whole ? PRINTED : extra.size || PAGE);
  const step = (by) => { page += by; draw(); };
  const back = el("button", { type: "button", onclick: () => step(-1) }, "Previous"), on = el("button", { type: "button", onclick: () => step(1) }, "Next");
  const sort = (i) => { down = order === i ? !down : false; order = i; page = 0; draw(); };
  const cell = (row) => ([name, write, , form], i) =>
    extra.head && i === 0 ? el("th", { scope: "row" }, write(row)) : el("td", { class: form, "data-label": typeof name === "string" ? name : null }, write(row));
  const draw = () => {
    heads.forEach((head, i) => (i === order ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    const by = order === null ? null : columns[order][2];
    const less = (a, b) => { const x = by(a), y = by(b); return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1); };
    const sorted = by ? [...shown].sort(less) : shown;
    const from = page * size(), part = sorted.slice(from, from + size());
    body.replaceChildren(...part.map((row) => el("tr", { class: extra.mark && extra.mark(row) ? "found" : null }, columns.map(cell(row)))));
    if (!part.length) body.append(el("tr", {}, el("td", { colspan: columns.length, class: "soft" }, "Nothing matches.")));
    info.textContent = shown.length ? `${number(from + 1)} to ${number(from + part.length)} of ${number(shown.length)}` : "";
    back.disabled = page === 0; on.disabled = from + size() >= shown.length;
    pager.hidden = shown.length <= size();
  };
  const pager = el("div", { class: "pager" }, back, on, info);
  const node = el("div", {}, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, table), pager);
  if (extra.paper) onPaper.push({ before: () => { whole = true; page = 0; draw(); }, after: () => { whole = false; draw(); } });
  draw();
  return { node, draw, show: (next) => { shown = next; page = 0; draw(); } };
};

/** The table twin of a picture: folded on the screen, open and whole on paper. */
const twin = (what, columns, rows, label) => {
  const table = paged(columns, rows, label, { size: 25, paper: true });
  const name = el("summary", {}, "");
  const say = (list) => { name.textContent = `The same as a table (${number(list.length)} ${what})`; };
  const node = el("details", { class: "twin" }, name, table.node);
  openOnPaper(node);
  say(rows);
  return { node, show: (list) => { say(list); table.show(list); } };
};

/** A select whose empty value means everything. */
const choice = (label, options, onchange) =>
  el("select", { "aria-label": label, onchange }, label ? el("option", { value: "" }, label) : null, options.map(([value, text]) => el("option", { value }, shortened(text, 48))));
const serviceOptions = (ids) => ids.map((id) => [id, title(id)]);
const searchBox = (placeholder, label, heard) => {
  const box = el("input", { type: "search", placeholder, "aria-label": label, spellcheck: "false", autocomplete: "off" });
  box.addEventListener("input", () => heard(box.value.toLowerCase()));
  return box;
};
const chip = (text, pressed, onclick, more = {}) => el("button", { class: "chip", type: "button", "aria-pressed": String(pressed), onclick, ...more }, text);
