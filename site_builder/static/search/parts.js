// What every document is worth to a query, part by part, as kb/search/parts.py, fusion.py and
// abstain.py have it. Sums run in the same order as there. No DOM.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make(require("./words.js"), require("./data.js"));
  } else {
    root.kbSearchScore = make(root.kbSearchWords, root.kbSearchStore);
  }
})(/** @type {any} */ (globalThis), function (words, data) {
  "use strict";

  const PLACE_FIELD = ["places"];

  // Plain loops: these run over every document for each key.
  function total(values) {
    let sum = 0;
    for (let at = 0; at < values.length; at += 1) {
      sum += values[at];
    }
    return sum;
  }

  function top(values) {
    let most = 0;
    for (let at = 0; at < values.length; at += 1) {
      if (values[at] > most) {
        most = values[at];
      }
    }
    return most;
  }

  // The inverse document frequency of a term that so many of the texts have.
  function rarityOf(texts, frequency) {
    return Math.log(1 + (texts - frequency + 0.5) / (frequency + 0.5));
  }

  // Shares that sum to 1, in proportion to the exponentials of the values.
  function softmax(values) {
    const most = values.reduce((found, value) => Math.max(found, value), -Infinity);
    const raised = values.map((value) => Math.exp(value - most));
    const whole = total(raised);
    return raised.map((value) => value / whole);
  }

  // The mean of the so many largest values from one place to another, summed from the largest down.
  function bestMean(values, most, from = 0, to = values.length) {
    const best = [];
    for (let at = from; at < to; at += 1) {
      let place = best.length;
      while (place > 0 && best[place - 1] < values[at]) {
        place -= 1;
      }
      if (place < most) {
        best.splice(place, 0, values[at]);
      }
      if (best.length > most) {
        best.pop();
      }
    }
    return best.length ? total(best) / best.length : 0;
  }

  // Scores by what people say, once it has read it.
  function Scorer(core, store) {
    this.store = store;
    this.settings = core.settings;
    this.weak = new Set(core.settings.weak_words.split(" ").map(words.stem));
    this.documents = core.documents;
    this.weights = core.plain ? core.settings.plain_parts : core.settings.parts;
    this.needs = core.needs;
    this.lengths = {};
    this.settings.text_fields.forEach((field) => {
      const lengths = data.numbers(core.lengths[field]);
      const mean = lengths.length ? total(lengths) / lengths.length : 0;
      this.lengths[field] = { lengths, mean };
    });
    this.shares = this.sharesOfNeeds();
  }

  // Reads what people say, a few lines a step. `cueTerms` has the terms of each need's cues; `asked`
  // is what people say, or no line of it; `lines` and `elsewhere` have the terms of each line of what
  // is asked here and elsewhere.
  Scorer.prototype.reading = function* (cueTerms, asked, lines, elsewhere) {
    this.elsewhere = new Map();
    elsewhere.flat().forEach((term) =>
      this.elsewhere.set(term, (this.elsewhere.get(term) || 0) + 1));
    yield* this.readingAsked(asked, lines);
    const { cue_count: cueCount, asked_count: askedCount } = this.settings.needs;
    this.toldWords = [];
    let line = 0;
    for (const [need, [, , , , count]] of this.needs.entries()) {
      const words = new Map();
      const add = (term, much) => words.set(term, (words.get(term) || 0) + much);
      cueTerms[need].forEach((term) => add(term, cueCount));
      lines.slice(line, line + count).flat().forEach((term) => add(term, askedCount));
      line += count;
      this.toldWords.push(words);
      yield;
    }
    this.needWords = this.toldWords.map((counts) => total(Array.from(counts.values())));
    this.shares.forEach((own, document) => {
      own.forEach(([need, share]) => {
        this.needWords[need] += share * this.lengths.situations.lengths[document];
      });
    });
  };

  // For each document [need, share]: a need's weight for it over the weights of all.
  Scorer.prototype.sharesOfNeeds = function () {
    const shares = new Map();
    this.needs.forEach(([, , , pages], need) => {
      pages.forEach(([document, weight]) => {
        shares.set(document, (shares.get(document) || []).concat([[need, weight]]));
      });
    });
    shares.forEach((own, document) => {
      const whole = total(own.map(([, weight]) => weight));
      shares.set(document, own.map(([need, weight]) => [need, weight / whole]));
    });
    return shares;
  };

  // Reads what people say, of every need: the pages of each line, and for each term the lines that
  // have it with the BM25 score of one occurrence there (kb/search/example_questions.py).
  Scorer.prototype.readingAsked = function* (asked, lines) {
    const { k1, b } = this.settings.bm25;
    const sums = new Float64Array(this.documents);
    this.askedPages = yield* this.readingPages(data.numbers(asked.pages));
    this.linesOf = new Map();
    for (const [line, pages] of this.askedPages.entries()) {
      pages.forEach(([document, weight]) => {
        if (!this.linesOf.has(document)) {
          this.linesOf.set(document, []);
        }
        this.linesOf.get(document).push(line);
        sums[document] += weight * weight;
      });
      yield;
    }
    this.askedLengths = sums.map(Math.sqrt);
    this.known = new Map();
    yield;
    const holders = new Map();
    for (const line of lines) {
      new Set(line).forEach((term) => holders.set(term, (holders.get(term) || 0) + 1));
      yield;
    }
    const mean = lines.length ? total(lines.map((line) => line.length)) / lines.length : 0;
    this.askedWorths = new Map();
    for (const [number, line] of lines.entries()) {
      const length = line.length ? k1 * (1 - b + (b * line.length) / mean) : 0;
      new Set(line).forEach((term) => {
        const worth = (rarityOf(lines.length, holders.get(term)) * (k1 + 1)) / (1 + length);
        if (!this.askedWorths.has(term)) {
          this.askedWorths.set(term, []);
        }
        this.askedWorths.get(term).push([number, worth]);
      });
      yield;
    }
  };

  // [document, weight] of every page of each line, as kb/browser/export.py puts them together.
  Scorer.prototype.readingPages = function* (all) {
    const found = [];
    let at = 1; // after the greatest weight
    const next = () => {
      at += 1;
      return all[at - 1];
    };
    for (const [, , , , count] of all.length ? this.needs : []) { // no line is there yet
      const own = Array.from({ length: next() }, next);
      for (let line = 0; line < count; line += 1) {
        const pages = [];
        for (let weight = 1; weight <= all[0]; weight += 1) {
          let place = 0;
          for (let page = next(); page > 0; page -= 1) {
            place += next();
            pages.push([own[place], weight]);
          }
        }
        found.push(pages);
        yield;
      }
    }
    return found;
  };

  // The terms typed, and those that typing slips stand for, each once.
  function meantTerms(query) {
    const terms = new Set(query.typed.keys());
    query.corrections.forEach((correction) => correction.terms.forEach((term) => terms.add(term)));
    return terms;
  }

  // The terms that were meant, those that were corrected left out.
  function understoodTerms(query) {
    const mistyped = new Set(query.corrections.flatMap((correction) => correction.stems));
    return Array.from(meantTerms(query)).filter((term) => !mistyped.has(term));
  }

  // The documents that are in each of the sets; none of no sets.
  function inAll(sets) {
    const [first = [], ...others] = sets;
    return new Set(Array.from(first).filter((one) => others.every((held) => held.has(one))));
  }

  // What documents are worth by the lines that share words with the query.
  Scorer.prototype.asked = function (query) {
    const scores = new Map();
    meantTerms(query).forEach((term) => {
      (this.askedWorths.get(term) || []).forEach(([line, worth]) =>
        scores.set(line, (scores.get(line) || 0) + worth));
    });
    const found = new Float64Array(this.documents);
    const best = top(Array.from(scores.values()));
    Array.from(scores.keys()).sort((one, other) => one - other).forEach((line) => {
      const vote = Math.exp(this.settings.asked.sharpness * (scores.get(line) - best));
      this.askedPages[line].forEach(([document, weight]) => {
        found[document] += vote * weight;
      });
    });
    return found;
  };

  // What documents are worth by the lines that are like the query in meaning.
  Scorer.prototype.askedByMeaning = function (likeness) {
    const found = new Float64Array(this.documents);
    const best = top(likeness);
    this.askedPages.forEach((pages, line) => {
      const vote = Math.exp(this.settings.asked.meaning_sharpness * (likeness[line] - best));
      pages.forEach(([document, weight]) => {
        found[document] += vote * weight;
      });
    });
    return found;
  };

  // How often each document helps with what this one helps with: the cosine of their weights.
  Scorer.prototype.companions = function (document) {
    if (!this.known.has(document)) {
      const shared = new Float64Array(this.documents);
      this.linesOf.get(document).forEach((line) => {
        const [, own] = this.askedPages[line].find(([other]) => other === document);
        this.askedPages[line].forEach(([other, weight]) => {
          shared[other] += own * weight;
        });
      });
      shared[document] = 0;
      this.known.set(document, shared.map((value, other) =>
        value / (this.askedLengths[other] * this.askedLengths[document] || 1)));
    }
    return this.known.get(document);
  };

  // The scores with those that go together with the best raised (kb/search/ranking.py).
  Scorer.prototype.withCompanions = function (fused, rounded) {
    const { together_first: first, together_share: share } = this.settings.asked;
    const keys = Array.from(fused, rounded);
    const order = keys.map((_, document) => document)
      .sort((a, b) => keys[b] - keys[a] || a - b).slice(0, first);
    const gained = new Float64Array(this.documents);
    order.filter((document) => this.linesOf.has(document)).forEach((document) =>
      this.companions(document).forEach((value, other) => {
        gained[other] += fused[document] * value;
      }));
    if (!top(gained)) {
      return fused;
    }
    const shares = normalised(gained);
    return fused.map((value, document) => (value + share * shares[document]) / (1 + share));
  };

  Scorer.prototype.rarity = function (field, term) {
    const frequency = this.store.postings(field, term).documents.length;
    return rarityOf(this.documents, frequency);
  };

  // Every term to look up and how much it counts: typed 1 for each time, the rest less.
  Scorer.prototype.terms = function (query) {
    const { corrected, synonym } = this.settings.terms;
    const terms = new Map(query.typed);
    const raise = (term, count) => terms.set(term, Math.max(terms.get(term) || 0, count));
    query.corrections.forEach((correction) =>
      correction.terms.forEach((term) => raise(term, corrected)));
    query.expansions.forEach((expansion) => expansion.terms.forEach((t) => raise(t, synonym)));
    return terms;
  };

  Scorer.prototype.holders = function (term) {
    return this.store.holding(this.settings.text_fields, term);
  };

  // The documents whose title and other names have every word that was meant.
  Scorer.prototype.titled = function (query) {
    return inAll(understoodTerms(query).map((term) => this.store.holding(this.settings.name_fields, term)));
  };

  // The documents that have a term in some of the fields, or another name of what it names, whole.
  Scorer.prototype.holdingAnyName = function (term, query, fields) {
    const held = this.store.holding(fields, term);
    const names = query.expansions.filter((expansion) => expansion.stems.includes(term))
      .flatMap((expansion) => expansion.names);
    if (!names.length) {
      return held;
    }
    const named = names.map((name) => inAll(name.map((one) => this.store.holding(fields, one))));
    return new Set([held, ...named].flatMap((some) => Array.from(some)));
  };

  // The terms that were meant, without weak words unless there are no others.
  Scorer.prototype.tellingTerms = function (query) {
    const terms = understoodTerms(query);
    const telling = terms.filter((term) => !this.weak.has(term));
    return telling.length ? telling : terms;
  };

  // The documents that a query points to by a name, a place or a rare word, and whether it is made
  // of what is here alone.
  Scorer.prototype.spotted = function (query) {
    const { terms: most, documents } = this.settings.spots;
    const terms = this.tellingTerms(query);
    const having = (fields) => inAll(terms.map((term) => this.holdingAnyName(term, query, fields)));
    const named = having(this.settings.name_fields.concat(PLACE_FIELD));
    const found = new Set();
    terms.forEach((term) => this.holdingAnyName(term, query, PLACE_FIELD).forEach((document) => {
      if (named.has(document)) {
        found.add(document);
      }
    }));
    const held = having(this.settings.text_fields);
    const few = terms.length <= most && held.size > 0 && held.size <= documents;
    const alone = terms.length === 1;
    if (few && alone) {
      held.forEach((document) => found.add(document));
    }
    return {
      documents: found, ours: named.size > 0 || few || (alone && held.size > 0),
    };
  };

  // Whether a query says in few words that somebody is whom the content is for (kb/search/parts.py).
  Scorer.prototype.forReaders = function (query) {
    const { terms: readers, beside: most, foreign } = this.settings.readers;
    const terms = new Set(this.tellingTerms(query));
    const beside = Array.from(terms).filter((term) => !readers.includes(term)).sort();
    return beside.length <= most && beside.length < terms.size && this.foreign(beside) <= foreign;
  };

  // The documents that are for other roles alone than those the query speaks of.
  Scorer.prototype.forOthers = function (query, tagged, any) {
    const hint = query.hints.find(([facet, concepts]) => facet === "role" && concepts.length);
    if (!hint) {
      return [];
    }
    const having = (roles) =>
      new Set(roles.flatMap((role) => Array.from(tagged.get(role) || [])));
    const meant = having(hint[1].concat([any]));
    return Array.from(having(Array.from(tagged.keys()))).filter((document) => !meant.has(document));
  };

  // For each term that only other names have, the documents that hold one of them whole.
  Scorer.prototype.wholeNames = function (query, terms) {
    const counted = meantTerms(query);
    const within = new Map();
    terms.forEach((_, term) => {
      if (!counted.has(term)) {
        within.set(term, new Set());
      }
    });
    query.expansions.flatMap((expansion) => expansion.names).forEach((name) => {
      const [first, ...others] = name.map((term) => this.holders(term));
      const whole = Array.from(first).filter((one) => others.every((held) => held.has(one)));
      name.filter((term) => within.has(term)).forEach((term) => {
        whole.forEach((document) => within.get(term).add(document));
      });
    });
    return within;
  };

  // The BM25 score of each posting of a term in a field is added up, field by field.
  Scorer.prototype.sumOfFields = function (terms, within, fields) {
    const { k1, b } = this.settings.bm25;
    const scores = new Float64Array(this.documents);
    terms.forEach((count, term) => {
      const allowed = within.get(term);
      fields.forEach(([field, weight]) => {
        const { documents, times } = this.store.postings(field, term);
        if (!documents.length) {
          return;
        }
        const { lengths, mean } = this.lengths[field];
        const rarity = this.rarity(field, term);
        const base = k1 * (1 - b);
        const slope = mean ? (k1 * b) / mean : 0;
        documents.forEach((document, at) => {
          if (allowed && !allowed.has(document)) {
            return;
          }
          const often = times[at];
          const worth = (often * (k1 + 1)) / (often + base + slope * lengths[document]);
          scores[document] += count * weight * (rarity * worth);
        });
      });
    });
    return scores;
  };

  Scorer.prototype.wordParts = function (query, chances, tagged) {
    const terms = this.terms(query);
    const within = this.wholeNames(query, terms);
    const hints = new Float64Array(this.documents);
    query.hints.forEach(([facet, concepts]) => concepts.forEach((concept) => {
      tagged(facet, concept).forEach((document) => {
        hints[document] += 1;
      });
    }));
    return {
      words: this.sumOfFields(terms, within, Object.entries(this.settings.fields)),
      situation_words: this.sumOfFields(terms, within, [["situations", 1]]),
      asked: this.asked(query),
      needs_by_cue: this.needPages(this.needs.map(([id]) => (query.needs.has(id) ? 1 : 0))),
      needs_by_words: this.needPages(chances),
      hints,
    };
  };

  // How likely each need is by the words typed (naive Bayes without a prior), or all 0.
  Scorer.prototype.needChances = function (query) {
    const { smoothing } = this.settings.needs;
    const odds = new Array(this.needs.length).fill(0);
    const whole = total(this.needWords);
    let known = false;
    meantTerms(query).forEach((term) => {
      const counts = this.toldWords.map((words) => words.get(term) || 0);
      const { documents, times } = this.store.postings("situations", term);
      documents.forEach((document, at) => {
        (this.shares.get(document) || []).forEach(([need, share]) => {
          counts[need] += times[at] * share;
        });
      });
      const overall = whole ? total(counts) / whole : 0;
      if (overall) {
        known = true;
        counts.forEach((count, need) => {
          const smoothed = count + smoothing * overall;
          odds[need] += Math.log(smoothed / (this.needWords[need] + smoothing) / overall);
        });
      }
    });
    return known ? softmax(odds) : odds;
  };

  // How much words speak of what lies elsewhere, by their log odds; 0 without any.
  Scorer.prototype.foreign = function (terms) {
    const { smoothing } = this.settings.needs;
    const size = total(Array.from(this.elsewhere.values()));
    const whole = size + total(this.needWords);
    let odds = 0;
    terms.forEach((term) => {
      const told = total(this.toldWords.map((words) => words.get(term) || 0));
      const here = told + total(this.store.postings("situations", term).times);
      const there = this.elsewhere.get(term) || 0;
      const overall = whole ? (here + there) / whole : 0;
      if (overall) {
        odds += Math.log((there + smoothing * overall) / (size + smoothing) / overall);
      }
    });
    return odds;
  };

  Scorer.prototype.needPages = function (strengths) {
    const found = new Float64Array(this.documents);
    this.needs.forEach(([, , , pages], need) => {
      pages.forEach(([document, weight]) => {
        found[document] += strengths[need] * weight;
      });
    });
    return found;
  };

  // The parts that rest on vectors, and the likenesses that reasons are drawn from, in steps.
  Scorer.prototype.meaning = function* (vector, vectors) {
    const { settings, documents } = this;
    const likeness = {};
    for (const name of Object.keys(vectors).filter((one) => vectors[one].likeness)) {
      likeness[name] = vectors[name].likeness(vector);
      yield;
    }
    const share = settings.meaning.whole_share;
    const meaning = new Float64Array(documents);
    const situations = new Float64Array(documents);
    for (let at = 0; at < documents; at += 1) {
      const whole = likeness.documents[at];
      let value = whole;
      if (likeness.passages) { // sent where the whole page is not all that counts
        let best = -Infinity;
        for (let row = vectors.firstPassage[at]; row < vectors.firstPassage[at + 1]; row += 1) {
          best = Math.max(best, likeness.passages[row]);
        }
        value = share * whole + (1 - share) * (best === -Infinity ? whole : best);
      }
      meaning[at] = Math.max(value, 0);
      const from = vectors.firstSituation[at];
      const to = vectors.firstSituation[at + 1];
      situations[at] = Math.max(bestMean(likeness.situations, settings.situations.best, from, to), 0);
    }
    yield;
    const told = Array.from(likeness.needs, (value, need) =>
      settings.needs.sharpness * (value + vectors.offsets[need]));
    const chances = softmax(told);
    return {
      parts: {
        meaning,
        situations,
        needs_by_meaning: this.needPages(chances),
        pages_by_meaning: likeness.pages.length
          ? softmax(Array.from(likeness.pages, (value) => settings.pages.sharpness * value))
          : new Float64Array(documents),
        asked_by_meaning: this.askedByMeaning(likeness.asked),
      },
      likeness,
      chances,
      asked: likeness.asked.length < settings.asked.least // of few lines the situations speak
        ? top(situations) : bestMean(likeness.asked, settings.asked.nearest),
      elsewhere: bestMean(likeness.elsewhere, settings.situations.best),
    };
  };

  // The weighted sum of the parts, each over its own maximum; weights sum to 1.
  Scorer.prototype.fuse = function (parts) {
    const fused = new Float64Array(this.documents);
    const names = Object.keys(parts).filter((name) => (this.weights[name] || 0) > 0).sort();
    const whole = total(names.map((name) => this.weights[name]));
    names.forEach((name) => {
      const share = this.weights[name] / whole;
      const part = parts[name];
      const most = top(part);
      for (let document = 0; most > 0 && document < fused.length; document += 1) {
        fused[document] += share * (part[document] / most);
      }
    });
    return fused;
  };

  function normalised(part) {
    const most = top(part);
    return most > 0 ? part.map((value) => value / most) : new Float64Array(part.length);
  }

  // {fits: whether the weighted signals reach the threshold of the mode, understood: whether some
  // document, or some line of what is asked, has a word of the query}
  Scorer.prototype.judge = function (query, parts, mode, told) {
    const rarities = new Map();
    query.typed.forEach((_, term) => rarities.set(term, this.rarity("body", term)));
    const whole = total(Array.from(rarities.values())) || 1;
    const corrected = new Set(query.corrections.flatMap((correction) => correction.stems));
    const held = (term) =>
      this.settings.text_fields.some((field) => this.store.postings(field, term).documents.length);
    const renamed = new Set();
    query.expansions.filter((expansion) => expansion.terms.some(held)).forEach((expansion) =>
      expansion.stems.forEach((term) => renamed.add(term)));
    let known = 0;
    rarities.forEach((rarity, term) => {
      if (corrected.has(term) || renamed.has(term) || held(term)) {
        known += rarity;
      }
    });
    const best = (name) => (parts[name] ? top(parts[name]) : 0);
    const { most_words: mostWords } = this.settings;
    const signals = {
      words: Math.min(best("words") / whole, mostWords),
      situation_words: Math.min(best("situation_words") / whole, mostWords),
      known: known / whole,
      cues: query.covered.size / Math.max(query.typed.size, 1),
      need: told.need,
      foreign: told.foreign,
      situations: best("situations"),
      asked: told.asked,
      elsewhere: told.elsewhere,
    };
    const weights = this.settings.abstain[mode];
    const sum = total(Object.keys(signals).map((name) => (weights[name] || 0) * signals[name]));
    const understood = signals.known > 0 ||
      Array.from(query.typed.keys()).some((term) => this.askedWorths.has(term));
    const cued = signals.cues >= 1 &&
      (query.needs.size > 0 || query.hints.length > 0 || signals.known > 0);
    return {
      fits: told.ours || cued || (understood && sum >= weights.threshold),
      understood,
    };
  };

  return { Scorer, normalised, total, top };
});
