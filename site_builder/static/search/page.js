// The search page: starts the search when the visitor turns to it, and shows what it finds. The
// search runs in a worker (worker.js), or in this page where there can be none (local.js); both say
// what service.js says. The words typed stay in the page and behind the # of the address, which is
// never sent; nothing is stored. Written without newer syntax, so that an old browser can be told.
(function () {
  "use strict";

  var NET = "distress.js";
  var LOCAL = ["words.js", "unpack.js", "data.js", "query.js", "parts.js", "snippet.js",
    "engine.js", "service.js", "local.js"]; // beside those that the page has itself
  var WAIT = 250; // a pause in typing, so that not every letter is announced
  var SLOW = 500;
  var LATE = 20000; // after which help is shown to words without an answer
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
  var status = part("status");
  var parts = {
    urgent: part("urgent"), none: part("none"), near: part("near"), nearest: part("nearest"),
    foreign: part("foreign"), lists: part("lists"), start: part("start"), tools: part("tools")
  };
  var boxes = Array.prototype.slice.call(finder.querySelectorAll("[data-facet] input"));
  var items = finder.querySelector(".app-items");
  var filterBoxes = finder.querySelector(".app-finder__filters");
  var fold = part("fold");
  var swap = part("switch");
  var drawn = null; // the answer by which the lines on the page are ordered
  var scripts = {};
  var service = null; // takes questions, once the visitor has turned to search
  var isWorker = false;
  var isReady = false;
  var failed = false;
  var limit = PAGE;
  var turn = 0; // the number of the question that counts
  var early = 0; // the number of the question whose early answer is shown
  var first = ""; // the group that the visitor put first, by hand
  var last = null; // the answer shown
  var listed = false; // whether the visitor asked for the whole list
  var moveTo = 0; // the result to move the focus to, once more of them are there
  var isDrawing = false;
  var waiting = null; // an answer to the same question that came while another was drawn
  var typing = 0;
  var committed = true;
  var slow = 0;
  var late = 0;
  /** @type {any} */
  var form;
  /** @type {any} */
  var input;
  var results, flow, notes, more, order;

  function part(name) {
    return document.querySelector("[data-search-" + name + "]");
  }

  var make = window.kbMake;

  function quoted(text) {
    return "‘" + text + "’";
  }

  // -- What the page shows

  // `heard` comes first, for those who hear the status: to others the page shows it elsewhere.
  function say(state, text, heard) {
    window.clearTimeout(slow);
    if (state !== "loading") {
      window.clearTimeout(late);
      late = 0;
    }
    status.setAttribute("data-state", state);
    if (status.textContent !== (heard || "") + text) {
      status.textContent = text;
      if (heard) {
        status.insertBefore(make("span", heard, "nhsuk-u-visually-hidden"), status.firstChild);
      }
    }
    sayBusy(state === "loading");
  }

  // While the words in the box have no answer yet, what is shown belongs to earlier ones.
  function sayBusy(isBusy) {
    if (results) {
      results.place.setAttribute("aria-busy", String(isBusy));
    }
  }

  // That something is loading is told only where it takes its time. Where no answer comes at all,
  // urgent help is shown, whatever was asked: a file that never comes makes no error.
  function sayLoading() {
    window.clearTimeout(slow);
    if (!late && words()) {
      late = window.setTimeout(help.show, LATE);
    }
    status.setAttribute("data-state", "loading");
    sayBusy(true);
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
    [parts.none, parts.tools, more, order].forEach(function (own) {
      own.hidden = true;
    });
    if (results) {
      results.clear();
    }
    notes.textContent = "";
    filterBoxes.hidden = false;
    last = null;
    early = 0;
  }

  // On a narrow screen the boxes are folded away, so that the first result is seen at once.
  function showFold(open) {
    var ticked = boxes.filter(function (own) { return own.checked; }).length;
    filterBoxes.classList.toggle("app-search__folded", !open);
    fold.setAttribute("aria-expanded", String(open));
    fold.textContent = "Filters" + (ticked ? " (" + ticked + ")" : "");
  }

  // Before anything is typed the page offers ways in; the whole list is there for who asks for it,
  // and once a box is ticked.
  function showList(shown) {
    document.documentElement.classList.remove("app-asked");
    items.hidden = !shown;
    finder.querySelector(".app-finder__total").hidden = !shown;
    finder.querySelector(".app-finder__count").hidden = !shown;
    finder.classList.toggle("app-search__finder", !shown);
    finder.hidden = false;
    parts.start.hidden = true;
    document.body.classList.toggle("app-searching", !shown);
  }

  function showStart() {
    clearResults();
    showList(true);
    parts.start.hidden = false;
    finder.hidden = !(listed || boxes.some(function (own) { return own.checked; }));
  }

  function address(url, anchor) {
    return root + url.slice(1) + "index.html" + (anchor ? "#" + anchor : "");
  }

  function button(text, act) {
    var made = make("button", text, "nhsuk-button nhsuk-button--secondary nhsuk-button--small");
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
      var line = make("div", "", "app-search__offer");
      line.appendChild(make("p", "Show only:"));
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
    var said = Object.keys(groups).map(function (name) {
      return phraseOf(name) + " " + groups[name].join(" or ");
    });
    var end = said.pop();
    return end ? " Only pages " + (said.length ? said.join(", ") + ", and " : "") + end + "." : "";
  }

  // The numbers of the urgent help, which stand in its box: those who hear the status hear them too.
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

  // How sure the search is of its first results, once for them all: a mark on some of the cards
  // would make the others look surer. Short, so that nothing below moves once it is known.
  function sureText(answer) {
    return {
      likely: ", likely to fit",
      "worth a look": ", worth a look",
      "not sure": answer.results.length === 1 ? "; it may not fit" : "; they may not fit"
    }[answer.sureness] || "";
  }

  // What is listed counts: lines that the words alone found stay when meaning finds others.
  function countText(answer, isEarly) {
    var shown = Math.max(answer.results.length, isEarly ? 0 : results.ids().length);
    var count = shown < answer.total ? "The best " + shown + " of " + answer.total + " pages"
      : shown === 1 ? "1 page found" : shown + " pages found";
    return count + (isEarly || answer.distress ? "" : sureText(answer)) + "." + filterText() +
      spellingText(answer);
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
    var line = results.place.querySelector('[data-result-id="' + was.id + '"]') ||
      results.place.querySelector("[data-result-id]");
    var links = line ? line.querySelectorAll("a") : [];
    (links[was.at] || links[0] || input).focus({ preventScroll: true });
  }

  // Says how many were found, or that none was and where to turn.
  function conclude(answer, added) {
    if (answer.abstained && answer.topics.length) { // a page about the site itself
      filterBoxes.hidden = true;
      say("results", "This site has a page for that." +
        (answer.results.length ? " What comes nearest otherwise is below it." : ""));
    } else if (answer.abstained) {
      var readable = /[a-z0-9]/i.test(answer.query.normalize("NFKD"));
      parts.none.hidden = false;
      parts.foreign.hidden = readable;
      parts.near.hidden = !readable; // without a word to go by, nothing is near
      filterBoxes.hidden = true;
      parts.nearest.textContent = "";
      answer.nearest.forEach(function (need) {
        var line = make("li");
        var link = make("a", need.label);
        link.href = address("/needs/" + need.id + "/", "");
        line.appendChild(link);
        parts.nearest.appendChild(line);
      });
      say("none", "Nothing here fits well." +
        (answer.results.length ? " The nearest pages and who to ask are below."
          : " See who to ask below."), urgentText(answer));
    } else if (answer.total === 0) {
      notes.appendChild(button("Untick all boxes", function () {
        finder.querySelector(".app-finder__clear button").click();
        status.focus();
      }));
      showFold(true);
      say("none", "Nothing fits both that and the boxes you ticked." + filterText(),
        urgentText(answer));
    } else {
      say("results", countText(answer, false), urgentText(answer) + (added
        ? (added === 1 ? "1 more was" : added + " more were") +
          " found by meaning, marked new below. " : ""));
    }
  }

  function showCounts(answer) {
    boxes.forEach(function (own) {
      var count = (answer.facets[own.name] || []).filter(function (one) {
        return one.id === own.value;
      })[0];
      var counter = own.parentNode.querySelector("[data-count]");
      var text = count && "(" + count.count + ")";
      if (count && counter && counter.textContent !== text) {
        counter.textContent = text;
      }
    });
  }

  // It offers what does not lead on the page: lines that keep their places lead as they did.
  function showSwitch(answer) {
    var now = first || drawn.first;
    swap.hidden = !now || !answer.results.length || answer.distress;
    swap.textContent = now === "options" ? "Case studies first" : "Support first";
  }

  // Shows an answer. What an early one has shown keeps its place, unless nothing fits after all or
  // help has to come first; what is new comes below it. An answer that comes while another is being
  // drawn waits for that.
  function show(answer, isEarly) {
    if (isDrawing) {
      waiting = [answer, isEarly];
      return;
    }
    var was = focused();
    var own = turn;
    var kept = !isEarly && early === turn && !answer.abstained && !answer.distress && answer.total > 0 &&
      last !== null && last.results.length > 0;
    if (answer.distress) {
      help.show(); // by its meaning, where it has none of the phrases
    }
    if (kept) {
      var added = results.add(answer);
      finish(answer, isEarly, added, was);
      order.hidden = !added;
    } else {
      drawn = answer;
      clearResults();
      showList(false);
      showFold(fold.getAttribute("aria-expanded") === "true");
      parts.tools.hidden = answer.abstained; // what stands above the results is there before them
      showSwitch(answer);
      isDrawing = true;
      results.show(answer, first, PAGE, function () {
        isDrawing = false;
        finish(answer, isEarly, 0, was);
        if (waiting && own === turn) {
          var next = waiting;
          waiting = null;
          show(next[0], next[1]);
        }
      });
    }
  }

  function finish(answer, isEarly, added, was) {
    last = answer;
    early = isEarly ? turn : 0;
    showTop();
    showNotes(answer);
    showCounts(answer);
    showSwitch(answer);
    flow.read(input.value, answer, drawn);
    parts.tools.hidden = answer.abstained;
    var left = answer.total - answer.results.length;
    more.hidden = left <= 0 || answer.abstained;
    more.firstChild.textContent = "Show " + Math.min(PAGE, left) + " more";
    if (!isEarly) {
      conclude(answer, added);
    } else if (answer.total) {
      say("loading", countText(answer, true) + " Improving results…");
    } else {
      sayLoading();
    }
    if (was) {
      focusAgain(was);
    }
    if (moveTo && !isEarly) {
      focusOn(moveTo);
      moveTo = 0;
    }
  }

  // How far what follows the box lies below it, where nothing is scrolled under the box.
  function distance() {
    return box.getBoundingClientRect().top - form.offsetHeight;
  }

  // With a phone's keyboard up there is room for little: the box goes to the top, results follow it.
  // Who has scrolled on to read stays there, unless urgent help has come.
  function showTop() {
    var isTyping = window.innerWidth <= 640 && document.activeElement === input;
    if (isTyping && (distance() > 0 || help.isShown())) {
      window.scrollBy(0, distance());
    }
  }

  function focusOn(place) {
    var line = results.place.querySelectorAll("[data-result-id]")[place];
    if (line) {
      line.querySelector("a").focus();
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

  // With everything there ahead of the first question, a worker begins with it, as begin.js has one
  // begin for a question in the address.
  function beginAhead() {
    if (scripts[NET] || window.kbSearchBegun || !window.Worker) {
      return;
    }
    try {
      var worker = new window.Worker(home + "worker.js");
      var begun = { worker: worker, said: [], isLost: false };
      worker.onmessage = function (event) { begun.said.push(event.data); };
      worker.onerror = function (event) {
        event.preventDefault();
        begun.isLost = true;
      };
      worker.postMessage({ net: NET });
      window.kbSearchBegun = begun;
    } catch (error) {
      return; // who searches finds out
    }
  }

  // A worker, where this page may have one; a page from a disk may not.
  function startWorker() {
    if (!window.Worker || !/^https?:$/.test(window.location.protocol)) {
      return null;
    }
    var begun = window.kbSearchBegun; // begin.js has started one while the page was read
    window.kbSearchBegun = null;
    if (begun && begun.isLost) {
      begun.worker.terminate();
      return null;
    }
    try {
      var made = begun ? begun.worker : new window.Worker(home + "worker.js");
      made.onmessage = function (event) {
        heard(event.data);
      };
      made.onerror = function (event) {
        event.preventDefault();
        made.terminate();
        if (isReady || failed || !isWorker) {
          damaged();
        } else { // it could not even start: the page searches itself
          isWorker = false;
          startLocal();
        }
      };
      isWorker = true;
      if (begun) {
        begun.said.forEach(heard);
      } else {
        made.postMessage({ net: NET });
      }
      return made;
    } catch (error) {
      return null;
    }
  }

  function startLocal() {
    service = null;
    loadAll(LOCAL, function (there) {
      try {
        if (!there || !window.kbSearch) {
          throw new Error("a script is missing");
        }
        service = window.kbSearchLocal.start(load, heard);
        giveNet();
      } catch (error) {
        window.console.error(error);
        damaged();
      }
    });
  }

  // The search needs the net of distress as well. A worker reads it by itself, and is asked at once;
  // in the page it is the one that is loaded for its urgent help.
  function giveNet() {
    if (service && scripts[NET].state) {
      if (!isWorker) {
        service.postMessage({ parts: window.kbSearchData || [] });
      }
      if (!typing) { // else what is being typed is asked in a moment, and once
        ask();
      }
    }
  }

  // An empty file comes without an error.
  function hasNet() {
    return (window.kbSearchData || []).some(function (part) {
      return part[0] === "distress";
    });
  }

  function turnToSearch() {
    if (failed || scripts[NET]) {
      return;
    }
    sayLoading();
    window.setTimeout(function () {
      results.prepare();
    }, 0);
    service = startWorker();
    load(NET, function (there) {
      if (there && hasNet()) {
        giveNet();
      } else {
        damaged();
      }
    });
    if (!service) {
      startLocal();
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

  function ask() {
    if (service && words() && (isWorker || scripts[NET].state)) {
      service.postMessage({ ask: turn, text: input.value, filters: filters(), limit: limit });
    }
  }

  // What the search says. Answers to questions that no longer count are passed over.
  function heard(message) {
    if (failed) {
      return;
    }
    try {
      if (message.failed) {
        window.console.error(message.failed);
        damaged();
      } else if (message.ready) {
        isReady = true;
        if (!words()) {
          say("ready", "");
        }
      } else if (message.ask === turn && words()) {
        show(message.answer, message.early);
      }
    } catch (error) {
      window.console.error(error);
      damaged();
    }
  }

  function find() {
    turn += 1;
    isDrawing = false;
    waiting = null;
    if (failed) {
      return;
    }
    if (!words()) {
      showStart();
      finder.dispatchEvent(new Event("change")); // brings the counts of the whole list back
      writeAddress(false);
      say(isReady || !scripts[NET] ? "ready" : status.getAttribute("data-state"), "");
      return;
    }
    sayBusy(true);
    if (!last) {
      showList(false); // what nobody asked for is neither shown nor laid out while the answer comes
      showFold(fold.getAttribute("aria-expanded") === "true");
      sayLoading();
    }
    turnToSearch();
    ask();
  }

  // -- The address: #q=words&stage=a,b

  function readAddress() {
    var given = window.kbFragment.parse(window.location.hash);
    return "q" in given ? given.q.slice(0, LONGEST) : "";
  }

  function writeAddress(push) {
    var chosen = filters();
    var said = words() ? ["q=" + encodeURIComponent(input.value)] : [];
    Object.keys(chosen).forEach(function (name) {
      said.push(name + "=" + chosen[name].join(","));
    });
    var hash = "#" + said.join("&");
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
    sayBusy(Boolean(words()));
    document.body.classList.toggle("app-searching", Boolean(words()));
    typing = window.setTimeout(function () {
      typing = 0;
      limit = PAGE;
      writeAddress(committed);
      committed = false;
      find();
    }, WAIT);
  }

  function entered() {
    window.clearTimeout(typing);
    typing = 0;
    limit = PAGE;
    writeAddress(committed);
    committed = true;
    find();
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
    moveTo = results.ids().length;
    limit += PAGE;
    try {
      window.history.replaceState({ shown: limit }, "", window.location.hash);
    } catch (error) {
      // a page opened from a disk may not change its state: Back leads to the first ten
    }
    find();
  }

  // -- Setting up

  function build() {
    var template = document.querySelector("template[data-search-form]");
    form = template.content.firstElementChild.cloneNode(true);
    template.parentNode.insertBefore(form, box);
    input = form.querySelector("input");
    status.hidden = false; // and never again, so that what it says is always announced
    if (!window.kbHelp) {
      showHelp();
    }
    help.onShow = function () {
      window.scrollBy(0, distance()); // it stands right below the box of words
    };
    notes = make("div", "", "app-search__notes");
    filterBoxes.insertBefore(notes, filterBoxes.firstChild);
    var place = make("div", "", "app-search__results");
    order = make("p", "", "app-search__order");
    order.appendChild(button("Put the best first", function () {
      drawn = last;
      results.show(last, first, PAGE, function () {
        finish(last, false, 0, null);
      }, true);
      order.hidden = true;
      status.focus();
    }));
    more = make("p", "", "app-search__more");
    more.appendChild(button("Show more", showMore));
    [place, order, more].forEach(function (own) {
      items.parentNode.insertBefore(own, items);
    });
    finder.removeAttribute("data-closed");
    if (window.kbResults) {
      results = window.kbResults.make({ place: place, items: items, address: address });
    }
    clearResults();
    part("all").hidden = false;
  }

  function isOld() {
    try {
      return !("matchAll" in String.prototype && "flatMap" in Array.prototype &&
        "fromEntries" in Object && typeof globalThis === "object" && RegExp("(?<!a)b", "s"));
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
  if (!window.kbResults || !window.kbFlow) {
    damaged();
    return;
  }
  flow = window.kbFlow.make(document.querySelector("[data-flow]"), document.querySelector("[data-flow-open]"));
  document.querySelector("[data-search]").addEventListener("ahead", beginAhead);
  input.addEventListener("focus", function () {
    turnToSearch();
    if (last) {
      showTop(); // a phone's keyboard comes up
    }
  });
  input.addEventListener("input", typed);
  input.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      entered();
    }
  });
  form.querySelector("[data-search-go]").addEventListener("click", function () {
    entered();
    if (!words()) {
      input.focus();
    }
  });
  fold.addEventListener("click", function () {
    showFold(fold.getAttribute("aria-expanded") !== "true");
  });
  swap.addEventListener("click", function () {
    first = (first || drawn.first) === "options" ? "stories" : "options";
    results.show(last, first, PAGE, function () {
      showSwitch(last);
    }, true);
    order.hidden = true;
  });
  part("all").addEventListener("click", function () {
    listed = true;
    showStart();
    finder.querySelector(".app-facet__summary").focus();
  });
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
