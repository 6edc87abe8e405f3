// A signposting sheet composed from the address. Of the address only identifiers that the guide
// knows reach the page, and text of the guide only as text.
(() => {
  "use strict";

  const sheet = document.getElementById("sheet");
  const guide = window.kbGuide;
  const LONGEST = 300; // characters of what was said that a sheet has room for

  function slot(element, name) {
    return element.querySelector('[data-slot="' + name + '"]');
  }

  function fill(element, name, text) {
    slot(element, name).textContent = text;
  }

  function fillOrHide(element, name, text) {
    fill(element, name, text);
    slot(element, name).hidden = !text;
  }

  function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  function copyOf(template) {
    return document.getElementById(template).content.firstElementChild.cloneNode(true);
  }

  // A label inside a sentence, as lower_first of site_builder/model/words.py has it.
  function lowerFirst(text) {
    const two = text.slice(0, 2);
    const kept = two === two.toUpperCase() && two !== two.toLowerCase() && two !== "A ";
    return kept ? text : text.charAt(0).toLowerCase() + text.slice(1);
  }

  function label(name, id) {
    const found = window.kbSheet.find(guide[name], id);
    return found ? found.label : "";
  }

  function putListOn() {
    const asked = situation();
    window.kbList.ids().forEach((id) => {
      if (asked.add.indexOf(id) === -1) {
        asked.add.push(id);
      }
      asked.without = asked.without.filter((other) => other !== id);
    });
    setSituation(asked);
  }

  function situation() {
    return window.kbSheet.read(guide, window.location.hash);
  }

  // The words that led here stand in the address beside the answers, and are kept when those change.
  function words() {
    return (window.kbFragment.parse(window.location.hash).q || "").trim().slice(0, LONGEST);
  }

  function setSituation(asked) {
    const list = window.kbList.ids();
    const parts = [window.kbSheet.write(asked), words() ? "q=" + encodeURIComponent(words()) : ""];
    window.location.hash = window.kbFragment.withList(parts.filter(Boolean).join("&"), list);
  }

  function offerEntry(offer) {
    const entry = copyOf("sheet-offer");
    const option = offer.option;
    const phrases = guide.phrases;
    entry.setAttribute("data-doc-on-sheet", option.id);
    fill(entry, "title", option.title);
    slot(entry, "title").href = window.kbList.link(option.url);
    fill(entry, "status_label", option.status_label);
    slot(entry, "status_label").className = "nhsuk-tag app-tag nhsuk-tag--" + option.status_colour;
    fill(entry, "status_detail", option.status_detail);
    fill(entry, "checked", option.checked);
    fill(entry, "due_text", "; due for review since " + option.due_text);
    slot(entry, "due_text").hidden = window.kbSheet.today() < option.due;
    fillOrHide(entry, "note",
      offer.instead_of ? phrases.instead_of.replace("{}", () => offer.instead_of) : "");
    fill(entry, "who", option.who_for);
    fill(entry, "cost", option.cost);
    fill(entry, "start", option.how_to_start);
    fill(entry, "web_text", option.web.replace(/^https?:\/\//, "").replace(/\/$/, ""));
    slot(entry, "web").href = option.web || "#sheet";
    slot(entry, "web_line").hidden = !option.web;
    fill(entry, "why", capital(reasons(offer.because).join("; ")) + ".");
    entry.appendChild(takeOff(option));
    return entry;
  }

  // Why an option is on the sheet, each reason once; "{}" is what is happening to the doctor.
  function reasons(codes) {
    const moment = lowerFirst(label("moments", situation().moment));
    return codes.map((code) => {
      return guide.phrases[code].replace("{}", () => moment);
    }).filter((phrase, at, all) => {
      return all.indexOf(phrase) === at;
    });
  }

  function takeOff(found) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-list-button app-screen";
    button.textContent = "Remove";
    const hidden = document.createElement("span");
    hidden.className = "nhsuk-u-visually-hidden";
    hidden.textContent = " " + found.title;
    button.appendChild(hidden);
    button.addEventListener("click", () => {
      const asked = situation();
      asked.add = asked.add.filter((id) => id !== found.id);
      asked.without = asked.without.concat([found.id]);
      document.querySelector("[data-sheet-said]").textContent = "Removed: " + found.title + ".";
      setSituation(asked);
      const heading = document.getElementById("sheet-options");
      heading.setAttribute("tabindex", "-1");
      heading.focus();
    });
    return button;
  }

  function storyEntry(story) {
    const entry = copyOf("sheet-story-entry");
    entry.setAttribute("data-doc-on-sheet", story.id);
    fill(entry, "title", story.title);
    slot(entry, "title").href = window.kbList.link(story.url);
    fill(entry, "summary", story.summary);
    fill(entry, "where", story.where);
    fill(entry, "evidence", story.evidence);
    fill(entry, "status", [story.status_label, story.status_detail].filter(Boolean).join(", "));
    entry.appendChild(takeOff(story));
    return entry;
  }

  function askEntry(option) {
    const entry = copyOf("sheet-ask-entry");
    fill(entry, "title", option.title);
    slot(entry, "title").href = window.kbList.link(option.url);
    fill(entry, "start", option.how_to_start);
    return entry;
  }

  function promptEntry(text) {
    const entry = document.createElement("li");
    entry.setAttribute("data-t", "li");
    entry.textContent = text;
    return entry;
  }

  function readingEntry(id) {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    entry.setAttribute("data-t", "li");
    link.textContent = guide.reading[id][0];
    link.href = window.kbList.link(guide.reading[id][1]);
    entry.appendChild(link);
    return entry;
  }

  // Puts elements in place of those there; a section without any is hidden.
  function refill(parent, selector, elements) {
    parent.querySelectorAll(selector).forEach((old) => {
      old.remove();
    });
    elements.forEach((element) => {
      parent.appendChild(element);
    });
  }

  function section(name, elements, listed) {
    const part = slot(sheet, name);
    refill(listed ? part.querySelector("ul") : part, listed ? "li" : ".app-sheet__story", elements);
    part.hidden = elements.length === 0;
  }

  function told(asked, found) {
    return [
      asked.dropped ? guide.phrases.dropped : "",
      found.left_over ? guide.phrases.left_over : ""
    ].filter(Boolean).join(" ");
  }

  // What was said stands on the sheet only if it is asked for.
  function showWords() {
    const line = slot(sheet, "words");
    const said = document.querySelector("[data-sheet-words]");
    const search = document.querySelector("[data-sheet-search]");
    said.hidden = !words();
    document.querySelector("[data-sheet-said-words]").textContent = words();
    line.textContent = words() ? "“" + words() + "”" : "";
    line.hidden = !words() || !document.getElementById("sheet-words").checked;
    search.hidden = !words();
    search.href = window.kbList.link("/search/#q=" + encodeURIComponent(words()));
  }

  function render() {
    const asked = situation();
    const answered = asked.role || asked.stage || asked.moment || asked.needs.length;
    const chosen = answered || asked.add.length || words();
    const found = window.kbSheet.choose(guide, asked);
    const moment = window.kbSheet.find(guide.moments, asked.moment);
    fillOrHide(sheet, "answers", [
      label("roles", asked.role), label("stages", asked.stage),
      label("moments", asked.moment), ...asked.needs.map((need) => label("needs", need))
    ].filter(Boolean).join("; "));
    fillOrHide(sheet, "nothing", found.fitting ? ""
      : found.taken_off ? guide.phrases.all_off
        : answered ? guide.phrases.nothing : guide.phrases.nothing_chosen);
    refill(slot(sheet, "offers"), "li", found.offers.map(offerEntry));
    section("stories", found.stories.map(storyEntry));
    const noStory = answered && !found.stories.length ? guide.phrases.no_story : "";
    fillOrHide(sheet, "no_story", noStory);
    slot(sheet, "stories").hidden = !noStory && !found.stories.length;
    section("prompts", (moment ? moment.prompts : []).map(promptEntry), true);
    section("ask", found.ask.map(askEntry), true);
    section("reading", found.reading.map(readingEntry), true);
    slot(sheet, "step").hidden = !found.stop;
    fill(sheet, "next_step", found.stop ? found.stop.next_step : "");
    document.querySelector("[data-sheet-told]").textContent = told(asked, found);
    document.querySelector("[data-sheet-told]").hidden = !told(asked, found);
    document.querySelector("[data-with-state]").href =
      window.kbList.link("/where-are-you-now/#" + window.kbSheet.write(asked));
    document.querySelector("[data-sheet-start]").hidden = Boolean(chosen);
    document.querySelector("[data-sheet-change]").hidden = !chosen;
    document.querySelector("[data-sheet-tools]").hidden = !chosen;
    sheet.hidden = !chosen;
    document.querySelector("[data-sheet-off]").hidden = asked.without.length === 0;
    showWords();
    showList();
    sheet.dispatchEvent(new CustomEvent("sheet"));
  }

  function putBack() {
    const asked = situation();
    asked.without = [];
    document.querySelector("[data-sheet-said]").textContent = "What you removed is back.";
    setSituation(asked);
    const heading = document.getElementById("sheet-options");
    heading.setAttribute("tabindex", "-1");
    heading.focus();
  }

  function showList() {
    const waiting = window.kbList.ids().filter((id) => situation().add.indexOf(id) === -1);
    document.querySelector("[data-sheet-list]").hidden = waiting.length === 0;
  }

  document.querySelector("[data-sheet-list] button").addEventListener("click", putListOn);
  document.querySelector("[data-sheet-off] button").addEventListener("click", putBack);
  document.getElementById("sheet-words").addEventListener("change", render);
  window.addEventListener("hashchange", render);
  window.kbList.watch(showList);
  render();
})();
