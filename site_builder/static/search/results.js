// One answer in, its cards out: topics first, then support and case studies in groups, then the
// rest. What the page already shows keeps its place while a better answer arrives. Nothing is
// searched here.
(() => {
  "use strict";

  const REASONS = {
    name: (text) => "known as " + quoted(text),
    word: (text) => "mentions " + text,
    synonym: (text) => {
      const at = text.indexOf(": ");
      return quoted(text.slice(0, at)) + " means " + text.slice(at + 2);
    },
    tag: (text) => "for " + text,
    need: (text) => "helps with “" + text + "”",
  };
  const GROUPS = { options: "Support and roadmaps", stories: "Case studies and toolkit" };
  const TOPICS = { need: "What is on your mind", turn: "Career turning point" };
  const SLICE = 5; // milliseconds of drawing after which keys are answered
  const KIND_TITLE = ".app-card__title a";

  const make = window.kbMake;

  function quoted(text) {
    return "‘" + text + "’";
  }

  /**
   * @param {object} given
   * @param {Element} given.place where the results are shown
   * @param {Element} given.items the list of every page, for what its cards know of a result
   * @param {(url: string, anchor: string) => string} given.address
   */
  function Results({ place, items, address }) {
    this.place = place;
    this.items = items;
    this.address = address;
    this.cards = null;
    this.turn = 0;
  }

  // Reads the list once, ahead of its need.
  Results.prototype.prepare = function () {
    if (!this.cards) {
      this.cards = new Map();
      this.items.querySelectorAll(".app-card").forEach((card) => {
        const link = card.querySelector(KIND_TITLE);
        if (link) {
          this.cards.set(link.href.split("#")[0], card);
        }
      });
    }
  };

  // The card that the list has for a page, for its kind, status and evidence.
  Results.prototype.cardOf = function (id) {
    this.prepare();
    return this.cards.get(this.address("/" + id + "/", ""));
  };

  function copyOf(card, selector) {
    const part = card && card.querySelector(selector);
    return part ? part.cloneNode(true) : null;
  }

  function marked(text, marks) {
    const made = make("p", "", "app-result__snippet");
    let at = 0;
    marks.forEach(([start, end]) => {
      made.append(text.slice(at, start), make("mark", text.slice(start, end)));
      at = end;
    });
    made.append(text.slice(at));
    return made;
  }

  function of(reasons, type) {
    return reasons.filter((reason) => reason.type === type).map((reason) => reason.text);
  }

  function because(reasons) {
    const lines = reasons.filter((reason) => REASONS[reason.type]);
    if (!lines.length) {
      return null;
    }
    const made = make("div", "", "app-result__because");
    const list = make("ul", "", "app-result__reasons");
    lines.forEach((reason) => list.append(make("li", REASONS[reason.type](reason.text))));
    made.append(make("span", "Why this page: ", "app-result__why"), list);
    return made;
  }

  Results.prototype.line = function (result, isNew) {
    const line = make("li", "", "app-result app-card app-card--" + result.kind);
    const like = this.cardOf(result.id);
    const title = make("h4", "", "app-card__title");
    const link = make("a", result.title);
    const kind = copyOf(like, ".app-card__kind") || make("p", "", "app-card__kind");
    line.setAttribute("data-result-id", result.id);
    link.href = this.address(result.url, "");
    title.append(link);
    if (isNew) {
      kind.prepend(make("span", "New", "app-result__new"));
    }
    line.append(kind, title, marked(result.snippet, result.marks));
    if (result.anchor) {
      const section = make("p", "", "app-result__section");
      const there = make("a", "Go to “" + result.heading + "”");
      there.href = this.address(result.url, result.anchor);
      section.append(there);
      line.append(section);
    }
    [copyOf(like, ".app-card__foot"), because(result.reasons)].forEach((part) => {
      if (part) {
        line.append(part);
      }
    });
    return line;
  };

  Results.prototype.topicLine = function (topic) {
    const line = make("li", "", "app-card app-topic");
    const title = make("h4", "", "app-card__title");
    const link = make("a", topic.title);
    line.setAttribute("data-topic-id", topic.id);
    link.href = this.address(topic.url, "");
    title.append(link);
    line.append(title);
    if (TOPICS[topic.kind]) {
      line.append(make("p", TOPICS[topic.kind], "app-topic__kind"));
    }
    return line;
  };

  // Whether the words ask for a page about the site before anything else.
  function asksForPage(topics) {
    return topics.length > 0 && topics[0].kind === "page";
  }

  // [the likeliest need and turn, or the page about the site that was asked for, which come first;
  // the others], so that results are seen at once.
  function topicGroups(topics) {
    const isFirst = (topic, at) => (topic.kind === "page") === asksForPage(topics) &&
      topics.findIndex((other) => other.kind === topic.kind) === at;
    return [topics.filter(isFirst), topics.filter((topic, at) => !isFirst(topic, at))];
  }

  function group(title) {
    const part = make("section", "", "app-results__part");
    const list = make("ol", "", "app-results");
    part.append(make("h3", title, "app-results__group"), list);
    return { part, list };
  }

  // The groups of an answer in order: [title, what makes each of its lines].
  Results.prototype.groups = function (answer, first, shown) {
    const { grouped, groupOf } = window.kbSearchVoice;
    const lines = (results) => results.map((result) => () => this.line(result));
    const isIn = (name) => (result) => groupOf(result.kind) === name;
    if (answer.distress) { // help comes first, whatever was asked for, and the stories of others last
      return [["What to turn to", lines(answer.results.filter(isIn("options")))],
        ["Case studies and toolkit, for later", lines(answer.results.filter(isIn("stories")))]];
    }
    const best = grouped(answer.results.slice(0, shown), first || answer.first, shown);
    const names = (first || answer.first) === "stories" ? ["stories", "options"] : ["options", "stories"];
    const groups = names.map((name) =>
      [GROUPS[name], lines(best.filter(isIn(name)))])
      .filter(([, own]) => own.length);
    const [likely, others] = topicGroups(answer.topics || [])
      .map((topics) => topics.map((topic) => () => this.topicLine(topic)));
    // The page of a name is what was asked for, and stands before the topics.
    const named = best.length && of(best[0].reasons, "name").length;
    const title = asksForPage(answer.topics || []) ? "About this site" : "All in one place";
    groups.splice(named ? 1 : 0, 0, [title, likely]);
    groups.splice(2, 0, ["Also in one place", others]);
    return groups.concat([["More pages", lines(answer.results.slice(shown))]]);
  };

  // Shows an answer; `first` says which group comes first, the one of the query by default. A few
  // lines at a time, so that keys are answered in between, or all at once; then calls `done`.
  Results.prototype.show = function (answer, first, shown, done, atOnce) {
    const steps = this.groups(answer, first, shown).filter(([, own]) => own.length)
      .flatMap(([title, own]) => {
        const { part, list } = group(title);
        return [() => this.place.append(part)].concat(own.map((draw) => () => list.append(draw())));
      });
    this.clear();
    const { turn } = this;
    const draw = () => {
      const end = atOnce ? Infinity : performance.now() + SLICE;
      while (turn === this.turn && steps.length && performance.now() < end) {
        steps.shift()();
      }
      if (turn === this.turn) {
        if (steps.length) {
          window.setTimeout(draw, 0);
        } else {
          done();
        }
      }
    };
    if (atOnce) {
      draw();
    } else {
      window.setTimeout(draw, 0);
    }
  };

  // Adds below what a better answer has and the page does not show yet; nothing else moves.
  // Returns how many that were.
  Results.prototype.add = function (answer) {
    const there = new Set(this.ids());
    const added = answer.results.filter((result) => !there.has(result.id));
    if (added.length) {
      const { part, list } = group("New, found by meaning");
      list.append(...added.map((result) => this.line(result, true)));
      this.place.append(part);
    }
    return added.length;
  };

  Results.prototype.ids = function () {
    return Array.from(this.place.querySelectorAll("[data-result-id]"), (line) =>
      line.getAttribute("data-result-id"));
  };

  Results.prototype.clear = function () {
    this.turn += 1; // and what is being drawn is drawn no further
    this.place.replaceChildren();
  };

  window.kbResults = { make: (given) => new Results(given) };
})();
