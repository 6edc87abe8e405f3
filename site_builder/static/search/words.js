// Text in, words out: the same words, stems and spelling distances as kb/text/words.py,
// kb/text/stemmer.py and kb/search/spelling.py have. No DOM.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make();
  } else {
    root.kbSearchWords = make();
  }
})(/** @type {any} */ (globalThis), function () {
  "use strict";

  // Accents, and signs that nobody sees: soft hyphens, zero widths, directions of writing.
  const DROPPED = /[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]/g;
  const NOT_ASCII = /[^\x00-\x7f]/;
  const WORD = new RegExp([
    "(?:[a-z]\\.)+[a-z](?![a-z0-9])",
    "[a-z](?:(?: ?& ?[a-z])+| and [b-hj-z])(?![a-z0-9'\u2019])",
    "[0-9]+(?:,[0-9]{3})*(?:\\.[0-9]+)?" +
      "(?:(?: ?(?:million|billion|thousand|bn|mn)|[mk])(?![a-z0-9])|(?![a-z0-9&]))",
    "[a-z0-9]+(?:&[a-z0-9]+)*(?:['\u2019][a-z]+)?",
  ].join("|"), "g");
  const SUM = /^([0-9.,]+) ?([a-z]*)$/;
  const SIZES = { million: "m", mn: "m", m: "m", billion: "bn", bn: "bn" };
  const CLITIC = /['\u2019](?:s|m|re|ve|ll|d)$/;
  // White space as Python has it: JavaScript counts a few signs differently.
  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const BLANK = new RegExp("^[" + SPACE + "]*$");
  const TOKEN = new RegExp("[a-z0-9]+|[^" + SPACE + "a-z0-9]", "gu");

  function fold(text) {
    return NOT_ASCII.test(text)
      ? text.normalize("NFKD").replace(DROPPED, "").toLowerCase()
      : text.toLowerCase();
  }

  // The folded text, and for each of its units where the sign it came from starts and ends.
  function foldWithOffsets(text) {
    let folded = "";
    const starts = [];
    const ends = [];
    let at = 0;
    for (const sign of text) {
      const piece = fold(sign);
      for (let unit = 0; unit < piece.length; unit += 1) {
        starts.push(at);
        ends.push(at + sign.length);
      }
      folded += piece;
      at += sign.length;
    }
    return { folded, start: (unit) => starts[unit], end: (unit) => ends[unit] };
  }

  function plainOffsets(text) {
    return { folded: text.toLowerCase(), start: (unit) => unit, end: (unit) => unit + 1 };
  }

  /**
   * Every word in order, with offsets in units of the text as given.
   * @param {string} text
   * @param {Set<string>} stopWords
   * @returns {{ text: string, term: string, start: number, end: number, stop: boolean }[]}
   */
  function wordsOf(text, stopWords) {
    const { folded, start, end } = NOT_ASCII.test(text) ? foldWithOffsets(text) : plainOffsets(text);
    return Array.from(folded.matchAll(WORD), (match) => {
      const plain = writtenAsOne(match[0].replace(CLITIC, "").replace("\u2019", "'"));
      return {
        text: plain,
        term: stem(plain),
        start: start(match.index),
        end: end(match.index + match[0].length - 1),
        stop: stopWords.has(plain),
      };
    });
  }

  // However an acronym or a sum is written it is one word: gp, i&r, 43m, 9000.
  function writtenAsOne(word) {
    if (/^[0-9]/.test(word)) {
      return sumOf(word);
    }
    return word.includes(".") ? word.replace(/\./g, "")
      : word.replace(" and ", "&").replace(/ /g, "");
  }

  function sumOf(word) {
    const match = SUM.exec(word);
    if (!match) {
      return word;
    }
    let figures = match[1].replace(/,/g, "");
    let size = match[2];
    if (size === "thousand" || size === "k") {
      const [whole, part = ""] = figures.split(".");
      if (part.length > 3) {
        return figures + "k";
      }
      figures = whole + part.padEnd(3, "0");
      size = "";
    }
    if (!size && figures.length > 6 && figures.endsWith("000000")) {
      return figures.slice(0, -6) + "m";
    }
    return figures + (SIZES[size] || size);
  }

  // The stems that are not stop words, in order; a text of stop words alone keeps them all.
  function nameKey(text, stopWords) {
    const words = wordsOf(text, stopWords);
    const kept = words.filter((word) => !word.stop);
    return (kept.length ? kept : words).map((word) => word.term).join(" ");
  }

  // Porter, "An algorithm for suffix stripping" (Program 14.3, 1980), with bli and logi.
  const C = "[^aeiouy]+";
  const V = "[aeiou]+";
  const SYLLABLE = "^(?:" + C + ")?" + V + C;
  const OVER_0 = new RegExp(SYLLABLE);
  const IS_1 = new RegExp(SYLLABLE + "(?:" + V + ")?$");
  const OVER_1 = new RegExp(SYLLABLE + V + C);
  const HAS_VOWEL = new RegExp("^(?:" + C + ")?[aeiouy]");
  const SHORT = new RegExp("^" + C + "[aeiouy][^aeiouwxy]$");
  const DOUBLED = /([^aeiouylsz])\1$/;
  const STEPS = [plurals, pastAndGerund, finalY, longSuffixes, lastSuffix, finalE];
  // American and British spellings of a word have one stem.
  const ZED = /[iy]z(?=(?:e|es|ed|ing|er|ers|able|ation|ations|ational|ationally)$)/;
  const stems = new Map();
  const MOST_STEMS = 50000;
  let british = new Map(); // stems of other spellings, with the one that is kept
  const tables = { step_2: {}, step_3: {}, step_4: "", british: {} };
  let lastSuffixes = [];

  // Takes the stemmer's tables of suffixes from the settings (kb/data/search.json).
  function useTables(stemmer) {
    Object.assign(tables, stemmer);
    lastSuffixes = tables.step_4.split(" ");
    british = new Map(Object.entries(tables.british));
    stems.clear();
  }

  /**
   * The stem of one word in small letters.
   * @param {string} word
   * @returns {string}
   */
  function stem(word) {
    if (word.length < 3) {
      return word;
    }
    let found = stems.get(word);
    if (found === undefined) {
      const initialY = word[0] === "y";
      const given = (initialY ? "Y" + word.slice(1) : word).replace(ZED, (letters, at) =>
        (/[aeiouy]/.test(word.slice(initialY ? 1 : 0, at)) ? letters[0] + "s" : letters));
      found = STEPS.reduce((made, step) => step(made), given);
      found = initialY ? "y" + found.slice(1) : found;
      found = british.get(found) || found;
      if (stems.size > MOST_STEMS) {
        stems.clear();
      }
      stems.set(word, found);
    }
    return found;
  }

  function plurals(word) {
    if (word.endsWith("sses") || word.endsWith("ies")) {
      return word.slice(0, -2);
    }
    return word.endsWith("s") && word[word.length - 2] !== "s" ? word.slice(0, -1) : word;
  }

  function pastAndGerund(word) {
    if (word.endsWith("eed")) {
      return OVER_0.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
    }
    const suffix = ["ed", "ing"].find((end) => word.endsWith(end));
    const base = suffix ? word.slice(0, -suffix.length) : "";
    if (!suffix || !HAS_VOWEL.test(base)) {
      return word;
    }
    if (/(?:at|bl|iz)$/.test(base)) {
      return base + "e";
    }
    if (DOUBLED.test(base)) {
      return base.slice(0, -1);
    }
    return SHORT.test(base) ? base + "e" : base;
  }

  function finalY(word) {
    return word.endsWith("y") && HAS_VOWEL.test(word.slice(0, -1)) ? word.slice(0, -1) + "i" : word;
  }

  function longestSuffix(word, suffixes) {
    return suffixes
      .filter((end) => word.endsWith(end) && word.length > end.length)
      .reduce((longest, end) => (end.length > longest.length ? end : longest), "");
  }

  function longSuffixes(word) {
    return [tables.step_2, tables.step_3].reduce((made, table) => {
      const suffix = longestSuffix(made, Object.keys(table));
      const base = made.slice(0, made.length - suffix.length);
      return suffix && OVER_0.test(base) ? base + table[suffix] : made;
    }, word);
  }

  function lastSuffix(word) {
    let suffix = longestSuffix(word, lastSuffixes);
    if (!suffix && word.length > 4 && /[st]ion$/.test(word)) {
      suffix = "ion";
    }
    const base = word.slice(0, word.length - suffix.length);
    return suffix && OVER_1.test(base) ? base : word;
  }

  function finalE(word) {
    let made = word;
    if (made.endsWith("e") && made.length > 1) {
      const base = made.slice(0, -1);
      if (OVER_1.test(base) || (IS_1.test(base) && !SHORT.test(base))) {
        made = base;
      }
    }
    return made.endsWith("ll") && OVER_1.test(made) ? made.slice(0, -1) : made;
  }

  /**
   * The least number of letters put in, left out or changed (Damerau, 1964, restricted).
   * @param {string} one
   * @param {string} other
   * @param {boolean} swaps whether neighbours that are swapped count once
   * @returns {number}
   */
  function slips(one, other, swaps) {
    let beforeLast = [];
    let last = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const changed = last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
        let least = Math.min(last[j] + 1, row[j - 1] + 1, changed);
        if (swaps && i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          least = Math.min(least, beforeLast[j - 2] + 1);
        }
        row.push(least);
      }
      beforeLast = last;
      last = row;
    }
    return last[other.length];
  }

  function isBlank(text) {
    return BLANK.test(text);
  }

  // The signs and words that the query encoder's pieces are looked for in.
  function tokens(text) {
    return fold(text).match(TOKEN) || [];
  }

  return { fold, wordsOf, nameKey, stem, slips, isBlank, tokens, useTables };
});
