// The text of a section as the site will show it: the part of Markdown that people type.
// A text becomes plain nodes, {tag, href, children}, and text stays text; also loads in Node.
((root) => {
  "use strict";

  const INLINE = /\\([!-/:-@[-`{-~])|\*\*(?=\S)([^]*?\S)\*\*|\*(?=[^\s*])([^*]*[^\s*])\*|(^|[^A-Za-z0-9\\])_(?=[^\s_])([^_]*[^\s_])_(?![A-Za-z0-9])|`([^`\n]+)`|\[\^([^\]\s]+)\]|\[([^\]\n]+)\]\(\s*([^()\s]+)\s*\)|&(amp|lt|gt|quot);/;
  const NOTE = /^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$/;
  const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"' };
  const BULLET = /^( {0,3})([-*+])( {1,4})(?=\S)/;
  const NUMBERED = /^( {0,3})(\d{1,9})([.)])( {1,4})(?=\S)/;
  const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
  const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
  const ROW_RULE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
  const DEEPEST = 6;

  // The labels of footnotes in the order in which the text refers to them.
  let labels = [];

  function numberOf(label) {
    if (!labels.includes(label)) {
      labels.push(label);
    }
    return labels.indexOf(label) + 1;
  }

  function node(tag, children, href) {
    return href ? { tag, href, children } : { tag, children };
  }

  // Words with bold, italics, code and links in them.
  function inline(text) {
    const found = [];
    let rest = text;
    for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
      const [, sign, bold, italic, before, other, code, label, words, href, name] = match;
      found.push(rest.slice(0, match.index) + (before || ""));
      if (sign || name) {
        found.push(sign || NAMED[name]);
      } else if (code) {
        found.push(node("code", [code]));
      } else if (label) {
        found.push(node("sup", [String(numberOf(label))]));
      } else if (href) {
        found.push(/^(?:https|mailto):|^[a-z]+\//.test(href) ? node("a", inline(words), href) : words);
      } else {
        found.push(node(bold ? "strong" : "em", inline(bold || italic || other)));
      }
      rest = rest.slice(match.index + match[0].length);
    }
    return found.concat(rest).filter((part) => part !== "");
  }

  function startsBlock(row) {
    const numbered = NUMBERED.exec(row);
    return HEADING.test(row) || RULE.test(row) || /^ {0,3}>/.test(row) || BULLET.test(row) || (numbered && numbered[2] === "1");
  }

  // The rows of one entry of a list, and where the next one starts.
  function entry(rows, at, width) {
    const own = [rows[at].slice(width)];
    let next = at + 1;
    for (; next < rows.length; next += 1) {
      const row = rows[next];
      const indent = row.length - row.trimStart().length;
      const blankBefore = !rows[next - 1].trim();
      if (row.trim() && indent < width && (blankBefore || startsBlock(row) || NUMBERED.test(row))) {
        break;
      }
      own.push(indent >= width ? row.slice(width) : row.trimStart());
    }
    while (own.length && !own[own.length - 1].trim()) {
      own.pop();
    }
    return { own, next };
  }

  function list(rows, at, depth) {
    const pattern = BULLET.test(rows[at]) ? BULLET : NUMBERED;
    const sign = pattern.exec(rows[at])[pattern === BULLET ? 2 : 3];
    const entries = [];
    let loose = false;
    let next = at;
    while (next < rows.length) {
      const match = pattern.exec(rows[next]);
      if (!match || match[pattern === BULLET ? 2 : 3] !== sign || RULE.test(rows[next])) {
        break;
      }
      const found = entry(rows, next, match[0].length);
      loose = loose || found.own.some((row) => !row.trim()) || (found.next < rows.length && !rows[found.next - 1].trim() && pattern.test(rows[found.next]));
      entries.push(found.own);
      next = found.next;
    }
    const items = entries.map((own) => {
      const parts = blocks(own, depth + 1);
      const bare = loose ? parts : [].concat(...parts.map((part) => (part.tag === "p" ? part.children : [part])));
      return node("li", bare);
    });
    return { made: node(pattern === BULLET ? "ul" : "ol", items), next };
  }

  function cells(row) {
    const bare = row.trim().replace(/\\\|/g, "\0").replace(/^\|/, "").replace(/\|$/, "");
    return bare.split("|").map((cell) => cell.trim().replace(/\0/g, "|"));
  }

  function table(rows, at) {
    const head = cells(rows[at]);
    const body = [];
    let next = at + 2;
    while (next < rows.length && rows[next].trim() && !startsBlock(rows[next])) {
      body.push(cells(rows[next]));
      next += 1;
    }
    const row = (tag, found) => node("tr", head.map((_, column) => node(tag, inline(found[column] || ""))));
    const parts = [node("thead", [row("th", head)])];
    if (body.length) {
      parts.push(node("tbody", body.map((found) => row("td", found))));
    }
    return { made: node("table", parts), next };
  }

  function isTable(rows, at) {
    return rows[at].includes("|") && at + 1 < rows.length && ROW_RULE.test(rows[at + 1]) && cells(rows[at]).length === cells(rows[at + 1]).length;
  }

  function quotation(rows, at, depth) {
    const own = [];
    let next = at;
    while (next < rows.length && (/^ {0,3}>/.test(rows[next]) || (rows[next].trim() && !startsBlock(rows[next])))) {
      own.push(rows[next].replace(/^ {0,3}> ?/, ""));
      next += 1;
    }
    return { made: node("blockquote", blocks(own, depth + 1)), next };
  }

  function paragraph(rows, at) {
    let next = at + 1;
    while (next < rows.length && rows[next].trim() && !startsBlock(rows[next]) && !isTable(rows, next)) {
      next += 1;
    }
    return { made: node("p", inline(rows.slice(at, next).map((row) => row.trim()).join("\n"))), next };
  }

  function blocks(rows, depth) {
    const found = [];
    let at = 0;
    while (at < rows.length) {
      const heading = HEADING.exec(rows[at]);
      let step = null;
      if (!rows[at].trim()) {
        at += 1;
        continue;
      } else if (heading) {
        step = { made: node("h" + heading[1].length, inline(heading[2] || "")), next: at + 1 };
      } else if (RULE.test(rows[at])) {
        step = { made: node("hr", []), next: at + 1 };
      } else if (depth < DEEPEST && /^ {0,3}>/.test(rows[at])) {
        step = quotation(rows, at, depth);
      } else if (depth < DEEPEST && (BULLET.test(rows[at]) || NUMBERED.test(rows[at]))) {
        step = list(rows, at, depth);
      } else {
        step = isTable(rows, at) ? table(rows, at) : paragraph(rows, at);
      }
      found.push(step.made);
      at = step.next;
    }
    return found;
  }

  // The rows without footnotes, and what each footnote says, by its label.
  function notesApart(rows) {
    const notes = new Map();
    let last = "";
    const kept = rows.filter((row) => {
      const match = NOTE.exec(row);
      last = match ? match[1] : row.trim() ? last : "";
      if (last) {
        notes.set(last, match ? match[2] : notes.get(last) + "\n" + row.trim());
      }
      return !last;
    });
    return { kept, notes };
  }

  function parse(text) {
    const { kept, notes } = notesApart(text.split("\n"));
    labels = [];
    const found = blocks(kept, 0);
    const items = [];
    for (let at = 0; at < labels.length; at += 1) {
      items.push(node("li", [node("p", inline(notes.get(labels[at]) || ""))]));
    }
    return items.length ? found.concat(node("ol", items)) : found;
  }

  // The nodes as elements: every word goes in as text, never as markup, and links lead nowhere.
  function draw(text, document) {
    const made = (part) => {
      if (typeof part === "string") {
        return document.createTextNode(part);
      }
      const isHeading = /^h\d$/.test(part.tag);
      const found = document.createElement(part.tag === "a" ? "u" : isHeading ? "p" : part.tag);
      if (isHeading) {
        found.className = "nhsuk-heading-s";
      }
      found.append(...part.children.map(made));
      return found;
    };
    return parse(text).map(made);
  }

  root.KBPreview = { draw, parse };
})(typeof self === "undefined" ? globalThis : self);
