// The search engine of the browser, as kb/search/engine.py and kb/search/ranking.py have it: the
// same answers as `kb search --json`, on the data that kb/browser/export.py writes. No DOM; loads
// in a page and in Node alike.
//
//   createEngine(kbSearchData).search("58, partner, had enough", {filters: {stage: ["returner"]}})
//
// Whatever takes its time is a generator, which yields where a page may answer a key (service.js
// runs it in slices); the same by its plain name runs it to its end.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make(
      require("./words.js"), require("./data.js"), require("./query.js"),
      require("./parts.js"), require("./snippet.js"), require("./voice.js"));
  } else {
    root.kbSearch = make(
      root.kbSearchWords, root.kbSearchStore, root.kbSearchQuery, root.kbSearchScore,
      root.kbSearchShow, root.kbSearchVoice);
  }
})(/** @type {any} */ (globalThis), function (words, data, query, score, show, voice) {
  "use strict";

  const ANY = "any";
  const NOTHING_ASKED = { lines: [], pages: "", elsewhere: [], abouts: [] };
  // The parts worth asking for before anything was typed.
  const EARLY = ["asked", "table", "vectors", "spelling-all", "text-0"];

  // To so many decimals, halves to the even digit, as NumPy rounds.
  function roundedTo(digits, value) {
    const power = 10 ** digits;
    return data.even(value * power) / power;
  }

  // What steps give, all of them at once: where nobody waits for a key.
  function atOnce(steps) {
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        return value;
      }
    }
  }

  // An engine over registered parts: [name, build, checksum, text] each; more may be taken later.
  function Engine() {
    this.store = new data.Store();
    this.asked = NOTHING_ASKED;
    this.told = null; // the vectors, with those that the table makes of texts
    this.coming = null; // the same and what people say, as soon as it is read
    this.steps = null; // of reading it
  }

  Engine.prototype.making = function* (list) {
    yield* this.taking(list);
    const core = this.store.parts.get("core");
    if (!core || !this.store.has("distress")) {
      throw new Error("search data: core or distress: it is not there");
    }
    this.core = core;
    const { precision } = core.settings.results;
    this.rounded = (value) => roundedTo(precision, value);
    words.useTables(core.settings.stemmer);
    yield;
    this.stopWords = new Set(core.settings.stop_words.split(" "));
    this.interpreter = new query.Interpreter(core, this.store, this.stopWords);
    yield* this.interpreter.reading();
    this.scorer = yield* this.scoring(NOTHING_ASKED, [], []);
    this.turns = core.turns.map(([id, label, about, names]) => ({
      id, label, about, keys: names.map((name) => this.tellingStems(this.interpreter.words(name))),
    }));
    this.pages = [];
    for (const [id, title, phrases, alone] of core.settings.site_pages) {
      this.pages.push({
        id,
        title,
        keys: phrases.split("; ").map((one) => this.stems(this.interpreter.words(one))),
        alone: new Set(alone.split("; ").map((one) => words.nameKey(one, this.stopWords))),
      });
      yield;
    }
    this.vague = show.vagueStems(core.settings);
    yield;
    this.alone = yield* show.tellingAlone(core, (text) => this.interpreter.terms(text));
    this.closed = data.running(data.numbers(core.closed));
    this.facets = core.facets.map(([facet, choices, tagged]) => ({
      facet,
      choices: choices.map(([id, label]) => ({ id, label })),
      tagged: new Map(Object.entries(tagged).map(
        ([id, steps]) => [id, data.running(data.numbers(steps))])),
    }));
    yield;
    this.masks = new Map(this.facets.map(({ facet, choices, tagged }) => [
      facet,
      new Map(choices.map(({ id }) => [id, this.mask(tagged.get(id), tagged.get(ANY))])),
    ]));
    this.idle = new Set(data.running(data.numbers(core.idle)));
    this.kinds = [];
    this.facets.filter(({ facet }) => facet === "kind").forEach(({ tagged }) =>
      tagged.forEach((documents, kind) => documents.forEach((document) => {
        this.kinds[document] = kind;
      })));
    this.voice = new voice.Voice(core, this.kinds);
    this.firstPassage = data.sums(data.numbers(core.passages));
    this.firstSituation = data.sums(data.numbers(core.situations));
    this.rank = core.rank ? data.numbers(core.rank) : null;
    return this;
  };

  Engine.prototype.take = function (list) {
    atOnce(this.taking(list));
  };

  Engine.prototype.taking = function (list) {
    return this.store.taking(list);
  };

  // A scorer by what people say; `lines` and `elsewhere` have the terms of each line.
  Engine.prototype.scoring = function* (asked, lines, elsewhere) {
    const scorer = new score.Scorer(this.core, this.store);
    yield* scorer.reading(
      this.interpreter.needs.map((need) => need.terms), asked, lines, elsewhere);
    return scorer;
  };

  Engine.prototype.termsOf = function* (lines) {
    const found = [];
    for (const line of lines) {
      found.push(this.interpreter.terms(line));
      yield;
    }
    return found;
  };

  // Reads what people say, and makes the vectors that need not be sent, as far as their parts are
  // there. Whoever runs it goes on where it was left; it counts from the next question on.
  Engine.prototype.preparing = function* () {
    while (this.steps || !this.isPrepared()) {
      this.steps = this.steps || this.nextSteps();
      if (!this.steps) {
        return;
      }
      if (this.steps.next().done) {
        this.steps = null;
      }
      yield;
    }
  };

  // Whether all is read that any question by meaning needs.
  Engine.prototype.isPrepared = function () {
    const { asked, told } = this.coming || this;
    return asked !== NOTHING_ASKED && told !== null;
  };

  // The steps of reading what is there and is not read; null if there is nothing.
  Engine.prototype.nextSteps = function () {
    const now = this.coming || this;
    const { parts } = this.store;
    if (now.asked === NOTHING_ASKED) {
      return parts.has("asked") ? this.readingAsked(parts.get("asked")) : null;
    }
    return now.told === null && parts.has("table") && parts.has("vectors")
      ? this.readingTold(now, parts.get("table"), parts.get("vectors")) : null;
  };

  Engine.prototype.readingAsked = function* (asked) {
    const scorer = yield* this.scoring(
      asked, yield* this.termsOf(asked.lines), yield* this.termsOf(asked.elsewhere));
    this.coming = { asked, scorer, told: null };
  };

  Engine.prototype.readingTold = function* ({ asked, scorer }, table, vectors) {
    const told = {
      ...vectors,
      asked: yield* data.telling(table, asked.lines, false),
      elsewhere: yield* data.telling(table, asked.elsewhere, true),
    };
    if (asked.situations) {
      told.situations = yield* data.telling(table, asked.situations.flat(), true);
    }
    this.coming = { asked, scorer, told };
  };

  // What was read counts from now on.
  Engine.prototype.useRead = function () {
    if (!this.coming) {
      return;
    }
    const isNew = this.coming.asked !== this.asked;
    Object.assign(this, this.coming);
    this.coming = null;
    if (isNew) {
      this.scorer.askedWorths.forEach((found, term) => {
        if (found.length >= this.core.settings.spelling.least_said) {
          this.interpreter.known.add(term);
        }
      });
    }
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
   * @param {SearchOptions} [options] with `light` neither texts nor spelling help are asked for, and
   *   what people say only if it is read
   * @returns {{ answer: SearchAnswer, missing: string[] }}
   */
  Engine.prototype.look = function (text, options) {
    return atOnce(this.looking(text, options));
  };

  // The same in steps. The next look may begin only when this one is done, or is given up.
  Engine.prototype.looking = function* (text, options) {
    const { shown } = this.core.settings.results;
    const { mode = "hybrid", filters = {}, limit = shown, light = false } = options || {};
    const chosen = this.check(filters, mode, limit);
    this.store.missing = new Set();
    const isBlank = words.isBlank(text);
    if (!light && !isBlank) {
      this.store.part("asked"); // is missing, if it is not there
      yield* this.preparing();
    }
    this.useRead();
    yield;
    const answer = isBlank
      ? this.browse(text, mode, chosen, limit)
      : yield* this.answering(text, mode, chosen, limit, light);
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

  // For each choice what there is to see: of the results in order those that count, and the first
  // ones of what the choice leaves.
  Engine.prototype.counts = function (order, filters, counted) {
    /** @type {Record<string, any>} */
    const found = {};
    this.facets.forEach(({ facet, choices }) => {
      const base = this.keep(filters, facet);
      const left = order.filter((document) => base[document]);
      found[facet] = choices.map(({ id, label }) => {
        const mask = this.masks.get(facet).get(id);
        let place = 0;
        let count = 0;
        left.forEach((document) => {
          if (mask[document]) {
            count += place < this.core.settings.counting.always || counted[document] ? 1 : 0;
            place += 1;
          }
        });
        return { id, label, count };
      });
    });
    return found;
  };

  Engine.prototype.tellingStems = function (found) {
    return this.stems(found.filter((word) => !word.stop));
  };

  Engine.prototype.stems = function (found) {
    return " " + found.map((word) => word.term).join(" ") + " ";
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
      facets: this.counts(Array.from(everything.keys()), filters, everything),
      results: order.slice(0, limit).map((number) => this.listed(number)).filter(Boolean),
    };
  };

  Engine.prototype.frame = function (text, mode, filters, total) {
    return {
      query: text, mode, filters: Object.fromEntries(filters), abstained: false, distress: false,
      sureness: "", first: "", total, suggestion: "", hints: {}, nearest: [], topics: [],
    };
  };

  Engine.prototype.answering = function* (text, mode, filters, limit, light) {
    const read = Array.from(text).slice(0, this.core.settings.query.longest).join("");
    const understood = yield* this.interpreter.understanding(read, !light);
    const scored = yield* this.weighing(understood, mode);
    const judged = this.scorer.judge(scored.query, scored.parts, mode, scored);
    yield;
    const fitting = this.core.plain || scored.names.size > 0 || scored.query.distress ||
      (scored.allowed.includes(1) && judged.fits);
    const found = this.found(scored);
    const shown = this.keep(filters, "").map((kept, at) => kept & found[at]);
    scored.helping.forEach((document) => {
      shown[document] = 1;
    });
    const ranked = this.order(scored.scores, shown);
    const counted = this.counted(scored);
    const sure = fitting ? this.sureness(scored, ranked) : "not sure";
    const { first: sureFirst } = this.core.settings.sureness;
    let order = judged.understood ? ranked.slice(0, this.core.settings.results.nearest) : [];
    if (fitting) {
      scored.helping.forEach((document) => {
        counted[document] = 1;
      });
      order = ranked.filter((document, place) => place < this.core.settings.counting.always || counted[document]);
    }
    const sureOf = new Set(order.slice(0, sureFirst));
    const all = fitting ? this.order(scored.scores, found) : [];
    order = this.runningFirst(scored, order);
    const worths = new Map();
    this.scorer.terms(scored.query).forEach((count, term) => {
      if (show.isTelling(term, this.vague)) {
        worths.set(term, count * this.scorer.rarity("body", term));
      }
    });
    const having = (term) => this.store.holding(this.core.settings.text_fields, term);
    const named = (term) => this.store.holding(this.core.settings.name_fields, term);
    yield;
    const facets = this.counts(all, filters, counted);
    const results = [];
    for (const number of order.slice(0, limit)) {
      yield;
      results.push(this.hit(
        number, scored, worths, { having, named }, light, sureOf.has(number) ? sure : ""));
    }
    yield;
    return {
      ...this.frame(read, mode, filters, order.length),
      abstained: !fitting,
      distress: scored.query.distress,
      sureness: sure,
      suggestion: suggestion(scored.query),
      hints: this.hints(scored.query),
      nearest: fitting ? [] : this.nearest(scored.evidence.needs),
      topics: this.topics(scored.query, scored.evidence.needs, fitting),
      first: this.voice.first(
        scored.query, scored.evidence.needs, order.map((number) => this.kinds[number]), scored.names.size > 0),
      facets,
      results: results.filter(Boolean),
    };
  };

  // The order with no offer above one that runs, if it is not known to run: among the first ones
  // that are shown it is worth no more than the last one that runs. What was asked for by name or
  // helps in distress stays where it is.
  Engine.prototype.runningFirst = function (scored, order) {
    const { shown } = this.core.settings.results;
    const first = order.slice(0, shown);
    const offers = first.filter((number) => this.kinds[number] === "signposting");
    const named = this.scorer.titled(scored.query);
    const idle = new Set(offers.filter((number) => this.idle.has(number) && !scored.names.has(number) &&
      !named.has(number) && !scored.helping.includes(number)));
    const running = offers.filter((number) => !this.idle.has(number));
    if (!idle.size || !running.length) {
      return order;
    }
    const last = Math.min(...running.map((number) => scored.scores[number]));
    idle.forEach((number) => {
      scored.scores[number] = Math.min(scored.scores[number], last);
    });
    const near = new Map(first.map((number) => [number, this.rounded(scored.scores[number])]));
    const place = (number) => (this.rank ? this.rank[number] : number);
    first.sort((a, b) => near.get(b) - near.get(a) || Number(idle.has(a)) - Number(idle.has(b)) ||
      place(a) - place(b));
    return first.concat(order.slice(shown));
  };

  // The documents that count (kb/search/counting.py): by words, needs, names, or pointed to.
  Engine.prototype.counted = function ({ query: read, names, spotted, evidence }) {
    const { scorer } = this;
    const shares = new Float64Array(this.core.documents);
    let whole = 0;
    scorer.tellingTerms(read).forEach((term) => {
      const rarity = scorer.rarity("body", term);
      whole += rarity;
      scorer.holdingAnyName(term, read, this.core.settings.text_fields).forEach((document) => {
        shares[document] += rarity;
      });
    });
    const counted = Uint8Array.from(shares, (share) =>
      (share > 0 && this.rounded(share - this.core.settings.counting.word_share * whole) >= 0 ? 1 : 0));
    this.core.needs.forEach(([id, , , pages], need) => {
      if (read.needs.has(id) || evidence.needs[need] >= this.core.settings.reasons.likely_need) {
        pages.forEach(([document]) => {
          counted[document] = 1;
        });
      }
    });
    [...names.keys(), ...spotted].forEach((document) => {
      counted[document] = 1;
    });
    return counted;
  };

  // How sure it is that a right page is among the first three (kb/search/sureness.py).
  Engine.prototype.sureness = function (scored, order) {
    const { likely, look, first } = this.core.settings.sureness;
    const best = order.length ? scored.scores[order[0]] : 0;
    const gap = best - (order.length > first ? scored.scores[order[first]] : 0);
    if (scored.names.size || this.rounded(gap - likely) >= 0) {
      return "likely";
    }
    return this.rounded(gap - look) >= 0 ? "worth a look" : "not sure";
  };

  // The needs and the turns of a career that the query speaks of, and the pages about the site that
  // it asks for (kb/search/topics.py): these alone where nothing fits, none in distress; first,
  // unless the words speak of more and say a need or a turn.
  Engine.prototype.topics = function (read, chances, fitting) {
    const others = fitting ? this.topicsOfCareers(read, chances) : [];
    const whole = this.stems(read.words);
    const name = words.nameKey(read.said, this.stopWords);
    const telling = read.words.filter((word) => !word.stop).map((word) => word.term);
    const found = this.pages.map(({ id, title, keys, alone }) => {
      const said = keys.filter((key) => whole.includes(key));
      const isAll = alone.has(name) ||
        said.some((key) => telling.every((term) => key.split(" ").includes(term)));
      return { page: topic(id, "page", title, "", true), isAsked: isAll || said.length > 0, isAll };
    }).filter(({ isAsked }) => isAsked && !read.distress).slice(0, this.core.settings.topics);
    const pages = found.map(({ page }) => page);
    return others.some(({ said }) => said) && !found.some(({ isAll }) => isAll)
      ? others.concat(pages) : pages.concat(others);
  };

  Engine.prototype.topicsOfCareers = function (read, chances) {
    const worths = this.core.needs.map(([id], need) =>
      (read.needs.has(id) ? 1 : 0) + this.rounded(chances[need]));
    const needs = worths.map((_, need) => need)
      .sort((a, b) => worths[b] - worths[a] || a - b)
      .filter((need) => worths[need] >= this.core.settings.reasons.likely_need)
      .slice(0, this.core.settings.topics)
      .map((need) => {
        const [id, label] = this.core.needs[need];
        return topic("needs/" + id, "need", label, this.asked.abouts[need] || "", read.needs.has(id));
      });
    const stems = this.tellingStems(read.words);
    const turns = this.turns.filter(({ keys }) => keys.some((key) => stems.includes(key)))
      .slice(0, this.core.settings.topics)
      .map(({ id, label, about }) => topic("moments/" + id, "turn", label, about, true));
    return needs.concat(turns);
  };

  function topic(id, kind, title, summary, said) {
    return { id, kind, title, summary, url: "/" + id + "/", said };
  }

  // The documents without the words that are taken away, and with every phrase.
  Engine.prototype.allowed = function (read) {
    const allowed = new Uint8Array(this.core.documents).fill(1);
    read.without.forEach((terms) => {
      const held = terms.map((term) => this.scorer.holders(term));
      allowed.forEach((_, document) => {
        if (held.every((one) => one.has(document))) {
          allowed[document] = 0;
        }
      });
    });
    read.phrases.forEach((phrase) => {
      const held = phrase.filter((stem) => this.store.holds(stem))
        .map((stem) => this.scorer.holders(stem));
      allowed.forEach((is, document) => {
        if (is && !(held.every((one) => one.has(document)) && this.together(phrase, document))) {
          allowed[document] = 0;
        }
      });
    });
    return allowed;
  };

  // Whether the stems of a phrase stand one after the other in some text of a document.
  Engine.prototype.together = function (phrase, document) {
    const key = " " + phrase.join(" ") + " ";
    const head = this.store.document("documents", document);
    const text = this.store.document("text", document);
    if (!head || !text) {
      return true; // as far as can be told by what is there
    }
    const passages = text.part.passages[text.at];
    const { situations } = this.asked;
    const texts = [head.part.titles[head.at], head.part.summaries[head.at]]
      .concat((situations || text.part.situations)[situations ? document : text.at], head.part.places[head.at],
        passages.flatMap(([heading, , own]) => [heading, own]));
    return texts.some((own) => this.stems(words.wordsOf(own, this.stopWords)).includes(key));
  };

  // What every document is worth to a query, with what reasons are drawn from.
  Engine.prototype.weighing = function* (read, mode) {
    const { scorer } = this;
    const needsByWords = scorer.needChances(read);
    const all = scorer.wordParts(read, needsByWords, (facet, concept) =>
      this.facets.find((one) => one.facet === facet).tagged.get(concept) || []);
    yield;
    const there = mode === "keyword" ? [] : ["table", "vectors"].map((name) => this.store.part(name));
    let meaning = null;
    if (there[0] && this.told) {
      meaning = yield* scorer.meaning(there[0].encode(read.said), this.told);
      Object.assign(all, meaning.parts);
      yield;
    }
    const parts = {};
    this.core.settings.modes[mode].filter((name) => all[name]).forEach((name) => {
      parts[name] = all[name];
    });
    const needs = meaning
      ? needsByWords.map((chance, at) => (chance + meaning.chances[at]) / 2)
      : needsByWords;
    const fused = parts.asked
      ? scorer.withCompanions(scorer.fuse(parts), this.rounded) : scorer.fuse(parts);
    yield;
    const names = new Map(this.store.named(read.said, this.stopWords));
    const { documents: spotted, ours } = scorer.spotted(read);
    const helping = read.urgent ? this.core.distress.help : [];
    const likeness = meaning ? meaning.likeness : { passages: [], situations: [] };
    return {
      query: read, parts, fused, names, helping, spotted,
      ours: ours || scorer.forReaders(read),
      allowed: this.allowed(read),
      scores: this.lifted(read, fused, names, spotted, helping),
      need: score.top(needs),
      foreign: scorer.foreign(Array.from(read.typed.keys())),
      asked: meaning ? meaning.asked : 0,
      elsewhere: meaning ? meaning.elsewhere : 0,
      evidence: {
        names,
        needs,
        passages: (number) => own(likeness.passages || [], this.firstPassage, number),
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

  Engine.prototype.lifted = function (read, fused, names, spotted, helping) {
    const scores = fused.slice();
    const {
      titled, for_others: forOthers, named, help, spotted: pointed, closed,
    } = this.core.settings.lifts;
    spotted.forEach((document) => {
      scores[document] += pointed;
    });
    this.closed.forEach((document) => {
      scores[document] += closed;
    });
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
    [...scored.names.keys(), ...scored.spotted].forEach((document) => {
      found[document] = 1;
    });
    return found.map((is, document) => is & scored.allowed[document]);
  };

  Engine.prototype.hit = function (number, scored, worths, { having, named }, light, sure) {
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
      texts: () => [head.title, head.summary].concat(passages.map((passage) => passage[2])),
      has: (term) => having(term).has(number),
      held: (term) => having(term).size,
      named: (term) => named(term).has(number),
      terms: (text) => this.interpreter.terms(text),
      tagged: (facet, concept) => this.labelIfTagged(number, facet, concept),
    };
    return {
      ...head,
      score: roundedTo(this.core.settings.results.digits, scored.scores[number]),
      snippet: snippet.text,
      marks: snippet.marks,
      anchor: snippet.anchor,
      heading: snippet.heading,
      reasons: show.reasons(scored.query, about, evidence, this.core, this.vague, this.alone)
        .concat(sure ? [{ type: "sureness", text: sure }] : []),
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
   * The steps of making an engine, which they give in the end.
   * @param {SearchPart[]} list the parts that are there; more may be taken later
   * @returns {Generator<void, Engine>}
   */
  function creating(list) {
    return new Engine().making(list);
  }

  /**
   * @param {SearchPart[]} list the parts that are there; more may be taken later
   * @returns {Engine}
   */
  function createEngine(list) {
    return atOnce(creating(list));
  }

  return { createEngine, creating, EARLY };
});
