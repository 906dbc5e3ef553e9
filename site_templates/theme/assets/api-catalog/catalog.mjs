// What the pages do beyond HTML: search, expand all, copy. Text from the catalog is only ever set as text.

const base = new URL("../../", import.meta.url);
const MOST_OPERATIONS = 4;
const MOST_PAGES = 20;
// What a result is, by its address; in the order they are shown.
const GROUPS = [
  { path: "apis/", name: "API", most: 6 },
  { path: "tags/", name: "tag", most: 5 },
  { path: "", name: "page", most: 3 },
];

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// --- search -----------------------------------------------------------------------------------------------------------

let index;
async function pagefind() {
  if (!index) {
    index = import(new URL("pagefind/pagefind.js", base).href).then(async (engine) => {
      await engine.options({ basePath: new URL("pagefind/", base).pathname, baseUrl: base.pathname });
      await engine.init();
      return engine;
    });
  }
  return index;
}

function groupOf(page) {
  const path = page.url.slice(base.pathname.length);
  return GROUPS.find((group) => path.startsWith(group.path));
}

// "Lists what is seen POST /v1/images" → what, method, path
function splitCall(title) {
  const found = /^(.*?)\s*\b([A-Z]{3,7})\s+(\/\S*|\S*\{\S*)$/.exec(title);
  return found ? { what: found[1] || found[3], call: `${found[2]} ${found[3]}` } : { what: title, call: "" };
}

function resultLinks(page, group) {
  const links = [];
  const main = element("a", "ac-result-page");
  main.href = page.url;
  main.append(element("span", "ac-result-title", page.meta.title || page.url), " ");
  main.append(element("span", "ac-result-note", [page.meta.provider || group.name, page.meta.summary].filter(Boolean).join(" · ")));
  links.push(main);
  const parts = (page.sub_results || []).filter((part) => part.anchor && part.anchor.id.startsWith("op-"));
  parts.sort((a, b) => b.locations.length - a.locations.length);
  for (const part of parts.slice(0, MOST_OPERATIONS)) {
    const { what, call } = splitCall(part.title);
    const link = element("a", "ac-result-op");
    link.href = part.url;
    link.append(element("span", "", what), " ", element("span", "ac-result-call", call));
    links.push(link);
  }
  return links;
}

class SearchBox {
  constructor(place) {
    const id = `ac-results-${place.dataset.acSearch}`;
    this.input = element("input", "ac-input");
    Object.assign(this.input, { type: "search", autocomplete: "off", spellcheck: false });
    const words = document.querySelector("[data-placeholder]")?.dataset.placeholder;
    this.input.placeholder = place.clientWidth > 200 && words ? words : "Search";
    for (const [name, value] of Object.entries({ role: "combobox", "aria-label": "Search", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) {
      this.input.setAttribute(name, value);
    }
    this.list = element("div", "ac-results");
    Object.assign(this.list, { id, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Search results");
    place.replaceChildren(this.input, this.list);
    this.selected = -1;
    this.input.addEventListener("focus", () => pagefind().catch(() => {}));
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("click", (event) => { if (!place.contains(event.target)) this.close(); });
  }

  async search() {
    const words = this.input.value.trim();
    if (!words) return this.close();
    let engine;
    try {
      engine = await pagefind();
    } catch {
      return this.show([], "The search index could not be loaded.");
    }
    const found = await engine.debouncedSearch(words, {}, 120);
    if (found === null || words !== this.input.value.trim()) return undefined; // a newer search is under way
    const pages = await Promise.all(found.results.slice(0, MOST_PAGES).map((result) => result.data()));
    if (words !== this.input.value.trim()) return undefined;
    const links = GROUPS.flatMap((group) =>
      pages.filter((page) => groupOf(page) === group).slice(0, group.most).flatMap((page) => resultLinks(page, group)),
    );
    const count = found.results.length;
    return this.show(links, count ? `${count} ${count === 1 ? "page" : "pages"}` : `Nothing found for “${words}”.`);
  }

  show(links, note) {
    links.forEach((link, number) => {
      link.id = `${this.list.id}-${number}`;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.addEventListener("click", () => this.close());
    });
    const status = element("p", "ac-results-count", note);
    status.setAttribute("role", "status");
    this.list.replaceChildren(status, ...links);
    this.links = links;
    this.selected = -1;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "Escape") return this.close();
    if (this.list.hidden || !this.links?.length) return undefined;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.links[this.selected]?.setAttribute("aria-selected", "false");
      this.selected = (this.selected + step + this.links.length) % this.links.length;
      const link = this.links[this.selected];
      link.setAttribute("aria-selected", "true");
      link.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", link.id);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.links[Math.max(this.selected, 0)].click();
    }
    return undefined;
  }
}

const boxes = [...document.querySelectorAll("[data-ac-search]")].map((place) => new SearchBox(place));

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && boxes.length) {
    event.preventDefault();
    boxes[0].input.focus();
  }
});

for (const button of document.querySelectorAll(".ac-example")) {
  button.closest("[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    const box = boxes[boxes.length - 1];
    box.input.value = button.dataset.query;
    box.input.focus();
    box.search();
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

async function copy(button) {
  const code = button.closest("figure").querySelector("code").textContent;
  try {
    await navigator.clipboard.writeText(code);
    button.textContent = "copied";
  } catch {
    button.textContent = "not allowed";
  }
  setTimeout(() => { button.textContent = "copy"; }, 2000);
}

for (const caption of document.querySelectorAll(".ac-code figcaption")) {
  const button = element("button", "ac-copy", "copy");
  button.type = "button";
  caption.append(button);
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
