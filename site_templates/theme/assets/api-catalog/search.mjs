// The search: loaded when a field is first used. Text from the catalog is only ever set as text.
//
// Each word is asked for by itself, and what more of the words find comes first: a question of many words finds
// something even if nothing has them all. A large catalog has several indexes, which are asked together; there the
// operations of an API are found together, and the best of them are looked for here.

const base = new URL("../../", import.meta.url);
const KINDS = [
  // most: shown when all kinds are; weight: against other kinds
  { name: "tag", title: "Tags", most: 3, weight: 1.1 },
  { name: "operation", title: "Operations", most: 8, weight: 1 },
  { name: "api", title: "APIs", most: 4, weight: 0.7 },
  { name: "provider", title: "Providers", most: 2, weight: 0.9 },
  { name: "page", title: "Pages", most: 2, weight: 0.3 },
];
const DIGITS = 7; // of an id that say in which file its record is
const OPERATION = KINDS.find((kind) => kind.name === "operation");
const FIRST = 0.8; // how much scores of the first of several indexes count, where operations are in the others
const MOST = 25; // of one kind, when only that is asked for
const MOST_OF_API = 3; // operations of one API, while there are others
const TOGETHER = 12; // records whose operations are looked through
const NAMED = 3; // how much more what is called so counts
const NEAR = 4; // tags suggested when nothing is found,
const FAR = 0.5; // if no more than this share of the letters differs
const ENDINGS = ["", "s", "es", "e", "d", "ed", "ing", "er", "ly"]; // forms of a word that is known
const ENDING = new RegExp(`(${ENDINGS.slice(1).join("|")})$`);
const STOP = new Set(
  "a about all an and any api apis are as at be by can do does for from get give has have how i in into is it its me my need of on or our over please service some that the their them these this to use using via want was what when where which who with you your".split(" "),
);

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// --- the engine -------------------------------------------------------------------------------------------------------

let ready, told;
let tries = 0; // a browser remembers that an address could not be loaded
function engine() {
  ready ||= start().catch((error) => {
    tries += 1;
    ready = undefined; // so that the next key tries again
    throw error;
  });
  return ready;
}

const data = async (name) => {
  const response = await fetch(new URL(`pagefind/${name}`, base));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return name.endsWith(".json") ? response.json() : response.text();
};

// What the pages know of the catalog before a search.
function catalog() {
  told ||= data("catalog.json").then(({ tags, apis, providers, indexes, letters }) => {
    const words = {};
    const beginningWith = (letter) => {
      const name = /[a-z]/.test(letter) ? letter : "_";
      words[name] ||= letters.includes(name) ? data(`words/${name}.txt`).then((text) => text.split(" ")) : [];
      return words[name];
    };
    return { tags, providers, indexes, beginningWith, named: [...tags, ...apis, ...providers] };
  }).catch((error) => {
    told = undefined;
    throw error;
  });
  return told;
}

async function start() {
  const program = import(new URL(`pagefind/pagefind.js${tries ? `?${tries}` : ""}`, base).href);
  const telling = catalog().then(({ indexes }) => Promise.all(indexes.map(about)));
  telling.catch(() => {}); // whoever waits for it hears of it
  const [pagefind, known] = await Promise.all([program, catalog()]);
  const settings = { baseUrl: base.pathname, ranking: { metaWeights: { title: 0.5 } } };
  const path = (number) => new URL(`pagefind/${place(number)}`, base).pathname;
  // A worker would be another copy of the program, and every result would have to be sent from there.
  await pagefind.options({ ...settings, basePath: path(0), noWorker: true });
  await pagefind.init();
  const [records] = await Promise.all([
    telling,
    pagefind.filters(), // there are none: until the first index is there
    ...known.indexes.filter(Boolean).map((number) => pagefind.mergeIndex(path(number), settings)),
  ]);
  const recordsIn = new Map(records);
  const isApart = records.some(([, { names }]) => names.has(OPERATION.name));
  const first = isApart && known.indexes.length > 1 ? FIRST : 1; // it has fewer records, so each of its words tells more
  const ask = async (word) => (await pagefind.search(word)).results;
  return {
    ask,
    isApart,
    weightOf: (id) => (inIndex(id)[0] ? 1 : first),
    kindOf: (id) => {
      const [number, name] = inIndex(id);
      const { others, of } = recordsIn.get(number);
      return of.get(name) || others;
    },
    recordOf: async (id) => {
      const [number, name] = inIndex(id);
      const file = parseInt(name.slice(0, DIGITS), 16) % recordsIn.get(number).files; // as search/shown.py deals them out
      return (await packed(`${place(number)}records/${file}.gz`))[name];
    },
    ofProvider: async (number) => new Set((await ask(providerWord(known.providers[number][1]))).map((result) => result.id)),
  };
}

const place = (number) => (number ? `${number}/` : ""); // of an index, below the first

// The number of an index and a name in it: en_1a2b, en-1_1a2b.
const LANGUAGE = "en";
function inIndex(id) {
  const end = id.indexOf("_", LANGUAGE.length);
  return [Number(id.slice(LANGUAGE.length + 1, end)), id.slice(end + 1)];
}

// A file of JSON, packed; a server may have unpacked it.
const unpacked = {};
function packed(name) {
  const load = async (unpack) => {
    const response = await fetch(new URL(`pagefind/${name}`, base));
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return (unpack ? new Response(response.body.pipeThrough(new DecompressionStream("gzip"))) : response).json();
  };
  unpacked[name] ||= load(true).catch(() => load(false)).catch((error) => {
    delete unpacked[name];
    throw error;
  });
  return unpacked[name];
}

// The number of an index, and of its records the ids of each kind, the kind of all others, and in how many files they lie.
async function about(number) {
  const { files, others, ...ids } = await data(`${place(number)}about.json`);
  const of = new Map(Object.entries(ids).flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind])));
  return [number, { files, of, others, names: new Set([others, ...Object.keys(ids)]) }];
}

// "providers/a-b/" as the word that the records of its APIs have; search/portions.py makes the same. In quotes, for in
// place of a word that is not there Pagefind looks for others.
const providerWord = (url) =>
  `"zzprovider${url.split("/").at(-2).replace(/[^a-z0-9]/g, (sign) => `q${sign.codePointAt(0).toString(16)}q`)}zz"`;

// "getPetById" as the word of records with an operation of that name; the same.
const nameWord = (name) => `"zzname${name.toLowerCase().replace(/[^a-z0-9]/g, "")}"`;

// --- words ------------------------------------------------------------------------------------------------------------

const folded = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

// How many letters have to be changed, left out, put in or swapped; `most` + 1 if that is more.
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], last = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

// The word the catalog knows that was probably meant; the word itself if it may be right.
async function corrected(word, about) {
  const lower = word.toLowerCase();
  if (lower.length < 5 || /[^\p{L}]/u.test(lower)) return word;
  const words = await about.beginningWith(lower[0]);
  if (words.some((each) => each.startsWith(lower))) return word; // known, or still being typed
  const known = new Set(words);
  const stem = lower.replace(ENDING, "");
  if (ENDINGS.some((ending) => known.has(stem + ending))) return word;
  const most = lower.length < 8 ? 1 : 2;
  let best = word, least = most + 1;
  for (const each of words) {
    if (each.length < 4 || each[0] !== lower[0]) continue;
    const steps = distance(lower, each, least - 1);
    if (steps < least) [best, least] = [each, steps]; // the first of equals is the most frequent
  }
  return best;
}

// Does nothing in the catalog begin with this?
const isStrange = async (word, about) => {
  const lower = word.toLowerCase();
  return lower.length > 7 && !(await about.beginningWith(lower[0])).some((each) => each.startsWith(lower));
};

// What to ask for: each word as typed and, of a name such as max_labels, its parts.
function termsOf(typed) {
  const words = typed.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")).filter(Boolean);
  const telling = words.filter((word) => !STOP.has(word.toLowerCase()));
  return (telling.length ? telling : words).map((word) => {
    const all = word.replace(/([a-z0-9])(?=[A-Z])/g, "$1 ").split(/[^\p{L}\p{N}]+|\s+/u).filter((part) => part.length > 1);
    const parts = all.filter((part) => !STOP.has(part.toLowerCase()));
    return { word, parts: all.length > 1 ? parts : [] };
  });
}

// --- finding ----------------------------------------------------------------------------------------------------------

// What has a title or other name that is said, all of it, in the words; with its share of those that tell something.
function named(things, words, telling) {
  const said = ` ${words} `;
  const found = new Map();
  for (const [title, url, ...others] of things) {
    for (const name of [title, ...others].map(folded)) {
      if (name && said.includes(` ${name} `)) found.set(url, Math.max(found.get(url) || 0, Math.min(name.length / telling.length, 1)));
    }
  }
  return found;
}

async function find(typed, provider) {
  const about = await catalog();
  const [said, { ask, kindOf, weightOf, isApart, ofProvider }] = await Promise.all([
    Promise.all(typed.split(/(\s+)/).map((word) => corrected(word, about))).then((words) => words.join("")),
    engine(),
  ]);
  const terms = termsOf(said);
  const telling = folded(terms.map(({ word }) => word).join(" "));
  const names = named(about.named, folded(said), telling);
  const hits = new Map();
  const add = (results, place, weight) => {
    for (const result of results) {
      const hit = hits.get(result.id) || { id: result.id, terms: [] };
      hit.terms[place] = Math.max(hit.terms[place] || 0, result.score * weight);
      hits.set(result.id, hit);
    }
  };
  await Promise.all(terms.map(async ({ word, parts }, place) => {
    const isName = !isApart && (parts.length || await isStrange(word, about)); // Pagefind finds other words for one it does not know
    const whole = isApart || !parts.length ? [word] : [];
    if (isName) whole.push(nameWord(word));
    await Promise.all([
      ...whole.map(async (each) => add(await ask(each), place, 1)),
      ...parts.map(async (part) => add(await ask(part), place, 0.5 / parts.length)),
    ]);
  }));
  const kin = new Map(); // what has a tag that is named has the title of the tag among its words
  await Promise.all(about.tags.filter(([, url]) => names.has(url)).map(async ([title, url]) => {
    for (const { id } of await ask(`"${folded(title)}"`)) kin.set(id, Math.max(kin.get(id) || 0, names.get(url)));
  }));
  const among = provider === "" ? null : await ofProvider(provider);
  const groups = KINDS.map((kind) => ({ kind, hits: [] }));
  const together = []; // where there may be operations that have no record of their own
  for (const hit of hits.values()) {
    if (among && !among.has(hit.id)) continue;
    const covered = hit.terms.filter(Boolean).length / terms.length;
    const sum = hit.terms.reduce((all, each) => all + (each || 0), 0);
    hit.score = sum * weightOf(hit.id) * covered ** 1.5 * (1 + (kin.get(hit.id) || 0));
    const kind = kindOf(hit.id);
    if (!isApart && ["api", "operations"].includes(kind)) together.push(hit);
    groups.find((group) => group.kind.name === kind)?.hits.push(hit);
  }
  for (const hits of [together, ...groups.map((group) => group.hits)]) hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return { about, isApart, said, terms, names, groups, together };
}

async function recordOf(hit) {
  const record = await (await engine()).recordOf(hit.id);
  return { ...record, operations: record.operations || [], score: hit.score };
}

const inWords = (name) => folded(name.replace(/([a-z0-9])(?=[A-Z])/g, "$1 ")).split(" ");

// How well a word is said among others: as it is, in another form, or as the beginning of one.
function saidAmong(words, word) {
  const stem = word.replace(ENDING, "");
  let best = 0;
  for (const each of words) {
    if (each === word) return 1;
    if (stem.length > 3 && each.replace(ENDING, "") === stem) best = 0.9;
    else if (each.startsWith(word)) best = Math.max(best, 0.5);
  }
  return best;
}

// In a large catalog operations have no records: the best of those that lie in `records`.
function operationsIn(records, terms, most) {
  const found = [];
  const asked = terms.map(({ word, parts }) => [folded(word), parts.map(folded)]);
  for (const { operations, ...record } of records) {
    for (const [anchor, title, method, path, more] of operations) {
      const called = inWords(title);
      const places = [[called, 1], [inWords(path), 0.5], [more.split(" "), 0.4]];
      const said = (word) => Math.max(...places.map(([words, weight]) => weight * saidAmong(words, word)));
      const each = asked.map(([word, parts]) => Math.max(said(word), parts.reduce((sum, part) => sum + said(part) / parts.length / 2, 0)));
      const covered = each.filter(Boolean).length / terms.length;
      const besides = called.filter((word) => !STOP.has(word)).length - terms.length; // words of the title that nobody asked for
      const match = covered ** 1.5 * each.reduce((sum, one) => sum + one, 0) / (terms.length + Math.max(besides, 0) / 2);
      if (match) found.push({ title, method, path, match: match * record.score, score: record.score, url: `${record.url}#${encodeURIComponent(anchor)}`, note: record.title, provider: record.provider });
    }
  }
  return apart(found.sort((a, b) => b.match - a.match)).slice(0, most);
}

// What of one API is more than its share goes behind all others.
function apart(records) {
  const counts = {};
  const first = [], rest = [];
  for (const record of records) {
    const api = record.url.split("#")[0];
    counts[api] = (counts[api] || 0) + 1;
    (counts[api] > MOST_OF_API ? rest : first).push(record);
  }
  return [...first, ...rest];
}

async function shown(group, found, only) {
  const most = only ? MOST : group.kind.most;
  const records = await Promise.all(group.hits.slice(0, most * 2).map(recordOf));
  for (const record of records) record.score *= 1 + NAMED * (found.names.get(record.url) || 0);
  records.sort((a, b) => b.score - a.score);
  return apart(records).slice(0, most);
}

// --- the panel --------------------------------------------------------------------------------------------------------

const ownsAddress = !document.querySelector("[data-ac-browse]"); // browse has a q of its own

export class Search {
  constructor(place, input) {
    this.place = place;
    this.input = input;
    this.id = `ac-results-${place.dataset.acSearch}`;
    this.panel = element("div", "ac-results");
    this.panel.hidden = true;
    this.filters = element("div", "ac-results-filters");
    this.by = element("select", "ac-filter");
    this.by.setAttribute("aria-label", "Provider");
    this.by.dataset.filter = "by";
    this.by.append(new Option("any provider", ""));
    this.by.addEventListener("change", () => { this.provider = this.by.value; this.search(); });
    this.status = element("p", "ac-results-count");
    this.status.setAttribute("role", "status");
    this.list = element("div", "ac-results-list");
    this.list.id = this.id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Search results");
    this.panel.append(this.filters, this.status, this.list);
    place.querySelector(".ac-results")?.remove(); // that the search could not be loaded
    place.append(this.panel);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": this.id, "aria-autocomplete": "list" })) {
      input.setAttribute(name, value);
    }
    this.kind = "";
    this.provider = "";
    this.links = [];
    this.selected = -1;
    input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), 120);
    });
    place.addEventListener("keydown", (event) => this.key(event));
    place.addEventListener("focusout", (event) => { if (event.relatedTarget && !place.contains(event.relatedTarget)) this.close(); });
    // By its path: a button that was clicked may be drawn anew by now.
    document.addEventListener("click", (event) => { if (!event.composedPath().includes(place)) this.close(); });
    engine().catch(() => {});
    catalog().then(({ providers }) => this.by.append(...providers.map(([name], number) => new Option(name, number)))).catch(() => {});
  }

  // As an address says it: ?q=face&kind=tag&by=aws
  async restore(query) {
    this.input.value = query.get("q");
    this.kind = KINDS.some((kind) => kind.name === query.get("kind")) ? query.get("kind") : "";
    const by = query.get("by");
    if (by) {
      const { providers } = await catalog().catch(() => ({ providers: [] }));
      const number = providers.findIndex(([, url]) => url === `providers/${by}/`);
      this.provider = number < 0 ? "" : String(number);
    }
    return this.search();
  }

  async search() {
    const typed = this.input.value.trim();
    const asked = (this.asked = {}); // what comes later goes before this
    if (!typed) {
      [this.kind, this.provider] = ["", ""];
      return this.close();
    }
    let found;
    try {
      found = await find(typed, this.provider);
    } catch {
      if (this.asked === asked) this.show([], "The search index could not be loaded.");
      return undefined;
    }
    const wanted = found.groups.filter((group) => group.hits.length && (!this.kind || group.kind.name === this.kind));
    const some = !this.kind || this.kind === OPERATION.name ? found.together.slice(0, TOGETHER) : [];
    const [records, ...groups] = await Promise.all([
      Promise.all(some.map(recordOf)),
      ...wanted.map(async (group) => ({ kind: group.kind, records: await shown(group, found, this.kind) })),
    ]);
    const operations = operationsIn(records, found.terms, this.kind ? MOST : OPERATION.most);
    if (operations.length) groups.push({ kind: OPERATION, records: operations });
    if (this.asked !== asked) return undefined;
    const best = (group) => group.records[0].score * group.kind.weight;
    groups.sort((a, b) => best(b) - best(a));
    const count = wanted.reduce((sum, group) => sum + group.hits.length, 0) || groups.reduce((sum, group) => sum + group.records.length, 0);
    this.draw(found, typed);
    if (!count) return this.suggest(found, typed);
    const words = found.said === typed ? "" : ` for “${found.said}”`;
    return this.show(groups, `${count.toLocaleString("en")} ${count === 1 ? "result" : "results"}${words}`);
  }

  // The kinds with their counts, and the providers.
  draw(found, typed) {
    this.about = found.about;
    this.state(typed);
    const focused = document.activeElement?.dataset?.filter;
    const button = (name, title, count) => {
      const made = element("button", "ac-filter", count === undefined ? title : `${title} ${count.toLocaleString("en")}`);
      made.type = "button";
      made.dataset.filter = name;
      made.setAttribute("aria-pressed", String(this.kind === name));
      made.addEventListener("click", () => { this.kind = name; this.search(); });
      return made;
    };
    const isThere = ({ kind, hits }) => hits.length || kind.name === this.kind || (kind === OPERATION && found.together.length);
    const kinds = found.groups.filter(isThere);
    this.by.value = this.provider;
    this.filters.replaceChildren(button("", "All"), ...kinds.map(({ kind, hits }) => button(kind.name, kind.title, kind === OPERATION && !found.isApart ? undefined : hits.length)), this.by);
    if (focused !== undefined) this.filters.querySelector(`[data-filter="${focused}"]`)?.focus();
  }

  // Nothing found: the nearest tags, and where everything is.
  suggest(found, typed) {
    const words = folded(typed);
    const near = found.about.tags.map(([title, url, ...others]) => {
      const names = [title, ...others].map(folded);
      const all = new Set([...names, ...names.flatMap((name) => name.split(" "))]);
      const shares = [...all].filter((name) => name.length > 2).map((name) => {
        const longest = Math.max(name.length, words.length);
        return distance(words, name, longest * FAR) / longest;
      });
      return { title, url, share: Math.min(1, ...shares) };
    });
    near.sort((a, b) => a.share - b.share);
    const records = near.filter((tag) => tag.share <= FAR).slice(0, NEAR);
    const groups = records.length ? [{ kind: { name: "tag", title: "Do you mean one of these tags?" }, records }] : [];
    groups.push({ kind: { name: "page", title: "Or look through" }, records: [
      { title: "All APIs", url: "apis/", note: "by what they do, where they run, what they cost" },
      { title: "All tags", url: "tags/", note: "every word of the vocabulary" },
    ] });
    const where = this.kind || this.provider ? " with these filters" : "";
    this.show(groups, `Nothing found for “${typed}”${where}.`);
  }

  show(groups, note) {
    this.links = [];
    const drawn = groups.map(({ kind, records }) => {
      const group = element("div", "ac-results-group");
      group.setAttribute("role", "group");
      const title = element("p", "ac-result-kind", kind.title);
      title.id = `${this.id}-${kind.name}`;
      title.setAttribute("role", "presentation");
      group.setAttribute("aria-labelledby", title.id);
      group.append(title, ...records.map((record) => this.option(record, kind)));
      return group;
    });
    this.list.replaceChildren(...drawn);
    this.list.dataset.asked = this.input.value.trim();
    this.status.textContent = note;
    this.filters.hidden = !this.filters.childElementCount;
    this.select(-1);
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
    this.input.setAttribute("aria-expanded", "true");
  }

  option(record, kind) {
    const link = element("a", kind.name === "operation" ? "ac-result-op" : "ac-result-page");
    link.href = new URL(record.url, base).href;
    link.id = `${this.id}-${this.links.length}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.addEventListener("click", () => this.close(true));
    link.append(element("span", "ac-result-title", record.title));
    if (record.path) link.append(" ", element("span", "ac-result-call", `${record.method} ${record.path}`));
    const note = [record.provider, record.note].filter(Boolean).join(" · ");
    if (note) link.append(" ", element("span", "ac-result-note", note));
    this.links.push(link);
    return link;
  }

  select(number) {
    this.links[this.selected]?.setAttribute("aria-selected", "false");
    this.selected = number;
    const link = this.links[number];
    if (!link) return this.input.removeAttribute("aria-activedescendant");
    link.setAttribute("aria-selected", "true");
    link.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", link.id);
  }

  close(leaving = false) {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.select(-1);
    if (!leaving) this.state("");
  }

  // So that a reload, a bookmark and the back button bring the results back.
  state(typed) {
    if (!ownsAddress) return;
    const query = new URLSearchParams(location.search);
    const by = this.provider === "" ? "" : this.about?.providers[this.provider]?.[1].split("/").at(-2);
    for (const [name, value] of Object.entries({ q: typed, kind: typed && this.kind, by: typed && by })) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    const search = query.size ? `?${query}` : "";
    if (search !== location.search) history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
  }

  key(event) {
    if (event.key === "Escape") {
      event.preventDefault(); // else a search field loses its words
      this.input.focus();
      return this.close();
    }
    if (event.target !== this.input) return undefined;
    if (this.panel.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      return this.search();
    }
    if (this.panel.hidden || !this.links.length) return undefined;
    const last = this.links.length - 1;
    const steps = { ArrowDown: this.selected >= last ? 0 : this.selected + 1, ArrowUp: this.selected <= 0 ? last : this.selected - 1 };
    if (this.selected >= 0) Object.assign(steps, { Home: 0, End: last }); // else they move in the text
    if (event.key in steps) {
      event.preventDefault();
      this.select(steps[event.key]);
    } else if (event.key === "Enter" && this.list.dataset.asked === this.input.value.trim()) {
      event.preventDefault();
      this.links[Math.max(this.selected, 0)].click();
    }
    return undefined;
  }
}
