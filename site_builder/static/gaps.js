// The gap map in use: offers are pasted, corrected one by one, and set out on the map. All text is
// set as text, and nothing is kept but in files that are saved.
(() => {
  "use strict";

  const root = document.querySelector("[data-gaps]");
  const data = window.kbGapData;
  const rule = window.kbGaps;
  if (!root || !data || !rule) {
    return;
  }

  const MOST_BYTES = 1000000;
  const HEADER = ["name", "stages", "level", "page"];
  const EXAMPLE = "name,stages,level\nGP mentoring,newly qualified; wise fives,1\n" +
    "First fives group,newly qualified,1\nPortfolio posts,early to mid career GPs,1\n" +
    "Practice manager network,all,2\n";
  const text = document.getElementById("gaps-text");
  const home = root.getAttribute("data-search-home");
  let offers = [];
  let turn = 0;

  function part(name) {
    return root.querySelector("[data-gaps-" + name + "]");
  }

  const make = window.kbMake;

  function link(id, title) {
    const made = make("a", title);
    made.href = window.kbList.link(data.urls[id] || "/" + id + "/");
    return made;
  }

  function count(number, one, many) {
    return number + " " + (number === 1 ? one : many);
  }

  function choice(label, options, value, changed) {
    const box = make("label", "", "app-gaps__choice");
    const select = make("select", "", "nhsuk-select");
    options.forEach((option) => { select.add(new Option(option[1], option[0], false, option[0] === value)); });
    select.addEventListener("change", () => { changed(select.value); });
    box.append(make("span", label), select);
    return box;
  }

  function labelled(concepts) {
    return concepts.map((concept) => [concept, data.labels[concept]]);
  }

  function fillerOf(id) {
    return data.fillers.find((filler) => filler.id === id);
  }

  // One offer with what is known of it, and what can be put right.
  function line(offer) {
    const item = make("li");
    const several = offer.stages.length > 1
      ? [[offer.stages.join(";"), offer.stages.map((stage) => data.labels[stage]).join(", ")]] : [];
    const none = offer.stages.length ? [] : [["", offer.page ? "As on its page" : "Choose"]];
    item.append(
      make("strong", offer.name),
      choice("For", none.concat([["any", "All stages"]], several, labelled(data.stages)), offer.stages.join(";"),
        (value) => { offer.stages = value.split(";").filter(Boolean); drawMap(); }),
      choice("Level", [["", offer.page ? "As on its page" : "Choose"]].concat(labelled(data.levels)), offer.level,
        (value) => { offer.level = value; drawMap(); })
    );
    const page = make("p", "", "app-gaps__page");
    if (offer.page) {
      page.append("The same as ", link(offer.page, (fillerOf(offer.page) || { title: offer.page }).title), ". ",
        button("Not the same", offer.name, () => { offer.page = ""; offer.like = null; drawOffers(); drawMap(); }));
    } else if (offer.like) {
      page.append("Looks like ", link(offer.like.id, offer.like.title), ". ",
        button("Yes, the same", offer.name, () => { offer.page = offer.like.id; drawOffers(); drawMap(); }), " ",
        button("No", offer.name, () => { offer.like = null; drawOffers(); }));
    }
    page.append(" ", button("Take off", offer.name, () => { takeOff(offer); }));
    item.append(page);
    return item;
  }

  function takeOff(offer) {
    const at = offers.indexOf(offer);
    offers.splice(at, 1);
    drawOffers();
    drawMap();
    const left = part("offers").querySelectorAll("li");
    (left.length ? left[Math.min(at, left.length - 1)].querySelector("select") : text).focus();
  }

  // What is ticked as being there becomes an offer like any other.
  function have(offer, list) {
    offers.push(offer);
    drawOffers();
    drawMap();
    part("said").textContent = "Added to your offers: " + offer.name + ". " + part("said").textContent;
    (part(list).querySelector("input") || part("map").parentElement).focus();
  }

  function button(words, about, act) {
    const made = make("button", words, "app-list-button");
    made.type = "button";
    made.append(make("span", ": " + about, "nhsuk-u-visually-hidden"));
    made.addEventListener("click", act);
    return made;
  }

  function drawOffers() {
    const list = part("offers");
    list.textContent = "";
    offers.forEach((offer) => { list.append(line(offer)); });
  }

  function drawMap() {
    const found = rule.gapMap(data, offers);
    const body = part("map").tBodies[0];
    body.textContent = "";
    data.stages.forEach((stage) => {
      const row = make("tr");
      const head = make("th", data.labels[stage]);
      head.scope = "row";
      row.append(head);
      found.cells.filter((cell) => cell.stage === stage).forEach((cell) => { row.append(cellOf(cell)); });
      body.append(row);
    });
    drawFill(found.cells);
    part("meter").textContent = "Your list has offers at " + found.levels.length + " of " +
      data.levels.length + " levels" + (found.levels.length
      ? ": " + found.levels.map((level) => data.labels[level].toLowerCase()).join(", ") : "") + ".";
    drawTicks("essentials", found.essentials.map((one) => {
      return {
        words: one.text, link: link(one.page, "how"),
        offer: { name: one.text, stages: ["any"], level: one.level, page: "", line: 0, like: null }
      };
    }), "Nothing: each is in your list.");
    drawTicks("national", found.national.map((one) => {
      return {
        words: "", link: link(one.page, one.title), after: statusWords(one),
        offer: { name: one.title, stages: ["any"], level: "", page: one.page, line: 0, like: null }
      };
    }), "Nothing: each is in your list, or has closed.");
    say(found);
  }

  function statusWords(one) {
    const words = { open: "open", changed: "open, with new rules", closed: "closed", unknown: "not confirmed" };
    return " (" + words[one.status] + ", as of " + whenText(one.as_at) + ")";
  }

  // A date of the content, "2025-11" or "2025-11-27", as people write it.
  function whenText(when) {
    const found = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(when);
    if (!found) {
      return when;
    }
    const [year, month, day] = found.slice(1).map(Number);
    return new Date(Date.UTC(year, month - 1, day || 1)).toLocaleDateString("en-GB", {
      day: day ? "numeric" : undefined, month: "long", year: "numeric", timeZone: "UTC"
    });
  }

  function cellOf(cell) {
    const made = make("td", "", "app-gaps__cell app-gaps__cell--" + cell.state);
    made.append(make("strong", cell.state.charAt(0).toUpperCase() + cell.state.slice(1)));
    if (cell.offers.length) {
      const list = make("ul", "", "nhsuk-list");
      cell.offers.forEach((name) => { list.append(make("li", name)); });
      made.append(list);
    }
    if (cell.fill.length) {
      const to = make("a", count(cell.held[0], "case study", "case studies") + ", " +
        count(cell.held[1], "option", "options") + " here");
      to.href = "#fill-" + cell.stage + "-" + cell.level;
      to.addEventListener("click", () => {
        const fold = /** @type {HTMLDetailsElement} */ (document.getElementById(to.getAttribute("href").slice(1)));
        fold.open = true;
      });
      made.append(to);
    }
    return made;
  }

  function drawFill(cells) {
    const shown = part("fill");
    shown.textContent = "";
    cells.filter((cell) => cell.fill.length).forEach((cell) => {
      const fold = make("details", "", "nhsuk-details");
      const head = make("summary", "", "nhsuk-details__summary");
      head.append(make("span", data.labels[cell.stage] + ", " + data.labels[cell.level].toLowerCase() +
        " (" + cell.state + ")", "nhsuk-details__summary-text"));
      fold.id = "fill-" + cell.stage + "-" + cell.level;
      const list = make("ul", "", "nhsuk-list nhsuk-list--bullet");
      cell.fill.forEach((one) => {
        const item = make("li");
        item.setAttribute("data-listable", one.id);
        item.setAttribute("data-title", one.title);
        item.append(link(one.id, one.title), one.grade
          ? ", evidence " + one.grade + " of 5: " + one.grade_name.toLowerCase() + statusWords(one)
          : ", support option" + statusWords(one), " ");
        list.append(item);
      });
      fold.append(head, list);
      shown.append(fold);
    });
    if (!shown.children.length) {
      shown.append(make("p", "No cell is empty or thin."));
    }
    window.kbList.buttons();
  }

  function drawTicks(name, items, none) {
    const list = part(name);
    list.textContent = "";
    items.forEach((one) => {
      const item = make("li");
      const label = make("label");
      const box = make("input");
      box.type = "checkbox";
      box.addEventListener("change", () => { have(one.offer, name); });
      label.append(box, " ", one.words || "We have ");
      item.append(label, " ", one.link, one.after || "");
      list.append(item);
    });
    if (!items.length) {
      list.append(make("li", none));
    }
  }

  function say(found) {
    const states = { empty: 0, thin: 0, covered: 0 };
    found.cells.forEach((cell) => { states[cell.state] += 1; });
    const open = [["level", found.unplaced], ["stage", found.unstaged]].filter((one) => one[1].length);
    part("said").textContent = count(offers.length, "offer", "offers") + ": " +
      count(states.covered, "cell", "cells") + " covered, " + states.thin + " thin, " + states.empty + " empty." +
      open.map((one) => " No " + one[0] + " is known of " + count(one[1].length, "offer", "offers") +
        ", so that the map leaves " + (one[1].length === 1 ? "it" : "them") + " out; choose it below.").join("");
  }

  function showFaults(faults) {
    const list = part("faults");
    list.textContent = "";
    faults.forEach((fault) => { list.append(make("li", "Line " + fault.line + ": " + fault.text)); });
    list.hidden = !faults.length;
  }

  // Asks the search for the page of each offer; what it finds waits for the person to confirm it.
  function match(own) {
    const left = offers.filter((offer) => !offer.page && !offer.like);
    if (!home || !window.kbSearchUse || !left.length || own !== turn) {
      return;
    }
    const wanted = { filters: { kind: ["signposting", "casestudies"] }, limit: 1 };
    left.reduce((before, offer) => before.then(() => {
      return window.kbSearchUse.find(home, offer.name, wanted).then((answer) => {
        const hit = answer && !answer.abstained && answer.sureness !== "not sure" && answer.results[0];
        offer.like = hit ? { id: hit.id, title: hit.title } : null;
      });
    }), Promise.resolve()).then(() => {
      if (own === turn) {
        drawOffers();
      }
    }, (error) => {
      window.console.error(error); // nothing is proposed then, and the map stands as it is
    });
  }

  function read(words) {
    const found = rule.readOffers(words, data);
    showFaults(found.faults);
    if (!found.offers.length) {
      part("said").textContent = "There is no offer in this. Write one to a line.";
      part("result").hidden = true;
      text.focus();
      return;
    }
    turn += 1;
    offers = found.offers;
    part("result").hidden = false;
    document.querySelector("[data-gaps-plain]").hidden = true;
    drawOffers();
    drawMap();
    match(turn);
  }

  function open(file) {
    if (file.size > MOST_BYTES) {
      part("said").textContent = "This file is too large for a list of offers. Nothing was changed.";
      return;
    }
    window.kbSave.read(file).then((words) => {
      if (words === null) {
        part("said").textContent = "This is a workbook or another file that is no text. Nothing was changed. " +
          "In Excel choose Save As, CSV UTF-8, or copy the cells and paste them here.";
        return;
      }
      text.value = words;
      read(words);
    }, () => {
      part("said").textContent = "This file could not be read. Nothing was changed.";
    });
  }

  function row(offer) {
    const stages = offer.stages.join(";");
    return [offer.name, stages === "any" ? "all" : stages || "not known", offer.level, offer.page];
  }

  const ACTIONS = {
    read: () => { read(text.value); },
    open: () => { part("file").click(); },
    example: () => { text.value = EXAMPLE; read(EXAMPLE); },
    print: () => { window.print(); },
    save: () => {
      window.kbSave.file("our-offers.csv", "text/csv", window.kbSave.csv(HEADER, offers.map(row)));
    },
    gaps: () => {
      const rows = [];
      rule.gapMap(data, offers).cells.forEach((cell) => {
        (cell.fill.length ? cell.fill : [{ id: "", title: "", grade: "", status: "", as_at: "" }]).forEach((one) => {
          rows.push([data.labels[cell.stage], data.labels[cell.level], cell.state, cell.offers.join("; "),
            one.id, one.title, String(one.grade || ""), one.status, one.as_at]);
        });
      });
      window.kbSave.file("gaps.csv", "text/csv", window.kbSave.csv(["career_stage", "level", "state", "our_offers",
        "could_fill_it", "title", "evidence_level", "status", "status_as_at"], rows));
    }
  };

  root.querySelectorAll("[data-gaps-do]").forEach((own) => {
    own.addEventListener("click", () => { ACTIONS[own.getAttribute("data-gaps-do")](); });
  });
  part("file").addEventListener("change", () => {
    const file = part("file").files[0];
    if (file) {
      open(file);
    }
    part("file").value = "";
  });
  root.hidden = false;
})();
