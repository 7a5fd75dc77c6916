/* What could not be seen: blind spots in the code, problems while reading; and the decisions that were kept. */
const unseen = () => {
  const tally = new Map();
  for (const b of R.blind_spots) { if (!tally.has(b.reason)) tally.set(b.reason, []); tally.get(b.reason).push(b); }
  fills.unseen.append(el("h3", {}, `Blind spots in the code (${number(R.blind_spots.length)})`));
  if (!tally.size) fills.unseen.append(nothing("None was met."));
  for (const [reason, list] of [...tally].sort((a, b) => b[1].length - a[1].length)) {
    const group = el("details", { class: "card" }, el("summary", {}, el("h4", {}, plain(reason)), soft(counted(list.length, "place"), words.blind[reason] ? `: ${words.blind[reason]}` : "")));
    const build = () => { if (group.children.length === 1) group.append(el("div", { class: "inside" }, paged([["Module", (b) => moduleLink(b.module), (b) => b.module], ["Where", (b) => at(b.at), (b) => b.at.path]], list, reason, { size: 25 }).node)); };
    group.addEventListener("toggle", () => group.open && build());
    openOnPaper(group, build);
    fills.unseen.append(group);
  }
  fills.unseen.append(el("h3", {}, `Problems while reading (${number(R.problems.length)})`));
  if (!R.problems.length) fills.unseen.append(nothing("Every file could be read."));
  else fills.unseen.append(paged([["Code", (p) => [severity(p.severity), " ", code(p.code)], (p) => p.code], ["Where", (p) => (p.at.path === "." ? "the whole folder" : at(p.at)), (p) => p.at.path], ["What", (p) => [p.message, p.hint ? el("div", { class: "soft" }, p.hint) : null], (p) => p.message]], R.problems, "Problems while reading", { size: 25 }).node);
};
const decisions = () => {
  if (R.decisions.length) fills.decisions.append(el("h3", {}, "Decisions that were kept"), paged([["Decision", (d) => d.kind, (d) => d.kind], ["Modules", (d) => d.modules.map((m) => el("div", {}, code(m))), null], ["Value", (d) => d.value, (d) => d.value], ["Where", (d) => at(d.at), null]], R.decisions, "Decisions").node);
};
