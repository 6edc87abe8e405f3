// A query understood in, what its reader would rather see first out, as kb/search/voice.py has it:
// "options" for doctors who speak of themselves, "stories" for those who plan. No DOM.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make();
  } else {
    root.kbSearchVoice = make();
  }
})(/** @type {any} */ (globalThis), function () {
  "use strict";

  const OPTIONS = "options";
  const STORIES = "stories";
  const OF_OPTIONS = ["signposting", "roadmaps"];

  // `kinds` has the kind of each document by its number.
  function Voice(core, kinds) {
    const { voice, reasons, results } = core.settings;
    this.doctor = new Set(voice.doctor.split(" "));
    this.planner = new Set(voice.planner.split(" "));
    this.likely = reasons.likely_need;
    this.power = 10 ** results.precision;
    this.needs = core.needs.map(([id, , , pages]) => [id, side(pages, kinds)]);
  }

  // 1 for a need of doctors, -1 for one of planners, which leads more to the toolkit than to options.
  function side(pages, kinds) {
    const leadingTo = (kind) => pages.reduce(
      (sum, [page, weight]) => sum + (kinds[page] === kind ? weight : 0), 0);
    return leadingTo("toolkit") > leadingTo("signposting") ? -1 : 1;
  }

  // `kinds` are those of the documents found, best first.
  Voice.prototype.first = function (read, chances, kinds, named) {
    if (read.distress) {
      return OPTIONS;
    }
    if (!kinds.length) {
      return "";
    }
    if (named) {
      return groupOf(kinds[0]);
    }
    const words = this.byWords(read);
    const side = words < 0 ? words : this.byNeeds(read, chances) || words;
    return side ? (side > 0 ? OPTIONS : STORIES) : groupOf(kinds[0]);
  };

  Voice.prototype.byNeeds = function (read, chances) {
    let sum = 0;
    this.needs.forEach(([id, own], need) => {
      const worth = (read.needs.has(id) ? 1 : 0) + Math.round(chances[need] * this.power) / this.power;
      sum += worth >= this.likely ? worth * own : 0;
    });
    return Math.round(sum * this.power) / this.power;
  };

  Voice.prototype.byWords = function (read) {
    const has = (set) => read.words.some((word) => set.has(word.text));
    const doctor = has(this.doctor) || read.hints.some(([facet]) => facet === "role");
    return Number(doctor) - Number(has(this.planner));
  };

  function groupOf(kind) {
    return OF_OPTIONS.includes(kind) ? OPTIONS : STORIES;
  }

  // The results with those of one group first among the `shown` best; each group keeps its order.
  function grouped(results, first, shown) {
    const best = results.slice(0, shown);
    const inFirst = (result) => groupOf(result.kind) === first;
    return best.filter(inFirst).concat(best.filter((one) => !inFirst(one)), results.slice(shown));
  }

  return { Voice, groupOf, grouped };
});
