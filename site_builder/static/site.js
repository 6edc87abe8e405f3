// Enhancements: counts and a kept address for lists, review dates, folded parts in print.
// Pages are complete without it. Nothing is sent or stored. It also has what makes an element for
// all other scripts of a page.
(() => {
  "use strict";

  /**
   * A new element: its text is text, never markup.
   * @param {string} name
   * @param {string} [text]
   * @param {string} [className]
   * @returns {any}
   */
  window.kbMake = (name, text, className) => {
    const made = document.createElement(name);
    made.textContent = text || "";
    if (className) {
      made.className = className;
    }
    return made;
  };

  function each(root, selector, act) {
    Array.prototype.forEach.call(root.querySelectorAll(selector), act);
  }

  // A page past its review date says so, by the reader's own clock.
  function showDue() {
    const now = new Date();
    const today = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    each(document, "[data-due]", (note) => {
      if (today >= note.getAttribute("data-due")) {
        note.hidden = false;
      }
    });
  }

  function openForPrint() {
    const opened = [];
    window.addEventListener("beforeprint", () => {
      // The stops of a road stay as they are: paper has the road in short, and what is open.
      each(document, "details:not([open]):not(.app-stop__fold)", (details) => {
        details.open = true;
        opened.push(details);
      });
    });
    window.addEventListener("afterprint", () => {
      opened.splice(0).forEach((details) => {
        details.open = false;
      });
    });
  }

  const DOCUMENT = /\/(?:casestudies|signposting|toolkit|roadmaps)\/[^/]+\/(?:index\.html)?$/;

  // The text of a link without what only a screen reader says.
  function seenText(link) {
    const copy = link.cloneNode(true);
    each(copy, ".nhsuk-u-visually-hidden", (hidden) => { hidden.remove(); });
    return copy.textContent.trim();
  }

  // Paper has no links: on a page to read, where they lead is listed at the end. Other sites have a
  // line each; pages of this one follow each other, without what all of them begin with.
  function listAddresses() {
    let added = null;
    window.addEventListener("beforeprint", () => {
      const main = document.querySelector("main");
      const here = window.location.href.split("#")[0];
      const root = window.location.origin + "/";
      const seen = {};
      const own = [];
      const list = document.createElement("ol");
      if (added || !main.querySelector(".app-document, .app-steps")) {
        return;
      }
      each(main, "a[href]", (link) => {
        const address = String(link.href.baseVal || link.href).split("#")[0];
        const ours = address.indexOf(root) === 0;
        if (/^https?:/.test(address) && address !== here && !seen[address] &&
            (!ours || DOCUMENT.test(address)) &&
            !link.closest(".app-filed, .app-page-foot, .app-related, nav, details:not([open])")) {
          seen[address] = true;
          if (ours) {
            own.push(seenText(link) + ": " + address.slice(root.length).replace(/index\.html$/, ""));
            return;
          }
          const from = link.closest(".app-from > li"); // left out above, so said whole here
          list.appendChild(window.kbMake("li", seenText(from || link) + ": " + address));
        }
      });
      if (list.children.length || own.length) {
        added = document.createElement("section");
        added.className = "nhsuk-width-container app-addresses";
        added.append(window.kbMake("h2", "Addresses of what is named here"), list);
        if (own.length) {
          added.append(window.kbMake("p", "On this site, " + root + ", " + own.join("; ") + "."));
        }
        main.appendChild(added);
      }
    });
    window.addEventListener("afterprint", () => {
      if (added) {
        added.remove();
        added = null;
      }
    });
  }

  // A link to a stop of a road, or to a part of it, opens what is folded there.
  function openStop() {
    const target = document.getElementById(window.location.hash.slice(1).split("&")[0]);
    const stop = target && target.closest(".app-stop");
    const fold = stop ? stop.querySelector(".app-stop__fold") : target && target.closest(".app-fold");
    if (fold && !fold.open) {
      fold.open = true;
      target.scrollIntoView();
    }
  }

  // Where there is room the style sheet shows what a phone folds; this says so to those who hear it.
  function unfold() {
    const wide = window.matchMedia("(min-width: 48em)");
    const open = () => {
      each(document, ".app-fold", (fold) => { fold.open = fold.open || wide.matches; });
    };
    wide.addEventListener("change", open);
    open();
  }

  // One button for all stops, which says what it will do next.
  function openStops(root) {
    const button = root.querySelector("button");
    const folds = Array.prototype.slice.call(document.querySelectorAll(".app-stop__fold"));
    function allOpen() {
      return folds.every((fold) => fold.open);
    }
    function tell() {
      button.textContent = (allOpen() ? "Close" : "Open") + " all stops";
    }
    button.addEventListener("click", () => {
      const open = !allOpen();
      folds.forEach((fold) => { fold.open = open; });
      tell();
    });
    folds.forEach((fold) => { fold.addEventListener("toggle", tell); });
    window.addEventListener("hashchange", openStop);
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
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
    this.counters = this.boxes.map((box) => box.parentNode.querySelector("[data-count]"));
  }

  Finder.prototype.start = function () {
    const finder = this;
    const first = this.root.querySelector("[data-unfolded]");
    if (first && window.matchMedia("(min-width: 61.875em)").matches) {
      first.open = true; // as the style sheet has shown it
    }
    this.root.setAttribute("data-ready", "");
    this.read();
    this.root.addEventListener("change", () => {
      finder.update();
      finder.write();
    });
    this.clear.querySelector("button").addEventListener("click", () => {
      finder.boxes.forEach((box) => {
        box.checked = false;
      });
      finder.update();
      finder.write();
      finder.boxes[0].closest("details").querySelector("summary").focus();
    });
    window.addEventListener("hashchange", () => {
      finder.read();
      finder.update();
    });
    this.count.hidden = false;
    this.update();
  };

  Finder.prototype.chosen = function () {
    const chosen = {};
    this.boxes.forEach((box) => {
      if (box.checked) {
        (chosen[box.name] = chosen[box.name] || []).push(box.id);
      }
    });
    return chosen;
  };

  // Whether an item counts under the chosen boxes, one facet left out.
  function fits(item, chosen, without) {
    return Object.keys(chosen).every((facet) => {
      return facet === without ||
      item.classList.contains(facet + "-any") ||
      chosen[facet].some((id) => item.classList.contains(id));
    });
  }

  Finder.prototype.update = function () {
    const finder = this;
    const chosen = this.chosen();
    const shown = this.items.filter((item) => fits(item, chosen, null)).length;
    const data = this.root.dataset;
    this.count.textContent =
      shown === this.items.length
        ? "All " + shown + " " + data.nouns
        : shown + " of " + this.items.length + " " + data.nouns +
          (shown === 0 ? ". Nothing fits all of these: untick one." : "");
    this.clear.hidden = Object.keys(chosen).length === 0;
    this.boxes.forEach((box, at) => {
      const number = finder.items.filter((item) => {
        const counts = item.classList.contains(box.id) || item.classList.contains(box.name + "-any");
        return counts && fits(item, chosen, box.name);
      }).length;
      finder.counters[at].textContent = "(" + number + ")";
    });
  };

  // The choice stands behind the # of the address, which no server sees: #stage=a,b&level=c
  Finder.prototype.read = function () {
    const wanted = {};
    window.location.hash.slice(1).split("&").forEach((part) => {
      const at = part.indexOf("=");
      if (at > 0) {
        part.slice(at + 1).split(",").forEach((value) => {
          wanted[part.slice(0, at) + "-" + value] = true;
        });
      }
    });
    this.boxes.forEach((box) => {
      box.checked = wanted[box.id] === true;
      if (box.checked) {
        box.closest("details").open = true;
      }
    });
  };

  Finder.prototype.write = function () {
    const parts = {};
    this.boxes.forEach((box) => {
      if (box.checked) {
        (parts[box.name] = parts[box.name] || []).push(box.value);
      }
    });
    const hash = Object.keys(parts)
      .map((name) => name + "=" + parts[name].join(","))
      .join("&");
    try {
      window.history.replaceState(null, "", "#" + hash);
    } catch (error) {
      window.location.hash = hash; // a page opened from a disk may not replace its state
    }
  };

  // Whether a line is known to be fast and not to be paid for by the byte.
  function isGood(line) {
    return Boolean(line) && !line.saveData && line.effectiveType === "4g" &&
      line.type !== "cellular" && line.type !== "wimax";
  }

  // Fetches files one after the other, for the browser to keep; nothing is run.
  function fetchAhead(addresses) {
    const next = addresses.shift();
    return next
      ? fetch(next, { priority: "low" }).then((response) => response.blob())
        .then(() => fetchAhead(addresses)).catch(() => {}) // the page that needs it tells
      : Promise.resolve();
  }

  // What the search needs is fetched ahead if the line is good: on the search page at once, since
  // who comes there searches, elsewhere while the page is idle; or once the visitor is in the box,
  // and so about to search: on the search page itself the box does that. A site on a disk needs none
  // of it. The search page is told once the first files are there.
  function ahead(root, input) {
    const home = new URL(root.getAttribute("data-ahead-from"), document.baseURI);
    const [first, later] = ["data-ahead", "data-ahead-later"].map((name) =>
      root.getAttribute(name).split(" ").map((file) => new URL(file, home).href));
    let begun = false;
    const begin = (then) => {
      if (!begun && window.fetch && /^https?:$/.test(window.location.protocol)) {
        begun = true;
        fetchAhead(first.slice()).then(() => {
          root.dispatchEvent(new Event("ahead"));
          return fetchAhead(then.slice());
        });
      }
    };
    if (input) {
      input.addEventListener("focus", () => begin([]));
    }
    if (!isGood(/** @type {any} */ (navigator).connection)) {
      return;
    }
    if (root.hasAttribute("data-search")) {
      begin(later);
    } else {
      const idle = window.requestIdleCallback || ((act) => window.setTimeout(act, 2000));
      window.addEventListener("load", () => idle(() => begin(later)));
    }
  }

  // The search box of the home page leads to the search page, with the words behind the #.
  function ask(root) {
    const input = root.querySelector("input");
    function go() {
      const words = input.value.trim();
      const list = window.kbList ? window.kbList.ids() : [];
      const hash = window.kbFragment.withList(words ? "q=" + encodeURIComponent(words) : "", list);
      window.location.href = root.getAttribute("data-ask") + (hash ? "#" + hash : "");
    }
    root.querySelector("button").addEventListener("click", go);
    input.addEventListener("keydown", (event) => {
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
  unfold();
  listAddresses();
  each(document, "[data-open-stops]", openStops);
  each(document, "[data-ask]", ask);
  each(document, "[data-ahead]", (root) => {
    if (!/[#&]q=./.test(window.location.hash)) { // else all of it is on its way already
      ahead(root, root.querySelector("input"));
    }
  });
  // The note about a mistake names the page it was begun on, behind the # of its address.
  each(document, "[data-report]", (link) => {
    link.addEventListener("click", () => {
      const here = document.title + ", " + window.location.href.split("#")[0];
      link.href = link.href.split("#")[0] + "#page=" + encodeURIComponent(here);
    });
  });
  each(document, "[data-print]", (part) => {
    part.hidden = false;
    part.querySelector("button").addEventListener("click", () => { window.print(); });
  });
  each(document, ".app-finder", (root) => {
    new Finder(root).start();
  });
})();
