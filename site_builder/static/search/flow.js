// From words to a sheet: the role, stage, turn and needs that an answer recognised, each to be
// changed, and the link that takes them, the list and the words to the signposting sheet.
(() => {
  "use strict";

  const TURNS = "moments/";
  const NEEDS = "needs/";

  /**
   * What an answer recognised: the identifiers for each question, best first. Of needs it takes the
   * likeliest, and others only if the words speak of them.
   * @param {SearchAnswer} answer
   * @returns {Record<string, string[]>}
   */
  function recognised(answer) {
    const topics = answer.topics || [];
    const only = (choices) => (choices && choices.length === 1 ? [choices[0].id] : []);
    const all = (folder) => topics.filter((topic) => topic.id.startsWith(folder))
      .filter((topic, at) => at === 0 || topic.said)
      .map((topic) => topic.id.slice(folder.length));
    return {
      role: only(answer.hints.role), stage: only(answer.hints.stage),
      moment: all(TURNS).slice(0, 1), need: all(NEEDS)
    };
  }

  // What the page names as recognised, `drawn`, and then what a better answer adds to it.
  function both(drawn, answer) {
    const [shown, found] = [recognised(drawn), recognised(answer)];
    const all = (question) => Array.from(new Set(shown[question].concat(found[question])));
    return { ...found, moment: all("moment").slice(0, 1), need: all("need") };
  }

  /**
   * @param {Element} panel
   * @param {Element} opener the button that opens it
   */
  function Flow(panel, opener) {
    this.panel = panel;
    this.opener = opener;
    this.answers = Array.from(panel.querySelectorAll("[data-flow-answer]"));
    this.link = panel.querySelector("[data-flow-sheet]");
    this.count = panel.querySelector("[data-flow-count]");
    this.sheet = this.link.href.split("#")[0];
    this.text = "";
    this.changed = new Set();
    this.found = {};
    this.refused = new Set(); // what was recognised and then taken off by hand
    opener.addEventListener("click", () => this.open(panel.hidden));
    panel.addEventListener("change", (event) => {
      const changed = /** @type {HTMLSelectElement} */ (event.target);
      const question = changed.dataset.flowAnswer;
      const kept = this.fieldsOf(question).map((select) => select.value);
      this.changed.add(changed.name); // a choice made by hand is kept from now on
      (this.found[question] || []).filter((id) => !kept.includes(id))
        .forEach((id) => this.refused.add(id));
      this.update();
    });
    window.kbList.watch(() => this.update());
  }

  Flow.prototype.open = function (open) {
    this.panel.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) {
      this.panel.querySelector("h2").focus();
    }
  };

  // Fills in what the answer to `text` recognised. The lines of an early answer, `drawn`, keep
  // their places when a better one comes, and what they name is taken along.
  Flow.prototype.read = function (text, answer, drawn) {
    const found = both(drawn || answer, answer);
    this.found = found;
    this.text = text;
    Object.keys(found).forEach((question) => {
      const fields = this.fieldsOf(question);
      const choices = new Set(Array.from(fields[0].options, (option) => option.value));
      const byHand = fields.filter((select) => this.changed.has(select.name));
      const free = fields.filter((select) => !this.changed.has(select.name));
      const rest = found[question].filter((id) =>
        choices.has(id) && // a need of practices is not there: no sheet is made for it
        !this.refused.has(id) && !byHand.some((select) => select.value === id));
      free.forEach((select, at) => {
        select.value = rest[at] || "";
      });
    });
    this.update();
  };

  Flow.prototype.fieldsOf = function (question) {
    return this.answers.filter((select) => select.dataset.flowAnswer === question);
  };

  // One field more than there are answers, of those to a question that may have several.
  Flow.prototype.showFields = function (question) {
    this.fieldsOf(question).forEach((select, at, all) => {
      select.parentElement.hidden = at > 0 && !select.value && !all[at - 1].value;
    });
  };

  Flow.prototype.update = function () {
    const questions = Array.from(new Set(this.answers.map((select) => select.dataset.flowAnswer)));
    const ids = window.kbList.ids();
    const given = questions.map((question) => {
      const values = this.fieldsOf(question).map((select) => select.value).filter(Boolean);
      return values.length ? question + "=" + Array.from(new Set(values)).join(",") : "";
    }).filter(Boolean);
    questions.forEach((question) => this.showFields(question));
    window.kbList.about(given.join("&"), this.text);
    this.link.href = window.kbList.sheetLink();
    this.count.textContent = ids.length === 1 ? "with 1 page of your list"
      : ids.length ? "with " + ids.length + " pages of your list" : "";
    this.opener.textContent = "Make a sheet";
  };

  window.kbFlow = { make: (panel, opener) => new Flow(panel, opener), recognised, both };
})();
