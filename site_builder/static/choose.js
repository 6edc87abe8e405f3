// The table of all case studies in use: filters, orders, another outcome, and files of what is
// shown. What was chosen stands behind the # of the address.
(() => {
  "use strict";

  const root = document.querySelector("[data-choose]");
  const data = window.kbChoices;
  const rule = window.kbChoose;
  if (!root || !data || !rule) {
    return;
  }

  const body = root.querySelector("tbody");
  const said = root.querySelector("[data-choose-said]");
  const empty = root.querySelector("[data-choose-none]");
  const order = document.getElementById("choose-order");
  const boxes = Array.from(root.querySelectorAll("[data-choose-filter]"));
  let shown = { rows: data.rows, leftOut: [] };

  function wanted() {
    const found = {};
    boxes.forEach((box) => {
      const name = box.getAttribute("data-choose-filter");
      const value = box.value.trim();
      found[name] = name === "year" && !/^\d{4}$/.test(value) ? "" : value;
    });
    return found;
  }

  function bar(level) {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("class", "app-bar app-bar--" + level);
    picture.setAttribute("viewBox", "0 0 58 12");
    picture.setAttribute("width", "58");
    picture.setAttribute("height", "12");
    picture.setAttribute("aria-hidden", "true");
    for (let step = 0; step < 5; step += 1) {
      const part = document.createElementNS(space, "rect");
      part.setAttribute("class", step < level ? "app-bar__on" : "app-bar__off");
      part.setAttribute("x", String(step * 12 + 1));
      part.setAttribute("y", "1");
      part.setAttribute("width", "8");
      part.setAttribute("height", "10");
      picture.appendChild(part);
    }
    return picture;
  }

  function fillResult(line, found) {
    const head = line.querySelector("[data-choose-grade]");
    const level = found ? found.level : 1;
    head.textContent = "";
    head.append(bar(level), " " + level + " of 5: " + (found ? found.name.toLowerCase() : "no result reported"));
    line.querySelector("[data-choose-finding]").textContent = found ? found.finding : "";
  }

  function count(number) {
    return number + (number === 1 ? " case study" : " case studies");
  }

  function words() {
    if (!shown.leftOut.length) {
      return "All " + count(shown.rows.length) + ".";
    }
    const why = shown.leftOut.map((one) => {
      return one[1] + (one[1] === 1 ? " " : " (each ") + data.reasons[one[0]] + (one[1] === 1 ? "" : ")");
    });
    return shown.rows.length + " of " + count(data.rows.length) + ". Left out: " + why.join("; ") + ".";
  }

  function draw() {
    const asked = wanted();
    shown = rule.choose(data.rows, asked, order.value, data.ranks);
    const visible = {};
    shown.rows.forEach((row) => {
      const line = document.getElementById("row-" + row.id.split("/")[1]);
      visible[line.id] = true;
      fillResult(line, rule.lead(row, asked.outcome));
      body.appendChild(line);
    });
    Array.from(body.rows).forEach((line) => { line.hidden = !visible[line.id]; });
    empty.hidden = shown.rows.length > 0;
    said.textContent = words();
    keep(asked);
  }

  function keep(asked) {
    const parts = rule.filters.filter((name) => asked[name])
      .map((name) => name + "=" + encodeURIComponent(asked[name]));
    if (order.value !== root.getAttribute("data-choose")) {
      parts.push("order=" + order.value);
    }
    const list = window.kbFragment.list(window.location.hash);
    try {
      window.history.replaceState(null, "",
        "#" + window.kbFragment.withList(parts.join("&"), list || []));
    } catch (error) {
      // a page opened from a disk may not replace its state
    }
  }

  function has(box, value) {
    return box.tagName !== "SELECT" || Array.from(box.options).some((option) => option.value === value);
  }

  function readAddress() {
    const parts = window.kbFragment.parse(window.location.hash);
    boxes.forEach((box) => {
      const value = parts[box.getAttribute("data-choose-filter")] || "";
      box.value = has(box, value) ? value : "";
    });
    order.value = parts.order && has(order, parts.order) ? parts.order : root.getAttribute("data-choose");
    draw();
  }

  function objects() {
    const asked = wanted();
    const chosen = {};
    Object.keys(asked).forEach((name) => {
      if (asked[name]) {
        chosen[name] = asked[name];
      }
    });
    return {
      chosen: chosen,
      order: order.value,
      left_out: shown.leftOut.map((one) => ({ why: data.reasons[one[0]], count: one[1] })),
      case_studies: shown.rows.map((row) => {
        const found = {};
        rule.cells(row, asked.outcome).forEach((text, at) => { found[data.header[at]] = text; });
        return found;
      })
    };
  }

  const ACTIONS = {
    csv: () => {
      const asked = wanted();
      const rows = shown.rows.map((row) => rule.cells(row, asked.outcome));
      window.kbSave.file("case-studies.csv", "text/csv", window.kbSave.csv(data.header, rows));
    },
    json: () => {
      window.kbSave.file("case-studies.json", "application/json", JSON.stringify(objects(), null, 2) + "\n");
    },
    clear: () => {
      boxes.forEach((box) => { box.value = ""; });
      draw();
      boxes[0].focus();
    }
  };

  /** @type {HTMLElement[]} */ (boxes).concat(order).forEach((box) => {
    box.addEventListener(box.tagName === "SELECT" ? "change" : "input", draw);
  });
  root.querySelectorAll("[data-choose-do]").forEach((button) => {
    button.addEventListener("click", () => { ACTIONS[button.getAttribute("data-choose-do")](); });
  });
  window.addEventListener("hashchange", readAddress);
  if (window.matchMedia("(max-width: 48em)").matches) {
    root.querySelector("details").open = false; // on a phone the table comes first
  }
  root.querySelector("[data-choose-form]").hidden = false;
  root.querySelector("[data-choose-plain]").hidden = true;
  readAddress();
})();
