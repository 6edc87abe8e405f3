// "My dates": a stop and its date become a list to tick, print, save and put in a calendar.
// All of it in the page: nothing is sent, and nothing is stored but in files that are saved.
(() => {
  "use strict";

  const root = document.querySelector("[data-plan]");
  const rule = window.kbPlan;
  if (!root || !rule) {
    return;
  }

  let plan = { stop: "", date: "", ticked: [], own: [] };
  let unsaved = false;
  const MOST_BYTES = 1000000;
  const EDITION = document.body.getAttribute("data-edition"); // of a local edition
  const FILE = EDITION ? "my-dates-" + EDITION : "my-dates";

  window.kbRoad = {};

  function part(name) {
    return root.querySelector("[data-plan-" + name + "]");
  }

  const roadBox = document.getElementById("plan-road");
  const stopBox = document.getElementById("plan-stop");
  const dateBox = document.getElementById("plan-date");

  function say(text) {
    part("said").textContent = text;
  }

  function role() {
    return plan.stop.split("/")[0];
  }

  // The stop of the plan as the road's data has it; null while that is not there.
  function stop() {
    const road = window.kbRoad[role()];
    const moment = plan.stop.split("/")[1];
    const known = road && moment && Object.prototype.hasOwnProperty.call(road.stops, moment);
    return known ? road.stops[moment] : null;
  }

  const make = window.kbMake;

  // The data of a road comes with the first look at it.
  function withRoad(wanted, then) {
    const choice = Array.prototype.filter.call(roadBox.options, (option) => {
      return option.value && option.value === wanted;
    })[0];
    if (!choice) {
      then(null);
      return;
    }
    if (window.kbRoad[wanted]) {
      then(window.kbRoad[wanted]);
      return;
    }
    const script = document.createElement("script");
    script.src = choice.getAttribute("data-script");
    script.addEventListener("load", () => { then(window.kbRoad[wanted]); });
    script.addEventListener("error", () => {
      say("The tasks of this road could not be loaded. Look at your connection, then choose again.");
    });
    document.head.appendChild(script);
  }

  function fillStops(road) {
    stopBox.textContent = "";
    stopBox.appendChild(new Option("Choose", ""));
    if (road) {
      road.order.forEach((moment) => {
        stopBox.appendChild(new Option(road.stops[moment].label, moment));
      });
    }
    stopBox.disabled = !road;
  }

  // Shows a stop by "role/moment"; `said` goes in front of what is said of it.
  function show(wanted, said) {
    plan.stop = wanted;
    withRoad(role(), (road) => {
      roadBox.value = road ? role() : "";
      fillStops(road);
      if (stop()) {
        stopBox.value = plan.stop.split("/")[1];
      }
      draw(said);
    });
  }

  function draw(said) {
    const here = stop();
    const words = said ? said + " " : "";
    part("anchor").textContent = here ? here.anchor || "the day to count from" : "choose a stop first";
    const day = rule.parseDay(plan.date) ? plan.date : "";
    const ready = Boolean(here && day) || plan.own.length > 0 || plan.ticked.length > 0;
    part("sheet").hidden = !ready;
    if (!ready) {
      say(words + (here && here.tasks.length === 0 ? "This stop has no tasks." : ""));
      return;
    }
    let list;
    try {
      list = here && day ? rule.planned(here.tasks, day, window.kbSave.today()) : [];
    } catch (error) {
      part("sheet").hidden = true;
      say(words + "That date leads out of the calendar. Give a nearer one.");
      return;
    }
    drawList(here, list, day);
    const late = list.filter((one) => one.due === "late" && !isTicked(one.id)).length;
    say(words + list.length + (list.length === 1 ? " task" : " tasks") +
      (late ? ", " + late + " already late." : "."));
  }

  function ownLines() {
    return plan.own.map((own) => {
      return {
        id: own.id, own: own, start: own.date || null, end: own.date || null,
        due: own.date ? rule.dueOf(own.date, own.date, window.kbSave.today()) : "any time"
      };
    });
  }

  function drawList(here, list, day) {
    part("title").textContent = here
      ? window.kbRoad[role()].label + ": " + here.label : "My own lines";
    part("counted").textContent = here && day
      ? "Counted from " + (here.anchor || "this date") + ": " + rule.dateText(day) + "." : "";
    part("urgent").hidden = !(here && here.urgent);
    const dated = part("dated");
    const any = part("any");
    dated.textContent = any.textContent = "";
    rule.inOrder(list.concat(ownLines())).forEach((one) => {
      (one.start ? dated : any).appendChild(line(one));
    });
    any.hidden = part("any-title").hidden = !any.children.length;
    drawGone(list);
    const road = root.querySelector("[data-plan-road]");
    road.closest("p").hidden = !here;
    if (here) {
      road.href = document.getElementById("stop=" + plan.stop).querySelector("a").href;
    }
  }

  function drawGone(list) {
    const known = list.map((one) => one.id);
    const gone = plan.ticked.filter((tick) => known.indexOf(tick.id) < 0);
    const shown = part("gone");
    shown.textContent = "";
    gone.forEach((tick) => { shown.appendChild(make("li", tick.do)); });
    part("gone-part").hidden = !gone.length || !stop();
  }

  function isTicked(id) {
    return plan.ticked.some((tick) => tick.id === id);
  }

  const MARKS = { late: ["red", "Already late"], now: ["yellow", "From now on"] };

  function line(one) {
    const item = make("li", "", "app-date");
    const done = one.own ? one.own.done : isTicked(one.id);
    const box = make("input", "", "app-date__box");
    box.type = "checkbox";
    box.id = "task-" + one.id;
    box.checked = done;
    box.addEventListener("change", () => { tick(one, box.checked); });
    const label = make("label", "", "app-date__label");
    label.htmlFor = box.id;
    if (one.start) {
      const days = rule.dateText(one.start) +
        (one.end !== one.start ? " to " + rule.dateText(one.end) : "");
      label.append(make("strong", days, "app-date__day"), " ");
    }
    const mark = !done && MARKS[one.due];
    if (mark) {
      label.append(make("strong", mark[1], "nhsuk-tag app-tag nhsuk-tag--" + mark[0]), " ");
    }
    label.append(make("span", one.own ? one.own.do : one.task.do, "app-date__do"));
    item.append(box, label);
    item.classList.toggle("app-date--done", done);
    item.append(one.own ? takeOff(one.own) : more(one.task));
    return item;
  }

  // Why, with whom and for whom; and the page behind it.
  function more(task) {
    const text = make("p", "", "app-date__more");
    const source = task.source && window.kbRoad[role()].sources[task.source];
    const words = [task.local, task.only ? "Only " + task.only : "", task.why, task.with ? "With " + task.with : "",
      task.at ? task.when : ""].filter(Boolean).map((part) => {
      return /[.!?]$/.test(part) ? part : part + ".";
    });
    text.append(words.join(" "));
    if (source) {
      text.append(" ", source.address ? outside(source) : source.short);
    }
    return text;
  }

  function outside(source) {
    const link = make("a", source.short, "app-outside");
    link.href = source.address;
    link.rel = "noreferrer";
    link.append(make("span", " (opens another site)", "nhsuk-u-visually-hidden"));
    return link;
  }

  function takeOff(own) {
    const button = make("button", "Take off", "app-list-button app-screen");
    button.type = "button";
    button.append(make("span", ": " + own.do, "nhsuk-u-visually-hidden"));
    button.addEventListener("click", () => {
      plan.own = plan.own.filter((other) => other !== own);
      changed("Taken off: " + own.do + ".");
      document.getElementById("plan-own-text").focus();
    });
    return button;
  }

  function tick(one, done) {
    if (one.own) {
      one.own.done = done;
    } else {
      plan.ticked = plan.ticked.filter((other) => other.id !== one.id);
      if (done) {
        plan.ticked.push({ id: one.id, do: one.task.do });
      }
    }
    changed("");
    document.getElementById("task-" + one.id).focus();
  }

  function changed(said) {
    unsaved = true;
    draw(said);
  }

  function fault(name, text) {
    const shown = part(name);
    shown.textContent = text;
    shown.hidden = !text;
  }

  function add() {
    const text = document.getElementById("plan-own-text");
    const date = document.getElementById("plan-own-date");
    const words = text.value.trim();
    const wrong = !words ? "Write what to do."
      : date.validity.badInput || (date.value && !rule.parseDay(date.value))
        ? "That date is not in the calendar."
        : plan.own.length >= rule.mostOwn ? "There is room for " + rule.mostOwn + " lines." : "";
    fault("own-error", wrong);
    if (wrong) {
      (words ? date : text).focus();
      return;
    }
    plan.own.push({ id: newId(), do: words, date: date.value, done: false });
    text.value = date.value = "";
    changed("Added: " + words + ".");
    text.focus();
  }

  function newId() {
    const bytes = new Uint8Array(6);
    window.crypto.getRandomValues(bytes);
    return "own-" + Array.from(bytes).map((byte) => {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  }

  function calendar() {
    const here = stop();
    const road = window.kbRoad[role()];
    const dated = here && plan.date ? rule.planned(here.tasks, plan.date, window.kbSave.today()) : [];
    const link = here ? document.getElementById("stop=" + plan.stop).querySelector("a").href : "";
    const address = /^https?:/.test(link) ? link.replace(/index\.html(?=#)/, "") : "";
    const open = dated.filter((one) => !isTicked(one.id));
    const own = ownLines().filter((one) => one.start && !one.own.done)
      .map((one) => {
        return { id: one.id, start: one.start, end: one.end, task: { do: one.own.do } };
      });
    const events = rule.eventsOf(rule.inOrder(open.concat(own)), road ? road.sources : {}, address);
    if (!events.length) {
      say("No line has a date and is still to do, so there is nothing for a calendar.");
      return;
    }
    window.kbSave.file(FILE + ".ics", "text/calendar", rule.calendarText(events, new Date()));
    say("Saved as " + FILE + ".ics, with " + events.length + (events.length === 1 ? " entry." : " entries."));
  }

  function open(file) {
    if (file.size > MOST_BYTES) {
      say("This file is too large for a plan. Nothing on this page was changed.");
      return;
    }
    window.kbSave.read(file).then((text) => {
      const found = rule.readPlan(text || ""); // what is no text is no plan
      if (found.error) {
        say(found.error + " Nothing on this page was changed.");
        return;
      }
      if (unsaved && !window.confirm("Put the saved plan in place of what is on this page? What you have not saved is lost.")) {
        return;
      }
      plan = found.plan;
      unsaved = false;
      dateBox.value = plan.date;
      withRoad(role(), () => {
        const known = stop();
        show(plan.stop, known ? "Opened." : "Opened. Its stop (" + plan.stop +
          ") is no longer on this site: your own lines and ticks are kept; choose another stop.");
      });
    }, () => {
      say("This file could not be read. Nothing on this page was changed.");
    });
  }

  const ACTIONS = {
    print: () => { window.print(); },
    calendar: calendar,
    add: add,
    save: () => {
      window.kbSave.file(FILE + ".json", "application/json", rule.writePlan(plan, window.kbSave.today()));
      unsaved = false;
      say("Saved as " + FILE + ".json. Open it on this page to go on.");
    },
    open: () => { part("file").click(); }
  };

  // #stop=role/moment&date=...; the date is taken out again, so that no history keeps it.
  function readAddress() {
    const parts = window.kbFragment.parse(window.location.hash);
    if (!parts.stop || parts.stop === plan.stop && !parts.date) {
      return;
    }
    if (rule.parseDay(parts.date)) {
      dateBox.value = plan.date = parts.date;
      try {
        window.history.replaceState(null, "",
          "#" + window.kbFragment.withList("stop=" + parts.stop, window.kbList.ids()));
      } catch (error) {
        // a page opened from a disk may not replace its state
      }
    }
    show(parts.stop, "");
  }

  roadBox.addEventListener("change", () => { show(roadBox.value + "/", ""); });
  stopBox.addEventListener("change", () => { show(roadBox.value + "/" + stopBox.value, ""); });
  dateBox.addEventListener("change", () => {
    const bad = dateBox.validity.badInput || (dateBox.value && !rule.parseDay(dateBox.value));
    fault("date-error", bad ? "That date is not in the calendar." : "");
    plan.date = bad ? "" : dateBox.value;
    draw("");
  });
  root.querySelectorAll("[data-plan-do]").forEach((button) => {
    button.addEventListener("click", () => {
      ACTIONS[button.getAttribute("data-plan-do")]();
    });
  });
  document.getElementById("plan-own-text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      add();
    }
  });
  part("file").addEventListener("change", () => {
    const file = part("file").files[0];
    if (file) {
      open(file);
    }
    part("file").value = ""; // so that the same file can be opened again
  });
  window.addEventListener("hashchange", readAddress);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) {
      event.preventDefault();
    }
  });
  root.hidden = false;
  document.querySelector("[data-plan-plain]").hidden = true;
  readAddress();
})();
