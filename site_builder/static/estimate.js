// The estimate in use: ranges are typed, and the answer stands below as a table, a plot and words.
// Nothing is filled in, and nothing is sent or kept but in a file that one saves.
(() => {
  "use strict";

  const root = document.querySelector("[data-estimate]");
  const rule = window.kbEstimate;
  if (!root || !rule) {
    return;
  }

  const body = root.querySelector("[data-estimate-stages]");
  const said = root.querySelector("[data-estimate-said]");
  const result = root.querySelector("[data-estimate-result]");
  const NAMES = ["gps", "turnover", "take_up", "effect"];
  const LABELS = { gps: "GPs", turnover: "leave in a year", take_up: "take it up", effect: "stay because of it" };
  const WORDS = { gps: "number of GPs", turnover: "turnover", take_up: "take-up", effect: "effect" };
  let inputs = null;

  const make = window.kbMake;

  function boxes(name, line) {
    return ["low", "high"].map((end) => line.querySelector("[data-" + name + "-" + end + "]"));
  }

  function read(name, line, where, faults, share) {
    const [low, high] = boxes(name, line);
    const found = rule.readRange(low.value, high.value, share);
    [low, high].forEach((box) => {
      box.classList.toggle("nhsuk-input--error", Boolean(found.error));
      box.setAttribute("aria-invalid", String(Boolean(found.error)));
    });
    if (found.error) {
      faults.push([where + ": " + found.error, low]);
    }
    return found.range;
  }

  function isBlank(name, line) {
    return boxes(name, line).every((box) => !box.value.trim());
  }

  function gather() {
    const faults = [];
    const stages = [];
    Array.from(body.querySelectorAll("[data-estimate-stage]")).forEach((line) => {
      if (NAMES.every((name) => isBlank(name, line))) {
        return; // a stage that is left out
      }
      const stage = { name: line.getAttribute("data-estimate-stage") };
      NAMES.forEach((name) => {
        stage[name] = read(name, line, stage.name + ", " + LABELS[name], faults, name !== "gps");
      });
      stages.push(stage);
    });
    if (!stages.length) {
      faults.push(["Fill in at least one career stage.", body.querySelector("input")]);
    }
    const found = { stages: stages, cost_each: read("cost-each", root, "Cost of each GP", faults, false) };
    found["fixed_cost"] = isBlank("fixed-cost", root) ? [0, 0] : read("fixed-cost", root, "Fixed cost", faults, false);
    found["vacancy_cost"] = isBlank("vacancy-cost", root) ? null
      : read("vacancy-cost", root, "Cost of a vacancy", faults, false);
    return { inputs: found, faults: faults };
  }

  function number(value, money) {
    const digits = money || Math.abs(value) >= 100 ? 0 : 1;
    return (value < 0 ? "-" : "") + (money ? "£" : "") + Math.abs(value).toLocaleString("en-GB",
      { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  function span(range, share) {
    const ends = range.map((value) => share
      ? Number((value * 100).toFixed(2)) + "%" : value.toLocaleString("en-GB"));
    return ends[0] === ends[1] ? ends[0] : ends[0] + " to " + ends[1];
  }

  function row(name, spread, money) {
    const line = make("tr");
    const head = make("th", name);
    head.setAttribute("scope", "row");
    line.append(head, make("td", number(spread[0], money)), make("td", number(spread[1], money)),
      make("td", number(spread[2], money)));
    return line;
  }

  function drawTable(answer) {
    const rows = root.querySelector("[data-estimate-rows]");
    rows.textContent = "";
    rows.append(row("GPs kept in a year", answer.kept, false), row("Cost", answer.cost, true));
    if (answer.cost_of_one) {
      rows.append(row("Cost for each GP kept", answer.cost_of_one, true));
    }
    if (answer.balance) {
      rows.append(row("Balance against vacancies", answer.balance, true));
    }
    if (answer.by_stage.length > 1) {
      answer.by_stage.forEach(([name, spread]) => { rows.append(row("GPs kept: " + name, spread, false)); });
    }
  }

  function drawPlot(answer) {
    const space = "http://www.w3.org/2000/svg";
    const width = 560;
    const height = 196;
    const most = Math.max.apply(null, answer.counts);
    const picture = document.createElementNS(space, "svg");
    function part(name, values, text) {
      const made = document.createElementNS(space, name);
      Object.keys(values).forEach((key) => { made.setAttribute(key, String(values[key])); });
      made.textContent = text || "";
      picture.append(made);
    }
    picture.setAttribute("viewBox", "0 0 " + width + " " + height);
    picture.setAttribute("class", "app-estimate__plot");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", "How often each number of GPs is kept among the draws; the table says the range.");
    const step = width / answer.counts.length;
    answer.counts.forEach((count, at) => {
      const tall = most ? count / most * 140 : 0;
      const from = answer.kept_most * at / answer.counts.length;
      const inside = from >= answer.kept[0] - answer.kept_most / answer.counts.length && from <= answer.kept[2];
      part("rect", {
        x: (at * step + 1).toFixed(1), y: (150 - tall).toFixed(1), width: (step - 2).toFixed(1),
        height: tall.toFixed(1), class: inside ? "app-estimate__in" : "app-estimate__out"
      });
    });
    part("line", { x1: 0, x2: width, y1: 150, y2: 150, class: "app-estimate__axis" });
    [0, 0.5, 1].forEach((share) => {
      part("text", {
        x: share * width, y: 172, class: "app-estimate__text",
        "text-anchor": share === 0 ? "start" : share === 1 ? "end" : "middle"
      }, number(answer.kept_most * share, false));
    });
    part("text", { x: width / 2, y: 188, class: "app-estimate__text", "text-anchor": "middle" }, "GPs kept in a year");
    const place = root.querySelector("[data-estimate-plot]");
    place.textContent = "";
    place.append(picture);
  }

  function list(name, lines) {
    const place = root.querySelector("[data-estimate-" + name + "]");
    place.textContent = "";
    lines.forEach((line) => { place.append(make("li", line)); });
  }

  function drawWords(answer) {
    const words = ["In nine of ten draws, between " + number(answer.kept[0], false) + " and " +
      number(answer.kept[2], false) + " GPs are kept in a year."];
    if (!answer.cost_of_one) {
      words.push("The cost for each GP kept cannot be said, since in many draws nobody is kept.");
    }
    if (answer.balance) {
      words.push("Set against vacancies, it pays for itself in " + Math.round(answer.share_above * 100) + "% of the draws.");
    }
    root.querySelector("[data-estimate-words]").textContent = words.join(" ");
    list("drivers", answer.drivers.map(([name, moved]) => {
      const at = name.lastIndexOf(": ");
      return name.slice(0, at) + ", " + WORDS[name.slice(at + 2)] + ": " + number(moved, false) + " GPs between its low and its high";
    }));
    list("assumptions", inputs.stages.map((stage) => stage.name + ": " + span(stage.gps, false) + " GPs; " +
      ["turnover", "take_up", "effect"].map((name) => span(stage[name], true) + " " + LABELS[name]).join(", "))
      .concat(["Cost of each GP who takes it up: £" + span(inputs.cost_each, false),
        "Fixed cost: £" + span(inputs.fixed_cost, false)],
      inputs.vacancy_cost ? ["Cost of a vacancy: £" + span(inputs.vacancy_cost, false)] : [],
      ["Each range is drawn from evenly, " + rule.draws.toLocaleString("en-GB") + " times, with the seed " + rule.seed + "."]));
  }

  function show() {
    const found = gather();
    const faults = root.querySelector("[data-estimate-faults]");
    faults.textContent = "";
    found.faults.forEach((fault) => { faults.append(make("li", String(fault[0]))); });
    faults.hidden = !found.faults.length;
    if (found.faults.length) {
      result.hidden = true;
      said.textContent = "There is " + (found.faults.length === 1 ? "one thing" : found.faults.length + " things") + " to put right.";
      /** @type {any} */ (found.faults[0][1]).focus();
      return;
    }
    inputs = found.inputs;
    const answer = rule.estimate(inputs);
    drawTable(answer);
    drawPlot(answer);
    drawWords(answer);
    result.hidden = false;
    said.textContent = "The estimate is below.";
    const head = root.querySelector("[data-estimate-head]");
    head.focus();
  }

  // The figures as the YAML that kb estimate reads.
  function yaml() {
    const line = (name, range) => name + ": [" + range.join(", ") + "]\n";
    return "title: Our estimate\nstages:\n" + inputs.stages.map((stage) => {
      return "  - name: " + JSON.stringify(stage.name) + "\n" + NAMES.map((name) => "    " + line(name, stage[name])).join("");
    }).join("") + line("cost_each", inputs.cost_each) + line("fixed_cost", inputs.fixed_cost) +
      (inputs.vacancy_cost ? line("vacancy_cost", inputs.vacancy_cost) : "");
  }

  const ACTIONS = {
    show: show,
    print: () => { window.print(); },
    save: () => { window.kbSave.file("estimate.yaml", "application/yaml", yaml()); }
  };

  root.querySelectorAll("[data-estimate-do]").forEach((button) => {
    button.addEventListener("click", () => { ACTIONS[button.getAttribute("data-estimate-do")](); });
  });
  root.hidden = false;
  document.querySelector("[data-estimate-plain]").hidden = true;
})();
