/* The map of the code base: services that open in place into packages and modules; focus, search, evidence, pan and zoom. */
const mapView = () => {
  const stage = $("stage"), panel = $("panel"), state = { open: new Set(), focus: -1, shared: false, callers: true, callees: true, circle: true };
  const svg = drawn("svg", { class: "graph live", role: "group", "aria-label": "Map of the services and what is in them" },
    drawn("defs", {}, drawn("marker", { id: "tip-end", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 10, markerHeight: 10, markerUnits: "userSpaceOnUse", orient: "auto" }, drawn("path", { class: "head-end", d: "M0 0.6 8 4 0 7.4z" }))));
  const layers = { holders: drawn("g"), arrows: drawn("g"), nodes: drawn("g") };
  svg.append(layers.holders, layers.arrows, layers.nodes);
  const groups = new Map();
  let scene = null, view = null, current = 0, moved = false;

  /* ---- what is seen of the map ---- */

  const apply = () => { svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`); };
  let size = [stage.clientWidth || 900, stage.clientHeight || 600];
  const aspect = () => size[0] / size[1];
  const fit = () => {
    const pad = 46, w = Math.max(scene.w + 2 * pad, 260), h = Math.max(scene.h + 2 * pad, 200), a = aspect();
    const width = Math.max(w, h * a);
    view = { w: width, h: width / a, x: scene.left + scene.w / 2 - width / 2, y: scene.top + scene.h / 2 - width / a / 2 };
    apply();
  };
  const zoom = (factor, px = 0.5, py = 0.5) => {
    const w = Math.min(Math.max(view.w * factor, 160), 4 * Math.max(scene.w, scene.h * aspect(), 800)), h = w / aspect();
    view = { w, h, x: view.x + (view.w - w) * px, y: view.y + (view.h - h) * py };
    apply();
  };
  const pan = (dx, dy) => { view = { ...view, x: view.x + dx, y: view.y + dy }; apply(); };
  /** Moves the view only as far as it takes to show a node. */
  const reveal = (node) => {
    const pad = 30, wide = Math.max(view.w, node.w + 2 * pad, (node.h + 2 * pad) * aspect());
    if (wide > view.w) zoom(wide / view.w);
    view.x = Math.min(Math.max(view.x, node.x + node.w / 2 + pad - view.w), node.x - node.w / 2 - pad);
    view.y = Math.min(Math.max(view.y, node.y + node.h / 2 + pad - view.h), node.y - node.h / 2 - pad);
    apply();
  };

  /* ---- drawing ---- */

  const build = () => {
    const rep = standIns(state), arrows = arrowsOf(state, rep), shown = placed(state), at = new Map(shown.nodes.map((node) => [node.i, node]));
    const pairs = new Set(arrows.map(({ a, b }) => `${a}>${b}`)), leaves = shown.nodes.filter((node) => !node.open);
    let strong = leaves.length > NAMED ? 1.3 * leaves.length : 2 * leaves.length;
    for (const arrow of arrows) { arrow.both = pairs.has(`${arrow.b}>${arrow.a}`); arrow.weak = (strong -= 1) < 0; }
    scene = { ...shown, at, leaves, arrows: arrows.slice(0, MOST_ARROWS), all: arrows, circles: circlesOf(arrows), rep };
  };
  const drawArrows = () => {
    const obstacles = scene.leaves.length <= NAMED ? scene.leaves : [], heaviest = scene.arrows[0]?.count || 1, few = scene.arrows.length <= 60;
    const near = (arrow) => inFocus(arrow.a) || inFocus(arrow.b);
    const list = state.focus < 0 ? scene.arrows : [...scene.arrows.filter((a) => !near(a)), ...scene.all.filter(near).slice(0, MOST_ARROWS)];
    layers.arrows.replaceChildren(...[...list].reverse().map((arrow) => arrowNode(arrow, scene.at, heaviest, obstacles, few && isService(arrow.a) && isService(arrow.b))));
  };
  const draw = () => {
    build();
    drawArrows();
    const gone = new Set(groups.keys()), crowded = crowdedNames(scene.nodes);
    for (const node of scene.nodes) {
      gone.delete(node.i);
      const known = groups.get(node.i), same = known && known.w === node.w && known.h === node.h && known.open === node.open;
      const box = M.boxes[node.i], group = same ? known.group : drawn("g", {
        class: `node ${look(idOfTop(box.top))} ${node.open ? "open" : box.module ? "module" : box.parent < 0 ? "service-node" : "package"}`, tabindex: "-1", role: "button", "data-box": node.i,
        "aria-label": nodeLabel(node), "aria-expanded": box.kids.length ? String(node.open) : null, "aria-pressed": "false" }, nodeShapes(node));
      if (known && !same) known.group.remove();
      if (!same) (node.open ? layers.holders : layers.nodes).append(group);
      group.style.transform = `translate(${round(node.x)}px, ${round(node.y)}px)`;
      group.classList.toggle("crowded", crowded.has(node.i));
      groups.set(node.i, { group, w: node.w, h: node.h, open: node.open });
    }
    for (const i of gone) { groups.get(i).group.remove(); groups.delete(i); }
    /* Holders stand behind what they hold, and the keyboard meets boxes in the order of the map. */
    for (const node of scene.nodes) if (node.open) layers.holders.append(groups.get(node.i).group);
    if (!groups.has(current)) current = scene.nodes[0]?.i ?? 0;
    for (const [i, { group }] of groups) group.setAttribute("tabindex", i === current ? "0" : "-1");
    highlight();
  };
  const isService = (i) => M.boxes[i].parent < 0;
  const inFocus = (i) => state.focus >= 0 && (i === state.focus || isBelow(i, state.focus));
  const highlight = () => {
    const on = state.focus >= 0 && groups.has(state.focus), near = new Set();
    svg.classList.toggle("focused", on);
    const ring = on ? scene.circles.get(state.focus) : undefined;
    for (const node of layers.arrows.children) {
      const a = +node.dataset.a, b = +node.dataset.b, out = inFocus(a) && !inFocus(b), into = inFocus(b) && !inFocus(a);
      const circle = on && state.circle && ring !== undefined && scene.circles.get(a) === ring && scene.circles.get(b) === ring;
      const shown = on && ((out && state.callees) || (into && state.callers) || (inFocus(a) && inFocus(b)) || circle);
      node.classList.toggle("near", shown);
      node.classList.toggle("ring", Boolean(circle));
      node.classList.toggle("out", shown && out);
      node.classList.toggle("into", shown && into);
      if (shown) { near.add(a); near.add(b); }
    }
    const above = new Set([...near].flatMap((n) => wayTo(n)));
    for (const [i, { group }] of groups) {
      const chosen = on && i === state.focus;
      group.classList.toggle("chosen", chosen);
      group.classList.toggle("near", chosen || near.has(i) || (on && (inFocus(i) || isBelow(state.focus, i) || above.has(i))));
      group.setAttribute("aria-pressed", String(chosen));
    }
    mapPanel(panel, state, scene, { choose, toggle });
  };

  /* ---- opening, closing, choosing ---- */

  const changed = () => {
    const open = [...state.open].filter((i) => wayTo(i).slice(0, -1).every((above) => state.open.has(above))).map(boxName).join(" ");
    remember("graph", state.focus >= 0 ? boxName(state.focus) : "", { open, shared: state.shared ? "yes" : "" });
    closeAll.disabled = !state.open.size;
    shared.setAttribute("aria-pressed", String(state.shared));
  };
  /** Opens a box; boxes opened long ago close again where too many would be seen. */
  const open = (i) => {
    for (const above of wayTo(i)) if (M.boxes[above].kids.length) { state.open.delete(above); state.open.add(above); }
    let closed = 0;
    const visibleNodes = () => placed(state).nodes.length;
    while (visibleNodes() > MOST_NODES) {
      const oldest = [...state.open].find((one) => !isBelow(i, one));
      if (oldest === undefined) break;
      state.open.delete(oldest);
      closed += 1;
    }
    note.textContent = closed ? `${counted(closed, "box", "boxes")} closed again: at most ${MOST_NODES} are shown at once.` : "";
  };
  const toggle = (i) => {
    if (!M.boxes[i].kids.length) return;
    const before = groups.get(i), bounds = scene.at.get(i);
    if (state.open.has(i)) { for (const one of [...state.open]) if (isBelow(one, i)) state.open.delete(one); } else open(i);
    if (state.focus >= 0 && !standsFor(state.focus)) state.focus = i;
    current = i;
    const whole = Math.abs(view.w - scene.w) < scene.w && !moved;
    draw();
    if (whole && state.open.has(i) && scene.nodes.length > NAMED) frame(i); else if (whole) fit(); else if (bounds && before) { const now = scene.at.get(i); pan(now.x - bounds.x, now.y - bounds.y); reveal(now); }
    changed();
  };
  const standsFor = (i) => standIns(state)[i] === i;
  const choose = (i) => {
    state.focus = state.focus === i ? -1 : i;
    current = i >= 0 ? i : current;
    /* Every arrow is there already, unless there are too many: then those of the chosen box are drawn as well. */
    if (scene.all.length > MOST_ARROWS) drawArrows();
    for (const [one, { group }] of groups) group.setAttribute("tabindex", one === current ? "0" : "-1");
    highlight();
    changed();
  };
  /** Shows a box large, with what is around it. */
  const frame = (i) => {
    const node = scene.at.get(i);
    if (!node) return;
    const w = Math.max(900, node.w * 1.4, node.h * 1.4 * aspect());
    view = { w, h: w / aspect(), x: node.x - w / 2, y: node.y - w / aspect() / 2 };
    apply();
  };
  /** Opens the way to a box, chooses it and shows it. */
  const show = (i) => {
    if (M.boxes[i].top >= R.services.length) state.shared = true;
    if (M.boxes[i].parent >= 0) open(M.boxes[i].parent);
    state.focus = i;
    current = i;
    draw();
    fit();
    if (scene.nodes.length > NAMED) frame(i);
    changed();
  };

  /* ---- pointer, wheel, fingers ---- */

  const fingers = new Map();
  const boxAt = (target) => { const group = target.closest?.(".node"); return group ? +group.dataset.box : -1; };
  let start = null;
  stage.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, event); start = { x: event.clientX, y: event.clientY, dragged: false }; });
  stage.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId), scale = view.w / size[0];
    if (!before) { hover(event); return; }
    if (fingers.size === 2) {
      const other = [...fingers.values()].find((f) => f.pointerId !== event.pointerId), far = (p) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY) || 1;
      const bounds = stage.getBoundingClientRect();
      zoom(far(before) / far(event), ((event.clientX + other.clientX) / 2 - bounds.left) / bounds.width, ((event.clientY + other.clientY) / 2 - bounds.top) / bounds.height);
      moved = true;
    } else if (start && (start.dragged || Math.hypot(event.clientX - start.x, event.clientY - start.y) > 5)) {
      if (!start.dragged) { start.dragged = true; stage.setPointerCapture(event.pointerId); stage.classList.add("dragging"); hideTip(); }
      pan((before.clientX - event.clientX) * scale, (before.clientY - event.clientY) * scale);
      moved = true;
    }
    fingers.set(event.pointerId, event);
  });
  const lift = (event) => { fingers.delete(event.pointerId); stage.classList.remove("dragging"); };
  stage.addEventListener("pointerup", lift);
  stage.addEventListener("pointercancel", lift);
  stage.addEventListener("pointerleave", hideTip);
  svg.addEventListener("click", (event) => {
    if (start?.dragged) { start = null; return; }
    const i = boxAt(event.target);
    if (i < 0) { if (state.focus >= 0 && !event.target.closest(".arrow")) choose(state.focus); return; }
    if (event.target.closest(".knob")) toggle(i); else choose(i);
  });
  svg.addEventListener("dblclick", (event) => { const i = boxAt(event.target); if (i >= 0 && !event.target.closest(".knob")) toggle(i); });
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !stage.contains(document.activeElement) && !stage.parentElement.classList.contains("large")) return;
    event.preventDefault();
    const bounds = stage.getBoundingClientRect();
    zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 240), (event.clientX - bounds.left) / bounds.width, (event.clientY - bounds.top) / bounds.height);
    moved = true;
  }, { passive: false });
  const hover = (event) => {
    const arrow = event.target.closest?.(".arrow"), i = boxAt(event.target);
    if (arrow) tipAt(event.clientX, event.clientY, evidence(scene, +arrow.dataset.a, +arrow.dataset.b));
    else if (i >= 0) tipAt(event.clientX, event.clientY, [el("b", {}, fullName(i)), `: ${sizeWords(M.boxes[i])}`, M.boxes[i].changed ? `, ${counted(M.boxes[i].changed, "change")}` : ""]);
    else hideTip();
  };

  /* ---- keyboard ---- */

  const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  /** The nearest box in a direction; what is off to the side counts double. */
  const neighbour = ([dx, dy]) => {
    const from = scene.at.get(current);
    let best = null;
    for (const node of scene.nodes) {
      if (node.i === current || (node.open && isBelow(current, node.i))) continue;
      const ahead = (node.x - from.x) * dx + (node.y - from.y) * dy, aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
      if (ahead > 1 && (!best || ahead + 2 * aside < best[0])) best = [ahead + 2 * aside, node];
    }
    return best ? best[1] : null;
  };
  const move = (i) => {
    groups.get(current)?.group.setAttribute("tabindex", "-1");
    current = i;
    const { group } = groups.get(i);
    group.setAttribute("tabindex", "0");
    reveal(scene.at.get(i));
    group.focus({ preventScroll: true });
  };
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const i = boxAt(event.target), kids = i >= 0 ? M.boxes[i].kids : [];
    const keys = {
      Enter: () => { if (kids.length) { toggle(i); groups.get(i)?.group.focus({ preventScroll: true }); } else choose(i); },
      " ": () => choose(i), "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), 0: () => { moved = false; fit(); },
      ">": () => { if (state.open.has(i)) move(kids[0]); }, "<": () => { if (M.boxes[i].parent >= 0) move(M.boxes[i].parent); },
      Escape: () => { if (state.focus >= 0) choose(state.focus); else if (large()) enlarge(false); },
    };
    const direction = DIRECTIONS[event.key];
    if (direction) {
      if (event.shiftKey) pan(direction[0] * view.w * 0.12, direction[1] * view.h * 0.12);
      else { const next = neighbour(direction); if (next) move(next.i); }
    } else if (i >= 0 && keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  svg.addEventListener("focusin", (event) => { const i = boxAt(event.target); if (i >= 0) current = i; });

  /* ---- tools ---- */

  const button = (text, label, onclick, more_ = {}) => el("button", { class: "plain", type: "button", "aria-label": label, title: label, onclick, ...more_ }, text);
  const canvas = stage.parentElement, large = () => canvas.classList.contains("large");
  const enlarge = (wanted) => { canvas.classList.toggle("large", wanted); enlargeButton.setAttribute("aria-pressed", String(wanted)); root.classList.toggle("still", wanted); moved = false; fit(); };
  const closeAll = button("Close all", "Close all boxes", () => { state.open.clear(); if (state.focus >= 0 && !standsFor(state.focus)) state.focus = -1; moved = false; draw(); fit(); changed(); });
  const shared = chip("Shared kernel", false, () => { state.shared = !state.shared; if (!state.shared && state.focus >= 0 && M.boxes[state.focus].top >= R.services.length) state.focus = -1; draw(); fit(); changed(); });
  const enlargeButton = button("⤢", "Fill the window", () => enlarge(!large()), { "aria-pressed": "false" });
  const note = el("span", { class: "soft", role: "status" });
  fills.maptools.append(finder((i) => show(i)), el("div", { class: "group" }, button("−", "Zoom out", () => { zoom(1.3); moved = true; }), button("+", "Zoom in", () => { zoom(0.77); moved = true; }), button("Fit", "Show everything", () => { moved = false; fit(); })), closeAll, R.shared.modules.length ? shared : "", enlargeButton, note);
  const focusChips = [["callers", "Callers"], ["callees", "Callees"], ["circle", "Circles"]].map(([key, text]) => chip(text, true, (event) => { state[key] = !state[key]; event.currentTarget.setAttribute("aria-pressed", String(state[key])); highlight(); }));
  fills.mapfocus.append(soft("In focus: "), ...focusChips);
  stage.replaceChildren(svg);
  new ResizeObserver(() => { size = [stage.clientWidth || 900, stage.clientHeight || 600]; if (view) { const middle = view.x + view.w / 2, high = view.y + view.h / 2; view.h = view.w / aspect(); view.x = middle - view.w / 2; view.y = high - view.h / 2; apply(); if (!moved) fit(); } }).observe(stage);
  draw();
  fit();
  closeAll.disabled = true;
  routes.graph = (name, query) => {
    state.open.clear();
    state.shared = query.get("shared") === "yes";
    for (const one of (query.get("open") || "").split(" ").filter(Boolean)) { const i = boxOf(one); if (i >= 0) open(i); }
    const i = name ? boxOf(name) : -1;
    if (i >= 0) { state.focus = -1; show(i); } else { state.focus = -1; draw(); fit(); }
  };
  onPaper.push({ before: () => { moved = false; fit(); }, after: () => {} });
  mapTwin();
};
