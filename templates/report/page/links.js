/* Deep links: the address says what is looked at, as #section/name?filters, and leads back to it. */
const routes = {};

/** Lets the address say what a section shows, without a new step in the history. */
const remember = (section, name = "", query = {}) => {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined && value !== false));
  const text = [...asked].length ? `?${asked}` : "";
  const hash = name || text ? `${name ? to(section, name) : `#${section}/`}${text}` : `#${section}`;
  if (location.hash !== hash) history.replaceState(null, "", hash);
};
const go = () => {
  const [section, rest = ""] = location.hash.slice(1).split(/\/(.*)/s);
  if (!$(section) || !rest || !routes[section]) return;
  const [name, asked = ""] = rest.split(/\?(.*)/s);
  let plainName = name;
  try { plainName = decodeURIComponent(name); } catch { /* a link that was cut short still leads to its section */ }
  (routes[section](plainName, new URLSearchParams(asked)) || $(section)).scrollIntoView();
};
/** Marks the section that is read now in the contents. */
const follow = () => {
  const links = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a])), open = new Set();
  const mark = () => {
    const now = [...links.keys()].find((id) => open.has(id)) || null;
    for (const [id, a] of links) if (id === now) { a.setAttribute("aria-current", "true"); const list = a.closest("ol"); if (list.scrollWidth > list.clientWidth) list.scrollLeft = a.offsetLeft - 60; } else a.removeAttribute("aria-current");
  };
  const watch = new IntersectionObserver((seen) => { for (const s of seen) open[s.isIntersecting ? "add" : "delete"](s.target.id); mark(); }, { rootMargin: "-120px 0px -55% 0px" });
  document.querySelectorAll("main > section").forEach((s) => watch.observe(s));
};
