// The list of areas, narrowed by a board, council, county or town. Without script it is whole.
(() => {
  "use strict";

  const root = document.querySelector("[data-areas]");
  const input = root.querySelector("#areas-find");
  const said = root.querySelector("[data-areas-said]");
  const lines = Array.prototype.slice.call(root.querySelectorAll(".app-area-line"));
  const shapes = Array.prototype.slice.call(root.querySelectorAll(".app-area-shape"));

  // Words as they are compared: small letters, no accents, "&" as "and", "St." as "st".
  function words(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’.]/g, "")
      .replace(/&/g, " and ").split(/[^a-z0-9]+/).filter(Boolean);
  }

  // What people add that no place is called by.
  const IDLE = { the: true, of: true, and: true, nhs: true, icb: true, in: true, near: true };

  // Each word that was typed begins a word of the name.
  function fits(asked, name) {
    const found = words(name);
    return asked.every((word) => found.some((other) => other.indexOf(word) === 0));
  }

  function names(line) {
    return [line.querySelector("a").textContent].concat(line.getAttribute("data-names").split("|"));
  }

  function count(number) {
    return number === 1 ? "1 area" : number + " areas";
  }

  function show() {
    const typed = words(input.value);
    const telling = typed.filter((word) => !Object.prototype.hasOwnProperty.call(IDLE, word));
    const asked = telling.length ? telling : typed;
    const open = {};
    let shown = 0;
    lines.forEach((line) => {
      const hits = asked.length ? names(line).filter((name) => fits(asked, name)) : [];
      const old = line.querySelector(".app-area-line__hit");
      if (old) {
        old.remove();
      }
      line.hidden = asked.length > 0 && hits.length === 0;
      if (line.hidden) {
        return;
      }
      shown += 1;
      line.getAttribute("data-codes").split(" ").forEach((code) => { open[code] = asked.length > 0; });
      if (hits.length && hits[0] !== line.querySelector("a").textContent) {
        const hit = document.createElement("span");
        hit.className = "app-area-line__hit";
        hit.textContent = "Here: " + hits.slice(0, 3).join(", ");
        line.appendChild(hit);
      }
    });
    root.querySelectorAll(".app-areas__list section").forEach((section) => {
      section.hidden = !section.querySelector(".app-area-line:not([hidden])");
    });
    shapes.forEach((shape) => {
      const on = open[shape.getAttribute("data-code")] === true;
      shape.classList.toggle("app-area-shape--on", on);
      shape.classList.toggle("app-area-shape--off", asked.length > 0 && !on);
    });
    said.textContent = !asked.length ? ""
      : shown === 0 ? "No area has a place of that name here. Try your council, or a larger town near by; or empty the box and choose from the list."
        : shown === 1 ? "1 area. Press Enter to open it."
          : count(shown) + ". Choose the one of your practice’s care board: a name may stand in several.";
  }

  function openOnly(event) {
    const open = lines.filter((line) => !line.hidden);
    if (event.key === "Enter" && !event.isComposing && open.length === 1) {
      event.preventDefault();
      open[0].querySelector("a").click();
    }
  }

  root.querySelector("[data-areas-find]").hidden = false;
  input.addEventListener("input", show);
  input.addEventListener("keydown", openOnly);
  window.addEventListener("pageshow", show); // what was typed before is there again after Back
  show();
})();
