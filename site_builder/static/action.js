// The checklist and the action plan in use. Everything stays in the page: nothing is sent, and
// nothing is kept but in the file that one saves.
(() => {
  "use strict";

  const root = document.querySelector("[data-action]");
  const data = window.kbActionData;
  const cited = window.kbCited;
  const rule = window.kbAction;
  if (!root || !data || !cited || !rule) {
    return;
  }

  const MOST_BYTES = 2000000;
  const TEXTS = [["what", "What will be done"], ["owner", "Owner"],
    ["measure", "Measure: what you will count"], ["baseline", "Its figure before it starts"]];
  const DATES = [["start", "Start"], ["review", "Review"]];
  let plan = { title: "", area: "", lead: "", answers: {}, actions: [] };
  let unsaved = false;

  function part(name) {
    return root.querySelector("[data-action-" + name + "]");
  }

  function say(text) {
    part("said").textContent = text;
  }

  const make = window.kbMake;

  function changed() {
    unsaved = true;
    drawCount();
  }

  // -- The checklist, whose questions stand in the page

  const questions = Array.from(root.querySelectorAll("[data-action-question]"));

  function readQuestion(item) {
    const id = item.getAttribute("data-action-question");
    plan.answers[id] = {
      state: item.querySelector("select").value,
      note: item.querySelector("textarea").value
    };
    changed();
  }

  function drawQuestions() {
    questions.forEach((item) => {
      const id = item.getAttribute("data-action-question");
      const known = Object.prototype.hasOwnProperty.call(plan.answers, id);
      item.querySelector("select").value = known ? plan.answers[id].state : "";
      item.querySelector("textarea").value = known ? plan.answers[id].note : "";
    });
  }

  function drawCount() {
    const states = questions.map((item) => item.querySelector("select").value);
    const done = states.filter((state) => state === "done").length;
    const open = states.filter((state) => state === "").length;
    part("count").textContent = done + " of " + questions.length + " done, " + open + " not looked at yet.";
  }

  // -- The actions

  function field(action, name, label, type) {
    const group = make("div", "", "nhsuk-form-group");
    const own = action.id + "-" + name;
    const title = make("label", label, "nhsuk-label");
    const box = make(type === "date" ? "input" : "textarea", "", type === "date"
      ? "nhsuk-input nhsuk-input--width-10" : "nhsuk-textarea");
    title.setAttribute("for", own);
    box.id = own;
    if (type === "date") {
      box.setAttribute("type", "date");
      box.setAttribute("min", "1900-01-01");
      box.setAttribute("max", "2199-12-31");
    } else {
      box.setAttribute("rows", name === "owner" ? "1" : "2");
      box.setAttribute("maxlength", "2000");
    }
    group.append(title, box);
    return { group: group, box: /** @type {any} */ (box) };
  }

  function bound(action, name, label, type) {
    const made = field(action, name, label, type);
    made.box.value = action[name];
    made.box.addEventListener("input", () => {
      const value = made.box.value;
      action[name] = type !== "date" || rule.isDay(value) ? value : "";
      changed();
    });
    return made.group;
  }

  function fold(title, groups) {
    const made = make("details", "", "nhsuk-details");
    const head = make("summary", "", "nhsuk-details__summary");
    const body = make("div", "", "nhsuk-details__text");
    head.append(make("span", title, "nhsuk-details__summary-text"));
    groups.forEach((group) => { body.append(group); });
    made.append(head, body);
    return made;
  }

  function card(action, at) {
    const item = make("li", "", "app-action");
    const model = cited.pages[action.page];
    item.append(make("h3", action.what || (model ? model.title : "Action " + (at + 1)), "nhsuk-heading-s"));
    if (model) {
      const line = make("p", "Modelled on ");
      const link = make("a", model.title);
      /** @type {any} */ (link).href = window.kbList.link(model.url);
      line.append(link, ". " + rule.graded(model) + ". Status: " + model.status + ".");
      item.append(line);
    }
    TEXTS.forEach(([name, label]) => { item.append(bound(action, name, label, "text")); });
    const days = make("div", "", "app-action__days");
    DATES.forEach(([name, label]) => { days.append(bound(action, name, label, "date")); });
    item.append(days, fold("Theory of change", data.theory.map(([key, prompt]) => {
      const made = field(action, key, prompt, "text");
      made.box.value = action.theory[key] || "";
      made.box.addEventListener("input", () => { action.theory[key] = made.box.value; changed(); });
      return made.group;
    })));
    if (data.fairness.length) {
      item.append(fold("Equality screening", data.fairness.map((question, number) => {
        const made = field(action, "fair-" + number, question, "text");
        made.box.value = action.fairness[number] || "";
        made.box.addEventListener("input", () => {
          action.fairness = data.fairness.map((_, place) => place === number
            ? made.box.value : action.fairness[place] || "");
          changed();
        });
        return made.group;
      })));
    }
    const off = make("button", "Take off", "app-list-button");
    off.setAttribute("type", "button");
    off.append(make("span", ": " + (action.what || "action " + (at + 1)), "nhsuk-u-visually-hidden"));
    off.addEventListener("click", () => {
      if (window.confirm("Take this action off the plan? What you wrote in it is lost.")) {
        plan.actions = plan.actions.filter((other) => other !== action);
        drawActions();
        changed();
        document.getElementById("action-page").focus();
      }
    });
    item.append(off);
    return item;
  }

  function drawActions() {
    const list = part("list");
    list.textContent = "";
    plan.actions.forEach((action, at) => { list.append(card(action, at)); });
  }

  function newId() {
    const bytes = new Uint8Array(6);
    window.crypto.getRandomValues(bytes);
    return "a-" + Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
  }

  function addAction(page) {
    const action = {
      id: newId(), page: page, what: "", owner: "", measure: "", baseline: "",
      start: "", review: "", fairness: [], theory: {}
    };
    plan.actions.push(action);
    drawActions();
    changed();
    document.getElementById(action.id + "-what").focus();
  }

  // -- Files

  function drawAll() {
    ["title", "area", "lead"].forEach((name) => { document.getElementById("action-" + name)["value"] = plan[name]; });
    drawQuestions();
    drawActions();
    drawCount();
  }

  function showFaults(faults) {
    const list = part("faults");
    list.textContent = "";
    faults.forEach((fault) => { list.append(make("li", fault)); });
    list.hidden = !faults.length;
  }

  function open(file) {
    if (file.size > MOST_BYTES) {
      say("This file is too large for a plan. Nothing on this page was changed.");
      return;
    }
    window.kbSave.read(file).then((text) => {
      if (text === null) {
        say("This is a Word file, a workbook or another file that is no text. Open the plan itself, saved as .json. Nothing on this page was changed.");
        return;
      }
      const found = rule.open(text, data);
      if (!found.plan) {
        showFaults([]);
        say(found.error + " Nothing on this page was changed.");
        return;
      }
      if (unsaved && !window.confirm("Put the saved plan in place of what is on this page? What you have not saved is lost.")) {
        return;
      }
      plan = found.plan;
      unsaved = false;
      drawAll();
      showFaults(found.faults);
      say(found.faults.length ? "Opened, with what is said below. The file itself was not changed." : "Opened.");
    }, () => {
      say("This file could not be read. Nothing on this page was changed.");
    });
  }

  function pieces() {
    return rule.pieces(plan, data, cited.pages, window.kbSave.address(), window.kbSave.today());
  }

  const save = window.kbSave;
  const ACTIONS = {
    add: () => {
      const choice = document.getElementById("action-page");
      addAction(choice["value"]);
      choice["value"] = "";
    },
    list: () => {
      const there = plan.actions.map((action) => action.page);
      const fresh = window.kbList.ids().filter((id) => cited.pages[id] && there.indexOf(id) < 0);
      fresh.forEach(addAction);
      say(fresh.length ? "Added " + fresh.length + " from your list." : "Nothing on your list is new to the plan.");
    },
    open: () => { part("file").click(); },
    save: () => {
      save.file("action-plan.json", "application/json", rule.write(plan, save.today()));
      unsaved = false;
      say("Saved as action-plan.json. Open it on this page to go on.");
    },
    word: () => {
      say("Making the Word file …");
      window.kbPieces.word(root.getAttribute("data-docx"), pieces(), plan.title || "Action plan").then((file) => {
        save.file("action-plan.docx", file.type, file);
        say("Saved as action-plan.docx. Save the plan as a file too: only that opens here again.");
      }, () => {
        say("The Word file could not be made. Save as Markdown, or print.");
      });
    },
    markdown: () => { save.file("action-plan.md", "text/markdown", window.kbPieces.markdown(pieces())); },
    csv: () => { save.file("action-plan.csv", "text/csv", save.csv(data.header, rule.rows(plan, cited.pages))); },
    calendar: () => {
      const events = rule.events(plan, cited.pages);
      if (!events.length) {
        say("No action has a start or a review date, so there is nothing for a calendar.");
        return;
      }
      save.file("action-plan.ics", "text/calendar", window.kbPlan.calendarText(events, new Date()));
      say("Saved as action-plan.ics, with " + events.length + (events.length === 1 ? " entry." : " entries."));
    },
    print: () => {
      window.kbPieces.show(part("paper"), pieces(), 1);
      window.print();
    }
  };

  questions.forEach((item) => {
    item.addEventListener("input", () => { readQuestion(item); });
  });
  ["title", "area", "lead"].forEach((name) => {
    const box = document.getElementById("action-" + name);
    box.addEventListener("input", () => { plan[name] = box["value"]; changed(); });
  });
  root.querySelectorAll("[data-action-do]").forEach((button) => {
    button.addEventListener("click", () => { ACTIONS[button.getAttribute("data-action-do")](); });
  });
  part("file").addEventListener("change", () => {
    const file = part("file").files[0];
    if (file) {
      open(file);
    }
    part("file").value = ""; // so that the same file can be opened again
  });
  window.addEventListener("beforeprint", () => { window.kbPieces.show(part("paper"), pieces(), 1); });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) {
      event.preventDefault();
    }
  });
  root.classList.add("app-action--ready");
  root.querySelectorAll("[data-action-live]").forEach((live) => { live.hidden = false; });
  root.querySelector("[data-action-plain]").hidden = true;
  drawCount();
})();
