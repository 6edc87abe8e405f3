// A document and a query in, its snippet and the reasons for it out, as kb/search/snippet.py and
// kb/search/reasons.py have them. No DOM.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make(require("./engine-words.js"));
  } else {
    root.kbSearchShow = make(root.kbSearchWords);
  }
})(typeof globalThis === "object" ? globalThis : this, function (words) {
  "use strict";

  const SNIPPET_WORDS = 40;
  const LEAD = 6;
  const WORDS_SHOWN = 4;
  const LIKELY_NEED = 0.2;
  const CLOSE_SITUATION = 0.35;
  const CLOSE_PASSAGE = 0.3;

  const MOST_READ = 2000;
  const read = new Map();

  // The words of a text of the site with the terms among them; read once, as most are shown often.
  function reading(text, stopWords) {
    let found = read.get(text);
    if (!found) {
      const own = words.wordsOf(text, stopWords);
      found = { words: own, terms: new Set(own.filter((word) => !word.stop).map((w) => w.term)) };
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

  // The passage [heading, anchor, text] that fits best by words and by likeness, each half.
  function bestPiece(summary, passages, likeness, worths, stopWords) {
    const pieces = [["", "", summary]].concat(passages);
    const byWords = pieces.map((piece) => worthOf(piece[2], worths, stopWords));
    const close = likeness && likeness.length
      ? [0].concat(Array.from(likeness, (value) => Math.max(value, 0)))
      : pieces.map(() => 0);
    const top = most(byWords);
    const nearest = most(close);
    if (!top && !nearest) {
      return pieces[0];
    }
    const scores = pieces.map((_, at) =>
      (top ? byWords[at] / top : 0) + (nearest ? close[at] / nearest : 0));
    return pieces[scores.indexOf(most(scores))];
  }

  function worthOf(text, worths, stopWords) {
    const { terms } = reading(text, stopWords);
    let sum = 0;
    worths.forEach((worth, term) => {
      sum += terms.has(term) ? worth : 0;
    });
    return sum;
  }

  // The stretch of a passage that holds most of what the terms are worth, at most 40 words.
  function cut(piece, worths, stopWords) {
    const [heading, anchor, text] = piece;
    const found = reading(text, stopWords).words;
    const worth = found.map((word) => (word.stop ? 0 : worths.get(word.term) || 0));
    const first = bestStart(worth, found.map((word) => word.term));
    const last = Math.min(first + SNIPPET_WORDS, found.length) - 1;
    const start = first > 0 ? found[first].start : 0;
    const end = last < found.length - 1 ? found[last].end : text.length;
    const before = start ? "… " : "";
    const after = end < text.length ? " …" : "";
    const shift = before.length - start;
    const marks = [];
    for (let at = first; at <= last; at += 1) {
      if (worth[at] > 0) {
        marks.push([found[at].start + shift, found[at].end + shift]);
      }
    }
    return { text: before + text.slice(start, end) + after, marks, anchor, heading };
  }

  function bestStart(worth, terms) {
    const latest = Math.max(worth.length - SNIPPET_WORDS, 0);
    const starts = new Set([0]);
    worth.forEach((value, at) => {
      if (value > 0) {
        starts.add(Math.min(Math.max(at - LEAD, 0), latest));
      }
    });
    let best = -1;
    let bestAt = 0;
    starts.forEach((start) => {
      const stretch = new Map();
      for (let at = start; at < Math.min(start + SNIPPET_WORDS, worth.length); at += 1) {
        stretch.set(terms[at], worth[at]);
      }
      let sum = 0;
      stretch.forEach((value) => {
        sum += value;
      });
      if (sum > best + 1e-9) {
        best = sum;
        bestAt = start;
      }
    });
    return bestAt;
  }

  // Every reason for a hit, the strongest kind first. `about` is the document: {number, title,
  // situations, passages, has(term), tagged(facet, concept)}; `evidence` what was found out.
  function reasons(query, about, evidence, core) {
    const found = [];
    const add = (type, text) => found.push({ type, text });
    if (evidence.names.has(about.number)) {
      add("name", evidence.names.get(about.number) || about.title);
    }
    wordsShown(query, about.has).forEach((text) => add("word", text));
    query.expansions.forEach((expansion) => {
      if (expansion.terms.every(about.has)) {
        add("synonym", expansion.typed + ": " + expansion.means);
      }
    });
    const situations = evidence.situations(about.number);
    const closest = most(situations);
    if (closest >= CLOSE_SITUATION && about.situations) {
      add("situation", about.situations[Array.from(situations).indexOf(closest)]);
    }
    const need = likelyNeed(core.needs, evidence.needs, about.number);
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
    if (nearest >= CLOSE_PASSAGE && about.passages) {
      add("meaning", about.passages[Array.from(passages).indexOf(nearest)][0] || about.title);
    }
    return found;
  }

  function wordsShown(query, has) {
    const shown = new Map();
    const note = (term, text) => {
      if (has(term) && !shown.has(term)) {
        shown.set(term, text);
      }
    };
    query.words.forEach((word) => word.stop || note(word.term, query.text.slice(word.start, word.end)));
    query.corrections.forEach((correction) => note(correction.term, correction.meant));
    return Array.from(shown.values()).slice(0, WORDS_SHOWN);
  }

  // The label of the likely need that gives most to the document.
  function likelyNeed(needs, chances, number) {
    let best = "";
    let bestWorth = 0;
    needs.forEach(([, label, , pages], at) => {
      const page = pages.find(([document]) => document === number);
      const worth = page ? chances[at] * page[1] : 0;
      if (chances[at] >= LIKELY_NEED && worth > bestWorth) {
        best = label;
        bestWorth = worth;
      }
    });
    return best;
  }

  return { bestPiece, cut, reasons };
});
