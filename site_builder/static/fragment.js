// The part of an address behind its #, which no server sees: read and written, no DOM.
((root) => {
  "use strict";

  // Identifiers of pages that can be put on a list; whatever else stands there is dropped.
  const LISTABLE = /^(?:casestudies|signposting)\/[a-z0-9][a-z0-9-]{0,99}$/;
  const LIMIT = 12;

  function own(object, name) {
    return Object.prototype.hasOwnProperty.call(object, name);
  }

  /**
   * Text with its escapes undone; what is none, as in "50% of GPs", stays as it was typed.
   * @param {string} text
   * @returns {string}
   */
  function decoded(text) {
    return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) => {
      try {
        return decodeURIComponent(escapes);
      } catch (error) {
        return escapes;
      }
    });
  }

  /**
   * {name: value}, each name once, without prototype; a part without "=" stands under "".
   * @param {string} fragment with or without its "#"
   * @returns {Record<string, string>}
   */
  function parse(fragment) {
    const found = Object.create(null);
    String(fragment).replace(/^#/, "").split("&").forEach((part) => {
      const at = part.indexOf("=");
      const name = at < 0 ? "" : part.slice(0, at);
      if (!(name in found)) {
        found[name] = decoded(part.slice(at + 1));
      }
    });
    return found;
  }

  /**
   * The list of an address, or null if it names none.
   * @param {string} fragment
   * @param {boolean} [bare] whether a list without "list=" counts
   * @returns {string[] | null} identifiers, each once
   */
  function list(fragment, bare) {
    const parts = parse(fragment);
    const text = "list" in parts ? parts.list : bare ? parts[""] : undefined;
    if (text === undefined || (text === "" && !("list" in parts))) {
      return null;
    }
    return text.split(",").map((id) => id.trim()).filter((id, at, all) => {
      return LISTABLE.test(id) && all.indexOf(id) === at;
    }).slice(0, LIMIT);
  }

  /**
   * The fragment with a list in place of the one it had, without "#"; the rest stays as it was,
   * and the area that was chosen is there.
   * @param {string} fragment
   * @param {string[]} ids
   * @returns {string}
   */
  function withList(fragment, ids) {
    const listed = withPart(fragment, "list", ids.join(","));
    const area = root.kbFragment.area;
    return area ? withPart(listed, "area", area) : listed;
  }

  /**
   * The fragment with one part in place of the one it had, without "#"; "" takes the part out.
   * @param {string} fragment
   * @param {string} name
   * @param {string} value
   * @returns {string}
   */
  function withPart(fragment, name, value) {
    const parts = String(fragment).replace(/^#/, "").split("&").filter((part) => {
      return part && part.indexOf(name + "=") !== 0;
    });
    return parts.concat(value ? [name + "=" + value] : []).join("&");
  }

  // `area` is the reader's own, set by area.js: whoever writes an address with a list keeps it.
  root.kbFragment = { parse, list, withList, withPart, own, limit: LIMIT, area: "" };
})(typeof globalThis === "object" ? globalThis : window);
