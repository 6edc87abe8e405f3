// Which case studies a choice keeps, in what order, and why the others are left out; no DOM.
// The same rule as kb/planning/evidence_table.py, and tested against it.
((root) => {
  "use strict";

  const STATUS_ORDER = ["open", "changed", "unknown", "closed"];

  // The result a row leads with: the strongest, or the strongest on an outcome and no hope for it.
  function lead(row, outcome) {
    return row.results.filter((result) => {
      return !outcome || (result.outcome === outcome && result.level > 1);
    })[0] || null;
  }

  function level(row, outcome) {
    const found = lead(row, outcome);
    return found ? found.level : 1;
  }

  function tagged(tags, value) {
    return tags.indexOf(value) >= 0 || (tags.length === 1 && tags[0] === "any");
  }

  const PASSES = {
    did: (row, value) => row.did.indexOf(value) >= 0,
    stage: (row, value) => tagged(row.stages, value),
    role: (row, value) => tagged(row.roles, value),
    level: (row, value) => tagged(row.levels, value),
    outcome: (row, value) => Boolean(lead(row, value)),
    grade: (row, value, wanted) => level(row, wanted.outcome) >= Number(value),
    status: (row) => STATUS_ORDER.indexOf(row.status) < 2,
    cost: (row) => Boolean(row.cost),
    place: (row, value) => row.place.toLowerCase().indexOf(value.trim().toLowerCase()) >= 0,
    year: (row, value) => row.year >= Number(value)
  };

  function rank(order, tags) {
    const places = tags.map((tag) => order.indexOf(tag)).filter((place) => place >= 0);
    return places.length ? Math.min.apply(null, places) : order.length;
  }

  const FIRST = {
    evidence: () => 0,
    running: (row) => STATUS_ORDER.indexOf(row.status),
    cost: (row) => row.cost ? 0 : row.paid_by ? 1 : 2,
    place: (row) => row.place.toLowerCase(),
    year: (row) => -row.year,
    did: (row, ranks) => rank(ranks.did, row.did),
    stage: (row, ranks) => rank(ranks.stage, row.stages),
    role: (row, ranks) => rank(ranks.role, row.roles),
    level: (row, ranks) => rank(ranks.level, row.levels)
  };

  function compared(one, other) {
    const at = one.findIndex((value, place) => value !== other[place]);
    return at < 0 ? 0 : one[at] < other[at] ? -1 : 1;
  }

  /**
   * The rows that a choice keeps, in an order, and how many each filter leaves out first.
   * @param {any[]} rows
   * @param {Record<string, string>} wanted "" asks nothing
   * @param {string} order
   * @param {Record<string, string[]>} ranks the concepts of each filter, in vocabulary order
   * @returns {{rows: any[], leftOut: [string, number][]}}
   */
  function choose(rows, wanted, order, ranks) {
    const names = Object.keys(PASSES);
    const out = {};
    const kept = rows.filter((row) => {
      const fault = names.find((name) => wanted[name] && !PASSES[name](row, wanted[name], wanted));
      if (fault) {
        out[fault] = (out[fault] || 0) + 1;
      }
      return !fault;
    });
    const keyed = kept.map((row) => {
      return {
        row: row,
        key: [FIRST[order](row, ranks), -level(row, wanted.outcome), row.title.toLowerCase(), row.id]
      };
    });
    keyed.sort((one, other) => compared(one.key, other.key));
    return {
      rows: keyed.map((one) => one.row),
      leftOut: /** @type {[string, number][]} */ (names.filter((name) => out[name])
        .map((name) => [name, out[name]]))
    };
  }

  function cells(row, outcome) {
    const found = lead(row, outcome);
    return [
      row.id, row.title, row.did.join("; "), row.stages.join("; "), row.roles.join("; "),
      row.levels.join("; "), found ? found.outcome : "", String(found ? found.level : 1),
      found ? found.name : "No result reported", found ? found.finding : "",
      row.cost || "not stated", row.paid_by || "not stated", row.place, row.status, row.as_at,
      row.when || "not stated", String(row.year || "")
    ];
  }

  root.kbChoose = { choose, lead, cells, filters: Object.keys(PASSES), orders: Object.keys(FIRST) };
})(typeof globalThis === "object" ? globalThis : window);
