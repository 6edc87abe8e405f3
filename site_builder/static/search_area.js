// A search that names a council, a town, a board or a committee also finds the page of its area:
// who to ask there. The names are fetched once somebody types; what was typed stays here.
(() => {
  "use strict";

  const MOST = 3;
  const PAUSE = 200; // milliseconds of typing, so that no key waits for it
  const root = document.currentScript.src.replace(/assets\/search_area\.js.*$/, "");
  const place = document.querySelector("[data-search-area]");
  const IDLE = new Set(("the of and nhs icb integrated care board council county city borough district " +
    "metropolitan unitary my our who is what where whom how do i can for gp gps doctor doctors lmc lmcs " +
    "local medical committee training hub hubs area support help contact ask telephone phone number " +
    "website address email people work in near at from around").split(" "));
  const BEFORE = new Set(["in", "near", "around", "from", "to"]);
  // Towns whose names mean something else too, and what has to stand before them.
  /** @type {Map<string, string[]>} */
  const OTHERWISE = new Map();
  OTHERWISE.set("march", ["near", "around"]);
  "reading sale deal street stone bury sandy".split(" ").forEach((name) =>
    OTHERWISE.set(name, ["in", "near", "around"]));
  let asked = "", loading = false, pause = 0, areas = null;

  // Words as they are compared: small letters, no accents, "&" as "and", "St." as "st".
  function words(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’.]/g, "")
      .replace(/&/g, " and ").split(/[^a-z0-9]+/).filter(Boolean);
  }

  function telling(list) {
    return list.filter((word) => !IDLE.has(word));
  }

  // All that tells in the words (`all`) is the name; or the name stands behind "in", "near", "to"
  // and their like, but never as "running out in March". `own` is what tells in the name.
  function names(typed, all, own) {
    if (all.length === own.length && own.every((word) => all.includes(word))) {
      return true;
    }
    return typed.some((word, at) => {
      const after = telling(typed.slice(at + 1, at + 4 + own.length));
      const meant = own.length > 1 || (OTHERWISE.get(own[0]) || [word]).includes(word);
      return BEFORE.has(word) && meant && own.every((one, on) => after[on] === one);
    });
  }

  // Every area with what tells in each of its names, read once.
  function read() {
    areas = areas || window.kbAreaNames.map((area) =>
      ({ area, names: area[2].map((name) => telling(words(name))).filter((own) => own.length) }));
    return areas;
  }

  function find(text) {
    const typed = words(text);
    const all = telling(typed);
    return read().filter((one) => one.names.some((own) => names(typed, all, own)))
      .map((one) => one.area);
  }

  function show(text) {
    const found = find(text).slice(0, MOST);
    place.replaceChildren();
    place.hidden = !found.length;
    found.forEach((area, at) => {
      const link = document.createElement("a");
      link.href = root + area[1] + "index.html";
      link.textContent = area[0];
      place.append(at ? ", " : "Who to ask there: ", link);
    });
  }

  function load() {
    if (loading) {
      return;
    }
    loading = true;
    const script = document.createElement("script");
    script.src = root + "assets/area-names.js";
    script.addEventListener("load", () => show(asked));
    document.head.append(script);
  }

  function look(text) {
    asked = text.slice(0, 400);
    if (window.kbAreaNames) {
      show(asked);
    } else if (asked.trim()) {
      load();
    }
  }

  document.addEventListener("input", (event) => {
    if (event.target === document.getElementById("q")) {
      window.clearTimeout(pause);
      pause = window.setTimeout(() => look(event.target.value), PAUSE);
    }
  });
  const given = () => look(window.kbFragment.parse(window.location.hash).q || "");
  window.addEventListener("hashchange", given);
  document.addEventListener("DOMContentLoaded", given);
})();
