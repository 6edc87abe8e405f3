// The dates of a stop: from its tasks and one day to a list, a calendar and a file. No DOM.
// The same rule as kb/model/plan.py, kb/model/timing.py and kb/text/ics.py; a test compares them.
((root) => {
  "use strict";

  const SCHEMA = "gp-retention-kb/plan";
  const VERSION = 1;
  const UID_HOST = "gp-retention-kb";
  const PRODUCT = "-//Keeping GPs in practice//My dates//EN";
  const LINE_BYTES = 75;
  const LAST = "9999-12-31";
  const MOST_OWN = 200;
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  // A day as year, month from 1 and day; null if the text is none or not in the calendar.
  function parseDay(text) {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(text));
    if (!match) {
      return null;
    }
    const day = { year: +match[1], month: +match[2], day: +match[3] };
    const fits = day.year >= 1 && day.month >= 1 && day.month <= 12 && day.day >= 1 &&
      day.day <= lengthOf(day.year, day.month);
    return fits ? day : null;
  }

  function lengthOf(year, month) {
    if (month === 2) {
      return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
    }
    return [4, 6, 9, 11].indexOf(month) < 0 ? 31 : 30;
  }

  function iso(year, month, day) {
    if (year < 1 || year > 9999) {
      throw new RangeError("outside the calendar");
    }
    return ("000" + year).slice(-4) + "-" + two(month) + "-" + two(day);
  }

  // The day some days after another; in universal time, which no change of clocks moves.
  function addDays(text, days) {
    const from = parseDay(text);
    const date = new Date(0);
    date.setUTCFullYear(from.year, from.month - 1, from.day + days);
    return iso(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  }

  // The day that lies an offset [amount, unit] after an anchor.
  function after(offset, anchor) {
    const amount = offset[0];
    if (offset[1] === "day" || offset[1] === "week") {
      return addDays(anchor, amount * (offset[1] === "week" ? 7 : 1));
    }
    const from = parseDay(anchor);
    const months = from.year * 12 + from.month - 1 + amount * (offset[1] === "year" ? 12 : 1);
    const year = Math.floor(months / 12);
    const month = months - year * 12 + 1;
    return iso(year, month, Math.min(from.day, lengthOf(year, month)));
  }

  function dueOf(start, end, today) {
    return end < today ? "late" : start <= today ? "now" : "ahead";
  }

  // Tasks with their days, soonest first, those at any time last; a RangeError if a day lies
  // outside the calendar.
  function planned(tasks, anchor, today) {
    return inOrder(tasks.map((task) => {
      if (!task.at) {
        return { id: task.id, task: task, start: null, end: null, due: "any time" };
      }
      const days = [after(task.at[0], anchor), after(task.at[1], anchor)].sort();
      return {
        id: task.id, task: task, start: days[0], end: days[1],
        due: dueOf(days[0], days[1], today)
      };
    }));
  }

  function inOrder(list) {
    return list.map((one, at) => {
      return [one.start || LAST, one.end || LAST, at, one];
    }).sort((a, b) => {
      return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] - b[2];
    }).map((keyed) => {
      return keyed[3];
    });
  }

  function dateText(text) {
    const day = parseDay(text);
    return day.day + " " + MONTHS[day.month - 1] + " " + day.year;
  }

  function sentence(text) {
    return /[.!?]$/.test(text) ? text : text + ".";
  }

  // What a calendar says of a task below its title.
  function detailsOf(task, sources) {
    return [
      task.local || "",
      task.only ? "Only " + task.only : "",
      task.why,
      task.with ? "With " + task.with : "",
      task.at ? task.when : "",
      task.source ? "Source: " + sources[task.source].cited : ""
    ].filter(Boolean).map(sentence).join("\n");
  }

  // A calendar event for each task that has a day; its link is the task's page, or else `address`.
  function eventsOf(list, sources, address) {
    return list.filter((one) => one.start).map((one) => {
      const source = one.task.source ? sources[one.task.source] : null;
      return {
        uid: one.id + "@" + UID_HOST,
        start: one.start,
        end: one.end,
        title: one.task.do.replace(/\.+$/, ""),
        details: detailsOf(one.task, sources),
        url: (source && source.address) || address || ""
      };
    });
  }

  function escaped(text) {
    return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r/g, "\n")
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ").replace(/\n/g, "\\n");
  }

  function bytesOf(mark) {
    const code = mark.codePointAt(0);
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }

  function folded(line) {
    const pieces = [];
    let piece = "";
    let size = 0;
    Array.from(line).forEach((mark) => {
      const width = bytesOf(mark);
      if (size + width > LINE_BYTES) {
        pieces.push(piece);
        piece = " ";
        size = 1;
      }
      piece += mark;
      size += width;
    });
    return pieces.concat([piece]);
  }

  function compact(day) {
    return day.replace(/-/g, "");
  }

  // A calendar file (RFC 5545); `made` is a Date.
  function calendarText(events, made) {
    const stamp = made.toISOString().replace(/[-:]|\.\d+/g, "");
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:" + PRODUCT, "CALSCALE:GREGORIAN"];
    events.forEach((event) => {
      lines.push("BEGIN:VEVENT", "UID:" + event.uid, "DTSTAMP:" + stamp,
        "DTSTART;VALUE=DATE:" + compact(event.start));
      if (event.end < LAST) {
        lines.push("DTEND;VALUE=DATE:" + compact(addDays(event.end, 1)));
      }
      lines.push("SUMMARY:" + escaped(event.title));
      if (event.details) {
        lines.push("DESCRIPTION:" + escaped(event.details));
      }
      if (event.url) {
        lines.push("URL:" + event.url);
      }
      lines.push("TRANSP:TRANSPARENT", "END:VEVENT");
    });
    lines.push("END:VCALENDAR");
    return lines.map((line) => folded(line).join("\r\n") + "\r\n").join("");
  }

  // A plan is {stop, date, ticked: [{id, do}], own: [{id, do, date, done}]}; `date` may be "".
  function writePlan(plan, saved) {
    const text = { schema: SCHEMA, version: VERSION, saved: saved };
    ["stop", "date", "ticked", "own"].forEach((key) => { text[key] = plan[key]; });
    return JSON.stringify(text, null, 2) + "\n";
  }

  function Refused(message) {
    this.message = message;
  }

  function isText(value, most) {
    return typeof value === "string" && value.length <= most;
  }

  function isPlain(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  function checkedTick(tick) {
    if (!isPlain(tick) || !isText(tick.id, 40) || !isText(tick.do, 500)) {
      throw new Refused("one of its ticks cannot be read");
    }
    return { id: tick.id, do: tick.do };
  }

  function checkedOwn(own) {
    if (!isPlain(own) || !isText(own.id, 40) || !isText(own.do, 500) || !own.do.trim()) {
      throw new Refused("one of your own lines cannot be read");
    }
    if (own.date !== "" && !parseDay(own.date)) {
      throw new Refused("the date of “" + own.do + "” is not in the calendar: " + own.date);
    }
    return { id: own.id, do: own.do, date: own.date, done: own.done === true };
  }

  // {plan} of a saved file, or {error}: a sentence that says what is wrong with it.
  function readPlan(text) {
    let found;
    try {
      found = JSON.parse(text);
    } catch (error) {
      return { error: "This file cannot be read as a plan: it is damaged, or it is another kind of file." };
    }
    if (!isPlain(found) || found.schema !== SCHEMA) {
      return { error: "This file is not a plan saved from this page." };
    }
    if (typeof found.version === "number" && found.version > VERSION) {
      return {
        error: "This plan was saved by a newer version of this page (version " + found.version +
          "; this page reads version " + VERSION + "). Open it on the site it was saved from."
      };
    }
    try {
      return { plan: checkedPlan(found) };
    } catch (error) {
      if (error instanceof Refused) {
        return { error: "This plan is damaged: " + error.message + "." };
      }
      throw error;
    }
  }

  function checkedPlan(found) {
    if (found.version !== VERSION) {
      throw new Refused("it does not say its version");
    }
    if (!isText(found.stop, 100) || !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(found.stop)) {
      throw new Refused("it names no stop");
    }
    if (found.date !== "" && !parseDay(found.date)) {
      throw new Refused("its date is not in the calendar: " + found.date);
    }
    if (!Array.isArray(found.ticked) || !Array.isArray(found.own)) {
      throw new Refused("a list is missing from it");
    }
    if (found.own.length > MOST_OWN || found.ticked.length > MOST_OWN) {
      throw new Refused("it has more than " + MOST_OWN + " lines");
    }
    return {
      stop: found.stop,
      date: found.date,
      ticked: found.ticked.map(checkedTick),
      own: found.own.map(checkedOwn)
    };
  }

  root.kbPlan = {
    parseDay: parseDay, after: after, planned: planned, inOrder: inOrder, dueOf: dueOf,
    dateText: dateText, eventsOf: eventsOf, calendarText: calendarText,
    readPlan: readPlan, writePlan: writePlan, mostOwn: MOST_OWN
  };
})(typeof globalThis === "object" ? globalThis : window);
