// The search as a service: messages in, messages out. It runs in a worker, or in the page itself
// where there can be none (a site opened from a disk), and knows neither. No DOM.
//
//   in:  {parts}                                   what is registered of the data already
//        {net}                                     the file of the net of distress, to be fetched here
//        {ask, text, filters, limit}               a question; `ask` is its number, and counts once
//   out: {ready}                                   every part that any question needs is there
//        {ask, answer, early}                      an answer; an early one knows no meanings yet
//        {failed}                                  something is missing or damaged
((root) => {
  "use strict";

  const CORE = "core.js";
  const SLICE = 8; // milliseconds of work after which others may work

  /**
   * Starts the service.
   * @param {object} given
   * @param {(name: string) => Promise<SearchPart[]>} given.load the parts of a file of data
   * @param {(message: object) => void} given.post takes what is said
   * @param {() => Promise<void>} given.rest lets others work between two steps
   * @returns {(message: any) => void} takes what is asked
   */
  function start({ load, post, rest }) {
    const files = new Map();
    const given = [];
    let engine = null;
    let asked = null;
    let broken = false;

    function fail(error) {
      if (!broken) {
        broken = true;
        post({ failed: String(error) });
      }
    }

    // What steps give. Between slices of them others may work; undefined once it is wanted no more.
    async function inSlices(steps, isWanted = () => true) {
      let end = performance.now() + SLICE;
      for (;;) {
        const { done, value } = steps.next();
        if (done) {
          return value;
        }
        if (performance.now() >= end) {
          await rest();
          if (!isWanted()) {
            return undefined;
          }
          end = performance.now() + SLICE;
        }
      }
    }

    // A file of data, once. Its parts are taken one at a time, since each may take its time.
    function fetched(name) {
      if (!files.has(name)) {
        files.set(name, load(name).then((parts) => taken(parts)));
      }
      return files.get(name);
    }

    async function taken(parts) {
      for (const part of parts) {
        if (engine) {
          await inSlices(engine.taking([part]));
          await rest();
        } else {
          given.push(part);
        }
      }
    }

    // The first file and the net of distress, which the page has loaded, make the engine.
    async function made() {
      await fetched(CORE);
      await new Promise((resolve) => {
        waiting = resolve;
        tell();
      });
      await rest();
      const made = await inSlices(root.kbSearch.creating(given.splice(0)));
      while (given.length) { // came in between
        await inSlices(made.taking(given.splice(0)));
      }
      engine = made;
      await rest();
    }

    let waiting = null;

    function tell() {
      if (waiting && given.some((part) => part[0] === "distress")) {
        waiting();
        waiting = null;
      }
    }

    async function begin() {
      await made();
      answerLast();
      const soon = root.kbSearch.EARLY.filter((part) => part in engine.core.files);
      await Promise.all(soon.map((part) => fetched(engine.file(part))));
      const lost = soon.filter((part) => !engine.has(part));
      if (lost.length) {
        throw new Error("search data: " + lost.join(", ") + ": not there");
      }
      await inSlices(engine.preparing());
      post({ ready: true });
    }

    function answerLast() {
      if (asked && engine && !broken) {
        answer(asked).catch(fail);
      }
    }

    // What is found by the words that are there, then by all; only the last question counts.
    async function answer(own) {
      const isWanted = () => own === asked;
      const wanted = { filters: own.filters, limit: own.limit };
      await rest();
      let missing = [];
      if (!engine.isPrepared() && isWanted()) {
        const early = await inSlices(
          engine.looking(own.text, { ...wanted, mode: "keyword", light: true }), isWanted);
        if (!isWanted()) {
          return;
        }
        if (!early.missing.length && !own.hasEarly) {
          own.hasEarly = true;
          post({ ask: own.ask, answer: early.answer, early: true });
        }
        missing = early.missing;
        await rest();
      }
      const found = isWanted() ? await inSlices(engine.looking(own.text, wanted), isWanted) : undefined;
      if (!isWanted()) {
        return;
      }
      if (!found.missing.length) {
        post({ ask: own.ask, answer: found.answer, early: false });
        return;
      }
      const names = [...new Set(found.missing.concat(missing))];
      await Promise.all(names.map((name) => fetched(engine.file(name))));
      const lost = names.filter((name) => !engine.has(name));
      if (lost.length) {
        throw new Error("search data: " + lost.join(", ") + ": not there");
      }
      if (isWanted()) {
        await answer(own);
      }
    }

    begin().catch(fail);
    return (message) => {
      if (message.parts) {
        given.push(...message.parts);
        tell();
      } else if (message.net) {
        load(message.net).then((parts) => {
          given.push(...parts);
          tell();
        }).catch(() => {}); // the page needs it as well, and tells
      } else if (message.ask && !(asked && asked.ask === message.ask)) {
        asked = message;
        answerLast();
      }
    };
  }

  // Each line of a file of data registers one part; the first says where. A line that is cut short
  // or strange is a fault.
  const LINE = /^kbSearchData\.push\(\['([\w-]+)','(\w+)',(\d+),'(.*)'\]\);$/s;

  /**
   * The parts of a file of data that came as text, so that nothing of it is run.
   * @param {string} text
   * @returns {SearchPart[]}
   */
  function partsOf(text) {
    return text.split("\n").slice(1).filter(Boolean).map((line) => {
      const found = LINE.exec(line);
      if (!found) {
        throw new Error("search data: a line cannot be read");
      }
      return [found[1], found[2], Number(found[3]), found[4].replace(/\\(['\\])/g, "$1")];
    });
  }

  root.kbSearchService = { start, partsOf };
})(typeof globalThis === "object" ? globalThis : self);
