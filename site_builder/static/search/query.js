// What was typed in, what the engine understands by it out, as kb/search/query.py and
// kb/search/spelling.py have it. No DOM.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make(require("./words.js"), require("./help.js"));
  } else {
    root.kbSearchQuery = make(root.kbSearchWords, root.kbHelp);
  }
})(/** @type {any} */ (globalThis), function (words, help) {
  "use strict";

  const NUMBERED = /^([0-9]+)([a-z]{2,})$/;
  const QUOTED = /["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]+)["\u201c\u201d\u201e]/g;
  const BEFORE_MINUS = " \t\n\"\u201c(";

  // Words between single spaces, so that whole words can be looked for.
  function spaced(texts) {
    return " " + texts.join(" ") + " ";
  }

  function unique(list) {
    return Array.from(new Set(list));
  }

  // [the words to look for, those that a minus takes away, hyphened ones together]
  function takenAway(text, every) {
    const kept = [];
    const taken = [];
    let last = null;
    every.forEach((word) => {
      const before = word.start ? text[word.start - 1] : "";
      if (before === "-" && (word.start === 1 || BEFORE_MINUS.includes(text[word.start - 2]))) {
        taken.push([word]);
        last = word;
      } else if (last && text.slice(last.end, word.start) === "-") {
        taken[taken.length - 1].push(word);
        last = word;
      } else {
        kept.push(word);
        last = null;
      }
    });
    return kept.some((word) => !word.stop) ? [kept, taken] : [every, []];
  }

  // The text without the words that are taken away, their minus included.
  function without(text, taken) {
    return taken.reduceRight((left, group) =>
      left.slice(0, group[0].start - 1) + left.slice(group[group.length - 1].end), text);
  }

  // Understands queries by the core part of the data and by the words of the store, once it has
  // read them.
  function Interpreter(core, store, stopWords) {
    this.store = store;
    this.stopWords = stopWords;
    this.core = core;
    this.needs = [];
    this.hints = [];
    this.net = null;
    this.synonyms = new Map();
    this.phrases = [];
    this.known = new Set(core.known);
  }

  // Reads all that queries are understood by, a phrase a step.
  Interpreter.prototype.reading = function* () {
    const { core } = this;
    const phrases = new Set();
    for (const [id, , cues] of core.needs) {
      const told = [];
      for (const cue of cues) {
        told.push(this.learn(cue));
        yield;
      }
      const keys = unique(told.map((cue) => spaced(cue.map((word) => word.term))));
      keys.forEach((key) => phrases.add(key));
      this.needs.push({
        id,
        keys,
        terms: told.flat().filter((word) => !word.stop).map((word) => word.term),
      });
    }
    for (const [facet, concepts] of core.hints) {
      this.hints.push([facet, concepts.map(([concept, cues]) => [concept, pattern(cues)])]);
      yield;
    }
    for (const concept of core.concepts) {
      phrases.add(spaced(this.words(concept).map((word) => word.term)));
      yield;
    }
    for (const [means, names] of core.synonyms) {
      for (const name of names) {
        const others = names.filter((other) => other !== name);
        const read = this.learn(name);
        const key = spaced(read.map((word) => word.text));
        this.synonyms.set(key, (this.synonyms.get(key) || []).concat([{ means, others }]));
        phrases.add(spaced(read.map((word) => word.term)));
        yield;
      }
    }
    this.phrases = Array.from(phrases);
    const next = help.netMaking(this.store.parts.get("distress"));
    let net = next();
    while (net === undefined) {
      yield;
      net = next();
    }
    this.net = net;
  };

  function pattern(cues) {
    const joined = cues.map((cue) => "(?:" + cue + ")").join("|");
    return new RegExp(cues.length ? "(?<!\\w)(?:" + joined + ")(?!\\w)" : "(?!)", "gi");
  }

  Interpreter.prototype.words = function (text) {
    return words.wordsOf(text, this.stopWords);
  };

  Interpreter.prototype.terms = function (text) {
    return this.words(text).filter((word) => !word.stop).map((word) => word.term);
  };

  // The words of a text whose terms are spelt right from now on.
  Interpreter.prototype.learn = function (text) {
    const found = this.words(text);
    found.forEach((word) => word.stop || this.known.add(word.term));
    return found;
  };

  // The query understood, in steps; `spelling` says whether words that no document has are corrected.
  Interpreter.prototype.understanding = function* (text, spelling) {
    const every = this.words(text);
    const [found, taken] = takenAway(text, every);
    const said = without(text, taken);
    const typed = new Map();
    found.forEach((word) => {
      if (!word.stop) {
        typed.set(word.term, (typed.get(word.term) || 0) + 1);
      }
    });
    const plain = spaced(found.map((word) => word.text));
    const stems = spaced(found.map((word) => word.term));
    const { hints, hinted } = this.hintsIn(said);
    yield;
    const corrections = spelling ? yield* this.correcting(text, found) : [];
    const expansions = this.expansions(plain, typed);
    yield;
    const distress = this.net !== null && (yield* this.asking(text));
    const urgent = distress && this.net.isPlain(text);
    return {
      text,
      said,
      words: found,
      typed,
      without: taken.map((group) => group.map((word) => word.term)),
      phrases: Array.from(said.matchAll(QUOTED), (match) =>
        this.words(match[1]).map((word) => word.term)).filter((stems) => stems.length > 1),
      corrections,
      expansions,
      needs: new Set(
        this.needs.filter((need) => need.keys.some((key) => stems.includes(key))).map((n) => n.id),
      ),
      covered: this.covered(stems, typed, hinted),
      hints,
      distress,
      urgent,
    };
  };

  // Whether the words are those of somebody in distress.
  Interpreter.prototype.asking = function* (text) {
    const next = this.net.asking(text);
    let found = next();
    while (found === undefined) {
      yield;
      found = next();
    }
    return found;
  };

  // The typed stems that stand in a cue, in the name of a concept, in a name with synonyms or in
  // what tells a stage or role.
  Interpreter.prototype.covered = function (stems, typed, hinted) {
    const phrases = this.phrases.filter((phrase) => stems.includes(phrase));
    return new Set(phrases.flatMap((phrase) => phrase.trim().split(" ")).concat(hinted)
      .filter((s) => typed.has(s)));
  };

  Interpreter.prototype.expansions = function (plain, typed) {
    const found = [];
    this.synonyms.forEach((groups, key) => {
      if (!plain.includes(key)) {
        return;
      }
      groups.forEach(({ means, others }) => {
        const names = others.map((other) => this.terms(other)).filter((terms) => terms.length);
        const added = unique(names.flat()).filter((term) => !typed.has(term));
        if (added.length) {
          found.push({ typed: key.trim(), means, terms: added, names, stems: this.terms(key) });
        }
      });
    });
    return found;
  };

  Interpreter.prototype.hintsIn = function (text) {
    const folded = words.fold(text).replace(/\u2019/g, "'");
    const hinted = [];
    const hints = this.hints
      .map(([facet, concepts]) => [
        facet,
        concepts.filter(([, cues]) => {
          const matches = Array.from(folded.matchAll(cues), (match) => match[0]);
          hinted.push(...matches.flatMap((match) => this.terms(match)));
          return matches.length;
        }).map(([concept]) => concept),
      ])
      .filter(([, concepts]) => concepts.length);
    return { hints, hinted };
  };

  // What was meant by words that need to be put right: joined, parted, corrected or without an
  // ending. A word in capitals beside small letters is a name, as ADHD, and no slip.
  Interpreter.prototype.correcting = function* (text, found) {
    const shouted = !/[a-z]/.test(text);
    const corrections = [];
    for (let at = 0; at < found.length;) {
      const word = found[at];
      let [meant, used] = this.joined(text, found, at);
      if (!meant && !word.stop) {
        const name = !shouted && /^[A-Z]+$/.test(text.slice(word.start, word.end));
        [meant, used] = [this.single(word.text, name), 1];
      }
      if (meant) {
        const typed = found.slice(at, at + used);
        corrections.push({
          meant,
          stems: typed.filter((one) => !one.stop).map((one) => one.term),
          terms: this.terms(meant),
          start: word.start,
          end: typed[used - 1].end,
        });
      }
      at += meant ? used : 1;
      yield;
    }
    return corrections;
  };

  // [the one word that the next ones make, how many they are]; ["", 0] if they make none.
  Interpreter.prototype.joined = function (text, found, at) {
    let end = at + 1;
    while (end < Math.min(found.length, at + this.core.settings.spelling.letters) &&
        [" ", "-"].includes(text.slice(found[end - 1].end, found[end].start))) {
      end += 1;
    }
    const run = found.slice(at, end);
    const other = run.findIndex((word) => !/^[a-z]$/.test(word.text));
    for (let used = other < 0 ? run.length : other; used > 1; used -= 1) {
      const letters = run.slice(0, used).map((word) => word.text).join("");
      if (this.hasTerm(words.stem(letters))) {
        return [letters, used];
      }
    }
    const pair = run.slice(0, 2);
    const joined = pair.map((word) => word.text).join("");
    if (pair.length < 2 || joined.length < this.core.settings.spelling.joined || pair.every((word) => word.stop)) {
      return ["", 0];
    }
    return /^[a-z]+$/.test(joined) && this.hasWord(joined) ? [joined, 2] : ["", 0];
  };

  // What one word was written for, or "".
  Interpreter.prototype.single = function (word, name) {
    if (this.hasWord(word) || this.hasTerm(words.stem(word))) {
      return "";
    }
    const part = this.store.spelling(word);
    if (part && part.compounds.has(word)) {
      return part.compounds.get(word);
    }
    const numbered = NUMBERED.exec(word);
    if (numbered && this.hasWord(numbered[2])) {
      return numbered[1] + " " + numbered[2];
    }
    if (name || !/^[a-z]+$/.test(word) || word.length < this.core.settings.spelling.shortest) {
      return "";
    }
    return this.correct(word) || this.withoutEnding(word);
  };

  // The word that is left without an ending (retiree, retire), if the content has it.
  Interpreter.prototype.withoutEnding = function (word) {
    const ending = this.core.settings.spelling.endings.find((one) => word.endsWith(one)) || "";
    const base = word.slice(0, word.length - ending.length);
    if (!ending || base.length < this.core.settings.spelling.base) {
      return "";
    }
    return [base, base + "e"].find((one) => this.hasWord(one)) || "";
  };

  Interpreter.prototype.hasWord = function (word) {
    const part = this.store.spelling(word);
    return Boolean(part && part.counts.has(word));
  };

  Interpreter.prototype.hasTerm = function (term) {
    return this.store.holds(term);
  };

  // The nearest word of the content: by letters, then by documents, then alphabet; or "".
  Interpreter.prototype.correct = function (word) {
    const { shortest, two_slips_from: twoSlipsFrom } = this.core.settings.spelling;
    if (word.length < shortest || !/^[a-z]+$/.test(word) || this.isKnown(words.stem(word))) {
      return "";
    }
    const part = this.store.spelling(word);
    if (!part || part.counts.has(word) || part.english.has(word)) {
      return "";
    }
    const most = word.length >= twoSlipsFrom ? 2 : 1;
    /** @type {any} */
    let best = null;
    part.counts.forEach((documents, name) => {
      if (name[0] !== word[0] || Math.abs(name.length - word.length) > 2) {
        return;
      }
      const away = words.slips(word, name, true);
      // Whoosh, which counts no swaps, looks no further than two changes.
      if (away > most || words.slips(word, name, false) > 2) {
        return;
      }
      if (!best || away < best.away || (away === best.away && documents > best.documents)) {
        best = { away, documents, name };
      }
    });
    return best ? best.name : "";
  };

  Interpreter.prototype.isKnown = function (term) {
    return this.known.has(term) ||
      this.core.settings.name_fields.some((field) => this.store.postings(field, term).documents.length > 0);
  };

  return { Interpreter };
});
