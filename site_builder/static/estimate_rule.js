// What support might be worth: ranges in, a range out. No DOM. The same formula, draws and answer
// as kb/planning/estimate.py, where they are described, and tested against it.
((root) => {
  "use strict";

  const DRAWS = 10000;
  const SEED = 20190601;
  const BINS = 20;
  const LARGEST = 1e9;
  const SHARES = ["turnover", "take_up", "effect"];

  // mulberry32
  function generator(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1) >>> 0;
      mixed = (mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))) >>> 0;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  function spread(values) {
    const ordered = values.slice().sort((one, other) => one - other);
    const last = ordered.length - 1;
    return [0.05, 0.5, 0.95].map((share) => ordered[Math.floor(last * share + 0.5)]);
  }

  function middle(span) {
    return (span[0] + span[1]) / 2;
  }

  function drivers(inputs) {
    const found = [];
    inputs.stages.forEach((stage) => {
      const names = ["gps"].concat(SHARES);
      names.forEach((name) => {
        const rest = names.filter((other) => other !== name)
          .reduce((product, other) => product * middle(stage[other]), 1);
        const moved = (stage[name][1] - stage[name][0]) * rest;
        if (moved > 0) {
          found.push([stage.name + ": " + name, moved]);
        }
      });
    });
    return found.sort((one, other) => other[1] - one[1]).slice(0, 5);
  }

  /**
   * What the ranges lead to; each range is [low, high].
   * @param {any} inputs
   */
  function estimate(inputs) {
    const next = generator(SEED);
    const within = (span) => span[0] === span[1] ? span[0] : span[0] + (span[1] - span[0]) * next();
    const kept = [];
    const cost = [];
    const balance = [];
    const each = inputs.stages.map(() => []);
    for (let draw = 0; draw < DRAWS; draw += 1) {
      let oneKept = 0;
      let oneCost = 0;
      const price = within(inputs.cost_each);
      inputs.stages.forEach((stage, place) => {
        const gps = within(stage.gps);
        const leaving = within(stage.turnover);
        const joining = within(stage.take_up);
        const staying = gps * leaving * joining * within(stage.effect);
        each[place].push(staying);
        oneKept += staying;
        oneCost += gps * joining * price;
      });
      oneCost += within(inputs.fixed_cost);
      kept.push(oneKept);
      cost.push(oneCost);
      if (inputs.vacancy_cost) {
        balance.push(oneKept * within(inputs.vacancy_cost) - oneCost);
      }
    }
    const most = kept.reduce((best, value) => Math.max(best, value), 0);
    const counts = Array(BINS).fill(0);
    kept.forEach((value) => {
      counts[most > 0 ? Math.min(BINS - 1, Math.floor(value / most * BINS)) : 0] += 1;
    });
    const ratios = kept.map((value, at) => value > 0 ? cost[at] / value : null).filter((one) => one !== null);
    return {
      kept: spread(kept),
      cost: spread(cost),
      cost_of_one: ratios.length > 0.95 * kept.length ? spread(ratios) : null,
      balance: balance.length ? spread(balance) : null,
      share_above: balance.length ? balance.filter((one) => one > 0).length / balance.length : null,
      kept_most: most,
      counts: counts,
      by_stage: inputs.stages.map((stage, place) => [stage.name, spread(each[place])]),
      drivers: drivers(inputs)
    };
  }

  /**
   * A range from what was typed in two boxes, or what is wrong with it.
   * @param {string} low
   * @param {string} high "" for the same as the lower
   * @param {boolean} share whether it is a share, typed as a percentage
   * @returns {{range: number[], error: string}}
   */
  function readRange(low, high, share) {
    const first = low.replace(/[£,%\s]/g, "");
    const second = high.replace(/[£,%\s]/g, "") || first;
    const numbers = [first, second].map((text) => /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN);
    const most = share ? 100 : LARGEST;
    if (numbers.some(isNaN)) {
      return { range: [0, 0], error: "write a number, such as " + (share ? "8 for 8%" : "1,200") };
    }
    if (numbers[0] > numbers[1]) {
      return { range: [0, 0], error: "the lower number comes first" };
    }
    if (numbers[1] > most) {
      return { range: [0, 0], error: share ? "a share is at most 100%" : "that is too large a number" };
    }
    return { range: share ? numbers.map((number) => number / 100) : numbers, error: "" };
  }

  root.kbEstimate = { estimate, readRange, draws: DRAWS, seed: SEED };
})(typeof globalThis === "object" ? globalThis : window);
