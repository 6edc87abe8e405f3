// A visitor's list: buttons on cards and pages, and a bar that leads to comparison and sheet.
// The list lives in the address (#list=...). So that Back does not lose what was added, it is
// also kept in this tab, only once the visitor adds something, until the tab is closed. On the
// device it is kept only if the visitor asks for that, until they say "Forget".
(() => {
  "use strict";

  const KEY = "list";
  const fragment = window.kbFragment;
  const root = document.currentScript.src.replace(/assets\/list\.js.*$/, "");
  const isCompare = document.querySelector("[data-compare]") !== null;
  let ids = [];
  let state = ""; // what else a sheet is to be made from, and the words that it came from
  let said = "";
  const watchers = [];

  function kept() {
    try {
      return window.sessionStorage.getItem(KEY);
    } catch (error) {
      return null; // storage is switched off: the address alone keeps the list
    }
  }

  function keep() {
    try {
      window.sessionStorage.setItem(KEY, ids.join(","));
    } catch (error) {
      return; // as above
    }
  }

  // The list that the visitor asked this device to keep; null if they did not.
  function saved() {
    try {
      return window.localStorage.getItem(KEY);
    } catch (error) {
      return null; // as above
    }
  }

  // Keeps the list on this device, or forgets it there; says whether that could be done.
  function save(text) {
    try {
      if (text === null) {
        window.localStorage.removeItem(KEY);
      } else {
        window.localStorage.setItem(KEY, text);
      }
      return true;
    } catch (error) {
      return false;
    }
  }

  function setAddress() {
    const wanted = fragment.withList(
      isCompare ? window.location.hash.replace(/^#[^=&]*(&|$)/, "#") : window.location.hash, ids);
    if (wanted === window.location.hash.slice(1)) {
      return;
    }
    try {
      window.history.replaceState(null, "", "#" + wanted);
    } catch (error) {
      window.location.hash = wanted; // a page opened from a disk may not replace its state
    }
  }

  // The address counts, unless the visitor came back to an older one of this tab.
  function start() {
    const entry = window.performance.getEntriesByType("navigation")[0];
    const back = entry && entry.type === "back_forward";
    const there = fragment.list(window.location.hash, isCompare);
    const here = kept();
    const own = here !== null ? here : saved();
    ids = (back || there === null) && own !== null
      ? fragment.list("list=" + own) || []
      : there || [];
  }

  // The sheet of the list, with whatever else is known: role=...&need=..., the words behind q.
  function sheetLink() {
    const parts = [
      state, ids.length ? "add=" + ids.join(",") : "", said ? "q=" + encodeURIComponent(said) : ""
    ];
    return link("/sheet/#" + parts.filter(Boolean).join("&"));
  }

  function link(url) {
    const at = url.indexOf("#");
    const path = at < 0 ? url : url.slice(0, at);
    return root + path.slice(1) + "index.html" + (at < 0 ? "" : url.slice(at));
  }

  function change(next, said) {
    ids = next;
    keep();
    if (saved() !== null) {
      save(ids.join(","));
    }
    setAddress();
    show(said);
  }

  function toggle(id, title) {
    if (ids.indexOf(id) !== -1) {
      change(ids.filter((other) => other !== id), "Removed: " + title + ".");
    } else if (ids.length >= fragment.limit) {
      show("The list is full: " + fragment.limit + " pages are the most it holds.");
    } else {
      change(ids.concat([id]), "Added: " + title + ".");
    }
  }

  // One button for each element with data-listable; its words follow the list.
  function addButton(element) {
    const id = element.getAttribute("data-listable");
    if (element.querySelector(".app-list-button") || fragment.list("list=" + id).length === 0) {
      return;
    }
    const title = element.getAttribute("data-title") || "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-list-button";
    button.setAttribute("data-id", id);
    button.appendChild(document.createTextNode(""));
    const hidden = document.createElement("span");
    hidden.className = "nhsuk-u-visually-hidden";
    hidden.textContent = " " + title;
    button.appendChild(hidden);
    button.addEventListener("click", () => {
      toggle(id, title);
    });
    element.appendChild(button);
  }

  // Lines of search results are listable too; the search page says so with data-result-id. Returns
  // those that were not yet.
  function newLines() {
    const lines = Array.from(document.querySelectorAll("[data-result-id]:not([data-listable])"));
    lines.forEach((line) => {
      const heading = line.querySelector("a");
      line.setAttribute("data-listable", line.getAttribute("data-result-id"));
      line.setAttribute("data-title", heading ? heading.textContent.trim() : "");
    });
    return lines;
  }

  function addButtons() {
    newLines();
    document.querySelectorAll("[data-listable]").forEach(addButton);
  }

  function bar() {
    const found = document.querySelector("[data-list-bar]");
    found.querySelector("[data-list-clear]").addEventListener("click", () => {
      change([], "The list is empty.");
      document.querySelector("h1").setAttribute("tabindex", "-1");
      document.querySelector("h1").focus();
    });
    found.querySelector("[data-list-save]").addEventListener("click", () => {
      const was = saved() !== null;
      const done = save(was ? null : ids.join(","));
      show(!done ? "This browser does not let a page keep anything."
        : was ? "Forgotten on this device." : "Kept on this device.");
    });
    return found;
  }

  function paintButton(button) {
    const on = ids.indexOf(button.getAttribute("data-id")) !== -1;
    const words = on ? "Remove from list" : "Add to list";
    if (button.firstChild.data !== words) {
      button.firstChild.data = words;
    }
    button.classList.toggle("app-list-button--on", on);
  }

  // Brings buttons and bar in line with the list.
  function paint() {
    document.querySelectorAll(".app-list-button[data-id]").forEach(paintButton);
    const strip = document.querySelector("[data-list-bar]");
    const isSaved = saved() !== null;
    strip.hidden = ids.length === 0 && !isSaved;
    strip.querySelector("[data-list-save]").textContent = isSaved ? "Forget on this device" : "Keep on this device";
    strip.querySelector("[data-list-kept]").textContent = isSaved
      ? "Kept on this device until you say forget. Others who use it could see it; nothing is sent."
      : "Kept in the address, and in this tab until you close it. Nobody else sees it.";
    document.body.classList.toggle("app-has-list", !strip.hidden);
    strip.querySelector("[data-list-count]").textContent = ids.length + " on your list";
    strip.querySelector("[data-list-compare]").href = link("/compare/#list=" + ids.join(","));
    strip.querySelector("[data-list-sheet]").href = sheetLink();
  }

  function show(said) {
    paint();
    document.querySelector("[data-list-said]").textContent = said || "";
    watchers.forEach((watcher) => {
      watcher(ids.slice());
    });
  }

  // Links within the site take the list along, written when they are used; those of a drawn map
  // have no address of their own as text, so it is read and set as the attribute.
  function carry(event) {
    const used = event.target.closest ? event.target.closest("a[href]") : null;
    if (!used || used.hasAttribute("download")) {
      return;
    }
    const address = new URL(used.getAttribute("href"), document.baseURI).href;
    const at = address.indexOf("#");
    const path = at < 0 ? address : address.slice(0, at);
    if (address.indexOf(root) !== 0 || path === window.location.href.split("#")[0] ||
        (at < 0 && ids.length === 0)) {
      return; // a link to elsewhere or to another part of this page, or nothing to take along
    }
    const carried = fragment.withList(at < 0 ? "" : address.slice(at), ids);
    used.setAttribute("href", path + (carried ? "#" + carried : ""));
  }

  // An anchor with a list behind it (#stop&list=...) is one the browser does not find itself.
  function findAnchor() {
    const name = fragment.parse(window.location.hash)[""];
    const there = name && window.location.hash.indexOf("&") > 0;
    const element = there ? document.getElementById(name) : null;
    if (element) {
      element.scrollIntoView();
    }
  }

  window.kbList = {
    ids() { return ids.slice(); },
    link,
    sheetLink,
    toggle,
    buttons() { // for what a script has just drawn
      addButtons();
      document.querySelectorAll(".app-list-button[data-id]").forEach(paintButton);
    },
    about(situation, words) {
      state = situation;
      said = words;
      document.querySelector("[data-list-sheet]").href = sheetLink();
    },
    watch(watcher) {
      watchers.push(watcher);
      watcher(ids.slice());
    }
  };

  start();
  addButtons();
  bar();
  setAddress();
  show();
  findAnchor();
  document.addEventListener("click", carry, true);
  document.addEventListener("auxclick", carry, true);
  document.addEventListener("change", () => {
    window.setTimeout(setAddress, 0); // a list with boxes has just written its own address
  });
  window.addEventListener("hashchange", () => {
    const there = fragment.list(window.location.hash, isCompare);
    if (there !== null && there.join() !== ids.join()) {
      ids = there;
      show();
    } else {
      setAddress();
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && kept() !== null) {
      ids = fragment.list("list=" + kept()) || [];
      setAddress();
      show();
    }
  });
  if (document.querySelector("[data-search-status]")) {
    new MutationObserver(() => {
      newLines().forEach((line) => { // these alone, since lines come a few at a time
        addButton(line);
        line.querySelectorAll(".app-list-button").forEach(paintButton);
      });
    }).observe(document.querySelector("main"), { childList: true, subtree: true });
  }
})();
