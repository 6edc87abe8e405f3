// The parts of the search data, checked, decoded and looked up: postings, names, spelling,
// titles, texts, the query encoder's table and the vectors. kb/browser/export.py writes them. No DOM.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make(require("./words.js"), require("./unpack.js"));
  } else {
    root.kbSearchStore = make(root.kbSearchWords, root.kbSearchUnpack);
  }
})(/** @type {any} */ (globalThis), function (words, unpack) {
  "use strict";

  const FORMAT = 9;
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const SIGNS = DIGITS + "!#$%&()*+,./:;<=>"; // of which codes take as many as they need
  const DIGIT = new Uint8Array(128);
  for (let at = 0; at < SIGNS.length; at += 1) {
    DIGIT[SIGNS.charCodeAt(at)] = at;
  }
  const MODULUS = 65521;
  const PACKED = /^Qlpo/; // how bzip2 begins in base64; JSON never does
  const NONE = Object.freeze([]);
  const MOST_TOKENS = 20000; // of which the table keeps the numbers
  const MOST_KEPT = 500; // of what was looked up in a part of the words
  const NOWHERE = Object.freeze({ documents: NONE, times: NONE });

  function fail(name, reason) {
    const error = new Error("search data: " + name + ": " + reason);
    error.part = name;
    return error;
  }

  // Adler-32 over the units of a text; sums stay below 2 to the 53rd for 4096 units at a time.
  function adler(text) {
    let low = 1;
    let high = 0;
    for (let start = 0; start < text.length; start += 4096) {
      const end = Math.min(start + 4096, text.length);
      for (let at = start; at < end; at += 1) {
        low += text.charCodeAt(at);
        high += low;
      }
      low %= MODULUS;
      high %= MODULUS;
    }
    return high * 65536 + low;
  }

  // Numbers of five bits a character, the lowest first; the sixth bit says that more follow.
  function numbers(text) {
    const found = new Int32Array(text.length);
    let count = 0;
    let value = 0;
    let shift = 0;
    for (let at = 0; at < text.length; at += 1) {
      const digit = DIGIT[text.charCodeAt(at)];
      value |= (digit & 31) << shift;
      if (digit & 32) {
        shift += 5;
      } else {
        found[count] = value;
        count += 1;
        value = 0;
        shift = 0;
      }
    }
    return found.subarray(0, count);
  }

  // Words in order: a capital says how many letters of the one before each begins with.
  function listed(text) {
    let last = "";
    return text.split(/(?=[A-Z])/).filter(Boolean).map((piece) => {
      last = last.slice(0, DIGIT[piece.charCodeAt(0)]) + piece.slice(1);
      return last;
    });
  }

  function sums(counts) {
    const found = new Int32Array(counts.length + 1);
    counts.forEach((count, at) => {
      found[at + 1] = found[at] + count;
    });
    return found;
  }

  function running(steps) {
    let last = 0;
    return steps.map((step) => (last += step));
  }

  // Codes of so many levels, several to a character, the first counting least.
  function codes(text, levels, count) {
    const share = Math.floor(Math.log(SIGNS.length) / Math.log(levels));
    const found = new Uint8Array(count);
    for (let sign = 0, at = 0; at < count; sign += 1) {
      let number = DIGIT[text.charCodeAt(sign)];
      for (let one = 0; one < share && at < count; one += 1, at += 1) {
        found[at] = number % levels;
        number = Math.floor(number / levels);
      }
    }
    return found;
  }

  function bytes(text) {
    const raw = atob(text);
    const found = new Uint8Array(raw.length);
    for (let at = 0; at < raw.length; at += 1) {
      found[at] = raw.charCodeAt(at);
    }
    return found;
  }

  function halves(text) {
    const raw = new DataView(bytes(text).buffer);
    return Float64Array.from({ length: raw.byteLength / 2 }, (_, at) => {
      const half = raw.getUint16(at * 2, true);
      const size = half & 1023;
      const power = (half >> 10) & 31;
      const sign = half & 32768 ? -1 : 1;
      return sign * (power ? (1 + size / 1024) * 2 ** (power - 15) : size * 2 ** -24);
    });
  }

  function singles(text) {
    const raw = new DataView(bytes(text).buffer);
    return Float64Array.from({ length: raw.byteLength / 4 }, (_, at) => raw.getFloat32(at * 4, true));
  }

  // Rows of packed codes. `lowest` is the level of code 0, `step` that from one to the next.
  function Rows(part, dimensions, lowest, step) {
    this.codes = bytes(part.codes);
    this.scales = halves(part.scales);
    this.bits = part.bits;
    this.dimensions = dimensions;
    this.width = (dimensions * part.bits) / 8;
    this.lowest = lowest;
    this.step = step;
    if (this.codes.length !== this.scales.length * this.width) {
      throw fail("vectors", "codes and scales do not fit");
    }
  }

  Rows.prototype.level = function (row, at) {
    const share = 8 / this.bits;
    const byte = this.codes[row * this.width + Math.floor(at / share)];
    const code = (byte >> ((at % share) * this.bits)) & ((1 << this.bits) - 1);
    return this.lowest + this.step * code;
  };

  // The inner product of each row with a vector. What a byte adds is worked out once for each
  // place and value, where there are rows enough to gain by it.
  Rows.prototype.likeness = function (vector) {
    const found = new Float64Array(this.scales.length);
    const { width, codes } = this;
    if (found.length < 64) {
      for (let row = 0; row < found.length; row += 1) {
        let sum = 0;
        for (let at = 0; at < this.dimensions; at += 1) {
          sum += this.level(row, at) * vector[at];
        }
        found[row] = sum * this.scales[row];
      }
      return found;
    }
    const table = this.table(vector);
    for (let row = 0, at = 0; row < found.length; row += 1) {
      let sum = 0;
      for (let place = 0; place < width; place += 1, at += 1) {
        sum += table[(place << 8) | codes[at]];
      }
      found[row] = sum * this.scales[row];
    }
    return found;
  };

  // Rows of one size of code share the table of a vector; the last one is kept.
  const last = { vector: null, bits: 0, table: null };

  Rows.prototype.table = function (vector) {
    if (last.vector !== vector || last.bits !== this.bits) {
      Object.assign(last, { vector, bits: this.bits, table: this.newTable(vector) });
    }
    return last.table;
  };

  Rows.prototype.newTable = function (vector) {
    const share = 8 / this.bits;
    const codes = 1 << this.bits;
    const table = new Float64Array(this.width * 256);
    for (let place = 0; place < this.width; place += 1) {
      const own = table.subarray(place * 256, place * 256 + 256);
      for (let at = 0, size = 1; at < share; at += 1, size *= codes) {
        const number = vector[place * share + at];
        for (let code = codes - 1; code >= 0; code -= 1) {
          const added = (this.lowest + this.step * code) * number;
          for (let low = 0; low < size; low += 1) {
            own[code * size + low] = own[low] + added;
          }
        }
      }
    }
    return table;
  };

  function codesOf(part, dimensions) {
    const lowest = part.bits === 2 ? -3 : -(2 ** (part.bits - 1));
    return new Rows(part, dimensions, lowest, part.bits === 2 ? 2 : 1);
  }

  // The query encoder: the rows of a text's word pieces, summed and brought to unit length. The codes
  // of one dimension stand together.
  function Table(part) {
    const sizes = halves(part.sizes);
    this.dimensions = part.dimensions;
    this.scales = Float64Array.from(numbers(part.scales), (size) => sizes[size]);
    this.codes = codes(part.codes, part.levels, this.scales.length * part.dimensions);
    this.middle = Math.floor(part.levels / 2);
    this.longestWord = part.longest_word;
    this.pieces = new Map(listed(part.pieces).map((piece, at) => [piece, at]));
    this.known = [];
    this.numbersOf = new Map();
    this.total = new Float64Array(part.dimensions);
    if (this.pieces.size !== this.scales.length) {
      throw fail("table", "pieces and scales do not fit");
    }
  }

  Table.prototype.numbers = function (text) {
    const found = [];
    words.tokens(text).forEach((token) => {
      let numbers = this.numbersOf.get(token);
      if (!numbers) {
        if (this.numbersOf.size >= MOST_TOKENS) {
          this.numbersOf.clear();
        }
        numbers = this.numbersOfToken(token);
        this.numbersOf.set(token, numbers);
      }
      found.push(...numbers);
    });
    return found;
  };

  Table.prototype.numbersOfToken = function (token) {
    const found = [];
    for (let at = 0; at < token.length && token.length <= this.longestWord;) {
      const prefix = at ? "##" : "";
      let end = token.length;
      while (end > at && !this.pieces.has(prefix + token.slice(at, end))) {
        end -= 1;
      }
      if (end > at) {
        found.push(this.pieces.get(prefix + token.slice(at, end)));
      }
      at = end > at ? end : at + 1;
    }
    return found;
  };

  // One row of the table, worked out once.
  Table.prototype.row = function (number) {
    const { known, codes: all, scales } = this;
    if (!known[number]) {
      const row = new Float64Array(this.dimensions);
      for (let at = 0; at < row.length; at += 1) {
        row[at] = (all[at * scales.length + number] - this.middle) * scales[number];
      }
      known[number] = row;
    }
    return known[number];
  };

  // What the table makes of a text, in single precision as kb/index/encoder/table.py has it, put
  // into `unit`.
  Table.prototype.fill = function (unit, text) {
    const total = this.total.fill(0);
    const numbers = this.numbers(text);
    for (let piece = 0; piece < numbers.length; piece += 1) {
      const row = this.row(numbers[piece]);
      for (let at = 0; at < total.length; at += 1) {
        total[at] += row[at];
      }
    }
    const length = norm(total) || 1;
    for (let at = 0; at < total.length; at += 1) {
      unit[at] = total[at] / length;
    }
    return unit;
  };

  Table.prototype.encode = function (text) {
    const vector = Float64Array.from(this.fill(new Float32Array(this.dimensions), text));
    const again = norm(vector) || 1;
    return vector.map((value) => value / again);
  };

  // Brings a row to 8 bits, as `quantise` of kb/index/vectors.py has it.
  function code(row) {
    let most = 0;
    for (let at = 0; at < row.length; at += 1) {
      most = Math.max(most, Math.abs(row[at]));
    }
    const step = most / 127 || 1;
    let product = 0;
    for (let at = 0; at < row.length; at += 1) {
      product += even(row[at] / step) * row[at];
    }
    const scale = product > 0 ? half(dot(row, row) / product) : 0;
    for (let at = 0; at < row.length; at += 1) {
      row[at] = even(row[at] / step) * scale;
    }
  }

  function dot(row, vector) {
    let sum = 0;
    for (let at = 0; at < row.length; at += 1) {
      sum += row[at] * vector[at];
    }
    return sum;
  }

  // To a whole number, halves to the even one.
  function even(value) {
    const near = Math.round(value);
    return near - value === 0.5 && near % 2 !== 0 ? near - 1 : near;
  }

  // The nearest number of half precision to one that is above 0.
  function half(value) {
    const step = 2 ** (Math.max(Math.floor(Math.log2(value)), -14) - 10);
    return even(value / step) * step;
  }

  // Rows that the table makes of texts, one after the other: they need not be sent.
  function Told(count, dimensions) {
    this.rows = new Float32Array(count * dimensions);
    this.count = count;
    this.dimensions = dimensions;
  }

  Told.prototype.row = function (number) {
    return this.rows.subarray(number * this.dimensions, (number + 1) * this.dimensions);
  };

  Told.prototype.likeness = function (vector) {
    const { rows, dimensions } = this;
    const found = new Float64Array(this.count);
    for (let row = 0, at = 0; row < found.length; row += 1) {
      let sum = 0;
      for (let place = 0; place < dimensions; place += 1, at += 1) {
        sum += rows[at] * vector[place];
      }
      found[row] = sum;
    }
    return found;
  };

  // Makes the rows of texts, one a step; `coded` says whether they are brought to 8 bits.
  function* telling(table, texts, coded) {
    const told = new Told(texts.length, table.dimensions);
    for (let number = 0; number < texts.length; number += 1) {
      const row = table.fill(told.row(number), texts[number]);
      if (coded) {
        code(row);
      }
      yield;
    }
    return told;
  }

  function norm(vector) {
    return Math.sqrt(dot(vector, vector));
  }

  // Makes of each part what is looked things up in.
  const READERS = {
    core: (part) => part,
    words(part) {
      const terms = listed(part.terms);
      const all = numbers(part.postings);
      const places = new Map();
      let at = 0;
      terms.forEach((term) => {
        places.set(term, at);
        at = afterTerm(all, at);
      });
      return { places, all, kept: new Map() };
    },
    names: (part) => part,
    spelling(part) {
      const counts = numbers(part.counts);
      const known = listed(part.words);
      return {
        counts: new Map(known.map((word, at) => [word, counts[at]])),
        english: new Set(listed(part.english)),
        compounds: new Map((part.compounds ? part.compounds.split(" ") : []).reverse()
          .map((pair) => [pair.replace("-", ""), pair.replace("-", " ")])),
      };
    },
    asked: (part) => part,
    distress: (part) => part,
    documents: (part) => part,
    text: (part) => part,
    table: (part) => new Table(part),
    vectors(part) {
      const found = { offsets: singles(part.offsets) };
      ["documents", "passages", "situations", "needs", "pages"].forEach((name) => {
        if (part[name]) { // what is not there is made from texts
          found[name] = codesOf(part[name], part.dimensions);
        }
      });
      found.firstPassage = sums(numbers(part.passage_of));
      found.firstSituation = sums(numbers(part.situation_of));
      return found;
    },
  };

  function afterTerm(all, start) {
    let at = start + 1;
    for (let mask = all[start]; mask; mask &= mask - 1) {
      const count = all[at];
      at += 1;
      for (let posting = 0; posting < count; posting += 1) {
        at += 1 + (all[at] & 1);
      }
    }
    return at;
  }

  // What was registered, by name. `missing` collects the parts that were asked for and not there.
  function Store() {
    this.parts = new Map();
    this.taken = new Set();
    this.build = "";
    this.missing = new Set();
  }

  // Takes parts [name, build, checksum, text], one a step; throws if one is damaged or of another
  // build.
  Store.prototype.taking = function* (list) {
    for (const entry of list) {
      const [name, build, check, text] = entry;
      if (this.taken.has(entry)) {
        continue;
      }
      this.build = this.build || build;
      if (build !== this.build) {
        throw fail(name, "it is of another build");
      }
      if (typeof text !== "string" || adler(text) !== check) {
        throw fail(name, "it is damaged");
      }
      yield;
      const part = JSON.parse(PACKED.test(text) ? yield* unpack.unpacking(bytes(text)) : text);
      if (name === "core" && part.format !== FORMAT) {
        throw fail(name, "it is of another format");
      }
      yield;
      this.parts.set(name, READERS[name.split("-")[0]](part));
      this.taken.add(entry);
      yield;
    }
  };

  Store.prototype.has = function (name) {
    return this.parts.has(name);
  };

  Store.prototype.part = function (name) {
    const part = this.parts.get(name);
    if (part === undefined) {
      this.missing.add(name);
    }
    return part;
  };

  // The last place whose first key is not above the one looked for.
  function shardOf(firsts, key) {
    let low = 0;
    let high = firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (firsts[middle] <= key) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  // The part of the words that has a term, if it has any.
  Store.prototype.wordsWith = function (term) {
    const part = this.part("words-" + shardOf(this.parts.get("core").shards.words, term));
    return part && part.places.has(term) ? part : null;
  };

  // What `find` gives, kept with a part of the words, since the next key asks most of it again.
  function keptIn(part, key, find) {
    if (!part.kept.has(key)) {
      if (part.kept.size >= MOST_KEPT) {
        part.kept.clear();
      }
      part.kept.set(key, find());
    }
    return part.kept.get(key);
  }

  // {documents, times} of a term in a field, documents rising; empty if there are none. It is kept:
  // not to be changed.
  Store.prototype.postings = function (field, term) {
    const part = this.wordsWith(term);
    return part ? keptIn(part, field + " " + term, () => this.read(part, field, term)) : NOWHERE;
  };

  // The documents that have a term in some of the fields; kept likewise.
  Store.prototype.holding = function (fields, term) {
    const part = this.wordsWith(term);
    return part ? keptIn(part, fields.join("+") + "  " + term, () =>
      new Set(fields.flatMap((field) => this.postings(field, term).documents))) : new Set();
  };

  Store.prototype.read = function (part, field, term) {
    const found = { documents: [], times: [] };
    const wanted = 1 << this.parts.get("core").settings.text_fields.indexOf(field);
    const { all } = part;
    const place = part.places.get(term);
    let at = place + 1;
    for (let bit = 1; bit <= wanted; bit <<= 1) {
      if (!(all[place] & bit)) {
        continue;
      }
      const count = all[at];
      at += 1;
      let document = 0;
      for (let posting = 0; posting < count; posting += 1) {
        const often = all[at] & 1;
        document += all[at] >> 1;
        if (bit === wanted) {
          found.documents.push(document);
          found.times.push(often ? all[at + 1] : 1);
        }
        at += 1 + often;
      }
    }
    return found;
  };

  // Whether some document has a term in some field.
  Store.prototype.holds = function (term) {
    return this.wordsWith(term) !== null;
  };

  Store.prototype.named = function (name, stopWords) {
    const key = squeezedKey(name, stopWords);
    const part = key ? this.part("names-" + shardOf(this.parts.get("core").shards.names, key)) : null;
    if (part && !part.named) { // a key that follows from the first name is not sent
      part.named = new Map(part.documents.map((named, at) =>
        [part.keys[at] || squeezedKey(named[0][1], stopWords), named]));
    }
    return (part && part.named.get(key)) || NONE;
  };

  function squeezedKey(name, stopWords) {
    return words.nameKey(name, stopWords).replace(/ /g, "");
  }

  Store.prototype.spelling = function (word) {
    const keys = this.parts.get("core").shards.spelling;
    const key = keys[0] === "all" ? "all" : word[0];
    return keys.includes(key) ? this.part("spelling-" + key) : undefined;
  };

  // The columns of a document's title or text, and its place in them; undefined if not there.
  Store.prototype.document = function (kind, number) {
    const size = this.parts.get("core").shards.documents;
    const part = this.part(kind + "-" + Math.floor(number / size));
    return part && { part, at: number % size };
  };

  return { Store, telling, even, numbers, running, sums };
});
