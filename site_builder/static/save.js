// Files made in the page and handed to the visitor, comma-separated text without formulas, and the
// day and the address of this site that such files name.
// No DOM but for the one link of a saved file; the rule of a safe cell is kb/text/csv_text.py.
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

  root.kbSave = { address, csv, file, safeCell, today };
})(typeof globalThis === "object" ? globalThis : window);
