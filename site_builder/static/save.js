// Files made in the page and handed to the visitor, comma-separated text without formulas, the
// day and the address of this site that such files name, and the text of files that are opened.
// No DOM but for the one link of a saved file; the rules of a safe cell and of what is text are
// those of kb/text/csv_text.py and kb/text/decoding.py.
((root) => {
  "use strict";

  const FORMULA = /^\s*[=+\-@\t\r|%＝＋－＠]/;
  const NUMBER = /^-?\d+(?:\.\d+)?$/;

  /**
   * A cell that is text for every spreadsheet.
   * @param {string} text
   * @returns {string}
   */
  function safeCell(text) {
    const clean = String(text).replace(/\0/g, "");
    return FORMULA.test(clean) && !NUMBER.test(clean) ? "'" + clean : clean;
  }

  function cell(text) {
    const safe = safeCell(text);
    return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  }

  /**
   * Rows as RFC 4180 has them, with a header line and lines that end in CRLF.
   * @param {string[]} header
   * @param {string[][]} rows
   * @returns {string}
   */
  function csv(header, rows) {
    return [header].concat(rows).map((row) => row.map(cell).join(",") + "\r\n").join("");
  }

  /**
   * Hands a file to the visitor.
   * @param {string} name
   * @param {string} type
   * @param {string | Blob} content a text is written in UTF-8
   */
  function file(name, type, content) {
    const mark = type === "text/csv" ? "\ufeff" : ""; // without it Excel takes another encoding
    const blob = content instanceof Blob ? content
      : new Blob([mark, content], { type: type + ";charset=utf-8" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(() => { URL.revokeObjectURL(link.href); }, 1000);
  }

  /**
   * Today by the visitor's own clock, as "2026-11-28".
   * @returns {string}
   */
  function today() {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  /**
   * The address of this site, for what is handed over; "" where it is opened from a disk.
   * @returns {string}
   */
  function address() {
    const found = window.kbList.link("/").replace(/\/?index\.html$/, "");
    return /^https?:/.test(found) ? found : "";
  }

  // How files of Excel, Word and LibreOffice begin, new and old, and those of PDF.
  const NO_TEXT = ["80 75 3 4", "208 207 17 224", "37 80 68 70"];
  const LOOKED_AT = 4096;
  const MANY = 0.4;

  // The text of UTF-32, which browsers do not decode, behind its mark; null for a file without one.
  function utf32(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const little = bytes.length > 3 && view.getUint32(0, true) === 0xfeff;
    if (!little && !(bytes.length > 3 && view.getUint32(0) === 0xfeff)) {
      return null;
    }
    let text = "";
    for (let at = 4; at + 4 <= bytes.length; at += 4) {
      const code = view.getUint32(at, little);
      const isSign = code < 0x110000 && (code < 0xd800 || code > 0xdfff);
      text += isSign ? String.fromCodePoint(code) : "\ufffd";
    }
    return bytes.length % 4 ? text + "\ufffd" : text;
  }

  // Which UTF-16 bytes are in: by their mark, or by every second one being zero.
  function utf16(bytes) {
    const mark = bytes[0] * 256 + bytes[1];
    if (mark === 0xfffe || mark === 0xfeff) {
      return mark === 0xfffe ? "utf-16le" : "utf-16be";
    }
    const head = Array.from(bytes.slice(0, LOOKED_AT));
    const first = head.filter((byte, at) => byte === 0 && at % 2 === 0).length;
    const second = head.filter((byte, at) => byte === 0 && at % 2 === 1).length;
    const many = head.length / 2 * MANY;
    return second > many && !first ? "utf-16le" : first > many && !second ? "utf-16be" : "";
  }

  /**
   * The text of bytes in UTF-8, UTF-16, UTF-32 or Windows' own encoding; null for what is no text.
   * @param {Uint8Array} bytes
   * @returns {string | null}
   */
  function decoded(bytes) {
    const wide = utf32(bytes);
    if (wide !== null) {
      return wide;
    }
    const encoding = utf16(bytes);
    if (NO_TEXT.indexOf(Array.from(bytes.slice(0, 4)).join(" ")) >= 0 || (!encoding && bytes.includes(0))) {
      return null;
    }
    try {
      return new TextDecoder(encoding || "utf-8", { fatal: !encoding }).decode(bytes);
    } catch (error) {
      return new TextDecoder("windows-1252").decode(bytes);
    }
  }

  /**
   * The text of a file that the visitor opened; null for what is no text.
   * @param {File} own
   * @returns {Promise<string | null>}
   */
  function read(own) {
    return own.arrayBuffer().then((buffer) => decoded(new Uint8Array(buffer)));
  }

  root.kbSave = { address, csv, decoded, file, read, safeCell, today };
})(typeof globalThis === "object" ? globalThis : window);
