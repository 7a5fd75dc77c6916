/* What the map shows for a set of opened boxes: which boxes, where, and the uses between them added up.
 * Places come from the report. An opened box moves its neighbours aside by the room that it takes and by nothing else, so that what
 * was left of something stays left of it, and no two boxes ever overlap. */
const FRAME = 16, HEADING = 34, MOST_NODES = 400, MOST_ARROWS = 320, NAMED = 46;

const isOpen = (state, i) => state.open.has(i);
const sizeOfBox = (state, i, inner) => (inner ? { w: inner.w + 2 * FRAME, h: inner.h + HEADING + FRAME } : { w: M.boxes[i].w, h: M.boxes[i].h });

/** Places of members (or of the services): centres, their own extents, and the extent of all. */
const arrange = (state, members) => {
  const items = members.map((i) => {
    const inner = isOpen(state, i) ? arrange(state, M.boxes[i].kids) : null, { w, h } = sizeOfBox(state, i, inner);
    return { i, inner, w, h, x: M.boxes[i].x, y: M.boxes[i].y, dx: 0, dy: 0 };
  });
  const grown = items.filter((item) => item.inner);
  const share = (distance, half) => Math.max(-1, Math.min(1, distance / half));
  for (const item of items) {
    for (const other of grown) {
      if (other === item) continue;
      const box = M.boxes[other.i];
      item.dx += (share(item.x - other.x, box.w / 2) * Math.max(0, other.w - box.w)) / 2;
      item.dy += (share(item.y - other.y, box.h / 2) * Math.max(0, other.h - box.h)) / 2;
    }
  }
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (const item of items) {
    item.x += item.dx; item.y += item.dy;
    left = Math.min(left, item.x - item.w / 2); right = Math.max(right, item.x + item.w / 2);
    top = Math.min(top, item.y - item.h / 2); bottom = Math.max(bottom, item.y + item.h / 2);
  }
  return { items, w: right - left, h: bottom - top, cx: (left + right) / 2, cy: (top + bottom) / 2 };
};

/** Every visible box with its absolute place, containers before what they hold. */
const placed = (state) => {
  const tops = M.boxes.filter((box) => box.parent < 0 && (state.shared || index.size > box.i)).map((box) => box.i);
  const all = arrange(state, tops), found = [];
  const put = (group, dx, dy) => {
    for (const item of group.items) {
      const x = item.x + dx, y = item.y + dy;
      found.push({ i: item.i, x, y, w: item.w, h: item.h, open: Boolean(item.inner) });
      if (item.inner) put(item.inner, x - item.inner.cx, y + (HEADING - FRAME) / 2 - item.inner.cy);
    }
  };
  put(all, 0, 0);
  return { nodes: found, left: all.cx - all.w / 2, top: all.cy - all.h / 2, w: all.w, h: all.h };
};

/** For every box the visible one that stands for it: itself, or the closed one around it (-1: not on the map). */
const standIns = (state) => {
  const rep = new Int32Array(M.boxes.length);
  for (const box of M.boxes) {
    const above = box.parent;
    if (above < 0) rep[box.i] = state.shared || index.size > box.i ? box.i : -1;
    else rep[box.i] = rep[above] === above && isOpen(state, above) ? box.i : rep[above];
  }
  return rep;
};

/** Arrows between visible boxes. Between two closed services they are the report's calls; inside, the uses between modules. */
const arrowsOf = (state, rep) => {
  const found = new Map(), { source, target, count } = M.uses, size = M.boxes.length;
  const add = (a, b, n, call) => {
    const key = a * size + b, known = found.get(key);
    if (known) known.count += n; else found.set(key, { a, b, count: n, call: call || null });
  };
  const closedTop = (i) => i >= 0 && M.boxes[i].parent < 0;
  for (let i = 0; i < source.length; i += 1) {
    const a = rep[source[i]], b = rep[target[i]];
    if (a < 0 || b < 0 || a === b || (closedTop(a) && closedTop(b))) continue;
    add(a, b, count[i]);
  }
  const place = (id) => (index.has(id) ? index.get(id) : id === "shared" && R.shared.modules.length ? R.services.length : -1);
  for (const call of R.calls) {
    const a = place(call.caller), b = place(call.callee);
    if (a >= 0 && b >= 0 && rep[a] === a && rep[b] === b && !isOpen(state, a) && !isOpen(state, b)) add(a, b, call.count, call);
  }
  if (state.shared && R.shared.modules.length) {
    const kernel = R.services.length;
    for (let i = 0; i < source.length; i += 1) {
      const a = rep[source[i]], b = rep[target[i]];
      if (a !== b && a >= 0 && b === kernel && closedTop(a)) add(a, b, count[i]);
    }
  }
  return [...found.values()].sort((x, y) => y.count - x.count || x.a - y.a || x.b - y.b);
};

/** Groups of visible boxes that use one another in a circle (Tarjan 1972, without recursion): box to the number of its group. */
const circlesOf = (arrows) => {
  const out = new Map();
  for (const { a, b } of arrows) { if (!out.has(a)) out.set(a, []); out.get(a).push(b); if (!out.has(b)) out.set(b, []); }
  const order = new Map(), low = new Map(), stack = [], on = new Set(), group = new Map();
  let groups = 0;
  for (const start of out.keys()) {
    if (order.has(start)) continue;
    const work = [[start, 0]];
    while (work.length) {
      const frame = work[work.length - 1], [node, next] = frame;
      if (!next) { order.set(node, order.size); low.set(node, order.get(node)); stack.push(node); on.add(node); }
      const others = out.get(node);
      let deeper = false;
      while (frame[1] < others.length) {
        const other = others[frame[1]];
        frame[1] += 1;
        if (!order.has(other)) { work.push([other, 0]); deeper = true; break; }
        if (on.has(other)) low.set(node, Math.min(low.get(node), order.get(other)));
      }
      if (deeper) continue;
      if (!others.length) frame[1] = 1;
      work.pop();
      if (work.length) { const up = work[work.length - 1][0]; low.set(up, Math.min(low.get(up), low.get(node))); }
      if (low.get(node) !== order.get(node)) continue;
      const members = [];
      let member;
      do { member = stack.pop(); on.delete(member); members.push(member); } while (member !== node);
      if (members.length > 1) { for (const one of members) group.set(one, groups); groups += 1; }
    }
  }
  return group;
};

const wayTo = (i) => { const way = []; for (let at = i; at >= 0; at = M.boxes[at].parent) way.unshift(at); return way; };
/** For every box whether it is that one or inside it. */
const insideOf = (i) => {
  const inside = new Uint8Array(M.boxes.length);
  inside[i] = 1;
  for (let n = i + 1; n < inside.length; n += 1) if (M.boxes[n].parent >= 0 && inside[M.boxes[n].parent]) inside[n] = 1;
  return inside;
};
const isBelow = (i, above) => { for (let at = i; at >= 0; at = M.boxes[at].parent) if (at === above) return true; return false; };
/** The name of a box in an address: the id of its service, and the labels on the way to it. */
const idOfTop = (i) => (i < R.services.length ? R.services[i].id : "shared");
const boxName = (i) => wayTo(i).map((box, depth) => encodeURIComponent(visible(depth ? M.boxes[box].label : idOfTop(box)))).join("/");
const boxOf = (name) => {
  const names = name.split("/").map((one) => { try { return decodeURIComponent(one); } catch { return one; } });
  let found = M.boxes.findIndex((box) => box.parent < 0 && visible(idOfTop(box.i)) === names[0]);
  for (const label of names.slice(1)) found = found < 0 ? -1 : M.boxes[found].kids.find((kid) => visible(M.boxes[kid].label) === label) ?? -1;
  return found;
};
const labelOf = (i) => (M.boxes[i].parent < 0 ? title(idOfTop(i)) : M.boxes[i].label);
/** The whole name of a box: its module, else the way to it. */
const fullName = (i) => (M.boxes[i].module ? M.boxes[i].module.name : wayTo(i).map(labelOf).join(" › "));
