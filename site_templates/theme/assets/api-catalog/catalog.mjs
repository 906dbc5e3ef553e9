// What the pages do beyond HTML: search, expand all, copy. Text from the catalog is only ever set as text.

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// --- search -----------------------------------------------------------------------------------------------------------

// The fields are there at once; what they do is loaded when one is first used, or when the address has a question.
const boxes = [...document.querySelectorAll("[data-ac-search]")].map((place) => {
  const input = element("input", "ac-input");
  Object.assign(input, { type: "search", autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
  const words = document.querySelector("[data-placeholder]")?.dataset.placeholder;
  input.placeholder = place.clientWidth > 200 && words ? words : "Search";
  input.setAttribute("aria-label", "Search");
  place.replaceChildren(input);
  const box = { place, input };
  input.addEventListener("focus", () => search(box));
  input.addEventListener("input", () => search(box));
  return box;
});

// What the search will ask for comes into the browser's memory beside its program. A preload would do, but one that fails
// is remembered too.
let isAhead = false;
function loadAhead() {
  if (isAhead) return;
  isAhead = true;
  for (const name of ["pagefind.js", "catalog.json"]) {
    fetch(new URL(`../../pagefind/${name}`, import.meta.url)).then((response) => response.blob()).catch(() => {});
  }
}

let tries = 0; // a browser remembers that an address could not be loaded
function search(box) {
  loadAhead();
  box.search ||= import(tries ? `./search.mjs?${tries}` : "./search.mjs").then(({ Search }) => {
    const made = new Search(box.place, box.input);
    if (box.input.value.trim()) made.search();
    return made;
  }).catch(() => {
    tries += 1;
    box.search = undefined; // so that the next key tries again
    const note = element("p", "ac-results ac-results-count", "The search could not be loaded.");
    note.setAttribute("role", "status");
    box.place.querySelector(".ac-results")?.remove();
    box.place.append(note);
  });
  return box.search;
}

const isSeen = ({ input }) => {
  const { top, bottom, width } = input.getBoundingClientRect();
  return width > 0 && top >= 0 && bottom <= innerHeight;
};
const best = () => boxes.findLast(isSeen) || boxes[0]; // the field of the page before that of the header

const query = new URLSearchParams(location.search);
if (query.get("q") && boxes.length && !document.querySelector("[data-ac-browse]")) {
  search(best()).then((made) => made?.restore(query));
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && boxes.length) {
    event.preventDefault();
    best().input.focus();
    best().input.select();
  }
});

for (const button of document.querySelectorAll(".ac-example")) {
  button.closest("[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    const box = boxes[boxes.length - 1];
    box.input.value = button.dataset.query;
    box.input.focus();
    search(box).then((made) => made?.search());
  });
}

// --- reference --------------------------------------------------------------------------------------------------------

for (const button of document.querySelectorAll(".ac-expand")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const all = document.querySelectorAll(".ac details");
    const open = button.textContent === "expand all";
    for (const details of all) details.open = open;
    button.textContent = open ? "collapse all" : "expand all";
  });
}

// Every name is a place, and a link to it. A reference has thousands, so they become links when they come near.
function linkNames(part) {
  for (const name of part.querySelectorAll("a:not([href])")) {
    const place = name.id || name.closest("h3[id]")?.id;
    if (place) name.href = `#${place}`;
  }
}

const parts = document.querySelectorAll(".ac-op, .ac-named");
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    linkNames(target);
  }
}, { rootMargin: "100% 0%" });
for (const part of parts) near.observe(part);

async function copy(button) {
  const code = button.closest("figure, details").querySelector("pre").textContent;
  try {
    await navigator.clipboard.writeText(code);
    button.textContent = "copied";
  } catch {
    button.textContent = "not allowed";
  }
  setTimeout(() => { button.textContent = "copy"; }, 2000);
}

for (const code of document.querySelectorAll(".ac-api :is(figure, details) > pre")) {
  const button = element("button", "ac-copy", "copy");
  button.type = "button";
  code.tabIndex = 0; // it may be wider than its place, and keys scroll only what they can reach
  if (code.previousElementSibling.localName === "figcaption") {
    code.previousElementSibling.append(button);
  } else {
    const line = element("div", "ac-copy-line");
    line.append(button);
    code.before(line);
  }
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".ac-copy");
  if (button) copy(button);
});

// A link to a place inside closed <details> opens them; one to an operation of another part leads there.
async function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return id.startsWith("op-") ? lookUp(id) : undefined;
  const onward = target.matches("tr, .ac-lines a") && (target.querySelector("a.ac-path") || target);
  if (onward?.href && onward.pathname !== location.pathname) return location.replace(onward.href);
  for (let parent = target.closest("details"); parent; parent = parent.parentElement?.closest("details")) parent.open = true;
  const part = target.closest(".ac-op, .ac-named");
  if (part) linkNames(part);
  return target.scrollIntoView();
}

// References of many thousand operations have a file that says in which part each of them is.
async function lookUp(id) {
  const index = document.querySelector("[data-ac-index]");
  if (!index) return;
  const parts = await (await fetch(index.dataset.acIndex)).json();
  const operation = Object.keys(parts).find((name) => id === name || id.startsWith(`${name}.`));
  if (operation) location.replace(`${parts[operation]}/#${encodeURIComponent(id)}`);
}
addEventListener("hashchange", reveal);
reveal();
addEventListener("beforeprint", () => { for (const details of document.querySelectorAll(".ac details")) details.open = true; });
