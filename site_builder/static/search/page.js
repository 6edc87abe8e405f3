// The search page: loads the engine and its data when the visitor turns to search, and shows what
// it finds. The words typed stay in the page and behind the # of the address, which is never sent;
// nothing is stored. Written without newer syntax, so that an old browser can be told.
(function () {
  "use strict";

  var SCRIPTS = ["distress.js", "words.js", "data.js", "query.js", "parts.js",
    "snippet.js", "engine.js", "core.js"];
  var WAIT = 250; // a pause in typing, so that not every letter is announced
  var SLOW = 500;
  var source = document.currentScript.src;
  // Urgent help has a script of its own (help.js); where that is missing, the box is simply shown.
  var help = window.kbHelp || {
    isShown: function () { return true; }, show: showHelp, fail: showHelp, onShow: null
  };
  var home = source.slice(0, source.lastIndexOf("/") + 1);
  var root = source.replace(/assets\/search\/page\.js.*$/, "");
  var box = document.querySelector("[data-search]");
  var PAGE = Number(box.getAttribute("data-shown"));
  var LONGEST = Number(box.getAttribute("data-longest"));
  var finder = document.querySelector(".app-finder");
  var status = box.querySelector("[data-search-status]");
  var parts = {
    urgent: box.querySelector("[data-search-urgent]"),
    none: box.querySelector("[data-search-none]"),
    near: box.querySelector("[data-search-near]"),
    nearest: box.querySelector("[data-search-nearest]"),
    foreign: box.querySelector("[data-search-foreign]"),
    lists: box.querySelector("[data-search-lists]")
  };
  var boxes = Array.prototype.slice.call(finder.querySelectorAll("[data-facet] input"));
  var items = finder.querySelector(".app-items");
  var filterBoxes = finder.querySelector(".app-finder__filters");
  var engine = null;
  var failed = false;
  var scripts = {};
  var limit = PAGE;
  var turn = 0;
  var typing = 0;
  var committed = true;
  var slow = 0;
  /** @type {any} */
  var form;
  /** @type {any} */
  var input;
  var results, notes, more, fold;

  // How sure the search is of its first results.
  var SURE = {
    likely: "likely to fit", "worth a look": "worth a look", "not sure": "we are not sure that it fits"
  };

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    if (text) {
      made.textContent = text;
    }
    return made;
  }

  // -- What the page shows

  function say(state, text) {
    window.clearTimeout(slow);
    status.setAttribute("data-state", state);
    if (status.textContent !== text) {
      status.textContent = text;
    }
  }

  // That something is loading is told only where it takes its time.
  function sayLoading() {
    window.clearTimeout(slow);
    status.setAttribute("data-state", "loading");
    slow = window.setTimeout(function () {
      say("loading", "Loading search …");
    }, SLOW);
  }

  function fail(reason) {
    failed = true;
    help.fail();
    clearResults();
    showList(true);
    parts.lists.hidden = false;
    say("error", reason + " Help at any hour: " + numbers() + ".");
  }

  function showHelp() {
    parts.urgent.hidden = false;
    parts.urgent.className += " app-search__help--now";
  }

  function damaged() {
    fail("Search is not available: part of what it needs is missing or damaged. " +
      "Loading the page again may help.");
  }

  function clearResults() {
    [parts.none, more].forEach(function (part) {
      part.hidden = true;
    });
    results.textContent = "";
    notes.textContent = "";
    filterBoxes.hidden = false;
  }

  // On a narrow screen the boxes are folded away, so that the first result is seen at once.
  function showFold(open) {
    var ticked = boxes.filter(function (own) { return own.checked; }).length;
    filterBoxes.classList.toggle("app-search__folded", !open);
    fold.setAttribute("aria-expanded", String(open));
    fold.textContent = "Narrow these results" + (ticked ? " (" + ticked + " ticked)" : "");
  }

  // The whole list is there while nothing is looked for.
  function showList(shown) {
    items.hidden = !shown;
    finder.querySelector(".app-finder__total").hidden = !shown;
    finder.querySelector(".app-finder__count").hidden = !shown;
    results.hidden = shown;
    finder.classList.toggle("app-search__finder", !shown);
  }

  function address(url, anchor) {
    return root + url.slice(1) + "index.html" + (anchor ? "#" + anchor : "");
  }

  // The cards of the list, for the kind, status and evidence that a result has too.
  function cardOf(id) {
    var url = address("/" + id + "/", "");
    return Array.prototype.filter.call(items.querySelectorAll(".app-card"), function (card) {
      var link = card.querySelector(".app-card__title a");
      return link && link.href.split("#")[0] === url;
    })[0];
  }

  function copyOf(card, selector) {
    var part = card && card.querySelector(selector);
    return part ? part.cloneNode(true) : null;
  }

  function marked(text, marks) {
    var made = element("p", "app-result__snippet");
    var at = 0;
    marks.forEach(function (mark) {
      made.appendChild(document.createTextNode(text.slice(at, mark[0])));
      made.appendChild(element("mark", "", text.slice(mark[0], mark[1])));
      at = mark[1];
    });
    made.appendChild(document.createTextNode(text.slice(at)));
    return made;
  }

  function quoted(text) {
    return "‘" + text + "’";
  }

  function synonym(text) {
    var at = text.indexOf(": ");
    return quoted(text.slice(0, at)) + " means " + text.slice(at + 2);
  }

  // The reasons of one result, in words; those of one kind together.
  function told(reasons, title) {
    function of(type) {
      return reasons.filter(function (reason) {
        return reason.type === type;
      }).map(function (reason) {
        return reason.text;
      });
    }
    var matched = of("word").map(quoted).join(", ");
    var lines = [
      of("name").map(function (text) { return "known as " + quoted(text); }),
      matched ? ["matches " + matched] : [],
      of("synonym").map(synonym),
      of("situation").map(function (text) { return "is this you? “" + text + "”"; }),
      of("need").map(function (text) { return "helps with “" + text + "”"; }),
      of("tag").length ? ["is for: " + of("tag").join(", ")] : [],
      of("meaning").map(function (text) {
        return "similar in meaning" + (text === title ? "" : ", under “" + text + "”");
      }),
      of("sureness").map(function (text) { return SURE[text]; })
    ];
    return Array.prototype.concat.apply([], lines);
  }

  function resultLine(result) {
    var line = element("li", "app-result app-card app-card--" + result.kind);
    var like = cardOf(result.id);
    var title = element("h3", "app-card__title");
    var link = element("a", "", result.title);
    line.setAttribute("data-result-id", result.id);
    link.href = address(result.url, "");
    title.appendChild(link);
    [copyOf(like, ".app-card__kind"), title, marked(result.snippet, result.marks)]
      .forEach(function (part) {
        if (part) {
          line.appendChild(part);
        }
      });
    if (result.anchor) {
      var section = element("p", "app-result__section");
      var there = element("a", "", "Go to “" + result.heading + "”");
      there.href = address(result.url, result.anchor);
      section.appendChild(there);
      line.appendChild(section);
    }
    var foot = copyOf(like, ".app-card__foot");
    if (foot) {
      line.appendChild(foot);
    }
    var why = told(result.reasons, result.title);
    if (why.length) {
      var reasons = element("ul", "app-result__reasons");
      var because = element("div", "app-result__because");
      because.appendChild(element("span", "app-result__why", "Why this page: "));
      because.appendChild(reasons);
      why.forEach(function (text) {
        reasons.appendChild(element("li", "", text));
      });
      line.appendChild(because);
    }
    return line;
  }

  function button(text, act) {
    var made = element("button", "nhsuk-button nhsuk-button--secondary nhsuk-button--small", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function labelOf(boxElement) {
    return finder.querySelector('label[for="' + boxElement.id + '"]').firstChild.textContent.trim();
  }

  // The stage and role that the words seem to speak of: offered, never applied.
  function showNotes(answer) {
    notes.textContent = "";
    var offered = [];
    Object.keys(answer.hints).forEach(function (facet) {
      answer.hints[facet].forEach(function (choice) {
        var own = document.getElementById(facet + "-" + choice.id);
        if (own && !own.checked) {
          offered.push(own);
        }
      });
    });
    if (offered.length) {
      var line = element("div", "app-search__offer");
      line.appendChild(element("p", "", "Show only:"));
      offered.forEach(function (own) {
        line.appendChild(button(labelOf(own), function () {
          own.checked = true;
          own.closest("details").open = true;
          own.dispatchEvent(new Event("change", { bubbles: true }));
          status.focus(); // the button is gone, and the box would call up a phone's keyboard
        }));
      });
      notes.appendChild(line);
    }
  }

  // The needs and turns of a career that the words speak of: pages that gather what there is.
  function showTopics(answer) {
    if (!answer.topics.length) {
      return;
    }
    var line = element("p", "app-search__topics", "All there is on: ");
    answer.topics.forEach(function (topic, at) {
      var link = element("a", "", topic.title);
      link.href = address(topic.url, "");
      if (at) {
        line.appendChild(document.createTextNode("; "));
      }
      line.appendChild(link);
    });
    notes.appendChild(line);
  }

  // What leads to the ticked boxes of a group in a sentence, as "at the level".
  function phraseOf(name) {
    return finder.querySelector('[data-facet="' + name + '"]').getAttribute("data-phrase");
  }

  // "or" within a group of boxes, "and" between groups, as a sentence.
  function filterText() {
    var groups = {};
    boxes.forEach(function (own) {
      if (own.checked) {
        (groups[own.name] = groups[own.name] || []).push(labelOf(own));
      }
    });
    var told = Object.keys(groups).map(function (name) {
      return phraseOf(name) + " " + groups[name].join(" or ");
    });
    var last = told.pop();
    return last ? " Only pages " + (told.length ? told.join(", ") + ", and " : "") + last + "." : "";
  }

  // The numbers of the urgent help, so that those who only hear the status hear them.
  function numbers() {
    var links = parts.urgent.querySelectorAll('a[href^="tel:"]');
    return Array.prototype.map.call(links, function (link) {
      return link.textContent;
    }).join(", ");
  }

  function urgentText(answer) {
    return answer.distress ? "Urgent help comes first: " + numbers() + ". " : "";
  }

  function spellingText(answer) {
    return answer.suggestion ? " Also looked for " + quoted(answer.suggestion) +
      ", in the spelling of this site’s own words." : "";
  }

  function countText(answer) {
    var count = answer.total === 1 ? "1 page found" : answer.total + " pages found";
    var shown = answer.results.length < answer.total
      ? ", the first " + answer.results.length + " shown" : "";
    return count + shown + "." + filterText() + spellingText(answer);
  }

  // Which link of the results has the focus, so that new results do not take it away.
  function focused() {
    var own = document.activeElement;
    var line = own && own.closest("[data-result-id]");
    return line && {
      id: line.getAttribute("data-result-id"),
      at: Array.prototype.indexOf.call(line.querySelectorAll("a"), own)
    };
  }

  function focusAgain(was) {
    var line = results.querySelector('[data-result-id="' + was.id + '"]') || results.firstChild;
    var links = line ? line.querySelectorAll("a") : [];
    (links[was.at] || links[0] || input).focus({ preventScroll: true });
  }

  // Says how many were found, or that none was and where to turn.
  function conclude(answer) {
    if (answer.abstained) {
      var readable = /[a-z0-9]/i.test(answer.query.normalize("NFKD"));
      parts.none.hidden = false;
      parts.foreign.hidden = readable;
      parts.near.hidden = !readable; // without a word to go by, nothing is near
      filterBoxes.hidden = true;
      parts.nearest.textContent = "";
      answer.nearest.forEach(function (need) {
        var line = element("li");
        var link = element("a", "", need.label);
        link.href = address("/needs/" + need.id + "/", "");
        line.appendChild(link);
        parts.nearest.appendChild(line);
      });
      say("none", urgentText(answer) + "Nothing here fits well." +
        (answer.results.length ? " The nearest pages and who to ask are below."
          : " See who to ask below."));
    } else if (answer.total === 0) {
      notes.appendChild(button("Untick all boxes", function () {
        finder.querySelector(".app-finder__clear button").click();
        status.focus();
      }));
      say("none", urgentText(answer) + "Nothing fits both that and the boxes you ticked." + filterText());
    } else {
      say("results", urgentText(answer) + countText(answer));
    }
  }

  function show(answer, early) {
    var was = focused();
    if (answer.distress) {
      help.show(); // by its meaning, where it has none of the phrases
    }
    clearResults();
    showList(false);
    showFold(fold.getAttribute("aria-expanded") === "true");
    showNotes(answer);
    showTopics(answer);
    answer.results.forEach(function (result) {
      results.appendChild(resultLine(result));
    });
    more.hidden = answer.results.length >= answer.total;
    boxes.forEach(function (own) {
      var count = (answer.facets[own.name] || []).filter(function (one) {
        return one.id === own.value;
      })[0];
      var counter = own.parentNode.querySelector("[data-count]");
      if (count && counter) {
        counter.textContent = "(" + count.count + ")";
      }
    });
    if (!early) {
      conclude(answer);
    } else if (answer.total) {
      say("loading", countText(answer) + " Improving results…");
    } else {
      sayLoading();
    }
    if (was) {
      focusAgain(was);
    }
  }

  // -- Loading

  // Loads a script once; `done` is told whether it came.
  function load(name, done) {
    var known = scripts[name];
    if (known && known.state) {
      done(known.state === "there");
      return;
    }
    if (known) {
      known.waiting.push(done);
      return;
    }
    known = scripts[name] = { state: "", waiting: [done] };
    var script = document.createElement("script");
    function ended(state) {
      return function () {
        known.state = state;
        known.waiting.splice(0).forEach(function (tell) {
          tell(state === "there");
        });
      };
    }
    script.async = false;
    script.src = home + name;
    script.onload = ended("there");
    script.onerror = ended("missing");
    document.head.appendChild(script);
  }

  function loadAll(names, done) {
    var left = names.length;
    var there = true;
    if (!left) {
      done(true);
    }
    names.forEach(function (name) {
      load(name, function (came) {
        there = there && came;
        left -= 1;
        if (!left) {
          done(there);
        }
      });
    });
  }

  // The engine on the first part of the data; the rest is asked for as soon as that is there.
  function turnToSearch() {
    if (failed || scripts[SCRIPTS[0]]) {
      return;
    }
    sayLoading();
    loadAll(SCRIPTS, function (came) {
      try {
        if (!came) {
          throw new Error("a script is missing");
        }
        engine = window.kbSearch.createEngine(window.kbSearchData);
      } catch (error) {
        damaged();
        return;
      }
      var soon = window.kbSearch.EARLY.filter(function (part) {
        return part in engine.core.files; // in a large index a query asks for its own
      });
      loadAll(soon.map(fileOf), function (there) {
        if (!there || !taken() || !soon.every(function (part) { return engine.has(part); })) {
          damaged();
        } else if (!words()) {
          say("ready", "");
        }
      });
      if (words()) {
        find();
      }
    });
  }

  function fileOf(part) {
    return engine.file(part);
  }

  function taken() {
    try {
      engine.take(window.kbSearchData);
      return true;
    } catch (error) {
      return false;
    }
  }

  // -- Searching

  function words() {
    return input.value.trim();
  }

  function filters() {
    var chosen = {};
    boxes.forEach(function (own) {
      if (own.checked) {
        (chosen[own.name] = chosen[own.name] || []).push(own.value);
      }
    });
    return chosen;
  }

  // Shows what is found by what is there, asks for what is missing, and looks again.
  function find() {
    turn += 1;
    var own = turn;
    if (failed) {
      return;
    }
    if (!words()) {
      clearResults();
      showList(true);
      finder.dispatchEvent(new Event("change")); // brings the counts of the whole list back
      writeAddress(false);
      say(engine ? "ready" : status.getAttribute("data-state"), "");
      return;
    }
    turnToSearch();
    if (engine) {
      look(own);
    }
  }

  function look(own) {
    try {
      seek(own);
    } catch (error) {
      window.console.error(error);
      damaged();
    }
  }

  function seek(own) {
    if (!taken()) { // one file may be there while another is still on its way
      damaged();
      return;
    }
    var text = input.value;
    var wanted = { filters: filters(), limit: limit };
    var found = engine.look(text, wanted);
    if (!found.missing.length) {
      show(found.answer, false);
      return;
    }
    var early = engine.look(text, { filters: wanted.filters, limit: limit, mode: "keyword", light: true });
    if (!early.missing.length) {
      show(early.answer, true);
    } else {
      sayLoading();
    }
    var files = found.missing.concat(early.missing).map(fileOf);
    if (files.some(function (file) { return scripts[file] && scripts[file].state; })) {
      damaged(); // it came, or never can, and what was wanted was not in it
      return;
    }
    loadAll(files, function (there) {
      if (!there || !taken()) {
        damaged();
      } else if (own === turn && !failed) {
        look(own);
      }
    });
  }

  // -- The address: #q=words&stage=a,b

  function readAddress() {
    var given = window.kbFragment.parse(window.location.hash);
    return "q" in given ? given.q.slice(0, LONGEST) : "";
  }

  function writeAddress(push) {
    var chosen = filters();
    var told = words() ? ["q=" + encodeURIComponent(input.value)] : [];
    Object.keys(chosen).forEach(function (name) {
      told.push(name + "=" + chosen[name].join(","));
    });
    var hash = "#" + told.join("&");
    var list = window.kbList ? window.kbList.ids() : [];
    hash = "#" + window.kbFragment.withList(hash, list);
    if (hash === (window.location.hash || "#")) {
      return;
    }
    try {
      window.history[push ? "pushState" : "replaceState"](null, "", hash);
    } catch (error) {
      window.location.hash = hash; // a page opened from a disk may not change its state
    }
  }

  function typed() {
    window.clearTimeout(typing);
    turnToSearch();
    typing = window.setTimeout(function () {
      limit = PAGE;
      writeAddress(committed);
      committed = false;
      find();
    }, WAIT);
  }

  function entered(event) {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      window.clearTimeout(typing);
      writeAddress(committed);
      committed = true;
      find();
    }
  }

  function fromAddress() {
    var text = readAddress();
    if (text !== input.value) {
      input.value = text;
      committed = true;
    }
    limit = (window.history.state || {}).shown || PAGE;
    find();
  }

  // Shows ten more, and keeps in the history of this tab how many were shown, for Back.
  function showMore() {
    var shown = results.children.length;
    limit += PAGE;
    try {
      window.history.replaceState({ shown: limit }, "", window.location.hash);
    } catch (error) {
      // a page opened from a disk may not change its state: Back leads to the first ten
    }
    find();
    var next = results.children[shown];
    if (next) {
      next.querySelector("a").focus();
    }
  }

  // -- Setting up

  function build() {
    form = element("div", "app-search__form");
    form.setAttribute("role", "search");
    var label = element("label", "nhsuk-label nhsuk-label--m", "Say it in your own words, or give a name");
    label.htmlFor = "q";
    var hint = element("p", "nhsuk-hint",
      "For example: 58, partner, had enough. What you type stays on this device.");
    hint.id = "q-hint";
    input = element("input", "nhsuk-input app-search__input");
    input.type = "text"; // the front end's picture for type search cannot be read from a disk
    input.setAttribute("enterkeyhint", "search");
    input.id = "q";
    input.name = "q";
    input.maxLength = LONGEST;
    input.setAttribute("aria-describedby", "q-hint");
    ["autocomplete", "autocorrect", "autocapitalize"].forEach(function (name) {
      input.setAttribute(name, "off");
    });
    input.spellcheck = false; // some browsers send what is spelt to be checked
    [label, hint, input].forEach(function (part) {
      form.appendChild(part);
    });
    fold = button("", function () {
      showFold(fold.getAttribute("aria-expanded") !== "true");
    });
    fold.className += " app-search__fold";
    fold.setAttribute("aria-expanded", "false");
    filterBoxes.insertBefore(fold, filterBoxes.firstChild);
    status.tabIndex = -1;
    status.hidden = false; // and never again, so that what it says is always announced
    box.insertBefore(form, status);
    box.insertBefore(parts.urgent, status);
    if (!window.kbHelp) {
      showHelp();
    }
    help.onShow = function () {
      form.scrollIntoView(); // the box stands right below it
    };
    notes = element("div", "app-search__notes");
    box.insertBefore(notes, status.nextSibling);
    results = element("ol", "app-results");
    more = element("p", "app-search__more");
    more.appendChild(button("Show more", showMore));
    items.parentNode.insertBefore(results, items);
    items.parentNode.insertBefore(more, items);
    clearResults();
    results.hidden = true;
  }

  function isOld() {
    try {
      return !("matchAll" in String.prototype && "flatMap" in Array.prototype &&
        "fromEntries" in Object && typeof globalThis === "object" && RegExp("(?<!a)b"));
    } catch (error) {
      return true;
    }
  }

  build();
  if (isOld()) {
    form.hidden = true;
    fail("Search is not available: it needs a newer browser.");
    return;
  }
  input.addEventListener("focus", turnToSearch);
  input.addEventListener("input", typed);
  input.addEventListener("keydown", entered);
  finder.addEventListener("change", function (event) {
    if (event.target !== finder) {
      writeAddress(false);
      limit = PAGE;
      find();
    }
  });
  finder.addEventListener("click", function (event) {
    if (event.target.closest(".app-finder__clear")) {
      writeAddress(false);
      find();
    }
  });
  window.addEventListener("hashchange", fromAddress);
  window.addEventListener("popstate", fromAddress);
  fromAddress();
})();
