// Compare: the APIs that the address names (?apis=a/b,c/d), each from a file of its own, side by side; what a template
// draws for the comparisons that are pages. Text of the catalog is only ever set as text.

import { base, button, compareUrl, count, element, keep, MOST, picked } from "./pick.mjs";

const root = document.querySelector("[data-ac-compare]");
const $ = (selector) => root.querySelector(selector);
const place = $(".ac-compared");
const names = $(".ac-tools input");
let titles; // id → title, of all APIs
let ids = [];
const sheets = new Map();

function asked() {
  const stated = new URLSearchParams(location.search).get("apis");
  const found = stated === null ? picked().map((pair) => pair[0]) : stated.split(",").map((id) => id.trim()).filter(Boolean);
  return [...new Set(found)];
}

async function sheet(id) {
  if (!sheets.has(id)) {
    const answer = await fetch(new URL(`${root.dataset.acCompare}${id}.json`, location.href.replace(/[?#].*/, "")));
    if (!answer.ok) throw new Error(`${answer.status}`);
    sheets.set(id, await answer.json());
  }
  return sheets.get(id);
}

function piece(value) {
  const [text, url, look] = typeof value === "string" ? [value] : value;
  if (look === "code") return element("code", "ac-path", text);
  if (look === "quiet") return element("span", "ac-quiet", text);
  if (!url) return document.createTextNode(text);
  const link = element("a", "", text);
  link.href = new URL(url, base);
  if (!/^(https?|file):$/.test(link.protocol)) return document.createTextNode(text);
  if (look !== "evidence") return link;
  link.title = link.hostname.replace(/^www\./, "");
  link.rel = "nofollow noopener";
  const mark = element("sup", "ac-ev");
  mark.append(link);
  return mark;
}

function cell(lines) {
  const made = element("td");
  for (const line of lines) {
    const part = element("p");
    for (const value of line) part.append(piece(value), " ");
    made.append(part);
  }
  return made;
}

// Titles of groups with their rows, as pages/sheets.py merges them.
function merged(shown) {
  const groups = new Map();
  shown.forEach((each, column) => {
    for (const [title, missing, sharedFirst, rows] of each.groups) {
      if (!groups.has(title)) groups.set(title, { missing, sharedFirst, rows: new Map() });
      const group = groups.get(title);
      for (const [order, label, url, spare, lines] of rows) {
        const key = `${order} ${label}`;
        if (!group.rows.has(key)) group.rows.set(key, { order, label, url, holders: new Set(), cells: shown.map(() => []) });
        const row = group.rows.get(key);
        if (!spare) row.holders.add(column);
        row.cells[column].push(...lines);
      }
    }
  });
  return [...groups].map(([title, { missing, sharedFirst, rows }]) => {
    const kept = [...rows.values()].filter((row) => row.holders.size);
    kept.sort((a, b) => (sharedFirst && b.holders.size - a.holders.size) || a.order - b.order);
    for (const row of kept) row.cells = row.cells.map((lines) => (lines.length ? lines : [[[missing, "", "quiet"]]]));
    return [title, kept];
  }).filter(([, rows]) => rows.length);
}

function header(id, text, provider) {
  const made = element("th");
  made.scope = "col";
  const link = element("a", "", text);
  link.href = `${base.href}apis/${id}/`;
  const remove = button("ac-clear", "remove");
  remove.setAttribute("aria-label", `Remove ${text}`);
  remove.addEventListener("click", async () => {
    await change(ids.filter((each) => each !== id));
    ($(".ac-compared .ac-clear") || names).focus();
  });
  made.append(link, " ", element("span", "", provider), " ", remove);
  return made;
}

function table(shown) {
  const made = element("table", "ac-table ac-compare");
  const head = made.createTHead().insertRow();
  head.insertCell();
  for (const each of shown) head.append(header(each.id, each.title, each.provider));
  for (const [title, rows] of merged(shown)) {
    const body = made.createTBody();
    const name = element("th", "ac-compare-group", title);
    name.scope = "rowgroup";
    name.colSpan = shown.length + 1;
    body.insertRow().append(name);
    for (const row of rows) {
      const line = body.insertRow();
      const label = element("th");
      label.scope = "row";
      label.append(row.url ? piece([row.label, row.url]) : row.label);
      line.append(label, ...row.cells.map(cell));
    }
  }
  const box = element("div", "ac-scroll");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Comparison");
  box.append(made);
  return box;
}

async function show() {
  const all = asked();
  const unknown = all.filter((id) => !titles.has(id));
  const known = all.filter((id) => titles.has(id));
  ids = known.slice(0, MOST);
  const notes = unknown.map((id) => `There is no API “${id}” in this catalog.`);
  if (known.length > MOST) notes.push(`Four is the most; not shown: ${known.slice(MOST).map((id) => titles.get(id)).join(", ")}.`);
  keep(ids.map((id) => [id, titles.get(id)]));
  const results = await Promise.allSettled(ids.map(sheet));
  if (ids.join() !== asked().filter((id) => titles.has(id)).slice(0, MOST).join()) return; // the reader has gone on
  results.forEach((result, number) => { if (result.status === "rejected") notes.push(`${titles.get(ids[number])} could not be loaded.`); });
  const shown = results.filter((result) => result.value).map((result) => result.value);
  place.replaceChildren(...(shown.length ? [table(shown)] : []));
  const line = shown.length ? `${count(shown.length, "API")} side by side.` : "Nothing chosen yet: add an API by its name, or take a task below.";
  $(".ac-line-found").textContent = [...notes, line].join(" ");
  root.dataset.ready = all.join();
}

async function change(chosen) {
  keep(chosen.map((id) => [id, titles.get(id)]));
  const address = new URL(compareUrl(chosen));
  history.pushState(null, "", location.pathname + (address.search || "?apis="));
  await show();
}

function add() {
  const wanted = names.value.trim().toLowerCase();
  if (!wanted) return;
  const options = [...titles].map(([id, title]) => ({ id, words: [id, title.toLowerCase(), label(id, title).toLowerCase()] }));
  const found = options.find(({ words }) => words.includes(wanted)) || options.find(({ words }) => words.some((word) => word.includes(wanted)));
  const said = $(".ac-line-found");
  if (!found) said.textContent = `There is no API “${names.value.trim()}” in this catalog.`;
  else if (ids.includes(found.id)) said.textContent = `${titles.get(found.id)} is there already.`;
  else if (ids.length === MOST) said.textContent = "Four is the most: take one out first.";
  else {
    names.value = "";
    change([...ids, found.id]);
  }
}

const label = (id, title) => `${title} (${id})`;

try {
  const { facets, apis } = await (await fetch(root.dataset.apis)).json();
  const values = facets.flatMap((facet) => facet[3]);
  titles = new Map(apis.map(([provider, slug, title]) => [`${values[provider][0]}/${slug}`, title]));
  $("datalist").append(...[...titles].map(([id, title]) => Object.assign(element("option"), { value: label(id, title) })));
  $(".ac-add").addEventListener("click", add);
  names.addEventListener("keydown", (event) => { if (event.key === "Enter") add(); });
  addEventListener("popstate", show);
  await show();
} catch (error) {
  for (const part of root.querySelectorAll(".ac-tools, .ac-line-found")) part.hidden = true;
  console.warn(`The comparison could not be loaded: ${error.message}`);
}
