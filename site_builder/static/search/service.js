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
          engine.take([part]);
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
      const rested = given.splice(0);
      engine = root.kbSearch.createEngine(rested);
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
      post({ ready: true });
    }

    function answerLast() {
      if (asked && engine && !broken) {
        answer(asked).catch(fail);
      }
    }

    // What is found by what is there, then by what is missing; only the last question counts.
    async function answer(own) {
      const wanted = { filters: own.filters, limit: own.limit };
      await rest();
      if (own !== asked) {
        return;
      }
      const found = engine.look(own.text, wanted);
      if (!found.missing.length) {
        post({ ask: own.ask, answer: found.answer, early: false });
        return;
      }
      await rest();
      const early = engine.look(own.text, { ...wanted, mode: "keyword", light: true });
      if (own !== asked) {
        return;
      }
      if (!early.missing.length) {
        post({ ask: own.ask, answer: early.answer, early: true });
      }
      const names = [...new Set(found.missing.concat(early.missing))];
      await Promise.all(names.map((name) => fetched(engine.file(name))));
      const lost = names.filter((name) => !engine.has(name));
      if (lost.length) {
        throw new Error("search data: " + lost.join(", ") + ": not there");
      }
      if (own === asked) {
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
