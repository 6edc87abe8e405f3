// Urgent help: notices distress in what is typed, and shows the box of urgent help, which then stays.
// It is the first script of the search and the smallest, needs no other, and shows the box as well
// when anything that the search needs is lost.
// Phrases are looked for as kb/text/phrase_net.py and kb/text/plain_words.py do, in the data of
// kb/browser/export.py (distress.js). Written without newer syntax, so that old browsers run it.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make();
  } else {
    root.kbHelp = make();
    root.kbHelp.watch(root);
  }
})(/** @type {any} */ (typeof globalThis === "object" ? globalThis : this), function () {
  "use strict";

  var PART = "distress";
  var PAUSE = 200; // of typing, so that half a word shows nothing; shorter than that of the search
  var PATIENCE = 5000; // with a net that is on its way
  var SLICE = 4; // milliseconds of work after which keys are answered
  var DROPPED = /[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]/g;
  var NOT_ASCII = /[^\x00-\x7f]/;
  var APOSTROPHE = /[\u2018\u2019\u02bc\u0060\u00b4]/g;
  var HAVE = /([a-z])'ve(?![a-z])/g;
  var ENDING = /([a-z])'(?:s|m|re|ll|d)(?![a-z])/g;
  var HELD = /([a-z])\1\1+/g;
  var WORD = /[a-z0-9]+|[.!?;:\n]+/g;
  var STOPS = /(?: \.)+ /;
  var NOT_WORDS = /\{[a-z-]+\}|\(\?[:=!]/g;
  var NAMED = /\{([a-z-]+)\}/g;
  var GAP = "(?:[a-z0-9]+ ){0,3}";
  var NOTHING = "(?!)";
  var EXCEPTED = " - ";
  var SOUGHT = "(?=.*";
  var PLAIN = /[a-z0-9]+/g;
  var LONG = 4;
  var NOUGHT = 70; // the letter of a weight of nought
  var NEXT = 93; // the letter of a place right after the last that has a weight
  var FAR = 126; // the letter of many places without a weight, after which the count goes on
  var BEGINNING = 4; // letters of the beginning of a word
  var BEFORE = setOf(["i", "im", "my", "dont", "cant", "wont"]);
  var BEHIND = setOf(["i", "it", "me", "my", "to"]);

  function fold(text) {
    return NOT_ASCII.test(text)
      ? text.normalize("NFKD").replace(DROPPED, "").toLowerCase()
      : text.toLowerCase();
  }

  // The words of a text; what ends a sentence is a dot of its own.
  function wordsOf(text) {
    var folded = fold(text).replace(APOSTROPHE, "'")
      .replace(HAVE, "$1 have").replace(ENDING, "$1").replace(/'/g, "");
    return (folded.replace(HELD, "$1").match(WORD) || []).map(function (word) {
      return /[a-z0-9]/.test(word) ? word : ".";
    });
  }

  // Pairs of letters of which one may be a slip for the other: of the first word all, of each other
  // word neighbours.
  function pairsOf(alike) {
    var pairs = Object.create(null);
    alike.split(" ").forEach(function (row, at) {
      for (var i = 0; i < row.length; i += 1) {
        for (var j = i + 1; j < (at ? Math.min(i + 2, row.length) : row.length); j += 1) {
          pairs[row[i] + row[j]] = true;
          pairs[row[j] + row[i]] = true;
        }
      }
    });
    return pairs;
  }

  // The least number of letters put in, left out, changed or swapped with the next, where a letter
  // changed to one that is not alike counts two; as soon as that is more than `most`, any number above it.
  function slips(one, other, most, alike) {
    var beforeLast = [];
    var last = [];
    var leastBefore = 0;
    for (var start = 0; start <= other.length; start += 1) {
      last.push(start);
    }
    for (var i = 1; i <= one.length; i += 1) {
      var row = [i];
      var leastHere = i;
      for (var j = 1; j <= other.length; j += 1) {
        var changed = one[i - 1] === other[j - 1] ? 0 : alike[one[i - 1] + other[j - 1]] ? 1 : 2;
        var least = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changed);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          least = Math.min(least, beforeLast[j - 2] + 1);
        }
        row.push(least);
        leastHere = Math.min(leastHere, least);
      }
      if (leastHere > most && leastBefore > most) {
        return leastHere; // a swap reaches back two rows, so both must be too far
      }
      leastBefore = leastHere;
      beforeLast = last;
      last = row;
    }
    return last[other.length];
  }

  // Which letters a word has, a bit each.
  function lettersOf(word) {
    var found = 0;
    for (var at = 0; at < word.length; at += 1) {
      found |= 1 << (word.charCodeAt(at) - 97);
    }
    return found;
  }

  // Whether two words have so many letters that the other has not, that more than `most` slips lie
  // between them: one slip makes at most two of these.
  function areFar(one, other, most) {
    var left = 2 * most;
    for (var bits = one ^ other; bits; bits &= bits - 1) {
      left -= 1;
    }
    return left < 0;
  }

  function setOf(words) {
    var found = Object.create(null);
    words.forEach(function (word) {
      found[word] = true;
    });
    return found;
  }

  function split(text) {
    return text ? text.split(" ") : [];
  }

  // The texts with the words of the phrases, as words_of_phrases in kb/text/phrase_net.py goes
  // through them; a step for each text.
  function textsOfPhrases(raw) {
    var lists = Object.keys(raw.lists).map(function (name) {
      return raw.lists[name];
    });
    return [2, 1].reduce(function (texts, place) {
      return texts.concat(raw.kinds.map(function (kind) {
        return kind[place];
      }));
    }, lists).map(function (text) {
      return text.replace(NOT_WORDS, " ");
    }).concat([Object.keys(raw.same).join(" "), raw.fillers]);
  }

  // Every word of some texts once, in the order of its first place.
  function Words(texts) {
    this.texts = texts;
    this.read = 0;
    this.found = [];
    this.seen = Object.create(null);
  }

  Words.prototype.readNext = function () {
    var text = this.texts[this.read] || "";
    var words = text.match(/[a-z]+/g) || [];
    for (var at = 0; at < words.length; at += 1) {
      if (!this.seen[words[at]]) {
        this.seen[words[at]] = true;
        this.found.push(words[at]);
      }
    }
    this.read += 1;
    return this.read < this.texts.length;
  };

  // The bits of the hash of a text of plain letters (FNV-1a) that tell its place among weights.
  function placeOf(text, bits) {
    var found = 0x811c9dc5;
    for (var at = 0; at < text.length; at += 1) {
      found ^= text.charCodeAt(at);
      found = (found + (found << 1) + (found << 4) + (found << 7) + (found << 8) + (found << 24)) >>> 0;
    }
    return found >>> (32 - bits);
  }

  // The weight of each place in steps, from the letters of kb/text/line_model.py.
  function levelsOf(model) {
    var levels = new Int8Array(Math.pow(2, model.bits));
    var place = 0;
    var next = 0;
    for (var at = 0; at < model.gaps.length; at += 1) {
      var letter = model.gaps.charCodeAt(at);
      place += letter - NEXT;
      if (letter !== FAR) {
        levels[place] = model.weights.charCodeAt(next) - NOUGHT;
        next += 1;
        place += 1;
      }
    }
    return levels;
  }

  // How far a line leans to distress: the weights of its words, of its pairs of words and of the
  // beginnings of its words, as kb/text/line_model.py has it.
  function scoreOf(line, model, levels) {
    var bits = model.bits;
    var words = line.match(PLAIN) || [];
    var places = Object.create(null);
    words.forEach(function (word, at) {
      places[placeOf(word, bits)] = true;
      if (at) {
        places[placeOf(words[at - 1] + " " + word, bits)] = true;
      }
      if (word.length > BEGINNING) {
        places[placeOf("^" + word.slice(0, BEGINNING), bits)] = true;
      }
    });
    var found = Object.keys(places);
    var total = found.reduce(function (sum, place) {
      return sum + levels[place];
    }, 0);
    return model.offset + model.step * total / Math.sqrt(Math.max(1, found.length));
  }

  // Phrases ready to be looked for, from the part `distress` of the data. Made in steps (`makeNext`),
  // since the page has keys to answer between two of them.
  function Net(raw) {
    this.fillers = setOf(split(raw.fillers));
    this.same = raw.same;
    this.shortest = raw.shortest;
    this.twoSlipsFrom = raw.two_slips_from;
    this.known = null;
    this.short = null;
    this.learnt = raw.learnt;
    this.levels = null;
    this.alike = pairsOf(raw.alike);
    this.byFirst = Object.create(null);
    this.wordsMeant = Object.create(null);
    this.sameWords = oneOf(Object.keys(raw.same).sort(function (a, b) {
      return b.length - a.length || (a < b ? -1 : 1);
    }), function (words) {
      return " (?:" + words + ")(?= )";
    });
    function phrasesOf(place) {
      return raw.kinds.map(function (kind) {
        return kind[place];
      }).filter(Boolean).join("\n");
    }
    this.always = new Phrases(phrasesOf(1), raw.lists);
    this.other = new Phrases(phrasesOf(2), raw.lists);
    this.excepted = new Phrases(raw.exceptions, raw.lists);
    this.steps = [this.always, this.other, this.excepted].map(function (phrases) {
      return phrases.readNext.bind(phrases);
    });
    var net = this;
    var words = null;
    this.steps.push(function () {
      net.levels = net.learnt && levelsOf(net.learnt.model);
      return false;
    }, function () {
      words = new Words(textsOfPhrases(raw));
      return false;
    }, function () {
      return words.readNext();
    }, function () {
      net.knowWords(words.found, split(raw.right), split(raw.fillers));
      return false;
    }, function () {
      net.sortWords(words.found);
      return false;
    });
  }

  // Makes a bit more of the net; returns whether there is more to make.
  Net.prototype.makeNext = function () {
    if (this.steps.length && !this.steps[0]()) {
      this.steps.shift();
    }
    return this.steps.length > 0;
  };

  Net.prototype.knowWords = function (words, right, fillers) {
    var shortest = this.shortest;
    var long = words.filter(function (word) {
      return word.length >= shortest;
    });
    this.known = setOf(fillers.concat(long, right));
    this.short = setOf(words.filter(function (word) {
      return word.length < shortest;
    }));
  };

  Net.prototype.sortWords = function (words) {
    var shortest = this.shortest;
    var byFirst = this.byFirst;
    words.forEach(function (word) {
      if (word.length >= shortest) {
        (byFirst[word[0]] = byFirst[word[0]] || []).push({ word: word, letters: lettersOf(word) });
      }
    });
  };

  function oneOf(words, wrap) {
    return new RegExp(words.length ? wrap(words.join("|")) : NOTHING, "g");
  }

  function expanded(phrase, lists) {
    return phrase.replace(NAMED, function (_, name) {
      return "(?:" + lists[name] + ")";
    }).split("...").join(GAP);
  }

  // Words of which every text with a phrase has one: the longest that it cannot do without; where
  // it has none of its own, those of its first choice.
  function keysOf(phrase, lists) {
    var start = phrase.indexOf(SOUGHT) < 0 ? 0 : phrase.indexOf(SOUGHT) + SOUGHT.length;
    var depth = 0;
    var opened = 0;
    var own = "";
    var choice = "";
    for (var at = start; at < phrase.length && depth >= 0; at += 1) {
      var sign = phrase[at];
      if (sign === "(" || sign === "{") {
        opened = depth ? opened : at;
        depth += 1;
      } else if (sign === ")" || sign === "}") {
        depth -= 1;
        if (!depth && !choice && phrase[at + 1] !== "?") {
          choice = expanded(phrase.slice(opened, at + 1), lists);
        }
      } else if (!depth) {
        own += sign;
      }
    }
    var words = own.match(PLAIN);
    return words ? [words.reduce(function (longest, word) {
      return word.length > longest.length ? word : longest;
    })] : choice.match(PLAIN);
  }

  var READ_AT_ONCE = 60; // phrases

  // Phrases, a line each, by a word that each needs, so that few of them are tried on a text.
  function Phrases(lines, lists) {
    this.phrases = lines ? lines.split("\n") : [];
    this.lists = lists;
    this.patterns = [];
    this.byKey = Object.create(null);
    this.read = 0;
  }

  // Reads some more of the phrases; returns whether there are more to read.
  Phrases.prototype.readNext = function () {
    var end = Math.min(this.read + READ_AT_ONCE, this.phrases.length);
    for (; this.read < end; this.read += 1) {
      var keys = keysOf(this.phrases[this.read], this.lists);
      for (var key = 0; key < keys.length; key += 1) {
        (this.byKey[keys[key]] = this.byKey[keys[key]] || []).push(this.read);
      }
    }
    return this.read < this.phrases.length;
  };

  // The numbers of the phrases that a line may have, in their order.
  Phrases.prototype.tried = function (line) {
    var byKey = this.byKey;
    var tried = [];
    line.split(" ").forEach(function (word) {
      (byKey[word] || []).forEach(function (at) {
        tried[at] = true;
      });
    });
    return Object.keys(tried);
  };

  Phrases.prototype.pattern = function (at) {
    this.patterns[at] = this.patterns[at] || new RegExp(expanded(this.phrases[at], this.lists));
    return this.patterns[at];
  };

  // The patterns of the phrases that a line has, in their order.
  Phrases.prototype.found = function (line) {
    return this.tried(line).map(this.pattern, this).filter(function (pattern) {
      return pattern.test(line);
    });
  };

  // A line with a dash in place of each phrase, the first in order where two begin.
  Phrases.prototype.without = function (line, found) {
    var sources = found.map(function (pattern) {
      return pattern.source;
    });
    return sources.length ? line.replace(new RegExp(sources.join("|"), "g"), EXCEPTED) : line;
  };

  // What a slip was meant to be: another word, or two; the word itself if it is none.
  Net.prototype.meant = function (word) {
    var known = this.wordsMeant[word];
    if (!known) {
      known = this.wordsMeant[word] = this.meantAnew(word);
    }
    return known;
  };

  Net.prototype.meantAnew = function (word) {
    if (word.length < this.shortest || this.known[word] || !/^[a-z]+$/.test(word)) {
      return [word];
    }
    var most = word.length >= this.twoSlipsFrom ? 2 : 1;
    var letters = lettersOf(word);
    var best = "";
    var least = most + 1;
    var alike = this.alike;
    (this.byFirst[word[0]] || []).forEach(function (target) {
      if (Math.abs(target.word.length - word.length) <= most && !areFar(letters, target.letters, most)) {
        var away = slips(word, target.word, most, alike);
        if (away < least) {
          best = target.word;
          least = away;
        }
      }
    });
    return best ? [best] : this.parted(word);
  };

  // Two words that were run together, the first as long as may be, or the word itself.
  Net.prototype.parted = function (word) {
    for (var at = word.length - 1; at > 0; at -= 1) {
      var one = word.slice(0, at);
      var other = word.slice(at);
      if (
        (one.length >= LONG || BEFORE[one]) && (other.length >= LONG || BEHIND[other])
        && (this.short[one] || this.known[one]) && (this.short[other] || this.known[other])
      ) {
        return [one, other];
      }
    }
    return [word];
  };

  // The plain words of each sentence, between spaces.
  Net.prototype.sentences = function (text) {
    var fillers = this.fillers;
    var same = this.same;
    var meant = this.meant.bind(this);
    var words = [];
    wordsOf(text).forEach(function (word) {
      words = words.concat(meant(word));
    });
    var line = " " + words.filter(function (word) {
      return !fillers[word];
    }).map(function (word) {
      return word + " ";
    }).join("");
    return line.replace(this.sameWords, function (found) {
      return " " + same[found.slice(1)];
    }).split(STOPS).map(function (sentence) {
      return sentence.trim();
    }).filter(function (sentence) {
      return sentence.replace(/[ .]/g, "");
    }).map(function (sentence) {
      return " " + sentence + " ";
    });
  };

  // The highest score of a text, given as its sentences, and of any of them that is long enough.
  Net.prototype.score = function (sentences) {
    var learnt = this.learnt;
    var levels = this.levels;
    return [sentences.join("")].concat(sentences.filter(function (line) {
      return line.match(PLAIN).length >= learnt.whole;
    })).reduce(function (most, line) {
      return Math.max(most, scoreOf(line, learnt.model, levels));
    }, -Infinity);
  };

  // What the lines that were learnt say of sentences: whether help is due, or undefined where the
  // phrases decide, as of a single word.
  Net.prototype.judged = function (sentences) {
    if (!this.learnt || (sentences.join("").match(PLAIN) || []).length < 2) {
      return undefined;
    }
    var score = this.score(sentences);
    return score >= this.learnt.enough ? true : score < this.learnt.needed ? false : undefined;
  };

  // Looks for a phrase of any kind in a text, a bit with each call: returns undefined until it is
  // known whether there is one, or the text is like the lines that were learnt.
  Net.prototype.asking = function (text) {
    var net = this;
    var words = wordsOf(text);
    var tasks = null; // each returns true where a phrase was found, and may put others first

    function tryEach(phrases, line, then) {
      var found = [];
      return phrases.tried(line).map(function (at) {
        return function () {
          var pattern = phrases.pattern(at);
          if (pattern.test(line)) {
            found.push(pattern);
          }
          return !then && found.length > 0;
        };
      }).concat(then ? [function () {
        then(found);
        return false;
      }] : []);
    }

    function joined(lists) {
      return lists.reduce(function (all, own) {
        return all.concat(own);
      }, []);
    }

    function tasksOf(line) {
      return tryEach(net.excepted, line, function (found) {
        tasks = tryEach(net.other, net.excepted.without(line, found)).concat(tasks);
      });
    }

    return function () {
      if (words.length) {
        net.meant(words.pop());
        return undefined;
      }
      if (!tasks) {
        var sentences = net.sentences(text);
        tasks = joined(sentences.map(function (line) {
          return tryEach(net.always, line);
        }));
        tasks.push(function () {
          var judged = net.judged(sentences);
          tasks = judged === undefined ? joined(sentences.map(tasksOf)) : [];
          return judged;
        });
      }
      var task = tasks.shift();
      return task ? task() || undefined : false;
    };
  };

  // Whether a text of which `has` is true has a phrase, or is very like the lines that were learnt.
  Net.prototype.isPlain = function (text) {
    var net = this;
    var sentences = this.sentences(text);
    return Boolean(this.learnt) && this.score(sentences) >= this.learnt.sure
      || sentences.some(function (line) {
        return net.always.found(line).length
          || net.other.found(net.excepted.without(line, net.excepted.found(line))).length;
      });
  };

  // Whether a text has a phrase of any kind.
  Net.prototype.has = function (text) {
    var next = this.asking(text);
    var found = next();
    while (found === undefined) {
      found = next();
    }
    return found;
  };

  // Makes the net of the part `distress`, a bit with each call: returns undefined until it is there,
  // and null for content without phrases. A page that is making it, or has it, gives its own.
  function netMaking(raw) {
    if (!raw || !raw.kinds) {
      return function () {
        return null;
      };
    }
    var made = net || coming || new Net(raw);
    return function () {
      return made.makeNext() ? undefined : made;
    };
  }

  // The same, all of it at once: where nobody waits for a key.
  function netFrom(raw) {
    var next = netMaking(raw);
    var made = next();
    while (made === undefined) {
      made = next();
    }
    return made;
  }

  // -- The page

  var root = null; // the window
  var box = null;
  var net = null;
  var coming = null; // the net while it is made
  var words = "";
  var pause = 0;
  var patience = 0;
  var broken = false;

  function isShown() {
    return Boolean(box) && !box.hidden;
  }

  // Shows the box, which stays from now on, whatever is typed, found or lost.
  function show() {
    if (box && box.hidden) {
      box.hidden = false;
      box.className += " app-search__help--now";
      if (api.onShow) {
        api.onShow();
      }
    }
  }

  // What the search needs is lost: help is shown, since nobody can tell who needs it.
  function fail() {
    broken = true;
    show();
  }

  // Calls `next` until it gives something, and in between lets the page answer keys.
  function inSlices(next, done) {
    function slice() {
      var end = Date.now() + SLICE;
      try {
        var found = next();
        while (found === undefined && Date.now() < end) {
          found = next();
        }
        if (found === undefined) {
          root.setTimeout(slice, 0);
        } else {
          done(found);
        }
      } catch (error) {
        fail();
      }
    }
    slice();
  }

  // Makes the net once its part is there, ahead of its need.
  function makeNet() {
    var own = (root.kbSearchData || []).filter(function (part) {
      return part[0] === PART;
    })[0];
    if (!own || coming) {
      return;
    }
    coming = new Net(JSON.parse(own[3]));
    inSlices(function () {
      return coming.makeNext() ? undefined : coming;
    }, function (made) {
      net = made;
      look(words);
    });
  }

  // Shows help if the words call for it, as soon as the net is there.
  function look(text) {
    words = text;
    if (isShown()) {
      return;
    }
    try {
      makeNet();
      if (!text.trim()) {
        return;
      }
      if (broken) {
        show();
      } else if (net) {
        inSlices(net.asking(text), function (found) {
          if (found) {
            show();
          }
        });
      } else if (!patience) {
        patience = root.setTimeout(function () {
          if (!net) {
            fail();
          }
        }, PATIENCE);
      }
    } catch (error) {
      fail();
    }
  }

  function isWords(element) {
    return Boolean(element) && element.name === "q";
  }

  function isOurs(address) {
    return /\/search\/[^\/]*\.js/.test(String(address || ""));
  }

  function lookAtAddress() {
    var typed = /[#&]q=([^&]*)/.exec(root.location.hash);
    if (typed) {
      try {
        look(decodeURIComponent(typed[1].replace(/\+/g, " ")));
      } catch (error) {
        look(typed[1]);
      }
    }
  }

  // Watches what is typed and what is lost, ahead of every other script.
  function watch(view) {
    root = view;
    if (!root.document) {
      return;
    }
    box = root.document.querySelector("[data-search-urgent]");
    if (!box) {
      return; // a page that uses the search, and has no box for its words
    }
    box.hidden = true;
    root.document.addEventListener("input", function (event) {
      if (isWords(event.target)) {
        root.clearTimeout(pause);
        pause = root.setTimeout(function () {
          look(event.target.value);
        }, PAUSE);
      }
    }, true);
    root.document.addEventListener("keydown", function (event) {
      if (isWords(event.target) && event.key === "Enter") {
        look(event.target.value);
      }
    }, true);
    root.document.addEventListener("load", function (event) {
      if (isOurs(event.target.src)) {
        look(words);
      }
    }, true);
    root.addEventListener("error", function (event) {
      if (isOurs(event.target.src) || isOurs(event.filename)) {
        fail();
      }
    }, true);
    root.addEventListener("hashchange", lookAtAddress);
    root.addEventListener("popstate", lookAtAddress);
    lookAtAddress();
  }

  var api = { netFrom: netFrom, netMaking: netMaking, look: look, show: show, fail: fail, isShown: isShown, watch: watch, onShow: null };
  return api;
});
