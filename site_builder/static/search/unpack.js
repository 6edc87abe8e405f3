// Packed bytes in, their text out: bzip2, as Python's bz2 module writes it (kb/browser/coding.py).
// It takes a third less than gzip does of long texts. In steps, so that a page can answer keys
// between two of them. No DOM.
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make();
  } else {
    root.kbSearchUnpack = make();
  }
})(/** @type {any} */ (globalThis), function () {
  "use strict";

  const BLOCK = 0x314159; // the first half of the mark before a block; 0x177245 is that of the end
  const GROUP = 50; // symbols that share a table of codes
  const LONGEST = 20; // bits of a code
  const STEP = 16384; // signs between two steps

  function Bits(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.held = 0;
    this.count = 0;
  }

  // The next bits as a number, without going on: so many, 24 at most; bits after the end are 0.
  Bits.prototype.look = function (count) {
    while (this.count < count) {
      this.held = (this.held << 8) | this.bytes[this.at];
      this.at += 1;
      this.count += 8;
    }
    return this.held >>> (this.count - count);
  };

  Bits.prototype.pass = function (count) {
    this.count -= count;
    this.held &= (1 << this.count) - 1;
  };

  Bits.prototype.read = function (count) {
    const found = this.look(count);
    this.pass(count);
    return found;
  };

  // The number of ones before the next nought.
  Bits.prototype.ones = function () {
    let found = 0;
    while (this.read(1)) {
      found += 1;
    }
    return found;
  };

  function moveToFront(list, from) {
    const value = list[from];
    for (let at = from; at > 0; at -= 1) {
      list[at] = list[at - 1];
    }
    list[0] = value;
    return value;
  }

  // The bytes that a block has, rising.
  function usedBytes(bits) {
    const found = [];
    const ranges = bits.read(16);
    for (let range = 0; range < 16; range += 1) {
      const used = (ranges >> (15 - range)) & 1 ? bits.read(16) : 0;
      for (let low = 0; low < 16; low += 1) {
        if ((used >> (15 - low)) & 1) {
          found.push(16 * range + low);
        }
      }
    }
    return found;
  }

  // The table of codes of each group of symbols, by number.
  function selectorsOf(bits, tables) {
    const order = Uint8Array.from({ length: tables }, (_, at) => at);
    return Uint8Array.from({ length: bits.read(15) }, () => moveToFront(order, bits.ones()));
  }

  // A table of codes: symbols by length and order, for each length the first bits that are too
  // large for it, and what leads from a code to the place of its symbol.
  function codesOf(bits, symbols) {
    const lengths = new Uint8Array(symbols);
    let length = bits.read(5);
    for (let symbol = 0; symbol < symbols; symbol += 1) {
      while (bits.read(1)) {
        length += bits.read(1) ? -1 : 1;
      }
      lengths[symbol] = length;
    }
    const sorted = [];
    const limits = new Int32Array(LONGEST + 1);
    const bases = new Int32Array(LONGEST + 1);
    let code = 0;
    for (let size = 1; size <= LONGEST; size += 1, code <<= 1) {
      bases[size] = sorted.length - code;
      for (let symbol = 0; symbol < symbols; symbol += 1) {
        if (lengths[symbol] === size) {
          sorted.push(symbol);
          code += 1;
        }
      }
      limits[size] = code << (LONGEST - size);
    }
    return { sorted, limits, bases };
  }

  function nextSymbol(bits, { sorted, limits, bases }) {
    const seen = bits.look(LONGEST);
    let size = 1;
    while (seen >= limits[size]) { // of the longest it is never too large, or a code is unknown
      size += 1;
    }
    bits.pass(size);
    return sorted[(seen >> (LONGEST - size)) + bases[size]];
  }

  // The last column of a block's sorted rotations: runs and places in a list of the last used are
  // undone.
  function* lastColumn(bits, most) {
    const used = Uint8Array.from(usedBytes(bits));
    const tables = bits.read(3);
    const selectors = selectorsOf(bits, tables);
    const end = used.length + 1;
    const codes = Array.from({ length: tables }, () => codesOf(bits, end + 1));
    const column = new Uint8Array(most);
    let count = 0;
    let run = 0;
    let size = 1;
    let wait = STEP;
    for (let group = 0; group < selectors.length; group += 1) {
      const table = codes[selectors[group]];
      for (let at = 0; at < GROUP; at += 1) {
        const symbol = nextSymbol(bits, table);
        if (symbol === undefined) {
          throw new Error("packed text: a code is unknown");
        }
        if (symbol < 2) {
          run += size << symbol;
          size <<= 1;
          continue;
        }
        column.fill(used[0], count, count + run);
        count += run;
        run = 0;
        size = 1;
        if (symbol === end) {
          return column.subarray(0, count);
        }
        column[count] = moveToFront(used, symbol - 1);
        count += 1;
      }
      if (count >= wait) {
        wait = count + STEP;
        yield;
      }
    }
    throw new Error("packed text: a block has no end");
  }

  // For each row of the sorted rotations the one that is next in the text, above the byte that the
  // row ends with, so that both are read at once.
  function* linksOf(column) {
    const starts = new Int32Array(257);
    for (let at = 0; at < column.length; at += 1) {
      starts[column[at] + 1] += 1;
    }
    for (let byte = 0; byte < 256; byte += 1) {
      starts[byte + 1] += starts[byte];
    }
    const links = new Int32Array(column.length);
    for (let from = 0; from < column.length; from += STEP) {
      link(links, column, starts, from, Math.min(from + STEP, column.length));
      yield;
    }
    return links;
  }

  function link(links, column, starts, from, to) {
    for (let at = from; at < to; at += 1) {
      const byte = column[at];
      links[starts[byte]] |= at << 8;
      links[at] |= byte;
      starts[byte] += 1;
    }
  }

  // The bytes of a block, in order.
  function* inOrder(column, first) {
    const links = yield* linksOf(column);
    const found = new Uint8Array(column.length);
    let row = links.length ? links[first] >>> 8 : 0;
    for (let from = 0; from < found.length; from += STEP) {
      row = follow(links, found, row, from, Math.min(from + STEP, found.length));
      yield;
    }
    return found;
  }

  function follow(links, found, row, from, to) {
    for (let at = from; at < to; at += 1) {
      const linked = links[row];
      found[at] = linked & 255;
      row = linked >>> 8;
    }
    return row;
  }

  // Four equal bytes are followed by how often the byte comes again.
  function withRuns(bytes) {
    const found = [];
    let start = 0;
    let same = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      same = at > start && bytes[at] === bytes[at - 1] ? same + 1 : 1;
      if (same === 4) {
        const again = bytes[at + 1] || 0;
        found.push(bytes.subarray(start, at + 1), new Uint8Array(again).fill(bytes[at]));
        at += 1;
        start = at + 1;
        same = 0;
      }
    }
    return found.concat([bytes.subarray(start)]);
  }

  // The text of packed bytes, in steps; throws if they are not as bzip2 writes them.
  function* unpacking(bytes) {
    const bits = new Bits(bytes);
    const most = (bits.read(24), bits.read(8) - 48) * 100000;
    const pieces = [];
    while (bits.read(24) === BLOCK) {
      bits.read(24);
      bits.read(16); // what would check the block: the text as it was sent has been checked
      bits.read(17);
      const first = bits.read(24);
      const column = yield* lastColumn(bits, most);
      pieces.push(...withRuns(yield* inOrder(column, first)));
    }
    yield;
    const decoder = new TextDecoder();
    return pieces.map((piece) => decoder.decode(piece, { stream: true })).join("") + decoder.decode();
  }

  return { unpacking };
});
