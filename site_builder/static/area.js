// The reader's own area: behind the # of the address, where no server sees it, and kept on the
// device only if asked. Once it is chosen, "ask your training hub" is followed by yours.
(() => {
  "use strict";

  const KEY = "area";
  const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
  const fragment = window.kbFragment;
  const root = document.currentScript.src.replace(/assets\/area\.js.*$/, "");
  const main = document.querySelector("main");
  const own = document.body.getAttribute("data-area") || ""; // that of a local edition
  const BLOCKS = "p, li, dd, td";
  const REGIONS = ".app-sheet__option, .app-stop, .app-section, section";
  const NOT_HERE = "h1, h2, h3, h4, summary, button, label, select, textarea, script, nav, " +
    ".app-yours, .app-card, .app-row, .app-contact, [data-result-id], [data-area-choice], [data-area-foot]";
  const NOUNS = [
    ["(?:training )?hubs?", ["training-hub"]],
    ["LMCs?|local medical committees?(?: \\(LMC\\))?", ["local-medical-committee"]],
    ["ICBs?|(?:integrated )?care boards?(?: \\(ICB\\))?", ["integrated-care-board"]],
    ["deanery|primary care school|GP school", ["deanery", "primary-care-school"]]
  ];
  const NOUN = "(?:" + NOUNS.map((noun) => noun[0]).join("|") + ")";
  const OWNER = "(?:\\byour|\\b(?:ask|contact|phone|ring|tell|speak to|talk to|write to) (?:the|an?))";
  const PHRASE = new RegExp(
    "\\b(?:the|an?) (?:local )?" + NOUN + " (?:of|for|in) your (?:own )?(?:area|health system)\\b|" +
    OWNER + " (?:(?:own|local) )*" + NOUN + "(?!\\w)(?:(?:,? or |,? and |, )(?:your |the )?(?:local )?" +
    NOUN + "(?!\\w))*", "gi");
  let area = null;

  function kept() {
    try {
      return window.localStorage.getItem(KEY) || "";
    } catch (error) {
      return ""; // storage is switched off: the address alone keeps the area
    }
  }

  function keep(id) {
    try {
      if (id) {
        window.localStorage.setItem(KEY, id);
      } else {
        window.localStorage.removeItem(KEY);
      }
    } catch (error) {
      return; // as above
    }
  }

  function asked() {
    const there = fragment.parse(window.location.hash).area;
    return NAME.test(there || "") ? there : "";
  }

  function setAddress() {
    fragment.area = area && area.id !== own ? area.id : "";
    const wanted = fragment.withPart(window.location.hash, "area", fragment.area);
    if (wanted !== window.location.hash.slice(1)) {
      try {
        window.history.replaceState(window.history.state, "", "#" + wanted);
      } catch (error) {
        window.location.hash = wanted; // a page opened from a disk may not replace its state
      }
    }
  }

  const make = window.kbMake;

  function outside(contact) {
    if (!/^https?:\/\//.test(contact.address || "")) {
      return make("span", contact.name);
    }
    const link = make("a", contact.name, "app-outside");
    link.setAttribute("href", contact.address);
    link.setAttribute("rel", "noreferrer");
    return link;
  }

  function page(anchor, text) {
    const link = make("a", text);
    link.setAttribute("href", root + area.url.slice(1) + "index.html" + (anchor ? "#" + anchor : ""));
    return link;
  }

  function ofKinds(kinds) {
    return area.contacts.filter((contact) => kinds.indexOf(contact.kind) !== -1);
  }

  // "yours: A or B", or a link to the list where there are more, or none that was found.
  function addNames(part, kinds) {
    const found = ofKinds(kinds);
    if (found.length === 0) {
      part.append("not found for ", page("not-found", area.name));
    } else if (found.length > 2) {
      part.append(page(kinds[0], "one of " + found.length + " in " + area.name));
    } else {
      found.forEach((contact, at) => {
        part.append(at ? " or " : "", outside(contact));
      });
    }
  }

  function kindsOf(phrase) {
    return NOUNS.filter((noun) => new RegExp("\\b(?:" + noun[0] + ")\\b", "i").test(phrase));
  }

  function note(nouns) {
    const part = make("span", " (yours: ", "app-yours");
    part.setAttribute("data-kinds", nouns.map((noun) => noun[1][0]).join(" "));
    nouns.forEach((noun, at) => {
      part.append(at ? "; " : "");
      addNames(part, noun[1]);
    });
    part.append(")");
    return part;
  }

  // The kinds that a part of the page has named already.
  function named(region) {
    const found = {};
    region.querySelectorAll(".app-yours").forEach((part) => {
      (part.getAttribute("data-kinds") || "").split(" ").forEach((kind) => { found[kind] = true; });
    });
    return found;
  }

  function textsOf(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (parent.closest(BLOCKS) === block && !parent.closest(NOT_HERE)) {
        found.push(node);
      }
    }
    return found;
  }

  // Puts a note behind the place where a phrase ends; a link is not broken open.
  function insert(nodes, end, made) {
    let left = end;
    nodes.some((node) => {
      if (left > node.data.length) {
        left -= node.data.length;
        return false;
      }
      const link = node.parentElement.closest("a");
      if (link) {
        link.after(made);
      } else {
        node.splitText(left).before(made);
      }
      return true;
    });
  }

  function followBlock(block) {
    const nodes = textsOf(block);
    const text = nodes.map((node) => node.data).join("");
    const region = block.closest(REGIONS) || main;
    const seen = named(region);
    const notes = [];
    Array.from(text.matchAll(PHRASE)).forEach((match) => {
      const nouns = kindsOf(match[0]).filter((noun) => !seen[noun[1][0]]);
      if (nouns.length) {
        nouns.forEach((noun) => { seen[noun[1][0]] = true; });
        notes.push([match.index + match[0].length, nouns]);
      }
    });
    notes.reverse().forEach((one) => {
      insert(nodes, one[0], note(one[1])); // from the end, so that earlier places stay true
    });
  }

  function follow() {
    if (area && !document.querySelector(".app-contact")) {
      main.querySelectorAll(BLOCKS).forEach((block) => {
        if (!block.closest(NOT_HERE)) {
          followBlock(block);
        }
      });
    }
  }

  function headingOf(kind) {
    return window.kbAreas.kinds.filter((one) => one[0] === kind)[0][1].replace(/ \(.*/, "");
  }

  function contactLine(kinds) {
    const found = ofKinds(kinds);
    const line = make("p", headingOf(found[0].kind) + ": ", "app-yours app-sheet__small");
    line.setAttribute("data-t", "p");
    if (found.length > 2) {
      line.append(found.map((contact) => contact.name).join("; "));
      return line;
    }
    found.forEach((contact, at) => {
      line.append(at ? "; " : "", contact.name);
      if (contact.tel) {
        const call = make("a", contact.telephone);
        call.setAttribute("href", contact.tel);
        line.append(", ", call);
      }
      if (contact.address) {
        const link = outside(contact);
        link.textContent = contact.address.replace(/^https?:\/\/(?:www\.)?/, "").replace(/\/$/, "");
        line.append(", ", link);
      }
    });
    return line;
  }

  // The contacts of the area stand on a sheet, in place of lines to write them on.
  function fillSheet() {
    const part = document.querySelector('#sheet [aria-labelledby="sheet-contacts"]');
    if (!part || !area) {
      return;
    }
    const blanks = part.querySelectorAll(".app-sheet__line");
    const made = NOUNS.map((noun) => noun[1]).filter((kinds) => ofKinds(kinds).length).map(contactLine);
    made.forEach((line) => { blanks[0].before(line); });
    blanks.forEach((blank, at) => { blank.hidden = at + made.length >= blanks.length; });
  }

  function clear() {
    document.querySelectorAll(".app-yours").forEach((part) => {
      const parent = part.parentNode;
      part.remove();
      parent.normalize();
    });
    document.querySelectorAll("#sheet .app-sheet__line").forEach((blank) => { blank.hidden = false; });
  }

  function button(text, act) {
    const made = make("button", text, "app-list-button");
    made.setAttribute("type", "button");
    made.addEventListener("click", act);
    return made;
  }

  // At the head of every page: whose people it names, and the way back.
  function showChosen() {
    const above = document.querySelector(".app-above");
    const old = above.querySelector(".app-your-area");
    if (old) {
      old.remove();
    }
    if (fragment.area) { // in a local edition its own area needs no saying
      const line = make("aside", "Your area: ", "app-your-area app-screen");
      line.setAttribute("aria-label", "Your area");
      line.append(page("", area.name), " ", button("Stop using it", () => { choose("", "Pages no longer name an area."); }));
      above.appendChild(line);
    }
    showChoice();
  }

  function rememberBox() {
    const box = make("div", "", "nhsuk-checkboxes__item");
    const input = make("input", "", "nhsuk-checkboxes__input");
    const label = make("label", "Remember it on this device", "nhsuk-label nhsuk-checkboxes__label");
    input.setAttribute("type", "checkbox");
    input.id = "area-remember";
    label.setAttribute("for", input.id);
    input.checked = kept() === area.id;
    input.addEventListener("change", () => { keep(input.checked ? area.id : ""); });
    box.append(input, label);
    return box;
  }

  // On the page of an area: whether it is the reader's own.
  function showChoice() {
    const place = document.querySelector("[data-area-choice]");
    if (!place) {
      return;
    }
    const id = place.getAttribute("data-area-choice");
    place.hidden = false;
    if (area && area.id === id) {
      place.replaceChildren(make("p", "This is your area. Where a page says to ask your training " +
        "hub, LMC or care board, it now names yours, on sheets too. The choice is in the address."),
      rememberBox());
    } else {
      const use = make("button", "This is my area", "nhsuk-button nhsuk-button--small");
      use.setAttribute("type", "button");
      use.addEventListener("click", () => { choose(id, "This is your area now."); });
      place.replaceChildren(make("p", "Choose this area, and other pages will name these " +
        "people where they say who to ask."), use);
    }
  }

  function apply() {
    clear();
    setAddress();
    showChosen();
    follow();
    fillSheet();
  }

  function say(text) {
    document.querySelector("[data-list-said]").textContent = text;
  }

  // The data of all areas is fetched at the first choice; it cannot tell the host which.
  function withData(act) {
    if (window.kbAreas) {
      act();
      return;
    }
    const script = document.createElement("script");
    script.src = root + "assets/areas-data.js";
    script.addEventListener("load", act);
    document.head.appendChild(script);
  }

  function choose(id, told) {
    if (!id) {
      area = null;
      keep("");
      apply();
      say(told || "");
      return;
    }
    withData(() => {
      const known = Object.prototype.hasOwnProperty.call(window.kbAreas.areas, id);
      area = known ? Object.assign({ id }, window.kbAreas.areas[id]) : null;
      apply();
      say(told || "");
    });
  }

  // Links within the site take the area along, written when they are used.
  function carry(event) {
    const used = event.target.closest ? event.target.closest("a[href]") : null;
    if (!fragment.area || !used || used.hasAttribute("download")) {
      return;
    }
    const address = new URL(used.getAttribute("href"), document.baseURI).href;
    const at = address.indexOf("#");
    const path = at < 0 ? address : address.slice(0, at);
    if (address.indexOf(root) === 0 && path !== window.location.href.split("#")[0]) {
      used.setAttribute("href",
        path + "#" + fragment.withPart(at < 0 ? "" : address.slice(at), "area", fragment.area));
    }
  }

  const first = asked() || (NAME.test(kept()) ? kept() : "") || own;
  if (first) {
    choose(first);
  } else {
    showChoice();
  }
  document.addEventListener("click", carry, true);
  document.addEventListener("auxclick", carry, true);
  window.addEventListener("hashchange", () => {
    const there = asked();
    if (there && (!area || there !== area.id)) {
      choose(there);
    } else {
      setAddress();
    }
  });
  document.addEventListener("change", () => {
    window.setTimeout(setAddress, 0); // a form has just written its own address
  });
  new MutationObserver((changes) => {
    const theirs = changes.some((change) => Array.from(change.addedNodes).some((node) => {
      return node.nodeType === 1 && !node.closest(".app-yours, [data-area-choice]");
    }));
    if (area && theirs) {
      follow();
    }
  }).observe(main, { childList: true, subtree: true });
})();
