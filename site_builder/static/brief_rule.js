// The pieces of a brief from chosen pages; no DOM. The same as kb/planning/brief.py, which the
// fixed sentences come from with the data.
((root) => {
  "use strict";

  const DETAIL = [[3, 2], [2, 2], [2, 1], [1, 1], [1, 0]];
  const ROOM = 1400;
  const SIGNS = 96;
  const COST_WORDS = 16;

  function signsOf(text) {
    return Array.from(text).length;
  }

  function gridTenths(piece) {
    const weights = root.kbPieces.shares(piece);
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const signs = weights.map((weight) => Math.max(1, Math.floor(SIGNS * weight / sum) - 2));
    return [piece[1]].concat(piece[2]).reduce((all, row) => all + 2 + 10 * Math.max(
      ...row.map((text, at) => Math.ceil(signsOf(text) / signs[at]))), 6);
  }

  const TENTHS = {
    heading: (piece) => ({ 1: 30, 2: 24 })[piece[1]] || 18,
    paragraph: (piece) => 10 * Math.ceil((signsOf(piece[1]) + signsOf(piece[2])) / SIGNS) + 3,
    items: (piece) => piece[1].reduce((all, item) => all + 10 * Math.ceil(signsOf(item) / (SIGNS - 6)) + 3, 0),
    grid: gridTenths,
    blank: (piece) => 13 * piece[1]
  };

  // About how many tenths of a line pieces take on paper.
  function tenths(pieces) {
    return pieces.reduce((all, piece) => all + TENTHS[piece[0]](piece), 0);
  }

  function short(text) {
    const words = text.split(/\s+/).filter(Boolean);
    return words.length <= COST_WORDS ? text : words.slice(0, COST_WORDS).join(" ") + " …";
  }

  function glance(chosen) {
    return ["grid", ["", "Evidence", "Cost", "Runs today?"], chosen.map((one, at) => [
      one.title + " [" + (at + 1) + "]",
      one.evidence || (one.kind === "casestudies" ? "no result reported" : "an offer"),
      short(one.cost) || "not stated",
      one.status
    ])];
  }

  function caseOf(one, number, results) {
    const found = [
      ["heading", 3, one.title + " [" + number + "]"],
      ["paragraph", one.summary, [one.place, one.when].filter(Boolean).join(", ") + "."]
    ];
    const shown = one.results.slice(0, results);
    if (shown.length) {
      found.push(["items", shown.map((result) => result[0] + " (" + result[1] + ": " + result[2] + ")"), false]);
    }
    const left = one.results.length - shown.length;
    const more = (left ? [left + " more reported"] : []).concat(one.hoped ? [one.hoped + " only hoped for"] : []);
    if (more.length) {
      found.push(["paragraph", "Results left out here: " + more.join(" and ") + ".", ""]);
    }
    return found;
  }

  function optionOf(one, number) {
    return [
      ["heading", 3, one.title + " [" + number + "]"],
      ["paragraph", one.summary, ""],
      ["paragraph", (one.place ? "Run by " + one.place + ". " : "") + "Status: " + one.status +
        ", checked on " + one.checked + ".", ""]
    ];
  }

  function unknown(chosen) {
    const found = new Map();
    chosen.forEach((one, at) => {
      one.unknown.forEach((text) => {
        found.set(text, (found.get(text) || []).concat([at + 1]));
      });
    });
    const lines = Array.from(found, ([text, numbers]) => text.charAt(0).toUpperCase() + text.slice(1) +
      " (" + numbers.map((number) => "[" + number + "]").join(", ") + ").");
    return lines.length ? lines : ["Nothing that the pages chosen leave open; see the limits below."];
  }

  function restsOn(one, shown) {
    if (!shown) {
      return "Its sources (" + one.sources.length + ") are named on the page.";
    }
    const left = one.sources.length - shown;
    return "Rests on: " + one.sources.slice(0, shown).join("; ") +
      (left > 0 ? "; and " + left + " more, named on the page" : "") + ".";
  }

  function sourcesOf(chosen, address, shown) {
    return chosen.map((one) => one.title + ": " + address.replace(/\/+$/, "") + one.url +
      ", checked on " + one.checked + ". " + restsOn(one, shown));
  }

  /**
   * The pieces of a brief, with as much of each page as two sheets hold.
   * @param {any[]} chosen
   * @param {{title: string, purpose: string, address: string, today: string}} given `today` in words
   * @param {any} words the fixed sentences
   * @returns {any[][]}
   */
  function brief(chosen, given, words) {
    let pieces = [];
    DETAIL.some(([results, sources]) => {
      pieces = piecesOf(chosen, given, words, results, sources);
      return tenths(pieces) <= ROOM;
    });
    return pieces;
  }

  function piecesOf(chosen, given, words, results, sources) {
    const cases = chosen.filter((one) => one.kind === "casestudies");
    const options = chosen.filter((one) => one.kind !== "casestudies");
    const number = (one) => chosen.indexOf(one) + 1;
    let pieces = [
      ["heading", 1, given.title.trim() || words.title],
      ["paragraph", given.today + words.from, ""]
    ];
    if (given.purpose.trim()) {
      pieces.push(["paragraph", given.purpose.trim(), "What is asked:"]);
    }
    pieces.push(["heading", 2, "At a glance"], glance(chosen));
    if (cases.length) {
      pieces.push(["heading", 2, "What others did, and what came of it"]);
      cases.forEach((one) => { pieces = pieces.concat(caseOf(one, number(one), results)); });
    }
    if (options.length) {
      pieces.push(["heading", 2, "Support there is"]);
      options.forEach((one) => { pieces = pieces.concat(optionOf(one, number(one))); });
    }
    return pieces.concat([
      ["heading", 2, "What is not known"], ["items", unknown(chosen), false],
      ["paragraph", words.limits, ""], ["heading", 2, "How to read this"],
      ["paragraph", words.how, ""], ["heading", 2, "Sources"],
      ["items", sourcesOf(chosen, given.address, sources), true]
    ]);
  }

  root.kbBrief = { brief };
})(typeof globalThis === "object" ? globalThis : window);
