// The APIs picked for comparison: kept for this tab, picked by a button wherever an API is, led to by a bar at the foot.

export const base = new URL("../../", import.meta.url);
export const MOST = 4;
const KEY = `ac-compare ${base.pathname}`;
let kept = []; // where a browser keeps nothing for us

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function button(className, text) {
  const made = element("button", className, text);
  made.type = "button";
  return made;
}

// "1 API", "2 APIs"
export const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

// The APIs as pairs of id and title.
export function picked() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY));
    if (Array.isArray(found)) kept = found.filter((pair) => Array.isArray(pair) && pair.every((text) => typeof text === "string"));
  } catch { /* what was kept last stays */ }
  return kept.slice(0, MOST);
}

export function keep(pairs) {
  kept = pairs;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(pairs));
  } catch { /* for this page only */ }
}

export const compareUrl = (ids) => `${base.href}compare/${ids.length ? `?apis=${ids.map((id) => id.split("/").map(encodeURIComponent).join("/")).join(",")}` : ""}`;

export function pickButton(id, title) {
  const made = button("ac-pick", "compare");
  Object.assign(made.dataset, { api: id, title });
  made.setAttribute("aria-label", `Compare ${title}`);
  made.setAttribute("aria-pressed", picked().some((pair) => pair[0] === id));
  return made;
}

let bar;
let said;

function show(note = "") {
  const pairs = picked();
  const ids = pairs.map((pair) => pair[0]);
  for (const each of document.querySelectorAll(".ac-pick")) each.setAttribute("aria-pressed", ids.includes(each.dataset.api));
  if (!bar) {
    if (!pairs.length) return;
    bar = element("section", "ac-bar");
    bar.setAttribute("aria-label", "Comparison");
    said = element("p");
    said.setAttribute("role", "status");
    document.querySelector(".ac").append(bar);
  }
  bar.hidden = !pairs.length;
  if (bar.hidden) return;
  const link = element("a", "ac-button", pairs.length > 1 ? `Compare ${pairs.length} APIs` : "Compare");
  link.href = compareUrl(ids);
  const clear = button("ac-clear", "clear");
  clear.addEventListener("click", () => { keep([]); show(); });
  said.textContent = `${pairs.map((pair) => pair[1]).join(", ")}${note && `. ${note}`}`;
  bar.replaceChildren(said, link, clear);
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest?.(".ac-pick");
  if (!chosen) return;
  const { api, title } = chosen.dataset;
  const pairs = picked();
  const others = pairs.filter((pair) => pair[0] !== api);
  if (others.length === pairs.length && pairs.length === MOST) return show("Four is the most: take one out first.");
  keep(others.length < pairs.length ? others : [...pairs, [api, title]]);
  show();
});
// Also when the browser goes back to a page that it has kept.
addEventListener("pageshow", () => { if (!document.querySelector("[data-ac-compare]")) show(); });
