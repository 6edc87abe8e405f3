// A document and a query in, its snippet and the reasons for it out, as kb/search/snippet.py and
// kb/search/reasons.py have them. No DOM.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make(require("./words.js"));
  } else {
    root.kbSearchShow = make(root.kbSearchWords);
  }
})(/** @type {any} */ (globalThis), function (words) {
  "use strict";

  const SENTENCE_END = /(?:^|[ \n\t])[^ \n\t.!?]*[.!?][^ \n\t]*[ \n\t]/;
  const NO_STOP_WORDS = new Set();

  const MOST_READ = 2000;
  const read = new Map();

  // The words of a text of the site; read once, as most are shown often.
  function reading(text, stopWords) {
    let found = read.get(text);
    if (!found) {
      found = words.wordsOf(text, stopWords);
      if (read.size >= MOST_READ) {
        read.clear();
      }
      read.set(text, found);
    }
    return found;
  }

  function most(values) {
    return values.reduce((found, value) => Math.max(found, value), -Infinity);
  }

  function total(values) {
    return values.reduce((sum, value) => sum + value, 0);
  }

  // The passage [heading, anchor, text] that fits best by words and by likeness, each half; the
  // summary counts as nearly as near as the nearest.
  function bestPiece(summary, passages, likeness, worths, stopWords, settings) {
    const pieces = [["", "", summary]].concat(passages);
    const byWords = pieces.map((piece) => worthOf(piece[2], worths, stopWords, settings.snippet));
    const close = likeness && likeness.length ? closeness(likeness, settings) : pieces.map(() => 0);
    const top = most(byWords);
    const nearest = most(close);
    if (!top && !nearest) {
      return pieces[0];
    }
    const scores = pieces.map((_, at) =>
      (top ? byWords[at] / top : 0) + (nearest ? close[at] / nearest : 0));
    return pieces[scores.indexOf(most(scores))];
  }

  function closeness(likeness, settings) {
    const nearest = most(likeness);
    return nearest < settings.meaning.near
      ? new Array(likeness.length + 1).fill(0)
      : [settings.snippet.summary_share * nearest].concat(Array.from(likeness, (value) => Math.max(value, 0)));
  }

  // What each word of a text is worth as a match: a word that most pages have, or one that another
  // name brings in, is a match only beside another.
  function shown(found, worths, settings) {
    let top = 0;
    worths.forEach((worth) => {
      top = Math.max(top, worth);
    });
    const least = settings.least_share * top;
    const worth = found.map((word) => (word.stop ? 0 : worths.get(word.term) || 0));
    const beside = (at, other) => worth[other] > 0 && found[other].term !== found[at].term;
    return worth.map((value, at) =>
      (value >= least || beside(at, at - 1) || beside(at, at + 1) ? value : 0));
  }

  function worthOf(text, worths, stopWords, settings) {
    const found = reading(text, stopWords);
    const terms = new Set();
    shown(found, worths, settings).forEach((value, at) => value > 0 && terms.add(found[at].term));
    let sum = 0;
    worths.forEach((worth, term) => {
      sum += terms.has(term) ? worth : 0;
    });
    return sum;
  }

  // The stretch of a passage that shows most of what the terms are worth, at most so many
  // words (`settings.words`). It begins and ends with a sentence where it can; where it cannot, three dots say so.
  function cut(piece, worths, stopWords, settings) {
    const [heading, anchor, text] = piece;
    const found = reading(text, stopWords);
    const worth = shown(found, worths, settings);
    const sentences = sentenceStarts(text, found);
    const first = bestStart(worth, found.map((word) => word.term), sentences, settings);
    const last = lastOf(worth, first, sentences, settings);
    const start = first > 0 ? edge(text, found, first)[1] : 0;
    const end = last < found.length - 1 ? edge(text, found, last + 1)[0] : text.length;
    const before = sentences.has(first) ? "" : "… ";
    const after = end === text.length || sentences.has(last + 1) ? "" : " …";
    const shift = before.length - start;
    const marks = [];
    for (let at = first; at <= last; at += 1) {
      if (worth[at] > 0) {
        marks.push([found[at].start + shift, found[at].end + shift]);
      }
    }
    return { text: before + text.slice(start, end) + after, marks, anchor, heading };
  }

  // The words that a sentence begins with, by number; the first word always does.
  function sentenceStarts(text, found) {
    const starts = new Set([0]);
    for (let at = 1; at < found.length; at += 1) {
      if (SENTENCE_END.test(text.slice(found[at - 1].end, found[at].start))) {
        starts.add(at);
      }
    }
    return starts;
  }

  // [where to end before the word of that number, where to begin with it]
  function edge(text, found, at) {
    const end = found[at - 1].end;
    const start = found[at].start;
    const spaces = [];
    for (let place = end; place < start; place += 1) {
      if (" \n\t".includes(text[place])) {
        spaces.push(place);
      }
    }
    return spaces.length ? [spaces[0], spaces[spaces.length - 1] + 1] : [end, start];
  }

  // The last word of a snippet: the end of the passage, of a sentence, or the last allowed.
  function lastOf(worth, first, sentences, settings) {
    const last = Math.min(first + settings.words, worth.length) - 1;
    if (last === worth.length - 1) {
      return last;
    }
    for (let at = last; at > first + settings.least_words - 2; at -= 1) {
      if (sentences.has(at + 1)) {
        return at;
      }
      if (worth[at] > 0) {
        break;
      }
    }
    return last;
  }

  function bestStart(worth, terms, sentences, settings) {
    let best = -1;
    let bestAt = 0;
    starts(worth, sentences, settings).forEach((start) => {
      const stretch = new Map();
      for (let at = start; at < Math.min(start + settings.words, worth.length); at += 1) {
        stretch.set(terms[at], worth[at] || stretch.get(terms[at]) || 0);
      }
      const sum = total(Array.from(stretch.values()));
      const value = sentences.has(start) ? sum * settings.whole_sentence : sum;
      if (value > best + 1e-9 || (bestAt && value >= best - 1e-9)) {
        best = value;
        bestAt = start;
      }
    });
    return bestAt;
  }

  // Where a window may begin: with a sentence, if enough follows, or a few words before a match.
  function starts(worth, sentences, settings) {
    const latest = worth.length - settings.words;
    const found = new Set([0]);
    if (latest <= 0) {
      return [0];
    }
    sentences.forEach((at) => worth.length - at >= settings.least_words && found.add(at));
    worth.forEach((value, at) =>
      value > 0 && found.add(Math.min(Math.max(at - settings.lead, 0), latest)));
    return Array.from(found).sort((a, b) => a - b);
  }

  // Every reason for a hit, the strongest kind first. `about` is the document: {number, title,
  // situations, passages, has(term), held(term), weak(term), tagged(facet, concept)}, where
  // held tells how many documents have a term and weak whether it is no reason by itself;
  // `evidence` is what was found out.
  function reasons(query, about, evidence, core) {
    const found = [];
    const add = (type, text) => found.push({ type, text });
    if (evidence.names.has(about.number)) {
      add("name", evidence.names.get(about.number) || about.title);
    }
    const { reasons: limits, meaning } = core.settings;
    const common = limits.common * core.documents;
    wordsShown(query, about, common, about.weak, limits.words).forEach((text) => add("word", text));
    query.expansions.forEach((expansion) => {
      if (expansion.terms.every(about.has) && tellsMore(expansion)) {
        add("synonym", asTyped(query, expansion.typed) + ": " + expansion.means);
      }
    });
    const situations = evidence.situations(about.number);
    const closest = most(situations);
    if (closest >= limits.close_situation && about.situations) {
      add("situation", about.situations[Array.from(situations).indexOf(closest)]);
    }
    const need = likelyNeed(core.needs, query.needs, evidence.needs, about.number, limits);
    if (need) {
      add("need", need);
    }
    query.hints.forEach(([facet, concepts]) => concepts.forEach((concept) => {
      const label = about.tagged(facet, concept);
      if (label) {
        add("tag", label);
      }
    }));
    const passages = evidence.passages(about.number);
    const nearest = most(passages);
    if (nearest >= meaning.near && about.passages) {
      add("meaning", about.passages[Array.from(passages).indexOf(nearest)][0] || about.title);
    }
    if (!found.length) { // a weak word, if there is no other reason
      wordsShown(query, about, common, () => false, limits.words).forEach((text) => add("word", text));
    }
    return found;
  }

  // The words of the query that tell the document from others, as typed or as corrected; where
  // most documents have every one of them, the rarest.
  function wordsShown(query, about, common, weak, most) {
    const found = new Map();
    const note = (term, text) => {
      if (about.has(term) && !weak(term) && !found.has(term)) {
        found.set(term, text);
      }
    };
    query.words.forEach((word) => word.stop || note(word.term, query.text.slice(word.start, word.end)));
    query.corrections.forEach((correction) =>
      correction.terms.forEach((term) => note(term, correction.meant)));
    const terms = Array.from(found.keys());
    const held = new Map(terms.map((term) => [term, about.held(term)]));
    const rarest = terms.slice().sort((a, b) => held.get(a) - held.get(b)).slice(0, most);
    return Array.from(new Set(terms
      .filter((term) => rarest.includes(term) && (held.get(term) <= common || term === rarest[0]))
      .map((term) => found.get(term))));
  }

  function plain(text) {
    return " " + words.wordsOf(text, NO_STOP_WORDS).map((word) => word.text).join(" ") + " ";
  }

  // Whether the meaning of a name says anything that the name does not.
  function tellsMore(expansion) {
    return !plain(expansion.means).includes(" " + expansion.typed + " ");
  }

  // A name in the spelling of the query, "VTS" for "vts".
  function asTyped(query, name) {
    const long = name.split(" ").length;
    const at = query.words.findIndex((_, first) =>
      query.words.slice(first, first + long).map((word) => word.text).join(" ") === name);
    return at < 0 ? name : query.text.slice(query.words[at].start, query.words[at + long - 1].end);
  }

  // The label of the likely need that gives most to the document.
  function likelyNeed(needs, cued, chances, number, limits) {
    let best = "";
    let bestWorth = 0;
    needs.forEach(([id, label, , pages], at) => {
      const page = pages.find(([document]) => document === number);
      const chance = cued.has(id) ? 1 : chances[at];
      const worth = page ? chance * page[1] : 0;
      if (chance >= limits.likely_need && worth > bestWorth) {
        best = label;
        bestWorth = worth;
      }
    });
    return best;
  }

  return { bestPiece, cut, reasons };
});
