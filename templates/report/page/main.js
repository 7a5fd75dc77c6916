/* Fills the page, section by section, and looks after light, dark and paper. */
const fillAll = () => {
  const sections = { roadmap, services: serviceCards, graph: mapView, matrix, treemap, flows, data: dataSection, seams: seamSection, findings: findingSection, alternatives, replay, modules: moduleSection, unseen, decisions, search, follow };
  for (const build of Object.values(sections)) build();
};
/* On paper everything is light: pictures on a canvas are drawn before the style sheet of paper is asked. */
const paper = (name) => {
  root.classList.toggle("paper", name === "before");
  if (name === "before") { root.dataset.screen = root.dataset.theme; root.dataset.theme = "light"; } else root.dataset.theme = root.dataset.screen;
  for (const one of onPaper) one[name]();
  redrawAll();
};
const kept = (value) => { try { if (value) localStorage.setItem("theme", value); return localStorage.getItem("theme"); } catch { return null; } };
const wanted = matchMedia("(prefers-color-scheme: dark)");
const paint = () => { root.dataset.theme = kept() || (wanted.matches ? "dark" : "light"); redrawAll(); };
paint();
wanted.addEventListener("change", paint);
$("theme").addEventListener("click", () => { const next = root.dataset.theme === "dark" ? "light" : "dark"; kept(next); root.dataset.theme = next; redrawAll(); });

rawData().then((raw) => {
  words = JSON.parse($("words").textContent);
  take(raw);
  room = $("summary").clientWidth;
  fillAll();
  addEventListener("hashchange", go);
  addEventListener("beforeprint", () => paper("before"));
  addEventListener("afterprint", () => paper("after"));
  go();
  root.dataset.ready = "yes";
  performance.mark("ready");
}).catch((error) => {
  document.querySelector("main").prepend(el("p", { class: "notice" }, `This browser could not show the report: ${error.message}. Everything is also in report.json.`));
  throw error;
});
