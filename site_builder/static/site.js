// Enhancements: counts and a kept address for lists, review dates, folded parts in print.
// Pages are complete without it. Nothing is sent or stored.
(function () {
  "use strict";

  function each(root, selector, act) {
    Array.prototype.forEach.call(root.querySelectorAll(selector), act);
  }

  // A page past its review date says so, by the reader's own clock.
  function showDue() {
    var now = new Date();
    var today = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    each(document, "[data-due]", function (note) {
      if (today >= note.getAttribute("data-due")) {
        note.hidden = false;
      }
    });
  }

  function openForPrint() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      // The stops of a road stay as they are: paper has the road in short, and what is open.
      each(document, "details:not([open]):not(.app-stop__fold)", function (details) {
        details.open = true;
        opened.push(details);
      });
    });
    window.addEventListener("afterprint", function () {
      opened.splice(0).forEach(function (details) {
        details.open = false;
      });
    });
  }

  var DOCUMENT = /\/(?:casestudies|signposting|toolkit|roadmaps)\/[^/]+\/(?:index\.html)?$/;

  // The text of a link without what only a screen reader says.
  function seenText(link) {
    var copy = link.cloneNode(true);
    each(copy, ".nhsuk-u-visually-hidden", function (hidden) { hidden.remove(); });
    return copy.textContent.trim();
  }

  // Paper has no links: on a page to read, where they lead is listed at the end.
  function listAddresses() {
    var added = null;
    window.addEventListener("beforeprint", function () {
      var main = document.querySelector("main");
      var here = window.location.href.split("#")[0];
      var seen = {};
      var list = document.createElement("ol");
      if (added || !main.querySelector(".app-document, .app-steps")) {
        return;
      }
      each(main, "a[href]", function (link) {
        var address = String(link.href.baseVal || link.href).split("#")[0];
        var ours = address.indexOf(window.location.origin + "/") === 0;
        if (/^https?:/.test(address) && address !== here && !seen[address] &&
            (!ours || DOCUMENT.test(address)) &&
            !link.closest(".app-filed, .app-page-foot, nav, details:not([open])")) {
          seen[address] = true;
          var item = document.createElement("li");
          item.textContent = seenText(link) + ": " + address.replace(/index\.html$/, "");
          list.appendChild(item);
        }
      });
      if (list.children.length) {
        added = document.createElement("section");
        added.className = "nhsuk-width-container app-addresses";
        var heading = document.createElement("h2");
        heading.textContent = "Addresses of what is named here";
        added.append(heading, list);
        main.appendChild(added);
      }
    });
    window.addEventListener("afterprint", function () {
      if (added) {
        added.remove();
        added = null;
      }
    });
  }

  // A link to a stop of a road, or to a part of it, opens what is folded there.
  function openStop() {
    var target = document.getElementById(window.location.hash.slice(1));
    var stop = target && target.closest(".app-stop");
    var fold = stop && stop.querySelector(".app-stop__fold");
    if (fold && !fold.open) {
      fold.open = true;
      target.scrollIntoView();
    }
  }

  // One button for all stops, which says what it will do next.
  function openStops(root) {
    var button = root.querySelector("button");
    var folds = Array.prototype.slice.call(document.querySelectorAll(".app-stop__fold"));
    function allOpen() {
      return folds.every(function (fold) { return fold.open; });
    }
    function tell() {
      button.textContent = (allOpen() ? "Close" : "Open") + " all stops";
    }
    button.addEventListener("click", function () {
      var open = !allOpen();
      folds.forEach(function (fold) { fold.open = open; });
      tell();
    });
    folds.forEach(function (fold) { fold.addEventListener("toggle", tell); });
    window.addEventListener("hashchange", openStop);
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      if (link && link.getAttribute("href") === window.location.hash) {
        openStop(); // the address stays as it was, so no hashchange tells of it
      }
    });
    root.hidden = false;
    openStop();
  }

  // A list to narrow: the style sheet hides, this counts and keeps the choice in the address.
  function Finder(root) {
    this.root = root;
    this.boxes = Array.prototype.slice.call(root.querySelectorAll("[data-facet] input"));
    this.items = Array.prototype.slice.call(root.querySelectorAll(".app-item"));
    this.count = root.querySelector(".app-finder__count");
    this.clear = root.querySelector(".app-finder__clear");
    this.counters = this.boxes.map(function (box) {
      return box.parentNode.querySelector("[data-count]");
    });
  }

  Finder.prototype.start = function () {
    var finder = this;
    this.read();
    this.root.addEventListener("change", function () {
      finder.update();
      finder.write();
    });
    this.clear.querySelector("button").addEventListener("click", function () {
      finder.boxes.forEach(function (box) {
        box.checked = false;
      });
      finder.update();
      finder.write();
      finder.boxes[0].closest("details").querySelector("summary").focus();
    });
    window.addEventListener("hashchange", function () {
      finder.read();
      finder.update();
    });
    this.count.hidden = false;
    this.update();
  };

  Finder.prototype.chosen = function () {
    var chosen = {};
    this.boxes.forEach(function (box) {
      if (box.checked) {
        (chosen[box.name] = chosen[box.name] || []).push(box.id);
      }
    });
    return chosen;
  };

  // Whether an item counts under the chosen boxes, one facet left out.
  function fits(item, chosen, without) {
    return Object.keys(chosen).every(function (facet) {
      return (
        facet === without ||
        item.classList.contains(facet + "-any") ||
        chosen[facet].some(function (id) {
          return item.classList.contains(id);
        })
      );
    });
  }

  Finder.prototype.update = function () {
    var finder = this;
    var chosen = this.chosen();
    var shown = this.items.filter(function (item) {
      return fits(item, chosen, null);
    }).length;
    var data = this.root.dataset;
    this.count.textContent =
      shown === this.items.length
        ? "All " + shown + " " + data.nouns
        : shown + " of " + this.items.length + " " + data.nouns +
          (shown === 0 ? ". Nothing fits all of these: untick one." : "");
    this.clear.hidden = Object.keys(chosen).length === 0;
    this.boxes.forEach(function (box, at) {
      var number = finder.items.filter(function (item) {
        var counts = item.classList.contains(box.id) || item.classList.contains(box.name + "-any");
        return counts && fits(item, chosen, box.name);
      }).length;
      finder.counters[at].textContent = "(" + number + ")";
    });
  };

  // The choice stands behind the # of the address, which no server sees: #stage=a,b&level=c
  Finder.prototype.read = function () {
    var wanted = {};
    window.location.hash.slice(1).split("&").forEach(function (part) {
      var at = part.indexOf("=");
      if (at > 0) {
        part.slice(at + 1).split(",").forEach(function (value) {
          wanted[part.slice(0, at) + "-" + value] = true;
        });
      }
    });
    this.boxes.forEach(function (box) {
      box.checked = wanted[box.id] === true;
      if (box.checked) {
        box.closest("details").open = true;
      }
    });
  };

  Finder.prototype.write = function () {
    var parts = {};
    this.boxes.forEach(function (box) {
      if (box.checked) {
        (parts[box.name] = parts[box.name] || []).push(box.value);
      }
    });
    var hash = Object.keys(parts)
      .map(function (name) {
        return name + "=" + parts[name].join(",");
      })
      .join("&");
    try {
      window.history.replaceState(null, "", "#" + hash);
    } catch (error) {
      window.location.hash = hash; // a page opened from a disk may not replace its state
    }
  };

  // The search box of the home page leads to the search page, with the words behind the #.
  function ask(root) {
    var input = root.querySelector("input");
    function go() {
      var words = input.value.trim();
      var list = window.kbList ? window.kbList.ids() : [];
      var hash = window.kbFragment.withList(words ? "q=" + encodeURIComponent(words) : "", list);
      window.location.href = root.getAttribute("data-ask") + (hash ? "#" + hash : "");
    }
    root.querySelector("button").addEventListener("click", go);
    input.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        go();
      }
    });
  }

  if (window.NHSUKFrontend) {
    window.NHSUKFrontend.initAll();
  }
  showDue();
  openForPrint();
  listAddresses();
  each(document, "[data-open-stops]", openStops);
  each(document, "[data-ask]", ask);
  each(document, ".app-finder", function (root) {
    new Finder(root).start();
  });
})();
