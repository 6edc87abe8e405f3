// Reads what an area offers and sets it out by career stage and level, with what fills the gaps.
// No DOM. The same rules as kb/planning/local_offers.py and kb/planning/gaps.py, tested against
// them; `data` is what site_builder/tools/gaps_page.py writes.
((root) => {
  "use strict";

  const MOST_OFFERS = 500;
  const MOST_NAME = 200;
  const MOST_FAULTS = 100;
  const COVERED = 2;
  const FILL = 6;
  const COLUMNS = {
    name: ["name", "offer", "scheme", "title", "what", "support", "offer name", "local offer",
      "name of offer", "scheme name", "name of scheme", "initiative", "programme", "service"],
    stages: ["stages", "stage", "career stage", "career stages", "for whom", "who for",
      "who is it for", "audience", "stage of career"],
    level: ["level", "levels", "level of support", "support level"],
    page: ["page", "id", "same as"]
  };
  const HEAD_LINES = 10;
  const EVERYONE = ["", "all", "any", "everyone", "all stages", "every stage", "all gps", "gps",
    "n/a", "na", "none", "–", "not applicable"];
  const OPEN = ["?", "??", "tbc", "tbd", "to be confirmed", "not known", "unknown"];
  const BULLET = /^\s*(?:[-*•–]|\d+[.)])\s+/;

  function column(cell) {
    const word = cell.replace(/\(.{0,80}?\)|[:*?]/g, "").trim().toLowerCase();
    return Object.keys(COLUMNS).find((name) => COLUMNS[name].indexOf(word) >= 0) || "";
  }

  // The column of each cell of a line that names them, each once; none if it does not.
  function header(cells) {
    const named = cells.map(column);
    return named.indexOf("name") < 0 ? [] : named.map((name, at) => named.indexOf(name) < at ? "" : name);
  }

  function separator(text) {
    const full = text.split("\n").filter((line) => line.trim());
    if (text.indexOf("\t") >= 0) {
      return "\t";
    }
    const named = full.slice(0, HEAD_LINES).find((line) => {
      const columns = line.split(/[,;]/).map((cell) => column(cell.trim().replace(/^"+|"+$/g, "")));
      return columns[0] && columns.indexOf("name") >= 0;
    });
    if (named !== undefined) {
      return named.split(";").length > named.split(",").length ? ";" : ",";
    }
    return [";", ","].find((sign) => full.length && full.every((line) => line.indexOf(sign) >= 0)) || "";
  }

  // Cells of RFC 4180: each row with the number of its first line.
  // A mark that is never closed would swallow all that follows: there each line stands for itself.
  function table(text, sign, faults) {
    const rows = [];
    let row = [];
    let cell = "";
    let quoted = false;
    let line = 1;
    let start = 1;
    function endRow() {
      row.push(cell);
      if (row.some((one) => one.trim())) {
        rows.push([start, row.map((one) => one.trim().split(/\s+/).join(" "))]);
      }
      row = [];
      cell = "";
      start = line;
    }
    for (let at = 0; at < text.length; at += 1) {
      const mark = text[at];
      if (mark === "\n") {
        line += 1;
      }
      if (quoted) {
        if (mark !== '"') {
          cell += mark;
        } else if (text[at + 1] === '"') {
          cell += '"';
          at += 1;
        } else {
          quoted = false;
        }
      } else if (mark === '"' && cell === "") {
        quoted = true;
      } else if (mark === sign) {
        row.push(cell);
        cell = "";
      } else if (mark === "\n") {
        endRow();
      } else {
        cell += mark;
      }
    }
    if (!quoted) {
      endRow();
      return rows;
    }
    faults.push({
      line: start,
      text: 'a quotation mark (") is opened and never closed; marks were left out from here on'
    });
    text.split("\n").slice(start - 1).forEach((one, at) => {
      const cells = one.split('"').join("").split(sign).map((part) => part.trim().split(/\s+/).join(" "));
      if (cells.some(Boolean)) {
        rows.push([start + at, cells]);
      }
    });
    return rows;
  }

  function rowsOf(text, faults) {
    const lines = text.replace(/\r\n?/g, "\n");
    const sign = separator(lines);
    if (sign) {
      return table(lines, sign, faults);
    }
    return lines.split("\n").map((line, at) => /** @type {[number, string[]]} */ (
      [at + 1, [line.replace(BULLET, "").trim()]])).filter((row) => row[1][0]);
  }

  function slips(one, other) {
    let before = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let at = 1; at <= one.length; at += 1) {
      const row = [at];
      for (let place = 1; place <= other.length; place += 1) {
        row.push(Math.min(before[place] + 1, row[place - 1] + 1,
          before[place - 1] + (one[at - 1] === other[place - 1] ? 0 : 1)));
      }
      before = row;
    }
    return before[other.length];
  }

  function nearest(word, words) {
    let best = "";
    let least = Math.floor(word.length / 5) + 1;
    words.forEach((other) => {
      if (Math.abs(other.length - word.length) < least) {
        const found = slips(word, other);
        if (found < least) {
          best = other;
          least = found;
        }
      }
    });
    return best;
  }

  function unique(items) {
    return items.filter((item, at) => items.indexOf(item) === at);
  }

  function wordOf(text) {
    return text.toLowerCase().replace(/-/g, " ").trim().split(/\s+/).join(" ").replace(/^['"]+|['"]+$/g, "")
      .replace(/\b5(?=s?\b)/g, "five");
  }

  function near(word, words) {
    return Object.prototype.hasOwnProperty.call(words, word) ? word : nearest(word, Object.keys(words));
  }

  function concepts(text, words, what, line, faults) {
    const found = [];
    if (EVERYONE.concat(OPEN).indexOf(wordOf(text)) >= 0) {
      return found;
    }
    text.split(/[;/|]/).forEach((part) => {
      const whole = wordOf(part);
      const smaller = near(whole, words) ? [whole] : part.split(/,|&|\band\b/).map(wordOf);
      smaller.forEach((word) => {
        const known = near(word, words);
        if (EVERYONE.concat(OPEN).indexOf(word) >= 0) {
          return;
        }
        if (known) {
          found.push(words[known]);
        } else {
          const allowed = unique(Object.keys(words).map((key) => words[key])).join(", ");
          faults.push({ line: line, text: what + ': found "' + word + '"; allowed ' + allowed });
        }
      });
    });
    return unique(found);
  }

  // Whether a cell names all stages: in a word, or by being empty.
  function isEveryone(text) {
    return [text].concat(text.split(/[;/|]/)).some((part) => EVERYONE.indexOf(wordOf(part)) >= 0);
  }

  function offerOf(given, line, data, faults) {
    let name = (given.name || "").replace(/^'+/, "").trim();
    if (!name) {
      faults.push({ line: line, text: "it has no name; write what the offer is called" });
      return null;
    }
    if (name.length > MOST_NAME) {
      name = name.slice(0, MOST_NAME);
      faults.push({ line: line, text: "the name has more than " + MOST_NAME + " signs and was cut; give a short name" });
    }
    const stages = concepts(given.stages || "", data.stage_words, "stage", line, faults);
    const levels = concepts(given.level || "", data.level_words, "level", line, faults);
    let page = (given.page || "").trim();
    if (page && data.pages.indexOf(page) < 0) {
      const near = nearest(page, data.pages);
      faults.push({
        line: line,
        text: 'page: found "' + page + '", which is no page here' + (near ? '; did you mean "' + near + '"?' : "")
      });
      page = "";
    }
    const all = isEveryone(given.stages || "") ? ["any"] : [];
    return { name: name, stages: stages.length ? stages : all, level: levels[0] || "", page: page, line: line };
  }

  // The first faults, the last of which counts the rest.
  function bounded(faults) {
    return faults.length <= MOST_FAULTS ? faults : faults.slice(0, MOST_FAULTS).concat({
      line: faults[MOST_FAULTS].line,
      text: "and " + (faults.length - MOST_FAULTS) +
        " more from here on; put right those above first, then read the list again"
    });
  }

  /**
   * The offers that could be read, and what was wrong with the lines that could not.
   * @param {string} text
   * @param {any} data
   * @returns {{offers: any[], faults: {line: number, text: string}[]}}
   */
  function readOffers(text, data) {
    const faults = [];
    let rows = rowsOf(text.replace(/^\ufeff/, ""), faults);
    let order = ["name", "stages", "level", "page"];
    const head = rows.slice(0, HEAD_LINES).findIndex((row, at) => {
      return header(row[1]).filter(Boolean).length > (at ? 1 : 0);
    });
    if (head >= 0) {
      rows.slice(0, head).forEach((row) => {
        faults.push({ line: row[0], text: "left out, since it stands above the line that names the columns" });
      });
      order = header(rows[head][1]);
      rows = rows.slice(head + 1);
    }
    const offers = [];
    const seen = new Map();
    rows.some((row) => {
      if (offers.length === MOST_OFFERS) {
        faults.push({
          line: row[0],
          text: "there are more than " + MOST_OFFERS + " offers, and the rest was left out; " +
            "give one line to an offer, not to a person or a practice"
        });
        return true;
      }
      const given = {};
      order.forEach((name, at) => { given[name] = row[1][at]; });
      const offer = offerOf(given, row[0], data, faults);
      if (!offer) {
        return false;
      }
      const key = JSON.stringify([offer.name.toLowerCase(), offer.stages, offer.level, offer.page]);
      if (seen.has(key)) {
        faults.push({
          line: row[0], text: "the same as line " + seen.get(key) + ", and counted once; take one of them out"
        });
      } else {
        seen.set(key, row[0]);
        offers.push(offer);
      }
      return false;
    });
    faults.sort((one, other) => one.line - other.line);
    return { offers: offers, faults: bounded(faults) };
  }

  function plainWords(text) {
    return (text.toLowerCase().match(/[a-z0-9]+/g) || [])
      .map((word) => word.length > 4 && word.endsWith("s") ? word.slice(0, -1) : word).join(" ");
  }

  function workOf(offer, data, page) {
    const words = " " + plainWords(offer.name) + " ";
    const named = Object.keys(data.work_names).filter((work) => {
      return data.work_names[work].some((name) => words.indexOf(" " + name + " ") >= 0);
    });
    return named.concat(page ? page.interventions : []);
  }

  function isAny(tags) {
    return tags.length === 1 && tags[0] === "any";
  }

  function fits(filler, stage, level, data) {
    const atLevel = filler.levels.indexOf(level) >= 0 || isAny(filler.levels);
    const unnamed = !filler.stages.length && level !== data.personal;
    return atLevel && (filler.stages.indexOf(stage) >= 0 || isAny(filler.stages) || unnamed);
  }

  function placeOf(offer, page) {
    return {
      offer: offer,
      stages: (isAny(offer.stages) || !offer.stages.length) && page && page.stages.length ? page.stages : offer.stages,
      levels: offer.level ? [offer.level] : page ? page.levels : []
    };
  }

  /**
   * The map: cells by stage and level, and what is missing.
   * @param {any} data
   * @param {any[]} offers
   */
  function gapMap(data, offers) {
    const byId = {};
    data.fillers.forEach((filler) => { byId[filler.id] = filler; });
    const pageOf = (offer) => Object.prototype.hasOwnProperty.call(byId, offer.page) ? byId[offer.page] : null;
    const placed = offers.map((offer) => placeOf(offer, pageOf(offer)));
    const used = offers.map((offer) => offer.page);
    const work = [].concat(...offers.map((offer) => workOf(offer, data, pageOf(offer))));
    const names = offers.map((offer) => offer.name.toLowerCase());
    const cells = [];
    data.stages.forEach((stage) => {
      data.levels.forEach((level) => {
        const here = placed.filter((one) => {
          return one.levels.indexOf(level) >= 0 && (one.stages.indexOf(stage) >= 0 || isAny(one.stages));
        }).map((one) => one.offer.name);
        const held = data.fillers.filter((filler) => fits(filler, stage, level, data));
        const named = (filler) => filler.stages.indexOf(stage) >= 0 ? 0 : 1;
        held.sort((one, other) => other.grade - one.grade || named(one) - named(other) || one.rank - other.rank);
        const cases = held.filter((filler) => filler.kind === "casestudies").length;
        cells.push({
          stage: stage,
          level: level,
          offers: here,
          state: here.length >= COVERED ? "covered" : here.length ? "thin" : "empty",
          held: [cases, held.length - cases],
          fill: here.length < COVERED
            ? held.filter((filler) => used.indexOf(filler.id) < 0).slice(0, FILL) : []
        });
      });
    });
    return {
      cells: cells,
      unplaced: placed.filter((one) => !one.levels.length).map((one) => one.offer.name),
      unstaged: placed.filter((one) => !one.stages.length).map((one) => one.offer.name),
      levels: data.levels.filter((level) => placed.some((one) => one.levels.indexOf(level) >= 0)),
      essentials: data.essentials.filter((one) => {
        return !one.interventions.some((own) => work.indexOf(own) >= 0) &&
          names.indexOf(one.text.toLowerCase()) < 0;
      }),
      national: data.national.filter((one) => used.indexOf(one.page) < 0 && one.status !== "closed")
    };
  }

  root.kbGaps = { readOffers, gapMap };
})(typeof globalThis === "object" ? globalThis : window);
