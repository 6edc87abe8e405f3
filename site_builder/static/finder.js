// The finder: four questions on one page that narrow each other, and what they lead to.
// Answers stand in the address behind the #; nothing is sent or stored.
(() => {
  "use strict";

  const guide = window.kbGuide;
  const rule = window.kbSheet;
  const root = document.querySelector("[data-guide]");
  const NAMES = ["role", "stage", "moment"];
  const NEED = "need";
  const QUESTIONS = NAMES.concat([NEED]);
  let showAll = false;

  function question(name) {
    return root.querySelector('[data-question="' + name + '"]');
  }

  function inputs(name) {
    return Array.prototype.slice.call(question(name).querySelectorAll("input"));
  }

  function answer(name) {
    const chosen = inputs(name).filter((input) => input.checked)[0];
    return chosen ? chosen.value : "";
  }

  function answers() {
    const found = { add: [], without: [] };
    NAMES.forEach((name) => {
      found[name] = answer(name);
    });
    found.needs = inputs(NEED).filter((input) => input.checked).map((input) => input.value);
    return found;
  }

  function stopsOf(role) {
    return guide.stops.filter((stop) => stop.role === role);
  }

  // What can still be answered: the stages and turns of the role, the needs of its stop.
  function possible(asked) {
    const stop = stopsOf(asked.role).filter((s) => s.moment === asked.moment)[0];
    return {
      role: null,
      stage: asked.role ? guide.role_stages[asked.role] : null,
      moment: asked.role ? stopsOf(asked.role).map((s) => s.moment) : null,
      need: stop && !showAll ? stop.needs : null
    };
  }

  // Shows what is possible; an answer that no longer is goes back to "not sure".
  function narrow() {
    const allowed = possible(answers());
    const isFull = answers().needs.length >= guide.limits.needs;
    inputs(NEED).forEach((input) => {
      input.disabled = isFull && !input.checked;
    });
    QUESTIONS.forEach((name) => {
      inputs(name).forEach((input) => {
        const fits = !allowed[name] || !input.value || allowed[name].indexOf(input.value) !== -1 ||
          (name === NEED && input.checked);
        input.closest("[data-choice]").hidden = !fits;
        if (!fits && input.checked) {
          inputs(name)[inputs(name).length - 1].checked = true;
        }
      });
    });
    root.querySelector("[data-more-needs]").hidden = !possible(answers()).need;
  }

  function setLink(part, url, text) {
    const link = root.querySelector(part).querySelector("a");
    link.href = window.kbList.link(url);
    link.textContent = text;
  }

  function optionLine(offer) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const status = document.createElement("span");
    link.href = window.kbList.link(offer.option.url);
    link.textContent = offer.option.title;
    status.className = "app-guide__status";
    status.textContent = offer.option.status_label + ", " + offer.option.status_detail +
      (rule.today() < offer.option.due ? "" : "; due for review since " + offer.option.due_text);
    line.appendChild(link);
    line.appendChild(status);
    return line;
  }

  function words(sheet) {
    const number = sheet.fitting;
    const told = number === 0 ? "Nothing fits these answers; see who to ask below"
      : number === 1 ? "1 option fits" : number + " options fit";
    return told + (sheet.stories.length ? ", and 1 story." : ".");
  }

  function show() {
    const asked = answers();
    const any = NAMES.some((name) => asked[name]) || asked.needs.length > 0;
    const sheet = rule.choose(guide, asked);
    const list = root.querySelector("[data-guide-options]");
    root.querySelector("[data-guide-found]").hidden = !any;
    root.querySelector("[data-guide-status]").textContent =
      any ? words(sheet) : "Choose an answer to see what fits.";
    root.querySelector("[data-guide-stop]").hidden = !sheet.stop;
    if (sheet.stop) {
      setLink("[data-guide-stop]", sheet.stop.url, rule.find(guide.roles, asked.role).label +
        ": " + rule.find(guide.moments, asked.moment).label.toLowerCase());
    }
    list.textContent = "";
    sheet.offers.forEach((offer) => {
      list.appendChild(optionLine(offer));
    });
    root.querySelector("[data-guide-story]").hidden = !sheet.stories.length;
    if (sheet.stories.length) {
      setLink("[data-guide-story]", sheet.stories[0].url, sheet.stories[0].title);
    }
    root.querySelector("[data-guide-sheet]").href =
      window.kbList.link("/sheet/#" + rule.write(asked));
  }

  function read() {
    const asked = rule.read(guide, window.location.hash);
    NAMES.forEach((name) => {
      inputs(name).forEach((input) => {
        input.checked = input.value === asked[name];
      });
    });
    inputs(NEED).forEach((input) => {
      input.checked = asked.needs.indexOf(input.value) !== -1;
    });
  }

  function write() {
    const wanted = "#" + window.kbFragment.withList(rule.write(answers()), window.kbList.ids());
    try {
      window.history.replaceState(null, "", wanted);
    } catch (error) {
      window.location.hash = wanted; // a page opened from a disk may not replace its state
    }
  }

  root.addEventListener("change", (event) => {
    if (event.target.name !== NEED) {
      showAll = false;
    }
    narrow();
    show();
    write();
  });
  root.querySelector("[data-more-needs] button").addEventListener("click", () => {
    showAll = true;
    narrow();
    inputs("need")[0].focus();
  });
  window.addEventListener("hashchange", () => {
    read();
    narrow();
    show();
  });
  document.querySelector("[data-guide-links]").hidden = true;
  root.hidden = false;
  read();
  narrow();
  show();
})();
