// The pieces of a brief from chosen pages; no DOM. The same as kb/planning/brief.py, which the
// fixed sentences come from with the data.
((root) => {
  "use strict";

  const RESULTS_SHOWN = 2;
  const SOURCES_SHOWN = 2;

  function glance(chosen) {
    return ["grid", ["", "Evidence", "Cost", "Runs today?"], chosen.map((one, at) => [
      one.title + " [" + (at + 1) + "]",
      one.evidence || (one.kind === "casestudies" ? "no result reported" : "an offer"),
      one.cost || "not stated",
      one.status
    ])];
  }

  function caseOf(one, number) {
    const found = [
      ["heading", 3, one.title + " [" + number + "]"],
      ["paragraph", [one.place, one.when].filter(Boolean).join(", ") + ".", ""],
      ["paragraph", one.summary, ""]
    ];
    const shown = one.results.slice(0, RESULTS_SHOWN);
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

  function sources(chosen, address) {
    return chosen.map((one) => {
      const left = one.sources.length - SOURCES_SHOWN;
      return one.title + ": " + address.replace(/\/+$/, "") + one.url + ", checked on " + one.checked +
        ". Rests on: " + one.sources.slice(0, SOURCES_SHOWN).join("; ") +
        (left > 0 ? "; and " + left + " more, named on the page" : "") + ".";
    });
  }

  /**
   * The pieces of a brief.
   * @param {any[]} chosen
   * @param {{title: string, purpose: string, address: string, today: string}} given `today` in words
   * @param {any} words the fixed sentences
   * @returns {any[][]}
   */
  function brief(chosen, given, words) {
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
      cases.forEach((one) => { pieces = pieces.concat(caseOf(one, number(one))); });
    }
    if (options.length) {
      pieces.push(["heading", 2, "Support there is"]);
      options.forEach((one) => { pieces = pieces.concat(optionOf(one, number(one))); });
    }
    return pieces.concat([
      ["heading", 2, "What is not known"], ["items", unknown(chosen), false],
      ["paragraph", words.limits, ""], ["heading", 2, "How to read this"],
      ["paragraph", words.how, ""], ["heading", 2, "Sources"],
      ["items", sources(chosen, given.address), true]
    ]);
  }

  root.kbBrief = { brief };
})(typeof globalThis === "object" ? globalThis : window);
