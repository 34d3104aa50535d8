// The search of the first page. Entries stand in the page itself, so nothing is asked of any server: it works from a folder.
"use strict";

// --- finding: no page needed ----------------------------------------------------------------------------------------

function plain(text) {
  return text.toLowerCase().replace(/ё/g, "е").replace(/[«»“”„"'’‘`]/g, " ").replace(/\s+/g, " ").trim();
}

// Endings of Russian words come and go: of a long word its beginning is enough.
function stem(word) {
  return /^[а-я]{5,}$/.test(word) ? word.slice(0, Math.max(4, word.length - 2)) : word;
}

function prepared(entry) {
  return {
    entry: entry,
    keys: entry.keys.map(plain),
    title: plain(entry.title),
    text: plain([entry.title, entry.hint, entry.keys.join(" "), entry.words].join(" ")),
  };
}

function wordsOf(query) {
  return plain(query).split(/[\s,;:()<>[\]]+/).map((word) => word.replace(/[.!?]+$/, "")).filter((word) => word);
}

// Where a word of the text begins with the part. A code of a server is whole or not at all: 5.7.1 is not 5.7.14.
function beginsWord(text, part) {
  const whole = /^\d+(\.\d+)+$/.test(part);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const begins = at === 0 || /[^a-zа-я0-9]/.test(text[at - 1]);
    if (begins && !(whole && /\d/.test(text[at + part.length] || ""))) return true;
  }
  return false;
}

// How well one word fits: a key itself, the beginning of a key, the title, the text; 0 when it is nowhere.
function fit(item, word) {
  const part = stem(word);
  if (item.keys.includes(word)) return 12;
  if (word.length > 1 && item.keys.some((key) => beginsWord(key, part))) return 6;
  if (beginsWord(item.title, part)) return 5;
  if (beginsWord(item.text, part)) return 2;
  return word.length > 3 && !/^[\d.]+$/.test(word) && item.text.includes(part) ? 1 : 0;
}

// The number of a problem, however it is written: "м403", "M 403".
function asNumber(query) {
  const match = /^[mм][\s-]*(\d{3})$/i.exec(query.trim());
  return match ? "m-" + match[1] : query;
}

// Entries that have every word; of a long text, such as a pasted error, those that have most of its words.
function find(items, query) {
  const words = wordsOf(asNumber(query));
  const whole = plain(asNumber(query));
  if (!words.length) return [];
  const enough = words.length < 4 ? words.length : Math.ceil(words.length * 0.6);
  return items
    .map((item, place) => {
      const fits = words.map((word) => fit(item, word));
      const score = fits.reduce((sum, each) => sum + each, 0) + (item.keys.includes(whole) ? 30 : 0) +
        (words.length > 1 && item.title.includes(whole) ? 20 : 0) + (words.length > 1 && item.text.includes(whole) ? 8 : 0);
      return { entry: item.entry, place: place, score: fits.filter((each) => each).length < enough ? 0 : score };
    })
    .filter((each) => each.score)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map((each) => each.entry);
}

// --- the page -------------------------------------------------------------------------------------------------------

function shownEntry(document, entry) {
  const row = document.createElement("li");
  const link = row.appendChild(document.createElement("a"));
  link.href = entry.link;
  const parts = [["span", "kind", entry.kind], ["strong", "", entry.title], ["span", "hint-line", entry.hint]];
  for (const [name, kind, text] of parts) {
    const part = link.appendChild(document.createElement(name));
    part.className = kind;
    part.textContent = text;
  }
  return row;
}

function begin(document, window) {
  const form = document.getElementById("search");
  const field = document.getElementById("q");
  const found = document.getElementById("found");
  const results = document.getElementById("results");
  const items = JSON.parse(document.getElementById("entries").textContent).map(prepared);
  const most = 60;

  function show() {
    const query = field.value.trim();
    const entries = find(items, query);
    results.replaceChildren(...entries.slice(0, most).map((entry) => shownEntry(document, entry)));
    document.getElementById("count").textContent = entries.length ?
      form.dataset.count.replace("%", entries.length) : form.dataset.none;
    found.hidden = !query;
    document.getElementById("contents").hidden = Boolean(query);
    const address = window.location.pathname + (query ? "?q=" + encodeURIComponent(query) : "");
    try {
      window.history.replaceState(null, "", address);
    } catch (error) {
      // some browsers allow no such change in a page from a folder: the search works all the same
    }
  }

  function move(event, step) {
    const links = [...results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement) + step;
    if (!links.length || at >= links.length) return;
    event.preventDefault();
    (at < 0 ? field : links[at]).focus();
  }

  document.addEventListener("keydown", (event) => {
    const typing = document.activeElement === field;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.select();
    } else if (event.key === "Escape" && field.value) {
      field.value = "";
      field.focus();
      show();
    } else if (event.key === "ArrowDown" && (typing || results.contains(document.activeElement))) {
      move(event, 1);
    } else if (event.key === "ArrowUp" && results.contains(document.activeElement)) {
      move(event, -1);
    }
  });
  field.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    const first = results.querySelector("a");
    if (first) first.focus();
  });
  form.hidden = false;
  field.value = new URLSearchParams(window.location.search).get("q") || "";
  if (field.value) show();
}

if (typeof document !== "undefined") begin(document, window);
