// A plan made of the checklist's answers and of chosen actions: its file, and what is made of it.
// No DOM. The same rules as kb/planning/action_plan.py, and tested against it.
((root) => {
  "use strict";

  const SCHEMA = "gp-support-plan";
  const VERSION = 2;
  const MOST_ACTIONS = 100;
  const MOST_ANSWERS = 200;
  const LONGEST = 2000;
  // Half of a sign, as a program leaves it that cuts a text within an emoji; no file can hold it.
  const HALF = /\p{Cs}/gu;
  const LONGEST_OBJECT = 80000;
  const MOST_WORK = 4000000;
  const HEAD = ["title", "area", "lead"];
  const TEXTS = ["what", "owner", "measure", "baseline"];
  const DATES = ["start", "review"];
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];

  function isPlain(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  function own(object, name) {
    return Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
  }

  function isDay(text) {
    if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) {
      return false;
    }
    const [year, month, day] = text.split("-").map(Number);
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
  }

  function dateText(day) {
    const [year, month, number] = day.split("-").map(Number);
    return number + " " + MONTHS[month - 1] + " " + year;
  }

  // The grade of what an action is modelled on, in words.
  function graded(model) {
    return model.evidence || (model.kind === "casestudies" ? "No result reported" : "A support offer");
  }

  /**
   * A plan as the text of its file.
   * @param {any} plan
   * @param {string} saved the day
   * @returns {string}
   */
  function write(plan, saved) {
    const data = { schema: SCHEMA, version: VERSION, saved: saved };
    HEAD.forEach((name) => { data[name] = plan[name]; });
    data.answers = plan.answers;
    data.actions = plan.actions.map((action) => {
      const found = { id: action.id, page: action.page };
      TEXTS.concat(DATES).forEach((name) => { found[name] = action[name]; });
      found.fairness = action.fairness;
      found.theory = action.theory;
      return found;
    });
    return JSON.stringify(data, null, 2) + "\n";
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch (error) {
      return undefined;
    }
  }

  // Up to the last value that is whole, closed there, and that place.
  function cut(text) {
    const stack = [];
    const cuts = [];
    let quoted = false;
    let escaped = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      if (quoted) {
        quoted = escaped || sign !== '"';
        escaped = !escaped && sign === "\\";
        continue;
      }
      if (sign === '"') {
        quoted = true;
      } else if (sign === "{" || sign === "[") {
        stack.push(sign === "{" ? "}" : "]");
      } else if (sign === "}" || sign === "]") {
        if (stack.pop() !== sign) {
          break;
        }
        cuts.push([at + 1, stack.slice().reverse().join("")]);
      } else if (sign === ",") {
        cuts.push([at, stack.slice().reverse().join("")]);
      }
    }
    // What parses up to a cut parses up to each cut before it: the last one is found by halving.
    let low = 0;
    let high = cuts.length;
    let whole;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = parsed(text.slice(0, cuts[middle][0]) + cuts[middle][1]);
      if (isPlain(found)) {
        whole = found;
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return { found: whole, at: low ? cuts[low - 1][0] : 0 };
  }

  // The place behind the bracket that closes the one at `start`; 0 if none is near.
  function closing(text, start) {
    const marks = /\\[\s\S]|["{}]/g;
    let depth = 0;
    let quoted = false;
    marks.lastIndex = start;
    for (let mark = marks.exec(text); mark && mark.index < start + LONGEST_OBJECT; mark = marks.exec(text)) {
      if (mark[0] === '"') {
        quoted = !quoted;
      } else if (!quoted && mark[0].length === 1) {
        depth += mark[0] === "{" ? 1 : -1;
        if (depth === 0) {
          return mark.index + 1;
        }
      }
    }
    return 0;
  }

  // The answers and the actions that are whole behind a place in a damaged text.
  function behind(text, start) {
    const answers = {};
    const actions = [];
    let at = text.indexOf("{", start);
    let work = 0;
    while (at >= 0 && work < MOST_WORK) {
      let end = closing(text, at);
      work += end ? end - at : LONGEST_OBJECT;
      const value = end ? parsed(text.slice(at, end)) : undefined;
      const name = /"([^"\\]{1,80})"\s{0,9}:\s{0,9}$/.exec(text.slice(Math.max(0, at - 120), at));
      if (isPlain(value) && own(value, "state") !== undefined && name) {
        answers[name[1]] = value;
      } else if (isPlain(value) && typeof own(value, "id") === "string" && ["what", "action"].some((key) => own(value, key) !== undefined)) {
        actions.push(value);
      } else {
        end = 0;
      }
      at = text.indexOf("{", end || at + 1);
    }
    return { answers: answers, actions: actions };
  }

  // What can be read of a plan that was cut off or damaged, and where the damage is.
  function repaired(text) {
    const { found, at } = cut(text);
    if (text.indexOf(SCHEMA) < 0) {
      return { found: found, at: at };
    }
    const rest = behind(text, at);
    if (found === undefined && !Object.keys(rest.answers).length && !rest.actions.length) {
      return { found: undefined, at: at };
    }
    const whole = Object.assign({ schema: SCHEMA }, found);
    HEAD.concat("version").forEach((name) => {
      const value = name === "version" ? "([0-9]{1,9})\\b" : '("(?:[^"\\\\\\n]|\\\\.)*")';
      const line = new RegExp('"' + name + '": ' + value).exec(text);
      if (own(whole, name) === undefined && line) {
        whole[name] = parsed(line[1]);
      }
    });
    const answers = own(whole, "answers") === undefined ? {} : whole.answers;
    const actions = own(whole, "actions") === undefined ? [] : whole.actions;
    if (isPlain(answers)) {
      whole.answers = Object.assign({}, rest.answers, answers);
    }
    if (Array.isArray(actions)) {
      const there = actions.filter(isPlain).map((one) => own(one, "id"));
      whole.actions = actions.concat(rest.actions.filter((one) => there.indexOf(one.id) < 0));
    }
    return { found: whole, at: at };
  }

  // A plan of version 1, where answers were yes or no, as one of version 2.
  function fromFirst(found) {
    const answers = {};
    Object.keys(isPlain(found.answers) ? found.answers : {}).forEach((key) => {
      answers[key] = { state: found.answers[key] === true ? "done" : "", note: "" };
    });
    const actions = (Array.isArray(found.actions) ? found.actions : []).filter(isPlain)
      .map((action) => Object.assign({}, action, {
        what: own(action, "action") === undefined ? "" : action.action,
        review: own(action, "due") === undefined ? "" : action.due
      }));
    return Object.assign({}, found, { answers: answers, actions: actions });
  }

  function textOf(value, name, faults) {
    if (value === undefined) {
      return "";
    }
    if (typeof value !== "string") {
      faults.push(name + ": found no text, and left it empty");
      return "";
    }
    const whole = value.replace(HALF, "");
    if (whole !== value) {
      faults.push(name + ": half of a sign, such as a face, was left out");
    }
    const signs = Array.from(whole);
    if (signs.length > LONGEST) {
      faults.push(name + ": more than " + LONGEST + " signs, and was cut");
      return signs.slice(0, LONGEST).join("");
    }
    return whole;
  }

  function dayOf(value, name, faults) {
    if (value === undefined || value === "" || isDay(value)) {
      return value || "";
    }
    if (typeof value !== "string") {
      faults.push(name + ": found no day, and left it empty");
      return "";
    }
    faults.push(name + ": " + value.slice(0, 40) + " is no day in the calendar, and was left out; give one as 2027-04-01");
    return "";
  }

  function answersOf(found, states, faults) {
    const answers = {};
    if (found === undefined) {
      return answers;
    }
    if (!isPlain(found)) {
      faults.push("answers: could not be read and were left out");
      return answers;
    }
    if (Object.keys(found).length > MOST_ANSWERS) {
      faults.push("answers: only the first " + MOST_ANSWERS + " were kept");
    }
    Object.keys(found).slice(0, MOST_ANSWERS).forEach((key) => {
      const value = found[key];
      const state = isPlain(value) ? (own(value, "state") === undefined ? "" : value.state) : null;
      const name = key.slice(0, 80).replace(HALF, "");
      if (typeof state !== "string" || own(states, state) === undefined) {
        faults.push("answer " + name + ": could not be read and was left out");
        return;
      }
      answers[name] = { state: state, note: textOf(own(value, "note"), "note on " + name, faults) };
    });
    return answers;
  }

  function actionOf(value, number, theory, faults) {
    const name = "action " + number;
    if (own(value, "fairness") !== undefined && !Array.isArray(value.fairness)) {
      faults.push(name + ", fairness: could not be read and was left out");
    }
    if (own(value, "theory") !== undefined && !isPlain(value.theory)) {
      faults.push(name + ", theory: could not be read and was left out");
    }
    const found = {
      id: textOf(own(value, "id"), name + ", id", faults).slice(0, 40) || "action-" + number,
      page: textOf(own(value, "page"), name + ", page", faults).slice(0, 120)
    };
    TEXTS.forEach((key) => { found[key] = textOf(own(value, key), name + ", " + key, faults); });
    DATES.forEach((key) => { found[key] = dayOf(own(value, key), name + ", " + key, faults); });
    found.fairness = (Array.isArray(value.fairness) ? value.fairness : []).slice(0, 20)
      .map((one) => textOf(one, name + ", fairness", faults));
    found.theory = {};
    theory.forEach(([key]) => {
      if (isPlain(value.theory) && own(value.theory, key)) {
        found.theory[key] = textOf(value.theory[key], name + ", " + key, faults);
      }
    });
    return found;
  }

  function actionsOf(found, theory, faults) {
    if (found === undefined) {
      return [];
    }
    if (!Array.isArray(found)) {
      faults.push("actions: could not be read and were left out");
      return [];
    }
    if (found.length > MOST_ACTIONS) {
      faults.push("actions: only the first " + MOST_ACTIONS + " were kept");
    }
    return found.slice(0, MOST_ACTIONS).map((value, at) => {
      if (!isPlain(value)) {
        faults.push("action " + (at + 1) + ": could not be read and was left out");
        return null;
      }
      return actionOf(value, at + 1, theory, faults);
    }).filter(Boolean);
  }

  /**
   * The plan of a file, whatever state the file is in; or an error, and what could not be read.
   * @param {string} given
   * @param {any} data states and theory
   * @returns {{plan: any, error: string, faults: string[]}}
   */
  function open(given, data) {
    const faults = [];
    const text = given.replace(/^\ufeff/, "");
    let found = parsed(text);
    if (found === undefined) {
      const mended = repaired(text);
      found = mended.found;
      if (found === undefined) {
        return { plan: null, error: "This file cannot be read as a plan: it is damaged, or of another kind.", faults: [] };
      }
      faults.push("line " + text.slice(0, Number(mended.at)).split("\n").length +
        ": the file is cut off or damaged here; what stands before it was read, and behind it each " +
        "answer and action that is whole; look through the plan, add what is missing, and save it as a new file");
    }
    if (!isPlain(found) || own(found, "schema") !== SCHEMA) {
      return { plan: null, error: "This file is not a plan saved from this page.", faults: [] };
    }
    const version = own(found, "version");
    if (!Number.isInteger(version) || version < 1) {
      faults.push("it does not say its version; it was read as the present one");
    } else if (version > VERSION) {
      return {
        plan: null,
        error: "This plan was saved by a newer version (version " + version + "; this one reads version " +
          VERSION + "). Open it where it was saved, or use a newer copy of the site.",
        faults: []
      };
    } else if (version === 1) {
      found = fromFirst(found);
      faults.push("it was saved by an older version and was brought up to date");
    }
    const plan = {};
    HEAD.forEach((name) => { plan[name] = textOf(own(found, name), name, faults); });
    plan.answers = answersOf(own(found, "answers"), data.states, faults);
    plan.actions = actionsOf(own(found, "actions"), data.theory, faults);
    return { plan: plan, error: "", faults: faults };
  }

  function modelOf(action, pages) {
    return own(pages, action.page) || null;
  }

  function nameOf(action, pages) {
    const model = modelOf(action, pages);
    return action.what || (model ? model.title : "Not named yet");
  }

  function saidDay(day) {
    return day ? dateText(day) : "no date";
  }

  function actionPieces(action, number, data, pages) {
    const model = modelOf(action, pages);
    const pieces = [["heading", 3, number + ". " + nameOf(action, pages)]];
    if (model) {
      pieces.push(["paragraph", model.title + ". " + graded(model) +
        ". Status: " + model.status + ".", "Modelled on:"]);
    }
    if (action.baseline) {
      pieces.push(["paragraph", action.baseline, "Figure before it starts:"]);
    }
    data.theory.forEach(([key, prompt]) => {
      if (action.theory[key]) {
        pieces.push(["paragraph", action.theory[key], prompt]);
      }
    });
    data.fairness.forEach((question, at) => {
      if (action.fairness[at]) {
        pieces.push(["paragraph", action.fairness[at], question]);
      }
    });
    const missing = [
      ["an owner", action.owner], ["a measure", action.measure],
      ["a figure from before it starts", action.baseline], ["a review date", action.review],
      ["the equality screening", action.fairness.length && action.fairness.every(Boolean)]
    ].filter((one) => !one[1]).map((one) => one[0]);
    if (missing.length) {
      pieces.push(["paragraph", missing.join(", ") + ".", "Still missing:"]);
    }
    return pieces;
  }

  function answerOf(plan, question) {
    return own(plan.answers, question.id) || { state: "", note: "" };
  }

  /**
   * A plan as pieces of a document, with citations and grades.
   * @param {any} plan
   * @param {any} data questions, fairness, theory, states
   * @param {any} pages cited pages by identifier
   * @param {string} address of the site
   * @param {string} today
   * @returns {any[][]}
   */
  function pieces(plan, data, pages, address, today) {
    const facts = (plan.area ? ["Area: " + plan.area + "."] : [])
      .concat(plan.lead ? ["Lead: " + plan.lead + "."] : [], ["As at " + dateText(today) + "."]);
    let found = [
      ["heading", 1, plan.title || "Action plan to keep GPs"],
      ["paragraph", facts.join(" "), ""],
      ["heading", 2, "Actions"],
      plan.actions.length ? ["grid", ["What", "Owner", "Start", "Measure", "Review"],
        plan.actions.map((action) => [nameOf(action, pages), action.owner || "not named",
          saidDay(action.start), action.measure || "not chosen", saidDay(action.review)])]
        : ["paragraph", "No action has been chosen yet.", ""]
    ];
    plan.actions.forEach((action, at) => {
      found = found.concat(actionPieces(action, at + 1, data, pages));
    });
    if (data.questions.length) {
      const done = data.questions.filter((question) => answerOf(plan, question).state === "done").length;
      found.push(["heading", 2, "Checklist"],
        ["paragraph", done + " of " + data.questions.length + " done.", ""],
        ["grid", ["Question", "State", "Note"], data.questions.map((question) => {
          const answer = answerOf(plan, question);
          return [question.text, data.states[answer.state], answer.note];
        })]);
    }
    const used = plan.actions.map((action) => modelOf(action, pages))
      .filter((model, at, all) => model && all.indexOf(model) === at);
    if (used.length) {
      found.push(["heading", 2, "Sources"], ["items", used.map((one) => one.title + ": " +
        address.replace(/\/+$/, "") + one.url + ", checked on " + one.checked), true]);
    }
    return found;
  }

  function rows(plan, pages) {
    return plan.actions.map((action) => {
      const model = modelOf(action, pages);
      return [nameOf(action, pages), action.page, model ? model.evidence : "", model ? model.status : "",
        action.owner, action.start, action.measure, action.baseline, action.review];
    });
  }

  function events(plan, pages) {
    const found = [];
    plan.actions.forEach((action) => {
      [["start", "Start"], ["review", "Review"]].forEach(([kind, word]) => {
        if (action[kind]) {
          found.push({
            uid: action.id + "-" + kind + "@" + SCHEMA, start: action[kind], end: action[kind],
            title: word + ": " + nameOf(action, pages),
            details: action.owner ? "Owner: " + action.owner : "", url: ""
          });
        }
      });
    });
    return found.sort((one, other) => one.start < other.start ? -1 : one.start > other.start ? 1
      : one.uid < other.uid ? -1 : 1);
  }

  root.kbAction = { open, write, pieces, rows, events, isDay, graded };
})(typeof globalThis === "object" ? globalThis : window);
