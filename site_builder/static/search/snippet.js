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
    const first = bestStart(worth, found, sentences, settings);
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

  // The first word of the best window: it begins with the passage or with a sentence that does not
  // lean on the one before; in the middle of a sentence only where no other window shows a match.
  function bestStart(worth, found, sentences, settings) {
    if (worth.length <= settings.words) {
      return 0;
    }
    const [best, bestAt] = bestOf(readableStarts(found, sentences, settings), worth, found, settings);
    if (best > 0) {
      return bestAt;
    }
    const latest = worth.length - settings.words;
    const within = new Set([0]);
    worth.forEach((value, at) =>
      value > 0 && within.add(Math.min(Math.max(at - settings.lead, 0), latest)));
    return bestOf(Array.from(within).sort((a, b) => a - b), worth, found, settings)[1];
  }

  // [what the best of some windows is worth, where it begins]; of equals the latest, but the first.
  function bestOf(starts, worth, found, settings) {
    let best = -1;
    let bestAt = 0;
    starts.forEach((start) => {
      const stretch = new Map();
      for (let at = start; at < Math.min(start + settings.words, worth.length); at += 1) {
        const { term } = found[at];
        stretch.set(term, worth[at] || stretch.get(term) || 0);
      }
      const value = total(Array.from(stretch.values()));
      if (value > best + 1e-9 || (bestAt && value >= best - 1e-9)) {
        best = value;
        bestAt = start;
      }
    });
    return [best, bestAt];
  }

  const leaning = { words: "", set: new Set() };

  // The passage's first word, and those of sentences that stand by themselves, if enough follows.
  function readableStarts(found, sentences, settings) {
    if (leaning.words !== settings.leaning) {
      Object.assign(leaning, { words: settings.leaning, set: new Set(settings.leaning.split(" ")) });
    }
    return [0].concat(Array.from(sentences)
      .filter((at) => at && !leaning.set.has(found[at].text) && !/^[0-9]+$/.test(found[at].text) &&
        found.length - at >= settings.least_words)
      .sort((a, b) => a - b));
  }

  // Whether a term tells something by itself; a figure does not.
  function isTelling(term, vague) {
    return !(vague.has(term) || /^[0-9]+$/.test(term));
  }

  // The stems that tell nothing by themselves.
  function vagueStems(settings) {
    return new Set((settings.weak_words + " " + settings.reasons.vague).split(" ").map(words.stem));
  }

  // The terms that by themselves are a cue of a need, a turn of a career or some other name, a text
  // a step; `termsOf` gives those of a text.
  function* tellingAlone(core, termsOf) {
    const said = core.needs.flatMap(([, , cues]) => cues)
      .concat(core.turns.flatMap(([, , , names]) => names), core.synonyms.flatMap(([, names]) => names));
    const found = new Set();
    for (const text of said) {
      const terms = termsOf(text);
      if (terms.length === 1) {
        found.add(terms[0]);
      }
      yield;
    }
    return found;
  }

  // The strongest reasons for a hit. `about` is the document: {number, title, texts(), has(term),
  // held(term), named(term), tagged(facet, concept), terms(text)}, where held tells how many documents have a
  // term and named whether one of its names does; `evidence` is what was found out.
  function reasons(query, about, evidence, core, vague, alone) {
    const found = [];
    const add = (type, text) => found.push({ type, text });
    const limits = core.settings.reasons;
    const named = evidence.names.has(about.number);
    const tags = query.hints.flatMap(([facet, concepts]) => concepts
      .map((concept) => about.tagged(facet, concept)).filter(Boolean)
      .map((label) => thoseOf(label, facet === "role")));
    if (named) {
      add("name", evidence.names.get(about.number) || about.title);
    }
    const said = named ? []
      : mentioned(query, about, limits, limits.common * core.documents, { vague, alone },
        about.terms(tags.join(" ")));
    if (said.length) {
      add("word", said.join(" and "));
    }
    query.expansions.forEach((expansion) => {
      if (expansion.terms.every(about.has) && tellsMore(expansion)) {
        add("synonym", asTyped(query, expansion.typed) + ": " + expansion.means);
      }
    });
    tags.forEach((tag) => add("tag", tag));
    const need = likelyNeed(core.needs, query.needs, evidence.needs, about.number, limits);
    if (need) {
      add("need", need);
    }
    return found.slice(0, limits.most);
  }

  // The telling words of the query that the page has, as typed or as corrected: words that stand
  // together in both are one phrase; the rarest are kept, in the order typed. One word alone has to
  // be one of the page's names, or what the site says for what it is about. What the tags say is
  // said there.
  function mentioned(query, about, limits, common, { vague, alone }, inTags) {
    const rarity = (terms) => {
      if (terms.length === 1 && !about.named(terms[0]) && !alone.has(terms[0])) {
        return Infinity;
      }
      const telling = terms.every(about.has) && !terms.every((term) => inTags.includes(term))
        ? terms.filter((term) => isTelling(term, vague) && (about.held(term) <= common || about.named(term)))
        : [];
      return Math.min(...telling.map(about.held));
    };
    const found = new Map();
    const note = (text, terms) => {
      const rare = rarity(terms);
      if (Number.isFinite(rare) && !found.has(text)) {
        found.set(text, rare);
      }
    };
    runs(query, about, vague, limits.longest).forEach((run) => {
      const whole = run.length === 1 || standsIn(about, run.map((word) => word.term));
      (whole ? [run] : run.map((word) => [word])).forEach((some) => {
        const last = some[some.length - 1];
        note(query.text.slice(some[0].start, last.end), some.map((word) => word.term));
      });
    });
    query.corrections.forEach((correction) => note(correction.meant, correction.terms));
    const texts = Array.from(found.keys());
    const rarest = texts.slice().sort((a, b) => found.get(a) - found.get(b)).slice(0, limits.words);
    return texts.filter((text) => rarest.includes(text));
  }

  // Words typed side by side that the page has and that are not vague, so many at most.
  function runs(query, about, vague, longest) {
    const found = [];
    let run = [];
    query.words.forEach((word) => {
      const kept = !word.stop && about.has(word.term) && !vague.has(word.term);
      const beside = run.length &&
        [" ", "-"].includes(query.text.slice(run[run.length - 1].end, word.start));
      if (run.length && !(kept && beside && run.length < longest)) {
        found.push(run);
        run = [];
      }
      if (kept) {
        run.push(word);
      }
    });
    return run.length ? found.concat([run]) : found;
  }

  // Whether terms stand side by side in the title, the summary or a passage.
  function standsIn(about, terms) {
    const key = " " + terms.join(" ") + " ";
    return about.texts().some((text) =>
      (" " + reading(text, NO_STOP_WORDS).map((word) => word.term).join(" ") + " ").includes(key));
  }

  // Whom a label means, after "for": "GP partners"; `one` says that it names one doctor.
  function thoseOf(label, one) {
    const text = label.split(" (")[0].split(": ").pop();
    const lower = /^.\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
    return one ? lower + "s" : lower;
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

  return { bestPiece, cut, reasons, isTelling, vagueStems, tellingAlone };
});
