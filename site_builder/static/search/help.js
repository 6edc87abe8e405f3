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

  // The least number of letters put in, left out, changed or swapped with the next.
  function slips(one, other) {
    var beforeLast = [];
    var last = [];
    for (var start = 0; start <= other.length; start += 1) {
      last.push(start);
    }
    for (var i = 1; i <= one.length; i += 1) {
      var row = [i];
      for (var j = 1; j <= other.length; j += 1) {
        var least = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1] ? 1 : 0));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          least = Math.min(least, beforeLast[j - 2] + 1);
        }
        row.push(least);
      }
      beforeLast = last;
      last = row;
    }
    return last[other.length];
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

  // Every word of the phrases, once, as words_of_phrases in kb/text/phrase_net.py gives them.
  function wordsOfPhrases(raw) {
    var lists = Object.keys(raw.lists).map(function (name) {
      return raw.lists[name];
    });
    var phrases = raw.kinds.map(function (kind) {
      return kind[2];
    });
    var always = raw.kinds.map(function (kind) {
      return kind[1];
    });
    var found = lists.concat(phrases, always).join(" ").replace(NOT_WORDS, " ").match(/[a-z]+/g) || [];
    var seen = Object.create(null);
    return found.concat(split(Object.keys(raw.same).join(" ")), split(raw.fillers)).filter(function (word) {
      var first = !seen[word];
      seen[word] = true;
      return first;
    });
  }

  // Phrases ready to be looked for, from the part `distress` of the data.
  function Net(raw) {
    this.fillers = setOf(split(raw.fillers));
    this.same = raw.same;
    this.shortest = raw.shortest;
    this.twoSlipsFrom = raw.two_slips_from;
    var words = wordsOfPhrases(raw);
    var long = words.filter(function (word) {
      return word.length >= raw.shortest;
    });
    this.known = setOf(split(raw.fillers).concat(long, split(raw.right)));
    this.short = setOf(words.filter(function (word) {
      return word.length < raw.shortest;
    }));
    this.byFirst = Object.create(null);
    var byFirst = this.byFirst;
    long.forEach(function (word) {
      (byFirst[word[0]] = byFirst[word[0]] || []).push(word);
    });
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
  }

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

  // Phrases, a line each, by a word that each needs, so that few of them are tried on a text.
  function Phrases(lines, lists) {
    var byKey = Object.create(null);
    this.phrases = lines ? lines.split("\n") : [];
    this.lists = lists;
    this.patterns = [];
    this.byKey = byKey;
    this.phrases.forEach(function (phrase, at) {
      keysOf(phrase, lists).forEach(function (key) {
        (byKey[key] = byKey[key] || []).push(at);
      });
    });
  }

  // The patterns of the phrases that a line has, in their order.
  Phrases.prototype.found = function (line) {
    var self = this;
    var tried = [];
    line.split(" ").forEach(function (word) {
      (self.byKey[word] || []).forEach(function (at) {
        tried[at] = true;
      });
    });
    return Object.keys(tried).map(function (at) {
      self.patterns[at] = self.patterns[at] || new RegExp(expanded(self.phrases[at], self.lists));
      return self.patterns[at];
    }).filter(function (pattern) {
      return pattern.test(line);
    });
  };

  // A line with a dash in place of each phrase, the first in order where two begin.
  Phrases.prototype.without = function (line) {
    var sources = this.found(line).map(function (pattern) {
      return pattern.source;
    });
    return sources.length ? line.replace(new RegExp(sources.join("|"), "g"), EXCEPTED) : line;
  };

  // What a slip was meant to be: another word, or two; the word itself if it is none.
  Net.prototype.meant = function (word) {
    if (word.length < this.shortest || this.known[word] || !/^[a-z]+$/.test(word)) {
      return [word];
    }
    var most = word.length >= this.twoSlipsFrom ? 2 : 1;
    var best = "";
    var least = most + 1;
    (this.byFirst[word[0]] || []).forEach(function (target) {
      if (Math.abs(target.length - word.length) <= most) {
        var away = slips(word, target);
        if (away < least) {
          best = target;
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
      if ((this.short[one] || this.known[one]) && (this.short[other] || this.known[other])) {
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

  // Whether a text has a phrase of any kind.
  Net.prototype.has = function (text) {
    var net = this;
    return this.sentences(text).some(function (line) {
      return net.always.found(line).length > 0 || net.other.found(net.excepted.without(line)).length > 0;
    });
  };

  // The net of the part `distress`; null for content without phrases.
  function netFrom(raw) {
    return raw && raw.kinds ? new Net(raw) : null;
  }

  // -- The page

  var root = null; // the window
  var box = null;
  var net = null;
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

  // The net, once its part is there; null until then.
  function netOf(parts) {
    var own = (parts || []).filter(function (part) {
      return part[0] === PART;
    })[0];
    return own ? new Net(JSON.parse(own[3])) : null;
  }

  // Shows help if the words call for it, at once or when the net is there.
  function look(text) {
    words = text;
    if (isShown()) {
      return;
    }
    try {
      net = net || netOf(root.kbSearchData); // made before it is needed, so that no key is held
      if (!text.trim()) {
        return;
      }
      if (broken || (net && net.has(text))) {
        show();
      } else if (!net && !patience) {
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

  var api = { netFrom: netFrom, look: look, show: show, fail: fail, isShown: isShown, watch: watch, onShow: null };
  return api;
});
