// What was typed in, what the engine understands by it out, as kb/search/query.py and
// kb/search/spelling.py have it. No DOM.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make(require("./words.js"));
  } else {
    root.kbSearchQuery = make(root.kbSearchWords);
  }
})(/** @type {any} */ (globalThis), function (words) {
  "use strict";

  // Words between single spaces, so that whole words can be looked for.
  function spaced(texts) {
    return " " + texts.join(" ") + " ";
  }

  function unique(list) {
    return Array.from(new Set(list));
  }

  // The words but those in capitals beside small letters: names, as ADHD, which are no slips.
  function smallWords(text, found) {
    if (!/[a-z]/.test(text)) {
      return found;
    }
    return found.filter((word) => !/^[A-Z]+$/.test(text.slice(word.start, word.end)));
  }

  // Understands queries by the core part of the data and by the words of the store.
  function Interpreter(core, store, stopWords) {
    this.store = store;
    this.stopWords = stopWords;
    this.core = core;
    this.needs = core.needs.map(([id, , cues]) => {
      const told = cues.map((cue) => this.words(cue));
      return {
        id,
        keys: unique(told.map((cue) => spaced(cue.map((word) => word.term)))),
        terms: told.flat().filter((word) => !word.stop).map((word) => word.term),
      };
    });
    this.hints = core.hints.map(([facet, concepts]) => [
      facet,
      concepts.map(([concept, cues]) => [concept, pattern(cues)]),
    ]);
    this.distress = core.distress.phrases.map((phrase) => this.plain(phrase));
    this.exceptions = core.distress.exceptions.map((phrase) => this.plain(phrase));
    this.synonyms = new Map();
    core.synonyms.forEach(([means, names]) => {
      names.forEach((name) => {
        const others = names.filter((other) => other !== name);
        const key = this.plain(name);
        this.synonyms.set(key, (this.synonyms.get(key) || []).concat([{ means, others }]));
      });
    });
    this.phrases = unique(
      core.needs.flatMap(([, , cues]) => cues)
        .concat(core.concepts, core.synonyms.flatMap(([, names]) => names))
        .map((phrase) => spaced(this.words(phrase).map((word) => word.term))),
    );
    this.known = new Set(core.known.concat(core.asked.terms.split(/\s/)));
    core.needs.forEach(([, , cues]) => cues.forEach((cue) => this.learn(cue)));
    core.synonyms.forEach(([, names]) => names.forEach((name) => this.learn(name)));
  }

  function pattern(cues) {
    const joined = cues.map((cue) => "(?:" + cue + ")").join("|");
    return new RegExp(cues.length ? "(?<!\\w)(?:" + joined + ")(?!\\w)" : "(?!)", "i");
  }

  Interpreter.prototype.words = function (text) {
    return words.wordsOf(text, this.stopWords);
  };

  Interpreter.prototype.terms = function (text) {
    return this.words(text).filter((word) => !word.stop).map((word) => word.term);
  };

  Interpreter.prototype.plain = function (text) {
    return spaced(this.words(text).map((word) => word.text));
  };

  Interpreter.prototype.learn = function (text) {
    this.words(text).forEach((word) => word.stop || this.known.add(word.term));
  };

  // The query understood; `spelling` says whether words that no document has are corrected.
  Interpreter.prototype.read = function (text, spelling) {
    const found = this.words(text);
    const typed = new Map();
    found.forEach((word) => {
      if (!word.stop) {
        typed.set(word.term, (typed.get(word.term) || 0) + 1);
      }
    });
    const plain = spaced(found.map((word) => word.text));
    const stems = spaced(found.map((word) => word.term));
    return {
      text,
      words: found,
      typed,
      corrections: spelling ? this.corrections(smallWords(text, found)) : [],
      expansions: this.expansions(plain, typed),
      needs: new Set(
        this.needs.filter((need) => need.keys.some((key) => stems.includes(key))).map((n) => n.id),
      ),
      covered: this.covered(stems, typed),
      hints: this.hintsIn(text),
      distress: this.inDistress(plain),
    };
  };

  // The typed stems that stand in a cue, in the name of a concept or in a name with synonyms.
  Interpreter.prototype.covered = function (stems, typed) {
    const phrases = this.phrases.filter((phrase) => stems.includes(phrase));
    return new Set(phrases.flatMap((phrase) => phrase.trim().split(" ")).filter((s) => typed.has(s)));
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
    return this.hints
      .map(([facet, concepts]) => [
        facet,
        concepts.filter(([, cues]) => cues.test(folded)).map(([concept]) => concept),
      ])
      .filter(([, concepts]) => concepts.length);
  };

  Interpreter.prototype.inDistress = function (plain) {
    const left = this.exceptions.reduce((text, key) => text.split(key).join(" \n "), plain);
    return this.distress.some((key) => left.includes(key));
  };

  Interpreter.prototype.corrections = function (found) {
    return found.filter((word) => !word.stop).flatMap((word) => {
      const meant = this.correct(word.text);
      const { text, term, start, end } = word;
      return meant ? [{ typed: text, stem: term, meant, term: words.stem(meant), start, end }] : [];
    });
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
