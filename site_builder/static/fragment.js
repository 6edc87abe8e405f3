// The part of an address behind its #, which no server sees: read and written, no DOM.
(function (root) {
  "use strict";

  // Identifiers of pages that can be put on a list; whatever else stands there is dropped.
  var LISTABLE = /^(?:casestudies|signposting)\/[a-z0-9][a-z0-9-]{0,99}$/;
  var LIMIT = 12;

  function own(object, name) {
    return Object.prototype.hasOwnProperty.call(object, name);
  }

  // {name: value}, each name once, without prototype; a part without "=" stands under "".
  function parse(fragment) {
    var found = Object.create(null);
    String(fragment).replace(/^#/, "").split("&").forEach(function (part) {
      var at = part.indexOf("=");
      var name = at < 0 ? "" : part.slice(0, at);
      if (!(name in found)) {
        try {
          found[name] = decodeURIComponent(part.slice(at + 1));
        } catch (error) {
          found[name] = ""; // a broken escape: as if nothing stood there
        }
      }
    });
    return found;
  }

  // The list of an address, or null if it names none. A bare list counts only if `bare` is set.
  function list(fragment, bare) {
    var parts = parse(fragment);
    var text = "list" in parts ? parts.list : bare ? parts[""] : undefined;
    if (text === undefined || (text === "" && !("list" in parts))) {
      return null;
    }
    return text.split(",").filter(function (id, at, all) {
      return LISTABLE.test(id) && all.indexOf(id) === at;
    }).slice(0, LIMIT);
  }

  // The fragment with a list in place of the one it had, without "#"; the rest stays as it was.
  function withList(fragment, ids) {
    var parts = String(fragment).replace(/^#/, "").split("&").filter(function (part) {
      return part && part.indexOf("list=") !== 0;
    });
    return parts.concat(ids.length ? ["list=" + ids.join(",")] : []).join("&");
  }

  root.kbFragment = { parse: parse, list: list, withList: withList, own: own, limit: LIMIT };
})(typeof globalThis === "object" ? globalThis : window);
