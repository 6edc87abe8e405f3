// The search engine of the browser, as kb/search/engine.py and kb/search/ranking.py have it: the
// same answers as `kb search --json`, on the data that kb/browser/export.py writes. No DOM; loads
// in a page and in Node alike.
//
//   createEngine(kbSearchData).search("58, partner, had enough", {filters: {stage: ["returner"]}})
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make(
      require("./words.js"), require("./data.js"), require("./query.js"),
      require("./parts.js"), require("./snippet.js"));
  } else {
    root.kbSearch = make(
      root.kbSearchWords, root.kbSearchStore, root.kbSearchQuery, root.kbSearchScore,
      root.kbSearchShow);
  }
})(/** @type {any} */ (globalThis), function (words, data, query, score, show) {
  "use strict";

  const ANY = "any";
  // The parts worth asking for before anything was typed.
  const EARLY = ["table", "vectors", "spelling-all", "text-0"];

  // To so many decimals, halves to the even digit, as NumPy rounds.
  function roundedTo(digits, value) {
    const power = 10 ** digits;
    const scaled = value * power;
    const near = Math.round(scaled);
    const even = near - scaled === 0.5 && near % 2 !== 0 ? near - 1 : near;
    return even / power;
  }

  // An engine over registered parts: [name, build, checksum, text] each; more may be taken later.
  function Engine(list) {
    this.store = new data.Store();
    this.take(list);
    const core = this.store.parts.get("core");
    if (!core) {
      throw new Error("search data: core: it is not there");
    }
    this.core = core;
    const { precision } = core.settings.results;
    this.rounded = (value) => roundedTo(precision, value);
    words.useTables(core.settings.stemmer);
    this.stopWords = new Set(core.settings.stop_words.split(" "));
    this.weak = new Set(core.settings.weak_words.split(" ").map(words.stem));
    this.interpreter = new query.Interpreter(core, this.store, this.stopWords);
    this.scorer = new score.Scorer(
      core, this.store, this.interpreter.needs.map((need) => need.terms));
    this.facets = core.facets.map(([facet, choices, tagged]) => ({
      facet,
      choices: choices.map(([id, label]) => ({ id, label })),
      tagged: new Map(Object.entries(tagged).map(
        ([id, steps]) => [id, data.running(data.numbers(steps))])),
    }));
    this.masks = new Map(this.facets.map(({ facet, choices, tagged }) => [
      facet,
      new Map(choices.map(({ id }) => [id, this.mask(tagged.get(id), tagged.get(ANY))])),
    ]));
    this.firstPassage = data.sums(data.numbers(core.passages));
    this.firstSituation = data.sums(data.numbers(core.situations));
    this.rank = core.rank ? data.numbers(core.rank) : null;
  }

  Engine.prototype.take = function (list) {
    this.store.take(list);
  };

  Engine.prototype.has = function (part) {
    return this.store.has(part);
  };

  // The file that a part is in.
  Engine.prototype.file = function (part) {
    return this.core.files[part] || part + ".js";
  };

  Engine.prototype.mask = function (...groups) {
    const mask = new Uint8Array(this.core.documents);
    groups.forEach((group) => (group || []).forEach((document) => {
      mask[document] = 1;
    }));
    return mask;
  };

  /**
   * The answer to a query. Throws if a part of the data that it needs is not there.
   * @param {string} text
   * @param {SearchOptions} [options] by default hybrid, no filters, as many as the settings say
   * @returns {SearchAnswer} the object of `kb search --json`
   */
  Engine.prototype.search = function (text, options) {
    const { answer, missing } = this.look(text, options);
    if (missing.length) {
      throw new Error("search data: " + missing.join(", ") + ": not there");
    }
    return answer;
  };

  /**
   * The answer by the parts that are there, and the names of those that would improve it.
   * @param {string} text
   * @param {SearchOptions} [options] with `light` neither texts nor spelling help are asked for
   * @returns {{ answer: SearchAnswer, missing: string[] }}
   */
  Engine.prototype.look = function (text, options) {
    const { shown } = this.core.settings.results;
    const { mode = "hybrid", filters = {}, limit = shown, light = false } = options || {};
    const chosen = this.check(filters, mode, limit);
    this.store.missing = new Set();
    const answer = words.isBlank(text)
      ? this.browse(text, mode, chosen, limit)
      : this.answer(text, mode, chosen, limit, light);
    return { answer, missing: Array.from(this.store.missing) };
  };

  Engine.prototype.check = function (filters, mode, limit) {
    if (!Object.prototype.hasOwnProperty.call(this.core.settings.modes, mode)) {
      throw new RangeError('mode: unknown-mode: found "' + mode + '"');
    }
    if (!(limit >= 1)) {
      throw new RangeError("limit: out-of-range: found " + limit + "; allowed 1 or more");
    }
    const chosen = Object.entries(filters).filter(([, concepts]) => concepts.length);
    chosen.forEach(([facet, concepts]) => {
      const masks = this.masks.get(facet);
      if (!masks) {
        throw new RangeError('facet: unknown-facet: found "' + facet + '"');
      }
      concepts.forEach((concept) => {
        if (!masks.has(concept)) {
          throw new RangeError(facet + ': unknown-concept: found "' + concept + '"');
        }
      });
    });
    return chosen;
  };

  // The documents that the filters keep, those of one facet left aside.
  Engine.prototype.keep = function (filters, but) {
    const kept = new Uint8Array(this.core.documents).fill(1);
    filters.filter(([facet]) => facet !== but).forEach(([facet, concepts]) => {
      const masks = concepts.map((concept) => this.masks.get(facet).get(concept));
      kept.forEach((_, document) => {
        kept[document] = kept[document] && masks.some((mask) => mask[document]) ? 1 : 0;
      });
    });
    return kept;
  };

  Engine.prototype.counts = function (found, filters) {
    /** @type {Record<string, any>} */
    const counted = {};
    this.facets.forEach(({ facet, choices }) => {
      const base = this.keep(filters, facet);
      counted[facet] = choices.map(({ id, label }) => {
        const mask = this.masks.get(facet).get(id);
        let count = 0;
        for (let at = 0; at < mask.length; at += 1) {
          count += found[at] & base[at] & mask[at];
        }
        return { id, label, count };
      });
    });
    return counted;
  };

  // The numbers of the documents shown, best score first, then by identifier.
  Engine.prototype.order = function (scores, shown) {
    const numbers = [];
    shown.forEach((is, document) => is && numbers.push(document));
    const near = scores.map(this.rounded);
    const place = (document) => (this.rank ? this.rank[document] : document);
    return numbers.sort((a, b) => near[b] - near[a] || place(a) - place(b));
  };

  Engine.prototype.browse = function (text, mode, filters, limit) {
    const everything = new Uint8Array(this.core.documents).fill(1);
    const order = this.order(new Float64Array(everything.length), this.keep(filters, ""));
    return {
      ...this.frame(text, mode, filters, order.length),
      facets: this.counts(everything, filters),
      results: order.slice(0, limit).map((number) => this.listed(number)).filter(Boolean),
    };
  };

  Engine.prototype.frame = function (text, mode, filters, total) {
    return {
      query: text, mode, filters: Object.fromEntries(filters), abstained: false, distress: false,
      total, suggestion: "", hints: {}, nearest: [],
    };
  };

  Engine.prototype.answer = function (text, mode, filters, limit, light) {
    const read = Array.from(text).slice(0, this.core.settings.query.longest).join("");
    const scored = this.score(this.interpreter.read(read, !light), mode);
    const fitting = this.core.plain || scored.names.size > 0 || scored.helping.length > 0 ||
      this.scorer.fits(scored.query, scored.parts, mode, scored);
    const found = fitting ? this.found(scored) : new Uint8Array(this.core.documents);
    const shown = this.keep(filters, "").map((kept, at) => kept & found[at]);
    scored.helping.forEach((document) => {
      shown[document] = 1;
    });
    const order = this.order(scored.scores, shown);
    const worths = new Map();
    this.scorer.terms(scored.query).forEach((count, term) => {
      if (!this.weak.has(term)) {
        worths.set(term, count * this.scorer.rarity("body", term));
      }
    });
    const having = this.havingTerms();
    return {
      ...this.frame(read, mode, filters, order.length),
      abstained: !fitting,
      distress: scored.query.distress,
      suggestion: suggestion(scored.query),
      hints: this.hints(scored.query),
      nearest: fitting ? [] : this.nearest(scored.evidence.needs),
      facets: this.counts(found, filters),
      results: order.slice(0, limit)
        .map((number) => this.hit(number, scored, worths, having, light)).filter(Boolean),
    };
  };

  // What every document is worth to a query, with what reasons are drawn from.
  Engine.prototype.score = function (read, mode) {
    const { scorer } = this;
    const needsByWords = scorer.needChances(read);
    const all = scorer.wordParts(read, needsByWords, (facet, concept) =>
      this.facets.find((one) => one.facet === facet).tagged.get(concept) || []);
    const table = mode === "keyword" ? undefined : this.store.part("table");
    const vectors = mode === "keyword" ? undefined : this.store.part("vectors");
    const meaning = table && vectors ? scorer.meaning(table.encode(read.text), vectors) : null;
    if (meaning) {
      Object.assign(all, meaning.parts);
    }
    const parts = {};
    this.core.settings.modes[mode].filter((name) => all[name]).forEach((name) => {
      parts[name] = all[name];
    });
    const needs = meaning
      ? needsByWords.map((chance, at) => (chance + meaning.chances[at]) / 2)
      : needsByWords;
    const fused = scorer.fuse(parts);
    const names = new Map(this.store.named(words.nameKey(read.text, this.stopWords)));
    const helping = read.distress ? this.core.distress.help : [];
    const likeness = meaning ? meaning.likeness : { passages: [], situations: [] };
    return {
      query: read, parts, fused, names, helping,
      scores: this.lifted(read, fused, names, helping),
      need: score.top(needs),
      foreign: scorer.foreign(read),
      elsewhere: meaning ? meaning.elsewhere : 0,
      evidence: {
        names,
        needs,
        passages: (number) => own(likeness.passages, this.firstPassage, number),
        situations: (number) => own(likeness.situations, this.firstSituation, number),
      },
    };
  };

  // The likenesses of one document's rows; none where the index has no row for each.
  function own(likeness, first, number) {
    return likeness.length === first[first.length - 1] && likeness.length
      ? likeness.subarray(first[number], first[number + 1])
      : new Float64Array(0);
  }

  Engine.prototype.lifted = function (read, fused, names, helping) {
    const scores = fused.slice();
    const { titled, for_others: forOthers, named, help } = this.core.settings.lifts;
    this.scorer.titled(read).forEach((document) => {
      scores[document] += titled;
    });
    const roles = this.facets.find((one) => one.facet === "role");
    this.scorer.forOthers(read, roles ? roles.tagged : new Map(), ANY).forEach((document) => {
      scores[document] += forOthers;
    });
    names.forEach((_, document) => {
      scores[document] += named;
    });
    helping.forEach((document, place) => {
      scores[document] = fused[document] + help + helping.length - place;
    });
    return scores;
  };

  // The documents that are near enough to the best one to be shown.
  Engine.prototype.found = function (scored) {
    const least = this.core.settings.kept * score.top(scored.fused);
    const found = new Uint8Array(scored.fused.length);
    scored.fused.forEach((value, document) => {
      found[document] = value > 0 && this.rounded(value - least) >= 0 ? 1 : 0;
    });
    scored.names.forEach((_, document) => {
      found[document] = 1;
    });
    return found;
  };

  // The documents that have a term in some field; each term is looked up once.
  Engine.prototype.havingTerms = function () {
    const known = new Map();
    return (term) => {
      if (!known.has(term)) {
        known.set(term, new Set(
          this.core.settings.text_fields.flatMap((field) => this.store.postings(field, term).documents)));
      }
      return known.get(term);
    };
  };

  Engine.prototype.hit = function (number, scored, worths, having, light) {
    const head = this.head(number);
    const there = light ? undefined : this.store.document("text", number);
    const passages = there ? there.part.passages[there.at] : [];
    if (!head) {
      return null;
    }
    const { evidence } = scored;
    const piece = show.bestPiece(
      head.summary || head.title, passages, there ? evidence.passages(number) : null, worths,
      this.stopWords, this.core.settings);
    const snippet = show.cut(piece, worths, this.stopWords, this.core.settings.snippet);
    const about = {
      number,
      title: head.title,
      passages: there && passages,
      situations: there && there.part.situations[there.at],
      has: (term) => having(term).has(number),
      held: (term) => having(term).size,
      weak: (term) => this.weak.has(term),
      tagged: (facet, concept) => this.labelIfTagged(number, facet, concept),
    };
    return {
      ...head,
      score: roundedTo(this.core.settings.results.digits, scored.scores[number]),
      snippet: snippet.text,
      marks: snippet.marks,
      anchor: snippet.anchor,
      heading: snippet.heading,
      reasons: show.reasons(scored.query, about, evidence, this.core),
    };
  };

  Engine.prototype.labelIfTagged = function (number, facet, concept) {
    const { choices, tagged } = this.facets.find((one) => one.facet === facet);
    return (tagged.get(concept) || []).includes(number)
      ? choices.find((choice) => choice.id === concept).label
      : "";
  };

  Engine.prototype.head = function (number) {
    const there = this.store.document("documents", number);
    if (!there) {
      return null;
    }
    const { part, at } = there;
    const id = part.ids[at];
    const url = part.urls[at];
    return {
      id,
      kind: part.kinds[at],
      title: part.titles[at],
      summary: part.summaries[at],
      url: url === "" ? "/" + id + "/" : url === "-" ? "" : url,
    };
  };

  Engine.prototype.listed = function (number) {
    const head = this.head(number);
    return head && {
      ...head, score: 0, snippet: head.summary, marks: [], anchor: "", heading: "", reasons: [],
    };
  };

  Engine.prototype.nearest = function (chances) {
    const near = Array.from(chances, this.rounded);
    const order = near.map((_, need) => need).sort((a, b) => near[b] - near[a] || a - b);
    return order.slice(0, this.core.settings.results.nearest).map((need) => ({
      id: this.core.needs[need][0],
      label: this.core.needs[need][1],
    }));
  };

  Engine.prototype.hints = function (read) {
    return Object.fromEntries(read.hints.map(([facet, concepts]) => [
      facet,
      this.facets.find((one) => one.facet === facet).choices
        .filter((choice) => concepts.includes(choice.id)),
    ]));
  };

  // The query with each corrected word put right; "" if none was.
  function suggestion(read) {
    return read.corrections.length
      ? read.corrections.reduceRight(
        (text, { start, end, meant }) => text.slice(0, start) + meant + text.slice(end), read.text)
      : "";
  }

  /**
   * @param {SearchPart[]} list the parts that are there; more may be taken later
   * @returns {Engine}
   */
  function createEngine(list) {
    return new Engine(list);
  }

  return { createEngine, EARLY };
});
