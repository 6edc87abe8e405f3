// The form for a new case study without its page: checks, advice, likeness, the file's text.
// Works from the data of form-data.js (the JSON Schema among them); also loads in Node.
((root) => {
  "use strict";

  const FIGURES = ["value", "change", "before", "sample"];
  const DRAFT = { what: "case study not yet finished", version: 1 };
  // More than all boxes of the form can hold, so that what was saved can be opened again.
  const LONGEST_DRAFT = 50000000;
  // Signs that nobody sees and that pages may not have; breaks that only some programs see.
  const UNSEEN = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\u{13430}-\u{1345f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}]|[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}/gu;
  const HIDDEN = new RegExp(UNSEEN.source, "u");
  const BREAKS = /\r\n?|[\x0b\x0c\x85\u2028\u2029]/g;
  const MARKUP = /<[A-Za-z/!?]|\]\(|\*\*|`|&[a-zA-Z]+;|&#/;
  const TO_DO = /^[ \t>*_+-]*(?:\d+[.)]\s+)?to[ -]?do\s*:/im;
  const WEB = /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][^\s<>"\\]*)?$/;
  const UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
  const TENS = ". . twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
  const SCALES = { hundred: 100, thousand: 1000, million: 1000000, billion: 1000000000 };
  const SUFFIXES = { k: 1000, m: 1000000, mn: 1000000, bn: 1000000000, thousand: 1000, million: 1000000, billion: 1000000000 };
  // Words that mean a figure without naming it; which one is left to the editors.
  const SORT_OF_FIGURE = /\b(?:half|halves|halved|thirds?|quarters?|double[ds]?|twice|triple[ds]?|dozens?|fifths?|tenths?|all|none|no|both)\b/i;
  // What a block of text may hold before any of its words: signs of lists and quotations.
  const HOLDERS = "(?:(?:[-*+>]|\\d{1,9}[.)])\\s+)*";
  const HEADING = new RegExp("^ {0,3}" + HOLDERS + "(#{1,6})(?:\\s+(.*?))?\\s*#*\\s*$");
  const LONGEST_PARAGRAPH = 8000;
  // The largest figure that is written without an exponent, and so read as a number again.
  const LARGEST = 1e15;
  // What is said of a name that is of nothing known.
  const NOT_KNOWN = {
    "now.seen": "the address of a page that is known here yet: leave it, and an editor adds it",
    "now.instead": "the title of a page of this site",
  };

  function words(text) {
    return text.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;
  }

  function isEmpty(value) {
    return (
      value === undefined ||
      value === null ||
      value === "" ||
      (Array.isArray(value) && value.length === 0)
    );
  }

  // A list without its blank entries: a row that was opened and left is not there.
  function filled(value) {
    return Array.isArray(value) ? value.filter((item) => !isBlank(item)) : value;
  }

  function isBlank(item) {
    return typeof item === "object" && item !== null && Object.keys(item).length === 0;
  }

  // ---- the schema

  function resolve(schema, part) {
    if (part.$ref) {
      return schema.$defs[part.$ref.split("/").pop()];
    }
    const real = (part.anyOf || []).filter((choice) => choice.type !== "null");
    return real.length === 1 ? Object.assign({}, real[0], part, { anyOf: undefined }) : part;
  }

  // What a field wants, in the words of the form.
  function wanted(form, field) {
    const text = form.hints[field.replace(/\[\d+\]/g, "")] || "";
    return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
  }

  function checkValue(form, part, value, field, found) {
    const own = resolve(form.schema, part);
    if (own.type === "array") {
      checkList(form, own, value, field, found);
    } else if (own.properties) {
      checkObject(form, own, value, field, found);
    } else if (typeof value === "string") {
      checkText(form, own, value, field, found);
    }
  }

  function checkText(form, own, value, field, found) {
    if (value === form.notStated) {
      return;
    }
    const bounds = own["x-words"];
    const count = words(value);
    if (bounds && count < bounds[0]) {
      found.push({ field, message: count + " words; " + bounds[0] + " to " + bounds[1] + " are wanted" });
    } else if (bounds && count > bounds[1]) {
      found.push({ field, message: count + " words; up to " + bounds[1] + " are wanted: shorten it" });
    }
    if (own.maxLength && Array.from(value).length > own.maxLength) {
      found.push({ field, message: Array.from(value).length + " characters; up to " + own.maxLength + " are wanted: shorten it" });
    }
    if (own.enum && own.enum.indexOf(value) < 0) {
      found.push({ field, message: "“" + value + "” is not one of " + own.enum.join(", ") });
    }
    if (own.pattern && !new RegExp(own.pattern, "u").test(value)) {
      const unknown = NOT_KNOWN[field.replace(/\[\d+\]$/, "")];
      found.push({
        field,
        message: "“" + value + "” is not " + (unknown || "written as wanted: " + wanted(form, field)),
      });
    }
    if (/\n/.test(value)) {
      found.push({ field, message: "write it on one line" });
    }
    if (MARKUP.test(value)) {
      found.push({ field, message: "leave out marks such as ** and <: this is plain text" });
    }
    if (TO_DO.test(value)) {
      found.push({ field, message: "still to be written: it begins with “To do:”" });
    }
  }

  function checkList(form, own, value, field, found) {
    const list = Array.isArray(value) ? value : [];
    const count = filled(list).length;
    if (own.minItems && count < own.minItems) {
      found.push({ field, message: count + "; " + own.minItems + (own.maxItems ? " to " + own.maxItems : " or more") + " are wanted" });
    }
    if (own.maxItems && count > own.maxItems) {
      found.push({ field, message: count + "; up to " + own.maxItems + " are wanted: keep the best" });
    }
    list.forEach((item, at) => {
      if (isBlank(item)) {
        return;
      }
      const same = JSON.stringify(item);
      if (own.uniqueItems && list.slice(0, at).some((other) => JSON.stringify(other) === same)) {
        const shown = typeof item === "string" ? item : item.place || item.source;
        found.push({ field, message: "“" + shown + "” stands twice" });
      }
      checkValue(form, own.items || {}, item, field + "[" + at + "]", found);
    });
  }

  function checkObject(form, own, value, field, found) {
    const object = value || {};
    (own.required || []).forEach((key) => {
      const part = resolve(form.schema, own.properties[key]);
      const mayBeEmpty = part.type === "array" && !part.minItems;
      if (isEmpty(filled(object[key])) && !(mayBeEmpty && Array.isArray(object[key]))) {
        const name = (field ? field + "." : "") + key;
        found.push({ field: name, message: "still empty: " + wanted(form, name) });
      }
    });
    Object.keys(object).forEach((key) => {
      if (own.properties[key] && !isEmpty(object[key])) {
        checkValue(form, own.properties[key], object[key], (field ? field + "." : "") + key, found);
      }
    });
  }

  // ---- rules beyond the schema

  function checkResult(form, result, field, found) {
    const rules = form.rules[result.known_by];
    if (!rules) {
      return;
    }
    const given = !isEmpty(result.value) ? "value" : !isEmpty(result.change) ? "change" : "none";
    const rule = rules[given];
    if (!isEmpty(result.value) && !isEmpty(result.change)) {
      found.push({ field: field + ".change", message: "a figure and a difference: keep one of the two" });
    }
    if (given === "none" && (rule.figure === "needed" || rule.figure === "value")) {
      found.push({ field: field + ".value", message: "still empty: a result known in this way has a figure" });
    } else if (rule.figure === "value" && isEmpty(result.value)) {
      found.push({ field: field + ".value", message: "still empty: a result known in this way needs it" });
    }
    rule.needed.forEach((key) => {
      if (isEmpty(result[key])) {
        found.push({ field: field + "." + key, message: "still empty: a result known in this way needs it" });
      }
    });
    rule.barred.forEach((key) => {
      if (!isEmpty(result[key])) {
        found.push({ field: field + "." + key, message: "take it out: a result known in this way has none" });
      }
    });
    checkQuote(form, result, field, found);
  }

  // The parts that a result needs: those that every result has, and those of its way of knowing.
  function neededOf(form, result) {
    let needed = form.schema.$defs.ResultModel.required.slice();
    const rules = form.rules[result.known_by];
    if (!rules) {
      return needed;
    }
    let given = !isEmpty(result.value) ? "value" : !isEmpty(result.change) ? "change" : "none";
    const figure = rules[given].figure;
    if (given === "none" && (figure === "needed" || figure === "value")) {
      given = "value";
    }
    needed = needed.concat(rules[given].needed);
    return given === "value" ? needed.concat("value") : needed;
  }

  // Those that must stay empty, which nobody need be shown.
  function barredOf(form, result) {
    const rules = form.rules[result.known_by];
    return rules ? (isEmpty(result.change) ? rules.value : rules.change).barred : [];
  }

  function checkQuote(form, result, field, found) {
    FIGURES.forEach((key) => {
      if (!isEmpty(result[key]) && typeof result[key] === "string" && result[key] !== form.notStated) {
        found.push({ field: field + "." + key, message: "“" + result[key] + "” is not a number" });
      }
    });
    FIGURES.forEach((key) => {
      if ([].concat(result[key]).some((part) => typeof part === "number" && Math.abs(part) > LARGEST)) {
        found.push({ field: field + "." + key, message: "too large a number to be a figure" });
      }
    });
    FIGURES.forEach((key) => {
      if (Array.isArray(result[key]) && result[key][0] >= result[key][1]) {
        found.push({ field: field + "." + key, message: "give the lower figure first" });
      }
    });
    checkFinding(result, field, found);
    if (isEmpty(result.quote)) {
      return;
    }
    const count = (result.quote.toLowerCase().match(/[a-z0-9£%]+(?:['’][a-z]+)?/g) || []).length;
    if (count < form.quoteWords[0] || count > form.quoteWords[1]) {
      found.push({ field: field + ".quote", message: count + " words; " + form.quoteWords[0] + " to " + form.quoteWords[1] + " are wanted" });
      return;
    }
    const quoted = numbersIn(result.quote);
    ["value", "change"].forEach((key) => {
      [].concat(isEmpty(result[key]) ? [] : result[key]).forEach((part) => {
        const known = typeof part !== "number" || quoted.indexOf(plainNumber(Math.abs(part))) >= 0;
        if (!known && !SORT_OF_FIGURE.test(result.quote)) {
          found.push({ field: field + "." + key, message: part + " does not stand in the exact words below" });
        }
      });
    });
  }

  // The numbers of a text, in figures and in words, each in its plain form: "24000000", "25".
  function numbersIn(text) {
    const figures = /(?:^|[^\w.])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:[ \u00a0-]?(thousand|million|billion|mn|bn|[mk])\b)?/gi;
    const found = [];
    for (let match = figures.exec(text); match; match = figures.exec(text)) {
      const scale = SUFFIXES[(match[3] || "").toLowerCase()] || 1;
      found.push(plainNumber(Number(match[1].replace(/,/g, "") + (match[2] || "")) * scale));
      figures.lastIndex = match.index + match[0].length;
    }
    return found.concat(numbersInWords(text));
  }

  function plainNumber(value) {
    return String(Number(value.toPrecision(12)));
  }

  function numbersInWords(text) {
    const found = [];
    // A number in words: its parts stand beside each other, with "and" only behind a hundred.
    const runs = text.toLowerCase().match(/[a-z]+(?:[ \n\u00a0-](?:and[ \n\u00a0-])?[a-z]+)*/g) || [];
    runs.forEach((run) => {
      let total = 0;
      let group = 0;
      let open = false;
      let last = "";
      const close = () => {
        if (open) {
          found.push(String(total + group));
        }
        total = 0;
        group = 0;
        open = false;
      };
      run.split(/[ \n\u00a0-]/).forEach((word) => {
        const unit = UNITS.indexOf(word);
        const ten = TENS.indexOf(word);
        if (unit >= 0 || ten > 1) {
          const fits = open && (group % 100 === 0 || (unit > 0 && unit < 10 && group % 10 === 0)) && last !== "unit";
          if (open && !(fits && (group > 0 || total > 0))) {
            close();
          }
          group += unit >= 0 ? unit : 10 * ten;
          open = true;
          last = unit >= 0 ? "unit" : "ten";
        } else if (SCALES[word] && open) {
          if (word === "hundred") {
            group *= 100;
          } else {
            total += group * SCALES[word];
            group = 0;
          }
          last = "scale";
        } else if (word !== "and" || last !== "scale") {
          close();
          last = "";
        }
      });
      close();
    });
    return found;
  }

  // The numbers of a text that have to be proved: no years, dates or numbers of a list.
  function claims(text) {
    const bare = text
      .replace(/\b\d{4}-\d\d(?:-\d\d)?\b|(^|[^£$€\d,.])(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?s?\b(?![,.]\d|%)/g, "$1 ")
      .replace(/\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/gi, " ")
      .replace(/\b(?:case\s+stud(?:y|ies)|levels?|steps?|sections?|chapters?|pages?|parts?|table|figure|question|tip|cohort|wave|phase|stage|items?)\s+\d+(?:\s*(?:,|and|to|or|[-–])\s*\d+)*\b/gi, " ")
      .replace(/^[ \t>]*\d+[.)](?=\s)/gm, " ");
    const found = numbersIn(bare);
    return found.filter((part) => part !== "0" && part !== "1");
  }

  // A number in the sentence of a result is one of its own figures, or stands in its quote.
  function checkFinding(result, field, found) {
    const known = FIGURES.reduce((list, key) => list.concat(result[key] || []), [])
      .filter((part) => typeof part === "number")
      .map((part) => String(Math.abs(part)))
      .concat(claims(result.quote || ""), claims((result.population || "") + " " + (result.period || "")));
    claims(result.finding || "").forEach((number) => {
      if (known.indexOf(number) < 0) {
        found.push({ field: field + ".finding", message: number + " is not among the figures below or in the exact words" });
      }
    });
  }

  function checkDate(date, today, field, found) {
    const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(date || "");
    if (!match) {
      return;
    }
    const day = new Date(Date.UTC(Number(match[1]), Number(match[2] || 1) - 1, Number(match[3] || 1)));
    if (match[1] === "0000" || day.getUTCMonth() !== Number(match[2] || 1) - 1 || day.getUTCDate() !== Number(match[3] || 1)) {
      found.push({ field, message: "“" + date + "” is no day that exists" });
    } else if (date > today.slice(0, date.length)) {
      found.push({ field, message: "“" + date + "” is still to come: give the date up to which it is known" });
    }
  }

  // Today in London, whose day every date of the content is.
  function london() {
    return new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
  }

  function checkNow(form, now, found) {
    const pages = Object.keys(form.addresses).map((address) => form.addresses[address]);
    (now.seen || []).forEach((name, at) => {
      if (pages.length && pages.indexOf(name) < 0) {
        found.push({ field: "now.seen[" + at + "]", message: "“" + name + "” is not " + NOT_KNOWN["now.seen"] });
      }
    });
    const ids = idsOf(form);
    (now.instead || []).forEach((name, at) => {
      if (ids.indexOf(name) < 0) {
        found.push({ field: "now.instead[" + at + "]", message: "“" + name + "” is not " + NOT_KNOWN["now.instead"] });
      }
    });
    if (isEmpty(now.seen) && claims(now.note || "").length) {
      found.push({ field: "now.note", message: "a figure needs a page that shows it: give one above, or leave the figure out" });
    }
    if (isEmpty(now.status)) {
      found.push({ field: "now.status", message: "still empty: say whether it is still running, or that it is not known" });
    }
    if (now.status === "closed" && isEmpty(now.instead)) {
      found.push({ field: "now.instead", message: "still empty: where to send people now that it has ended" });
    }
    if (!isEmpty(now.status) && now.status !== "unknown" && isEmpty(now.seen)) {
      found.push({ field: "now.seen", message: "still empty: give the pages that show it, or choose “Not known” above" });
    }
  }

  // ---- the text of a section

  // What a page may not have in it, said for the one who typed it.
  function textFaults(form, text) {
    const found = [];
    const unfenced = text.replace(/^ {0,3}(```+|~~~+)[^]*?(?:^ {0,3}\1[`~]*\s*$|$(?![^]))/gm, "code");
    const bare = unfenced.replace(/`[^`\n]*`/g, "");
    if (/<(?!https?:\/\/)[A-Za-z/!?]/.test(bare)) {
      found.push("leave out marks such as <b>");
    }
    if (TO_DO.test(text)) {
      found.push("still to be written: a line begins with “To do:”");
    }
    if (text.trim() && isBare(text)) {
      found.push("nothing stands here that can be read");
    }
    if (text.split(/\n[ \t]*\n/).some((block) => block.length > LONGEST_PARAGRAPH)) {
      found.push("a paragraph of more than " + LONGEST_PARAGRAPH + " characters: make several of it");
    }
    headingFaults(unfenced.split("\n"), found);
    linkFaults(form, bare, found);
    return found;
  }

  function headingFaults(rows, found) {
    let above = 2;
    let empty = null;
    rows.forEach((row, at) => {
      const match = HEADING.exec(row);
      const before = at ? rows[at - 1] : "";
      if (/^ {0,3}(?:=+|-+)\s*$/.test(row) && before.trim() && !/^ {0,3}(?:#{1,6}(?:\s|$)|[-*+>|]|\d+[.)])/.test(before)) {
        found.push("a line of dashes below “" + before.trim() + "” makes a heading of it: put an empty line between them");
      }
      if (!match) {
        empty = row.trim() ? null : empty;
        return;
      }
      const level = match[1].length;
      if (level < 3) {
        found.push("leave the heading “" + (match[2] || "") + "” out, or begin it with ###: the headings of the parts are added for you");
      } else if (level > above + 1) {
        found.push("begin the heading “" + (match[2] || "") + "” with ###");
      }
      if (empty !== null && level <= above) {
        found.push("nothing stands below the heading “" + empty + "”");
      }
      above = Math.max(level, 2);
      empty = match[2] || "";
    });
    if (empty !== null) {
      found.push("nothing stands below the heading “" + empty + "”");
    }
  }

  function idsOf(form) {
    return Object.keys(form.titles).map((title) => form.titles[title]);
  }

  // Whether "#the-problem" leads to a part of the page, or to a heading within this one.
  function isAnchor(form, text, target) {
    const own = (text.match(/^ {0,3}#{3,6}\s+.*$/gm) || []).map((row) => row.replace(/^[ #]+|[ #]+$/g, ""));
    return form.sections.map((section) => section.heading).concat(own).some((heading) => {
      return "#" + heading.toLowerCase().replace(/['’]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") === target;
    });
  }

  // A text without what shows no word: rules, empty entries, and the addresses behind names.
  function isBare(text) {
    return !text
      .replace(/^ {0,3}\[[^\]\n]+\]:.*$/gm, "")
      .replace(/\[\s*\]\([^)]*\)/g, "")
      .replace(/^[ \t]*(?:(?:[-*_][ \t]*){3,}|(?:(?:[-*+>]|\d{1,9}[.)])(?:[ \t]+|$))+)$/gm, "")
      .trim();
  }

  // Marks of footnotes without their note, and notes that nothing points to, over all parts.
  function noteFaults(form, sections) {
    const text = form.sections.map((section) => sections[section.heading] || "").join("\n\n").replace(/`[^`\n]*`/g, "");
    const notes = (text.match(/^ {0,3}\[\^[^\]\s]+\]:/gm) || []).map((part) => part.trim().slice(2, -2));
    const marks = (text.match(/\[\^[^\]\s]+\](?!:)/g) || []).map((part) => part.slice(2, -1));
    return {
      withoutNote: marks.filter((name, at) => notes.indexOf(name) < 0 && marks.indexOf(name) === at),
      withoutMark: notes.filter((name) => marks.indexOf(name) < 0),
    };
  }

  function linkFaults(form, bare, found) {
    const ids = idsOf(form);
    const isTarget = (target) => isWeb(target) || ids.indexOf(target.replace(/#.*$/, "").replace(/\.md$/, "")) >= 0;
    const nowhere = (target) => found.push("the link to “" + target + "” leads nowhere: give an address that begins with https://");
    (bare.match(/<[a-z]{2,10}:[^\s<>]*>/gi) || []).map((part) => part.slice(1, -1)).filter((part) => !isWeb(part)).forEach(nowhere);
    const notes = bare.match(/^ {0,3}\[[^\]^\n][^\]\n]*\]:\s*\S+/gm) || [];
    notes.forEach((note) => {
      const name = note.slice(note.indexOf("[") + 1, note.indexOf("]:"));
      const target = note.slice(note.indexOf("]:") + 2).trim().replace(/^<|>$/g, "");
      const used = bare.split("[" + name + "]").length > 2;
      if (used && !isTarget(target)) {
        nowhere(target);
      }
    });
    const pattern = /(!?)\[[^\]]*\]\(\s*<?((?:[^()\s>]|\([^()\s>]*\))*)>?(?:\s+[^)]*)?\)/g;
    for (let match = pattern.exec(bare); match; match = pattern.exec(bare)) {
      if (match[1]) {
        found.push("leave the picture out, and say in words what it shows");
      } else if (match[2].charAt(0) === "#" ? !isAnchor(form, bare, match[2]) : !isTarget(match[2])) {
        nowhere(match[2]);
      }
    }
    if (/!\[[^\]]*\]\[/.test(bare)) {
      found.push("leave the picture out, and say in words what it shows");
    }
  }

  // Whether an address can lead somewhere and hides nothing: as kb.text.web_address has it.
  function isWeb(address) {
    if (!WEB.test(address) || address.length > 2000 || /%(?![0-9A-Fa-f]{2})/.test(address)) {
      return false;
    }
    const [place, ...path] = address.slice("https://".length).split("/");
    const [host, port] = place.split(/[?#]/)[0].split(":");
    const labels = host.replace(/\.$/, "").split(".");
    const whole = labels.length > 1 && labels.every((label) => /^(?!-)[A-Za-z0-9-]{1,63}$/.test(label) && !label.endsWith("-"));
    if (!whole || !/^[A-Za-z][A-Za-z0-9-]+$/.test(labels[labels.length - 1]) || Number(port || 0) > 65535) {
      return false;
    }
    let shown = address;
    try {
      shown = decodeURIComponent(address);
    } catch (error) {
      return true; // in another encoding than ours
    }
    const steps = shown.split(/[?#]/)[0].split("/").slice(3);
    return shown.search(HIDDEN) < 0 && !/[\t\r\n\x0b\x0c\x85\u200c\u200d\u2028\u2029]/.test(shown) && !(path.length && steps.some((step) => step === "." || step === ".."));
  }

  // What was typed, without signs that nobody sees, and with typed bullets and “>” as they are meant.
  function tidySection(text) {
    return text
      .replace(BREAKS, "\n")
      .replace(/^([ \t]*)[•·▪▫◦●○‣⁃∙\uf0b7\uf0a7\uf0d8][ \t]*(?=\S)/gm, "$1- ")
      .replace(UNSEEN, "")
      .replace(/^( {0,3})>(?= ?[£$€]?\d)/gm, "$1\\>");
  }

  function tidyValue(form, value) {
    if (Array.isArray(value)) {
      return value.map((item) => tidyValue(form, item)).filter((item) => item !== "");
    }
    if (typeof value === "object" && value !== null) {
      const found = {};
      Object.keys(value).forEach((key) => {
        found[key] = tidyValue(form, value[key]);
      });
      return found;
    }
    if (typeof value !== "string") {
      return value;
    }
    const plain = value.replace(BREAKS, "\n").replace(UNSEEN, "").replace(/\t/g, " ").trim();
    return plain.toLowerCase().replace(/^[ .]+|[ .]+$/g, "") === form.notStated ? form.notStated : plain;
  }

  function tidy(form, data) {
    const sections = {};
    Object.keys(data.sections).forEach((heading) => {
      sections[heading] = tidySection(data.sections[heading] || "");
    });
    return { fields: tidyValue(form, data.fields), sections };
  }

  // What nobody can check here, and an editor looks up when the page has been sent.
  function leftToEditors(form, given) {
    const data = tidy(form, given);
    const text = form.sections.map((section) => data.sections[section.heading] || "").join("\n\n");
    const figures = claims(text + "\n\n" + ["summary", "cost", "paid_by"].map((key) => data.fields[key] || "").join("\n\n")).length;
    const quotations = (text.match(/“[^”]+”|"[^"\n]+"/g) || []).filter((said) => words(said) > 3).length;
    const found = [];
    const parts = [
      figures ? figures + (figures === 1 ? " figure" : " figures") : "",
      quotations ? quotations + (quotations === 1 ? " quotation" : " quotations") : "",
    ].filter(Boolean);
    if (parts.length) {
      found.push("When you have sent it, " + parts.join(" and ") + " will be looked up in the sources that you name.");
    }
    const sources = (data.fields.sources || []).map((source) => source.source);
    if (sources.indexOf("our-account") >= 0) {
      found.push("An editor makes your own account a source, under a name of its own.");
    }
    if (sources.indexOf("another-document") >= 0) {
      found.push("An editor adds the document that you name.");
    }
    return found;
  }

  function check(form, given, today) {
    const found = [];
    const data = tidy(form, given);
    const fields = data.fields;
    // The days of review and check are those on which the file is made.
    const dated = Object.assign({}, fields, { reviewed: "2000-01-01" });
    dated.now = Object.assign({ seen: [] }, fields.now, { checked: "2000-01-01" });
    checkObject(form, form.schema, dated, "", found);
    (fields.results || []).forEach((result, at) => {
      checkResult(form, result, "results[" + at + "]", found);
      const named = (fields.sources || []).map((source) => source.source);
      if (!isEmpty(result.source) && named.indexOf(result.source) < 0) {
        found.push({ field: "results[" + at + "].source", message: "choose a document that you named in the part before" });
      }
    });
    if (!isEmpty(fields.period) && fields.period !== form.notStated && !/(^|\D)\d{4}(\D|$)/.test(fields.period)) {
      found.push({ field: "period", message: "say when, with a year in it, or “not stated”" });
    }
    checkNow(form, fields.now || {}, found);
    checkDate((fields.now || {}).as_at, today || london(), "now.as_at", found);
    form.sections.forEach((section) => {
      const text = data.sections[section.heading] || "";
      if (section.required && !text.trim()) {
        found.push({ field: "section:" + section.heading, message: "still empty: " + section.ask });
      } else {
        const notes = noteFaults(form, data.sections);
        const faults = textFaults(form, text.trim())
          .concat(notes.withoutNote.filter((name) => text.indexOf("[^" + name + "]") >= 0).map((name) => "[^" + name + "] points to no note: write “[^" + name + "]: where it stands” on a line of its own"))
          .concat(notes.withoutMark.filter((name) => text.indexOf("[^" + name + "]:") >= 0).map((name) => "nothing points to the note [^" + name + "]: take it out"));
        Array.from(new Set(faults)).forEach((message) => {
          found.push({ field: "section:" + section.heading, message });
        });
      }
    });
    if (!isEmpty(fields.title) && form.names.indexOf(slug(fields.title)) >= 0) {
      found.push({ field: "title", message: "there is a page of that name already" });
    } else if (!isEmpty(fields.title) && titlesOf(form).indexOf(fields.title.toLowerCase()) >= 0) {
      found.push({ field: "title", message: "there is a page with that title already" });
    }
    return found;
  }

  function titlesOf(form) {
    return Object.keys(form.titles).map((title) => title.toLowerCase());
  }

  // ---- advice and likeness

  function advice(form, data) {
    const found = [];
    form.sections.forEach((section) => {
      const text = data.sections[section.heading] || "";
      (text.match(/^ {0,3}#{1,6}[A-Za-z].*$/gm) || []).forEach((row) => {
        found.push(section.heading + ": “" + row.trim() + "”; put a blank behind the # if it is a heading");
      });
      (text.match(/[^.!?\n]+[.!?]?/g) || []).forEach((sentence) => {
        const count = words(sentence);
        if (count > form.longestSentence) {
          found.push(section.heading + ": a sentence of " + count + " words; make two of it");
        }
      });
      Object.keys(form.jargon).forEach((phrase) => {
        const plain = phrase.replace(/[^a-z0-9 ]/gi, "\\$&");
        if (new RegExp("(^|[^\\w-])" + plain + "($|[^\\w-])", "i").test(text)) {
          found.push(section.heading + ": “" + phrase + "”; better: " + form.jargon[phrase]);
        }
      });
    });
    return found;
  }

  function terms(form, text) {
    const stops = new Set(form.stopWords);
    return (text.toLowerCase().match(/[a-z0-9]+/g) || [])
      .filter((word) => word.length > 2 && !stops.has(word))
      .map((word) => word.replace(/(?:ing|ed|ers|er|es|s)$/, "") || word);
  }

  function similar(form, text, limit) {
    const own = new Set(terms(form, text));
    const pages = form.pages.map((page) => {
      return { page, terms: new Set(terms(form, page.text)) };
    });
    function rarity(term) {
      const count = pages.filter((other) => other.terms.has(term)).length;
      return Math.log((1 + pages.length) / (1 + count)) + 1;
    }
    return pages
      .map((other) => {
        let shared = 0;
        let all = 0;
        other.terms.forEach((term) => {
          const weight = rarity(term);
          all += weight;
          shared += own.has(term) ? weight : 0;
        });
        return { title: other.page.title, url: other.page.url, likeness: all ? shared / all : 0 };
      })
      .filter((other) => other.likeness >= 0.15)
      .sort((a, b) => b.likeness - a.likeness || (a.title < b.title ? -1 : 1))
      .slice(0, limit);
  }

  // ---- the file

  // An address of a known page, or the title of one of this site, as its identifier.
  function named(form, field, text) {
    if (field === "now.seen") {
      const bare = bareAddress(text);
      const known = Object.keys(form.addresses).filter((address) => bareAddress(address) === bare);
      return known.length ? form.addresses[known[0]] : text;
    }
    if (field === "now.instead") {
      const title = Object.keys(form.titles).filter((one) => {
        return one.toLowerCase() === text.toLowerCase();
      });
      const place = /(?:^|\/)((?:casestudies|signposting|toolkit|roadmaps)\/[a-z0-9-]+)(?:\/|$)/.exec(text);
      return title.length ? form.titles[title[0]] : place ? place[1] : text;
    }
    return text;
  }

  function bareAddress(text) {
    return text.trim().toLowerCase().replace(/^https?:\/\//, "").replace(/^www\./, "").replace(/#.*$/, "").replace(/\/+$/, "");
  }

  // What was typed, to be opened again: texts, lists of texts, and lists of entries of texts.
  function draftText(values) {
    return JSON.stringify(Object.assign({}, DRAFT, { values }), null, 1) + "\n";
  }

  function isText(value) {
    return typeof value === "string";
  }

  function isEntry(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).every((key) => {
      return isText(value[key]);
    });
  }

  // The values of a draft; null for any other text.
  function readDraft(text) {
    let draft;
    if (text.length > LONGEST_DRAFT) {
      return null;
    }
    try {
      draft = JSON.parse(text);
    } catch (error) {
      return null;
    }
    const values = draft && draft.what === DRAFT.what && draft.version === DRAFT.version ? draft.values : null;
    const sound = typeof values === "object" && values !== null && !Array.isArray(values) && Object.keys(values).every((key) => {
      const value = values[key];
      return isText(value) || (Array.isArray(value) && (value.every(isText) || value.every(isEntry)));
    });
    return sound ? values : null;
  }

  function slug(title) {
    const plain = title.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
    const parts = plain.replace(/'/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").split("-");
    let found = "";
    for (let at = 0; at < parts.length; at += 1) {
      if (found.length + parts[at].length + 1 > 80) {
        break;
      }
      found = found ? found + "-" + parts[at] : parts[at];
    }
    if (/^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/.test(found)) {
      return found + "-page"; // Windows keeps these names for devices
    }
    return found || "untitled";
  }

  // Double quotation marks always: what JSON allows there, YAML reads in the same way.
  function quoted(text) {
    return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (sign) => {
      return "\\u" + ("000" + sign.charCodeAt(0).toString(16)).slice(-4);
    });
  }

  function scalar(value) {
    if (typeof value === "number") {
      return String(value);
    }
    return /^[a-z0-9]+(?:[-/#][a-z0-9]+)*$/.test(value) && !/^(?:true|false|null|\d+)$/.test(value)
      ? value
      : quoted(value);
  }

  function lines(fields, indent) {
    const found = [];
    Object.keys(fields).forEach((key) => {
      const value = fields[key];
      if (Array.isArray(value) && value.some((item) => typeof item === "object")) {
        found.push(indent + key + ":");
        value.forEach((item) => {
          const inner = lines(item, indent + "    ");
          found.push(indent + "  - " + inner[0].trim());
          found.push.apply(found, inner.slice(1));
        });
      } else if (Array.isArray(value)) {
        found.push(indent + key + ": [" + value.map(scalar).join(", ") + "]");
      } else if (typeof value === "object") {
        found.push(indent + key + ":");
        found.push.apply(found, lines(value, indent + "  "));
      } else {
        found.push(indent + key + ": " + (key === "quote" ? quoted(String(value)) : scalar(value)));
      }
    });
    return found;
  }

  function inOrder(form, fields, today) {
    const found = {};
    const all = Object.assign({}, fields, { reviewed: today });
    all.now = Object.assign({}, fields.now || {}, { checked: today });
    form.order.forEach((key) => {
      const required = (form.schema.required || []).indexOf(key) >= 0;
      const list = form.schema.properties[key].type === "array";
      const value = filled(all[key]);
      if (!isEmpty(value)) {
        found[key] = Array.isArray(value) ? value : clean(value);
      } else if (required && list) {
        found[key] = [];
      }
    });
    if (found.now && !found.now.seen) {
      found.now.seen = [];
    }
    return found;
  }

  function clean(value) {
    if (typeof value !== "object") {
      return value;
    }
    const found = {};
    Object.keys(value).forEach((key) => {
      if (!isEmpty(value[key])) {
        found[key] = value[key];
      }
    });
    return found;
  }

  function toMarkdown(form, given, today) {
    const data = tidy(form, given);
    const head = lines(inOrder(form, data.fields, today), "").join("\n");
    const body = form.sections
      .filter((section) => section.required || (data.sections[section.heading] || "").trim())
      .map((section) => {
        const text = (data.sections[section.heading] || "").trim();
        return "## " + section.heading + "\n\n" + (text || "To do: " + section.ask + ".");
      })
      .join("\n\n");
    return "---\n" + head + "\n---\n\n" + body + "\n";
  }

  // The address of the host's new-file page; without the text if the whole would be too long.
  function address(form, name, text) {
    if (!form.newFile) {
      return { href: "", whole: false };
    }
    const start = form.newFile + "?filename=" + encodeURIComponent(name);
    const href = start + "&value=" + encodeURIComponent(text);
    return href.length <= form.longestAddress ? { href, whole: true } : { href: start, whole: false };
  }

  // "15" is a number, "10 to 20" a range; anything else stays as it was typed.
  function figure(text) {
    const plain = text.trim().replace(/(\d)\s?(?:%|per ?cent)/g, "$1").replace(/£(?=\d)/g, "");
    const number = "((?:\\d{1,3}(?:,\\d{3})+|\\d{1,15})(?:\\.\\d+)?)";
    const range = new RegExp("^" + number + "\\s?(?:to|-|–)\\s?" + number + "$").exec(plain);
    if (range) {
      return [Number(range[1].replace(/,/g, "")), Number(range[2].replace(/,/g, ""))];
    }
    const one = new RegExp("^([-−+]?)\\s?" + number + "$").exec(plain);
    return one ? Number((one[1] === "−" ? "-" : one[1]) + one[2].replace(/,/g, "")) : text;
  }

  root.KBContribute = {
    FIGURES,
    address,
    advice,
    barredOf,
    check,
    draftText,
    figure,
    named,
    neededOf,
    numbersIn,
    leftToEditors,
    london,
    readDraft,
    similar,
    slug,
    tidySection,
    toMarkdown,
  };
})(typeof self === "undefined" ? globalThis : self);
