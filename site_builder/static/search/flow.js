// From words to a sheet: the role, stage, turn and need that an answer recognised, each to be
// changed, and the link that takes them, the list and the words to the signposting sheet.
(() => {
  "use strict";

  const TURNS = "moments/";
  const NEEDS = "needs/";

  /**
   * What an answer recognised: an identifier or "" for each question.
   * @param {SearchAnswer} answer
   * @returns {Record<string, string>}
   */
  function recognised(answer) {
    const topics = (answer.topics || []).map((topic) => topic.id);
    const only = (choices) => (choices && choices.length === 1 ? choices[0].id : "");
    const first = (folder) => {
      const found = topics.find((id) => id.startsWith(folder));
      return found ? found.slice(folder.length) : "";
    };
    return {
      role: only(answer.hints.role), stage: only(answer.hints.stage),
      moment: first(TURNS), need: first(NEEDS)
    };
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
    opener.addEventListener("click", () => this.open(panel.hidden));
    panel.addEventListener("change", (event) => {
      this.changed.add(event.target.name); // a choice made by hand is kept from now on
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

  // Fills in what the answer to `text` recognised.
  Flow.prototype.read = function (text, answer) {
    const found = recognised(answer);
    this.text = text;
    this.answers.forEach((select) => {
      if (!this.changed.has(select.name)) {
        select.value = found[select.name];
        if (select.selectedIndex < 0) {
          select.value = ""; // a need of practices, which no sheet is made for
        }
      }
    });
    this.update();
  };

  Flow.prototype.update = function () {
    const chosen = this.answers.filter((select) => select.value);
    const ids = window.kbList.ids();
    const given = chosen.map((select) => select.name + "=" + select.value);
    window.kbList.about(given.join("&"), this.text);
    this.link.href = window.kbList.sheetLink();
    this.count.textContent = ids.length === 1 ? "with 1 page of your list"
      : ids.length ? "with " + ids.length + " pages of your list" : "";
    this.opener.textContent = "Make a sheet";
  };

  window.kbFlow = { make: (panel, opener) => new Flow(panel, opener), recognised };
})();
