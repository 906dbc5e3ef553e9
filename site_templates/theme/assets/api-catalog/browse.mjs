// Browse: facets over apis.json, with the whole state in the address. Text of the catalog is only ever set as text.
//
// An API matches when, for every facet, it has one of the values asked for (OR) and none of those left out (NOT), and
// when every word of the text is in its title or summary, or in the title, name or other names of a value it has.
// The number beside a value is how many APIs match the text, the NOTs and what is asked of all *other* facets, and have
// that value: what it adds to its own facet, if that were the only one asked for there. For a value that is left out,
// its own NOT does not count: the number is what it takes away.
//
// apis.json: facets [key, label, folder, values [slug, title, place of the broader value or -1, other names]], labels of
// facts, and APIs as below. A value's place counts through all facets; the last facet has the providers.

import { base, button, count, element, pickButton } from "./pick.mjs";

const FEW = 120; // so many APIs have their rows on one page
const STEP = 60; // else so many rows are shown at first, and more at a time
const NEAR = 5;
const SORTS = {
  provider: () => 0, // the order of the data
  name: (a, b) => a.title.localeCompare(b.title, "en"),
  operations: (a, b) => b.operations - a.operations,
  reviewed: (a, b) => (a.reviewed < b.reviewed) - (a.reviewed > b.reviewed),
};
const root = document.querySelector("[data-ac-browse]");
const $ = (selector) => root.querySelector(selector);

// --- the data -------------------------------------------------------------------------------------------------------

let facets; // {key, label, folder, first, values}
let values; // {slug, title, parent, words, facet}
let apis;
let labels;
let size; // words of a bit set
let bits; // for each value, who has it
let everyone;
const orders = {};

function read(data) {
  values = [];
  facets = data.facets.map(([key, label, folder, list]) => {
    const facet = { key, label, folder, first: values.length, places: new Map() };
    for (const [slug, title, parent, others] of list) {
      facet.places.set(slug, values.length);
      values.push({ slug, title, parent, facet, words: `${title} ${slug} ${others}`.toLowerCase() });
    }
    return facet;
  });
  labels = data.facts;
  apis = data.apis.map(([provider, slug, title, summary, state, since, operations, reviewed, held, shown, facts]) => (
    { provider, slug, title, summary, state, since, operations, reviewed, held, shown, facts, words: `${title}\n${summary}`.toLowerCase() }));
  size = Math.ceil(apis.length / 32);
  const all = new Uint32Array(values.length * size);
  bits = values.map((_, place) => all.subarray(place * size, (place + 1) * size));
  everyone = new Uint32Array(size);
  apis.forEach((api, number) => {
    add(everyone, number);
    for (const place of api.held) add(bits[place], number);
  });
}

const add = (set, number) => { set[number >> 5] |= 1 << (number & 31); };
const has = (set, number) => (set[number >> 5] >>> (number & 31)) & 1;
const or = (set, other) => { for (let i = 0; i < size; i += 1) set[i] |= other[i]; };
const and = (set, other) => { for (let i = 0; i < size; i += 1) set[i] &= other[i]; };
const without = (set, other) => { for (let i = 0; i < size; i += 1) set[i] &= ~other[i]; };

function common(set, other) {
  let number = 0;
  for (let i = 0; i < size; i += 1) {
    let word = set[i] & other[i];
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    number += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return number;
}

const wordSets = new Map();
function withWord(word) {
  if (!wordSets.has(word)) {
    const set = new Uint32Array(size);
    values.forEach((value, place) => { if (value.words.includes(word)) or(set, bits[place]); });
    apis.forEach((api, number) => { if (api.words.includes(word)) add(set, number); });
    wordSets.set(word, set);
  }
  return wordSets.get(word);
}

// --- the state, and what it lets through ----------------------------------------------------------------------------

// chosen: place → true (asked for) or false (left out), in the order of choosing
const empty = () => ({ chosen: new Map(), text: "", sort: "provider", view: "list" });
let state = empty();
let strange = []; // of the address, what there is not

function fromAddress(search) {
  const found = empty();
  const query = new URLSearchParams(search);
  strange = [];
  for (const facet of facets) {
    for (const word of query.getAll(facet.key).join(",").split(",").filter(Boolean)) {
      const place = facet.places.get(word.replace(/^-/, ""));
      if (place === undefined) strange.push(`${facet.label.toLowerCase()} “${word.replace(/^-/, "")}”`);
      else if (!found.chosen.has(place)) found.chosen.set(place, !word.startsWith("-"));
    }
  }
  found.text = (query.get("q") || "").trim();
  if (Object.hasOwn(SORTS, query.get("sort"))) found.sort = query.get("sort");
  if (query.get("view") === "cards") found.view = "cards";
  return found;
}

function toAddress({ chosen, text, sort, view }) {
  const parts = [];
  for (const facet of facets) {
    const words = [...chosen].filter(([place]) => values[place].facet === facet)
      .map(([place, wanted]) => (wanted ? "" : "-") + encodeURIComponent(values[place].slug));
    if (words.length) parts.push(`${encodeURIComponent(facet.key)}=${words.join(",")}`);
  }
  if (text) parts.push(`q=${encodeURIComponent(text).replaceAll("%20", "+")}`);
  if (sort !== "provider") parts.push(`sort=${sort}`);
  if (view !== "list") parts.push(`view=${view}`);
  return parts.length ? `?${parts.join("&")}` : "";
}

// For each facet, the APIs that match all but what is asked for in it; and those that match everything.
function matching({ chosen, text }, unless = -1) {
  const start = everyone.slice();
  for (const word of text.toLowerCase().split(/\s+/).filter(Boolean)) and(start, withWord(word));
  const asked = new Map();
  for (const [place, wanted] of chosen) {
    const { facet } = values[place];
    if (!wanted) {
      if (place !== unless) without(start, bits[place]);
    } else {
      if (!asked.has(facet)) asked.set(facet, new Uint32Array(size));
      or(asked.get(facet), bits[place]);
    }
  }
  const found = start.slice();
  for (const set of asked.values()) and(found, set);
  const beside = new Map(facets.map((facet) => {
    if (!asked.has(facet)) return [facet, found];
    const set = start.slice();
    for (const [other, others] of asked) if (other !== facet) and(set, others);
    return [facet, set];
  }));
  return { found, beside };
}

function numberOf(place, { beside }) {
  const { facet } = values[place];
  const sets = state.chosen.get(place) === false ? matching(state, place).beside : beside;
  return common(sets.get(facet), bits[place]);
}

// --- the page -------------------------------------------------------------------------------------------------------

const href = (value) => `${base.href}${value.facet.folder}${value.slug}/`;
const named = ([place, wanted]) => (wanted ? "" : "not ") + values[place].title;
let counters; // {place, button, number}: what the page shows of the facets
let list;
let rows; // by number of the API; drawn when first shown
let most;
let typing = false;
let textIsLast = true; // of the conditions

const first = () => (apis.length <= FEW ? FEW : STEP);

function link(className, text, url) {
  const made = element("a", className, text);
  made.href = url;
  return made;
}

function draw(api) {
  const row = element("li");
  const head = element("div", "ac-row-head");
  const provider = values[api.provider];
  const title = link("ac-row-title", api.title, `${base.href}apis/${provider.slug}/${api.slug}/`);
  const status = element("span", "ac-quiet");
  if (api.state) {
    const word = element("b", "ac-status", api.state.replaceAll("-", " "));
    word.dataset.state = api.state;
    status.append(word, api.since && ` since ${api.since}`);
  }
  head.append(link("ac-quiet", provider.title, href(provider)), " ", title, " ", status,
    element("span", "ac-number", count(api.operations, "operation")), pickButton(`${provider.slug}/${api.slug}`, api.title));
  row.append(head);
  if (api.summary) row.append(element("p", "ac-row-summary", api.summary));
  const facts = element("p", "ac-row-facts");
  for (const [label, words] of api.facts) {
    const fact = element("span");
    fact.append(element("b", "", labels[label]), ` ${words}`);
    facts.append(fact, " ");
  }
  const tags = element("p", "ac-row-tags");
  for (const place of api.shown) tags.append(link("ac-tag", values[place].slug, href(values[place])), " ");
  row.append(...[facts, tags].filter((each) => each.hasChildNodes()));
  return row;
}

function showRows(found) {
  orders[state.sort] ??= apis.map((_, number) => number).sort((a, b) => SORTS[state.sort](apis[a], apis[b]) || a - b);
  const numbers = orders[state.sort].filter((number) => has(found, number));
  const shown = numbers.slice(0, most).map((number) => (rows[number] ??= draw(apis[number])));
  if (shown.length !== list.children.length || shown.some((row, place) => row !== list.children[place])) list.replaceChildren(...shown);
  list.classList.toggle("ac-cards", state.view === "cards");
  $(".ac-more").hidden = numbers.length <= most;
  return numbers.length;
}

function showFacets(sets) {
  for (const { place, button: toggle, number } of counters) {
    const text = numberOf(place, sets).toLocaleString("en");
    if (number.textContent !== text) number.textContent = text;
    if (!toggle) continue;
    const wanted = state.chosen.get(place);
    const pressed = wanted !== undefined;
    if (toggle.getAttribute("aria-pressed") !== `${pressed}` || toggle.dataset.not !== `${wanted === false}`) {
      toggle.setAttribute("aria-pressed", pressed);
      toggle.dataset.not = wanted === false;
      toggle.textContent = named([place, wanted !== false]);
    }
    toggle.parentElement.classList.toggle("ac-nobody", text === "0" && !pressed);
  }
}

function showChips() {
  const chips = $(".ac-chips");
  const made = [];
  let facet;
  for (const pair of sorted()) {
    const { facet: its } = values[pair[0]];
    if (made.length) made.push(element("span", "ac-quiet", its === facet && pair[1] ? "or" : "and"));
    facet = its;
    made.push(chip(named(pair), () => state.chosen.delete(pair[0])));
  }
  if (state.text) {
    if (made.length) made.push(element("span", "ac-quiet", "and"));
    made.push(chip(`“${state.text}”`, () => { state.text = ""; }));
  }
  if (state.chosen.size + Boolean(state.text) > 1) {
    const clear = button("ac-clear", "clear all");
    clear.addEventListener("click", () => { change(() => { state = { ...empty(), sort: state.sort, view: state.view }; }); $(".ac-tools .ac-input").focus(); });
    made.push(clear);
  }
  const [only] = state.chosen.keys();
  if (state.chosen.size === 1 && !state.text) made.push(link("ac-quiet", `about ${values[only].title}`, href(values[only])));
  chips.replaceChildren(...made);
  chips.hidden = !made.length;
}

// What is chosen, by facet, and in each what is asked for before what is left out.
function sorted() {
  const order = ([place, wanted]) => 2 * facets.indexOf(values[place].facet) + !wanted;
  return [...state.chosen].sort((a, b) => order(a) - order(b));
}

function chip(text, remove) {
  const made = button("ac-chip", text);
  made.setAttribute("aria-label", `Remove ${text}`);
  made.addEventListener("click", () => {
    const place = [...root.querySelectorAll(".ac-chips .ac-chip")].indexOf(made);
    change(remove);
    const left = root.querySelectorAll(".ac-chips .ac-chip");
    (left[Math.min(place, left.length - 1)] || $(".ac-tools .ac-input")).focus();
  });
  return made;
}

// Nothing found: the last condition can go, or give way to a value that is near it.
function showNone(isNone) {
  const place = $(".ac-none");
  place.hidden = !isNone;
  place.replaceChildren();
  if (!isNone) return;
  const last = state.text && (textIsLast || !state.chosen.size) ? null : [...state.chosen].at(-1);
  const remove = () => { if (last) state.chosen.delete(last[0]); else state.text = ""; };
  place.append(element("p", "", "No API matches all of this."));
  const undo = button("ac-button", `Remove ${last ? named(last) : `“${state.text}”`}`);
  undo.addEventListener("click", () => { change(remove); $(".ac-tools .ac-input").focus(); });
  place.append(undo);
  const near = nearest(last);
  if (!near.length) return;
  const line = element("p", "ac-near", "Near it: ");
  for (const [each, number] of near) {
    const made = button("ac-chip", values[each].title);
    made.addEventListener("click", () => { change(() => { remove(); state.chosen.set(each, true); }); $(".ac-chip").focus(); });
    line.append(made, element("span", "ac-number", ` ${number} `));
  }
  place.append(line);
}

function nearest(last) {
  const chosen = new Map(state.chosen);
  if (last) chosen.delete(last[0]);
  const { beside } = matching({ chosen, text: last ? state.text : "" });
  const wanted = grams(last ? values[last[0]].words : state.text.toLowerCase());
  const parent = last ? values[last[0]].parent : -1;
  const scores = [];
  values.forEach((value, place) => {
    if (state.chosen.has(place) || (last && value.facet !== values[last[0]].facet)) return;
    const own = grams(value.words);
    const both = wanted.filter((gram) => own.includes(gram)).length;
    const score = both / Math.max(4, Math.min(own.length, wanted.length)) + (parent >= 0 && (value.parent === parent || place === parent) ? 0.5 : 0);
    const number = score >= 0.4 ? common(beside.get(value.facet), bits[place]) : 0;
    if (number) scores.push([score, place, number]);
  });
  return scores.sort((a, b) => b[0] - a[0] || b[2] - a[2]).slice(0, NEAR).map(([, place, number]) => [place, number]);
}

function grams(text) {
  const found = new Set();
  for (const word of text.split(/[^\p{L}\p{N}]+/u)) {
    for (let i = 0; i < word.length; i += 1) found.add(` ${word} `.slice(i, i + 3));
  }
  return [...found];
}

function show() {
  const sets = matching(state);
  const number = showRows(sets.found);
  showFacets(sets);
  showChips();
  showNone(!number);
  const whole = count(apis.length, "API");
  const line = state.chosen.size || state.text ? `${number.toLocaleString("en")} of ${whole}` : whole;
  $(".ac-line-found").textContent = line + strange.map((each) => `. This catalog has no ${each}`).join("");
  const words = $(".ac-tools input");
  if (words.value.trim() !== state.text) words.value = state.text;
  $("select").value = state.sort;
  for (const each of root.querySelectorAll("[data-view]")) each.setAttribute("aria-pressed", each.dataset.view === state.view);
}

// A change by the reader: a step in the history, except that typing on is one step.
function change(how, isTyping = false) {
  how();
  most = first();
  strange = [];
  const address = location.pathname + toAddress(state);
  if (isTyping && typing) history.replaceState(null, "", address);
  else if (address !== location.pathname + location.search) history.pushState(null, "", address);
  typing = isTyping;
  textIsLast = isTyping;
  show();
}

function toggle(place) {
  const wanted = state.chosen.get(place);
  state.chosen.delete(place);
  if (wanted !== false) state.chosen.set(place, wanted === undefined);
}

function begin(data) {
  read(data);
  most = first();
  state = fromAddress(location.search);
  counters = [...root.querySelectorAll("[data-value]")].map((old) => {
    const made = button("ac-value", old.textContent);
    const place = Number(old.dataset.value);
    made.setAttribute("aria-pressed", "false");
    Object.assign(made.dataset, { not: "false", place });
    made.addEventListener("click", () => change(() => toggle(place)));
    const number = old.nextElementSibling;
    old.replaceWith(made);
    return { place, button: made, number };
  });
  for (const summary of root.querySelectorAll(".ac-facets li summary")) {
    const inside = summary.nextElementSibling.querySelector(".ac-value");
    counters.push({ place: counters.find((each) => each.button === inside).place, number: summary.firstElementChild });
  }
  list = $(".ac-rows");
  if (list?.children.length === apis.length) {
    rows = [...list.children];
  } else {
    list = element("ul", "ac-rows");
    $(".ac-list").replaceChildren(list);
    rows = [];
  }
  $(".ac-tools input").addEventListener("input", (event) => change(() => { state.text = event.target.value.trim(); }, true));
  $("select").addEventListener("change", (event) => change(() => { state.sort = event.target.value; }));
  for (const each of root.querySelectorAll("[data-view]")) each.addEventListener("click", () => change(() => { state.view = each.dataset.view; }));
  const opener = $(".ac-facets-open");
  opener.addEventListener("click", () => opener.setAttribute("aria-expanded", $(".ac-split").classList.toggle("ac-open")));
  $(".ac-more").addEventListener("click", () => {
    const next = most;
    most += STEP;
    show();
    list.children[next]?.querySelector(".ac-row-title").focus();
  });
  addEventListener("popstate", () => {
    typing = false;
    textIsLast = true;
    most = first();
    state = fromAddress(location.search);
    show();
  });
  show();
  for (const chosen of root.querySelectorAll('.ac-value[aria-pressed="true"]')) chosen.closest("details")?.setAttribute("open", "");
  root.dataset.ready = "";
}

try {
  begin(await (await fetch(root.dataset.acBrowse)).json());
} catch (error) {
  for (const part of root.querySelectorAll(".ac-tools, .ac-line-found")) part.hidden = true; // the page stays as it came
  console.warn(`The filters could not be loaded: ${error.message}`);
}
