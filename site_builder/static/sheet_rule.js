// Which options and which story a signposting sheet gives, for a situation: pure sums, no DOM.
// The same rule as site_builder/tools/sheet_rule.py; a test compares the two over every combination.
// Needs fragment.js for reading addresses.
((root) => {
  "use strict";

  const ANY = "any";

  function has(list, id) {
    return list.indexOf(id) !== -1;
  }

  function noLimit(limits) {
    return limits.length === 0 || (limits.length === 1 && limits[0] === ANY);
  }

  function allows(limits, answers) {
    return noLimit(limits) || answers.length === 0 || answers.some((answer) => has(limits, answer));
  }

  function find(list, id) {
    return list.filter((entry) => entry.id === id)[0] || null;
  }

  function Chooser(guide, situation) {
    this.guide = guide;
    this.asked = situation;
    const given = situation.needs.slice(0, guide.limits.needs);
    this.needs = guide.needs.filter((need) => has(given, need.id));
    this.stop = guide.stops.filter((stop) => {
      return stop.role === situation.role && stop.moment === situation.moment;
    })[0] || null;
    this.stages = situation.stage
      ? [situation.stage]
      : (Object.prototype.hasOwnProperty.call(guide.role_stages, situation.role)
        ? guide.role_stages[situation.role]
        : []);
  }

  // What an entry is worth to one need; 0 if it has nothing to do with it.
  function worthTo(need, entry, weights) {
    const leads = need.leads_to;
    const weight = Object.prototype.hasOwnProperty.call(leads, entry.id) ? leads[entry.id] : 0;
    return weight ? weights.need * weight : has(entry.needs, need.id) ? weights.tag : 0;
  }

  // The grounds that options and stories share: the needs, the stop and the moment. What helps with
  // several needs is worth the sum of what it is worth to each.
  Chooser.prototype.grounds = function (entry) {
    const weights = this.guide.weights;
    const found = { score: 0, because: [] };
    this.needs.forEach((need) => {
      found.score += worthTo(need, entry, weights);
    });
    if (found.score) {
      found.because.push("need");
    }
    if (this.stop && has(this.stop.leads_to, entry.id)) {
      found.score += weights.stop;
      found.because.push("stop");
    }
    if (this.asked.moment && has(entry.moments, this.asked.moment)) {
      found.score += weights.moment;
      found.because.push("moment");
    }
    return found;
  };

  Chooser.prototype.isOpenTo = function (option) {
    if (!option.for_gps) {
      return false;
    }
    if (this.stop && has(this.stop.leads_to, option.id)) {
      return true;
    }
    return allows(option.roles, this.asked.role ? [this.asked.role] : []) &&
      allows(option.stages, this.stages);
  };

  Chooser.prototype.score = function (option) {
    const asked = this.asked;
    if (!option.startable || !this.isOpenTo(option)) {
      return { score: 0, because: [] };
    }
    const found = this.grounds(option);
    const otherTurn = asked.moment && !noLimit(option.moments) && !has(option.moments, asked.moment);
    if (otherTurn && !has(found.because, "need") && !has(found.because, "stop")) {
      return { score: 0, because: [] };
    }
    if (!found.because.length && !asked.needs.length && !asked.moment && (asked.role || asked.stage)) {
      found.because = ["open"];
    }
    found.score += has(option.stages, asked.stage) ? this.guide.weights.stage : 0;
    found.score += has(option.roles, asked.role) ? this.guide.weights.role : 0;
    return found;
  };

  function offer(option, score, because, insteadOf) {
    return { option, score, because, instead_of: insteadOf || "" };
  }

  Chooser.prototype.ruled = function () {
    const chooser = this;
    const best = {};
    function keep(found) {
      const id = found.option.id;
      if (!best[id] || found.score > best[id].score) {
        best[id] = found;
      }
    }
    this.guide.options.forEach((option) => {
      const found = chooser.score(option);
      if (!found.because.length) {
        return;
      }
      if (option.status !== "closed") {
        keep(offer(option, found.score, found.because));
        return;
      }
      chooser.guide.options.forEach((other) => {
        if (has(option.instead, other.id) && other.status !== "closed" && chooser.isOpenTo(other)) {
          keep(offer(other, found.score - 1, found.because, option.title));
        }
      });
    });
    return Object.keys(best).map((id) => best[id]).sort((a, b) => {
      return Number(a.option.status === "unknown") - Number(b.option.status === "unknown") ||
        b.score - a.score ||
        (a.option.id < b.option.id ? -1 : a.option.id > b.option.id ? 1 : 0);
    });
  };

  Chooser.prototype.added = function () {
    const options = this.guide.options;
    const found = [];
    this.asked.add.forEach((id) => {
      const option = find(options, id);
      if (!option) {
        return;
      }
      if (option.status !== "closed") {
        found.push(offer(option, 0, ["added"]));
        return;
      }
      option.instead.forEach((other) => {
        const next = find(options, other);
        if (next && next.status !== "closed") {
          found.push(offer(next, 0, ["added"], option.title));
        }
      });
    });
    return found;
  };

  Chooser.prototype.toAsk = function (kept) {
    const guide = this.guide;
    const asked = this.asked;
    if (!asked.needs.length && !asked.moment) {
      return [];
    }
    return guide.ask.filter((id) => {
      return !has(asked.without, id) && !kept.some((entry) => entry.option.id === id);
    }).slice(0, Math.max(0, guide.limits.option_least - kept.length)).map((id) => {
      return offer(find(guide.options, id), 0, ["ask"]);
    });
  };

  Chooser.prototype.storyScore = function (story) {
    const chooser = this;
    const weights = this.guide.weights;
    const asked = this.asked;
    const found = this.grounds(story);
    let score = found.score;
    let because = found.because;
    const closed = this.guide.options.filter((option) => {
      return option.status === "closed" && has(option.instead, story.id);
    })[0];
    const forClosed = closed ? chooser.score(closed).because : [];
    if (forClosed.length) {
      score += weights.story_instead;
      because = because.concat(forClosed);
    }
    if (!because.length || (this.needs.length && !has(because, "need"))) {
      return 0;
    }
    if (story.stages.length && has(story.stages, asked.stage)) {
      score += weights.story_stage;
    } else if (!allows(story.stages, this.stages)) {
      score += weights.other_stage;
    }
    if (has(story.roles, asked.role)) {
      score += weights.story_role;
    } else if (asked.role && story.roles.length) {
      score += weights.other_role;
    }
    return score + (story.own ? weights.story_own : 0);
  };

  Chooser.prototype.stories = function () {
    const chooser = this;
    const guide = this.guide;
    const asked = this.asked;
    const added = asked.add.map((id) => find(guide.stories, id)).filter((story) => {
      return story && !has(asked.without, story.id);
    });
    if (added.length) {
      const limit = guide.limits.stories;
      return { stories: added.slice(0, limit), more: Math.max(0, added.length - limit) };
    }
    const scored = guide.stories.filter((story) => !has(asked.without, story.id)).map((story) => {
      return { story, score: chooser.storyScore(story) };
    }).filter((entry) => entry.score > 0).sort((a, b) => {
      return b.score - a.score || b.story.level - a.story.level ||
        (a.story.id < b.story.id ? -1 : 1);
    });
    return { stories: scored.slice(0, 1).map((entry) => entry.story), more: 0 };
  };

  // The sheet for a situation: {role, stage, moment} as identifiers or "", and the lists needs, add
  // and without. The same object as Sheet in site_builder/tools/sheet_rule.py.
  function choose(guide, situation) {
    const chooser = new Chooser(guide, situation);
    const added = chooser.added();
    const first = [];
    const offers = added.concat(chooser.ruled());
    offers.forEach((entry) => {
      const taken = first.some((other) => other.option.id === entry.option.id);
      if (!taken && !has(situation.without, entry.option.id)) {
        first.push(entry);
      }
    });
    let kept = first.slice(0, guide.limits.options);
    const leftOver = added.filter((entry) => has(first, entry) && !has(kept, entry)).length;
    kept.sort((a, b) => Number(a.option.status === "unknown") - Number(b.option.status === "unknown"));
    kept = kept.concat(chooser.toAsk(kept));
    const told = chooser.stories();
    return {
      situation,
      offers: kept,
      stories: told.stories,
      reading: situation.add.filter((id) => {
        return Object.prototype.hasOwnProperty.call(guide.reading, id);
      }),
      ask: guide.options.filter((option) => {
        return has(guide.ask, option.id) && !kept.some((entry) => entry.option.id === option.id);
      }),
      stop: chooser.stop,
      left_over: leftOver + told.more,
      taken_off: situation.without.filter((id) => {
        return offers.some((entry) => entry.option.id === id);
      }).length,
      fitting: kept.filter((entry) => {
        return !(entry.because.length === 1 && entry.because[0] === "ask");
      }).length
    };
  }

  // The day by the reader's own clock, as the due dates of the guide are written.
  function today() {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  // A situation from an address. Only identifiers of the guide pass; `dropped` counts the rest.
  function read(guide, fragment) {
    const parts = root.kbFragment.parse(fragment);
    let dropped = 0;
    function one(name, choices) {
      const value = parts[name] || "";
      if (value && !find(choices, value)) {
        dropped += 1;
        return "";
      }
      return value;
    }
    function many(name, isKnown) {
      const value = parts[name] || "";
      const seen = [];
      value.split(",").forEach((id) => {
        if (!id || has(seen, id)) {
          return;
        }
        if (isKnown(id)) {
          seen.push(id);
        } else {
          dropped += 1;
        }
      });
      return seen;
    }
    function isPage(id) {
      return find(guide.options, id) || find(guide.stories, id) ||
        Object.prototype.hasOwnProperty.call(guide.reading, id);
    }
    const needs = many("need", (id) => find(guide.needs, id));
    dropped += Math.max(0, needs.length - guide.limits.needs);
    return {
      role: one("role", guide.roles),
      stage: one("stage", guide.stages),
      moment: one("moment", guide.moments),
      needs: needs.slice(0, guide.limits.needs),
      add: many("add", isPage),
      without: many("without", isPage),
      dropped
    };
  }

  // The address fragment of a situation, without "#"; identifiers need no escape.
  function write(situation) {
    return ["role", "stage", "moment", "need", "add", "without"].map((name) => {
      const value = situation[name === "need" ? "needs" : name];
      const text = Array.isArray(value) ? value.join(",") : value;
      return text ? name + "=" + text : "";
    }).filter(Boolean).join("&");
  }

  root.kbSheet = { choose, read, write, find, today };
})(typeof globalThis === "object" ? globalThis : window);
