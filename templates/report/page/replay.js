/* History replayed against the boundaries: how many commits would have stayed inside one service, cut by cut and over time. */
const SHAPES = { proposal: "circle", alternative: "square", trivial: "triangle" };
const percent = (share) => (share === null || share === undefined ? "–" : `${Math.round(share * 100)} %`);
const historyOf = () => new Map(((R.replay || {}).services || []).map((s) => [s.service, s]));
const beyond = (tally) => (tally.corrected === null ? "–" : (Math.round(100 * tally.corrected) / 100 + 0).toFixed(2));
const replayPart = (s) => {
  const own = historyOf().get(s.id);
  if (!own) return null;
  return part("History", null, el("p", {}, `${number(own.alone)} of ${counted(own.commits, "commit")} touched no other service; ${counted(own.authors, "author")}, the main one made ${percent(own.main_share)} of the changes.`), el("p", {}, link("#replay", "replayed")));
};
/** A mark that differs by shape, not by colour alone. */
const markAt = (kind, x, y, more_ = {}) => {
  if (SHAPES[kind] === "square") return drawn("rect", { class: "mark", x: x - 4, y: y - 4, width: 8, height: 8, ...more_ });
  if (SHAPES[kind] === "triangle") return drawn("path", { class: "mark", d: `M${x} ${y - 5}l5 9h-10z`, ...more_ });
  return drawn("circle", { class: "mark", cx: x, cy: y, r: 4.5, ...more_ });
};
const kindOfCut = (name) => (R.cuts.find((cut) => cut.name === name) || {}).kind || (name === "proposal" ? "proposal" : "alternative");

/** One bar a cut: the share of commits that stayed inside, and a tick where chance would be. */
const replayBars = (cuts) => el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Commits inside one service, by cut" }, el("table", { class: "replay-bars" },
  el("thead", {}, el("tr", {}, [["Cut"], ["Commits that stayed inside one service"], ["Inside", "n"], ["By chance", "n"], ["Beyond chance", "n"], ["Services a commit", "n"]].map(([name, form]) => el("th", { scope: "col", class: form }, name)))),
  el("tbody", {}, cuts.map((cut) => el("tr", { class: cut === cuts[0] ? "mine" : null }, el("th", { scope: "row" }, cutName(cut.name), " ", soft(counted(cut.services, "service"))),
    el("td", { class: "when" }, drawn("svg", { viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" }, drawn("rect", { class: "rail", x: 0, y: 5.5, width: 100, height: 1 }), drawn("rect", { class: "span", x: 0, y: 1, width: 100 * (cut.whole.share || 0), height: 10 }), cut.whole.expected === null ? null : drawn("rect", { class: "chance", x: Math.min(99.4, 100 * cut.whole.expected), y: 0, width: 0.6, height: 12 }))),
    el("td", { class: "n" }, percent(cut.whole.share)), el("td", { class: "n" }, percent(cut.whole.expected)), el("td", { class: "n" }, beyond(cut.whole)), el("td", { class: "n" }, cut.whole.services === null ? "–" : cut.whole.services.toFixed(1)))))));

/** The same over time, a line a cut: how far it stands above chance, since cuts into few large services hold most commits anyway. The
 * names of the lines stand at their ends, moved apart. */
const replayChart = (replay_) => {
  const holder = el("div", { class: "flows" }), { periods } = replay_;
  const cuts = replay_.cuts.filter((cut) => !words.extremes.includes(cut.name) && cut.periods.some((tally) => tally.corrected !== null)).slice(0, 7);
  const lowest = Math.min(0, ...cuts.flatMap((cut) => cut.periods.map((tally) => tally.corrected || 0))), floor = lowest < 0 ? Math.max(-1, Math.floor(lowest * 4) / 4) : 0;
  const ticks = Array.from({ length: Math.round((1 - floor) * 4) + 1 }, (_, i) => floor + i / 4);
  const width = onWidth(holder, () => draw());
  const draw = () => {
    const wide = Math.max(300, Math.min(width() - 10, 1080)), high = Math.max(250, Math.min(360, wide * 0.38)), left = 50, right = wide < 560 ? 96 : 150, top = 16, bottom = 40;
    const x = (i) => left + ((wide - left - right) * (i + 0.5)) / periods.length, y = (value) => top + ((high - top - bottom) * (1 - Math.max(floor, value))) / (1 - floor);
    const svg = drawn("svg", { class: "chart", viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, role: "img", "aria-label": "Commits inside one service beyond chance, over time" });
    for (const value of ticks) svg.append(drawn("line", { class: value ? "axis" : "axis zero", x1: left, x2: wide - right, y1: y(value), y2: y(value) }), drawn("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, value ? value.toFixed(2) : "chance"));
    const every = Math.ceil(periods.length / Math.max(2, Math.floor((wide - left - right) / 78)));
    periods.forEach((period, i) => { if (i % every === 0) svg.append(drawn("text", { x: x(i), y: high - 20, "text-anchor": "middle" }, period.ended.slice(0, 7)), drawn("text", { x: x(i), y: high - 5, "text-anchor": "middle" }, counted(period.commits, "commit"))); });
    const ends = [];
    [...cuts].reverse().forEach((cut) => {
      const n = cuts.indexOf(cut), points = cut.periods.map((tally, i) => (tally.corrected === null ? null : [x(i), y(tally.corrected), tally])), known = points.filter(Boolean), kind = kindOfCut(cut.name);
      const group = drawn("g", { class: `c${n % COLOURS} line-${cut === cuts[0] ? "mine" : kind}` }, drawn("path", { class: "series", d: known.map(([px, py], i) => `${i ? "L" : "M"}${round(px)} ${round(py)}`).join("") }),
        known.map(([px, py, tally]) => { const mark = markAt(kind, round(px), round(py)); mark.addEventListener("pointermove", (event) => tipAt(event.clientX, event.clientY, [el("b", {}, cutName(cut.name)), `: ${number(tally.inside)} of ${counted(tally.several, "commit")} inside one service, ${percent(tally.share)}, where chance gives ${percent(tally.expected)}`])); mark.addEventListener("pointerleave", hideTip); return mark; }));
      svg.append(group);
      const last = known[known.length - 1];
      if (last) ends.push({ y: last[1], x: last[0], text: cutName(cut.name), n });
    });
    ends.sort((a, b) => a.y - b.y);
    ends.forEach((end, i) => { end.at = Math.max(end.y, i ? ends[i - 1].at + 15 : 0); });
    const over = Math.max(0, (ends[ends.length - 1]?.at || 0) - (high - bottom));
    for (const end of ends) svg.append(drawn("g", { class: `c${end.n % COLOURS}` }, drawn("line", { class: "leader", x1: end.x + 7, x2: wide - right + 8, y1: end.y, y2: end.at - over }), drawn("text", { class: "legend-text", x: wide - right + 12, y: end.at - over + 4 }, fitted(end.text, right - 14, "550 12px"))));
    holder.replaceChildren(svg);
  };
  draw();
  redraws.push(draw);
  const rows = cuts.flatMap((cut) => cut.periods.map((tally, i) => ({ cut, tally, period: periods[i] })));
  const table = twin("rows", [["Cut", (r) => plain(r.cut.name), (r) => r.cut.name], ["Period", (r) => `${r.period.began} to ${r.period.ended}`, (r) => r.period.number], ["Commits", (r) => number(r.tally.commits), (r) => r.tally.commits, "n"], ["Of several modules", (r) => number(r.tally.several), (r) => r.tally.several, "n"], ["Inside", (r) => percent(r.tally.share), (r) => r.tally.share ?? -1, "n"], ["By chance", (r) => percent(r.tally.expected), (r) => r.tally.expected ?? -1, "n"], ["Beyond chance", (r) => beyond(r.tally), (r) => r.tally.corrected ?? -9, "n"]], rows, "Replay over time");
  return [el("p", { class: "lead" }, "How far each cut stands above chance: 1 is a period in which no commit would have crossed services, 0 what drawing lots would give."), holder, table.node];
};
const replay = () => {
  const R_ = R.replay;
  if (!R_ || R_.note || !R_.cuts.length) { fills.replay.append(nothing(R_ && R_.note ? `Nothing to replay: ${R_.note}.` : "No history was read: without commits there is nothing to replay.")); return; }
  const mine = R_.cuts[0].whole;
  fills.replay.append(el("p", {}, el("b", {}, `${number(mine.inside)} of ${counted(mine.several, "commit")}`), ` that changed several modules stayed inside one service (${percent(mine.share)}; chance would give ${percent(mine.expected)}). `, mine.kernel ? `${counted(mine.kernel, "other")} touched one service and the shared kernel. ` : "", R_.large ? soft(`${counted(R_.large, "very large commit")} left out.`) : ""));
  fills.replay.append(replayBars(R_.cuts), el("p", { class: "legend" }, el("span", {}, el("i", { class: "key tick" }), " what chance would give")));
  if (R_.periods.length > 1) fills.replay.append(el("h3", {}, "Over time"), ...replayChart(R_));
  else fills.replay.append(el("p", { class: "soft" }, "The history is too short for a chart over time."));
  if (R_.lockstep.length) fills.replay.append(el("h3", {}, `Services that change together (${number(R_.lockstep.length)})`), paged([
    ["Services", (l) => [service(l.first), el("br"), service(l.second)], (l) => title(l.first), "who"], ["Commits of both", (l) => number(l.count), (l) => l.count, "n"], ["Of the one that changes less", (l) => percent(l.confidence), (l) => l.confidence, "n"], ["Times chance", (l) => l.lift.toFixed(1), (l) => l.lift, "n"],
    ["Verdict", (l) => (l.is_lockstep ? el("span", { class: "tag warn" }, "▲ in lockstep") : null), (l) => (l.is_lockstep ? 0 : 1)], ["Modules that change together", (l) => l.modules.slice(0, 2).map((m) => el("div", { class: "small" }, code(m.first), " · ", code(m.second), ` ×${number(m.count)}`)), null]], [...R_.lockstep].sort((a, b) => b.is_lockstep - a.is_lockstep || b.count - a.count), "Services that change together", { size: 12, paper: true }).node);
  if (R_.services.length) fills.replay.append(el("h3", {}, "How each service changed"), paged([
    ["Service", (s) => service(s.service), (s) => title(s.service)], ["Commits", (s) => number(s.commits), (s) => s.commits, "n"], ["Alone", (s) => number(s.alone), (s) => s.alone, "n"], ["Share alone", (s) => percent(s.commits ? s.alone / s.commits : null), (s) => (s.commits ? s.alone / s.commits : -1), "n"], ["Authors", (s) => number(s.authors), (s) => s.authors, "n"], ["By the main author", (s) => percent(s.main_share), (s) => s.main_share, "n"]], [...R_.services].sort((a, b) => b.commits - a.commits), "How each service changed", { size: 15, paper: true }).node);
};
