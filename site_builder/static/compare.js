// Pages of the visitor's list side by side, two to four of them, as a table made here from the
// site's own data. The address gives identifiers alone; all text is set as text.
(() => {
  "use strict";

  const SIDE_BY_SIDE = 4;
  const data = window.kbCompare;
  const frame = document.querySelector("[data-compare]");
  const own = window.kbFragment.own;

  function make(name, text, role) {
    const element = window.kbMake(name, text);
    if (role) {
      element.setAttribute("role", role); // kept where a narrow screen lays the table out anew
    }
    return element;
  }

  function headCell(id) {
    const found = data.documents[id];
    const cell = make("th", "", "columnheader");
    const link = make("a", found.title);
    const button = make("button", "Remove");
    const hidden = make("span", " " + found.title);
    cell.scope = "col";
    link.href = window.kbList.link(found.url);
    hidden.className = "nhsuk-u-visually-hidden";
    button.type = "button";
    button.className = "app-list-button app-screen";
    button.appendChild(hidden);
    button.addEventListener("click", () => {
      window.kbList.toggle(id, found.title);
      const heading = document.querySelector("h1");
      heading.setAttribute("tabindex", "-1");
      heading.focus();
    });
    cell.appendChild(link);
    cell.appendChild(button);
    return cell;
  }

  function cellText(row, found) {
    let text = own(found.cells, row) ? found.cells[row] : "";
    if (row === "status" && window.kbSave.today() >= found.due) {
      text += ". Due for review since " + found.due_text;
    }
    return text;
  }

  function line(row, ids) {
    const found = make("tr", "", "row");
    const head = make("th", row.label, "rowheader");
    head.scope = "row";
    found.appendChild(head);
    ids.forEach((id) => {
      const text = cellText(row.id, data.documents[id]);
      const cell = make("td", text || "–", "cell");
      cell.className = text ? "" : "app-compare__none";
      cell.setAttribute("data-name", data.documents[id].title); // for narrow screens
      found.appendChild(cell);
    });
    return found;
  }

  function fillTable(ids) {
    const table = frame.querySelector("table");
    const head = make("tr", "", "row");
    const rows = data.rows.filter((row) => {
      const told = ids.map((id) => cellText(row.id, data.documents[id]));
      const kinds = row.id !== "kind" || told.some((text) => text !== told[0]);
      return kinds && told.some(Boolean);
    });
    const corner = make("td", "", "cell");
    corner.className = "app-compare__corner";
    table.setAttribute("role", "table");
    table.setAttribute("data-columns", String(ids.length));
    head.appendChild(corner);
    ids.forEach((id) => {
      head.appendChild(headCell(id));
    });
    table.tHead.textContent = "";
    table.tHead.setAttribute("role", "rowgroup");
    table.tHead.appendChild(head);
    table.tBodies[0].textContent = "";
    table.tBodies[0].setAttribute("role", "rowgroup");
    rows.forEach((row) => {
      table.tBodies[0].appendChild(line(row, ids));
    });
  }

  function words(known, unknown) {
    const told = [];
    if (unknown) {
      told.push("Part of this address names no page on this site, so it was left out.");
    }
    if (known.length === 0) {
      told.push("Your list is empty.");
    } else if (known.length === 1) {
      told.push("One page is on your list: add another to compare it with.");
    } else if (known.length > SIDE_BY_SIDE) {
      told.push("The first four of the " + known.length + " on your list: remove one to see the next.");
    }
    return told.join(" ");
  }

  window.kbList.watch((ids) => {
    const known = ids.filter((id) => own(data.documents, id));
    const shown = known.slice(0, SIDE_BY_SIDE);
    document.querySelector("[data-compare-said]").textContent =
      words(known, known.length < ids.length);
    document.querySelector("[data-compare-start]").hidden = shown.length > 1;
    frame.hidden = shown.length === 0;
    fillTable(shown);
  });
  frame.querySelector("[data-compare-print]").addEventListener("click", () => {
    window.print();
  });
})();
