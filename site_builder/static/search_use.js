// The site's own search for other tools of the site: its scripts and data come with the first
// question, and nothing leaves the page.
(() => {
  "use strict";

  const SCRIPTS = ["distress.js", "help.js", "words.js", "unpack.js", "data.js", "query.js",
    "parts.js", "snippet.js", "voice.js", "engine.js", "core.js"];
  const known = {};
  let engine = null;

  function load(home, name) {
    if (!known[name]) {
      known[name] = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.async = false;
        script.src = home + name;
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => { reject(new Error(name)); });
        document.head.appendChild(script);
      });
    }
    return known[name];
  }

  function loadAll(home, names) {
    return Promise.all(names.map((name) => load(home, name)));
  }

  // Asks again with the parts that were missing, until the answer needs no more.
  function look(home, text, wanted, turns) {
    engine.take(window.kbSearchData);
    const found = engine.look(text, wanted);
    if (!found.missing.length || turns === 0) {
      return Promise.resolve(found.answer);
    }
    return loadAll(home, found.missing.map((part) => engine.file(part)))
      .then(() => look(home, text, wanted, turns - 1));
  }

  /**
   * The answer to a question, as the search page would give it.
   * @param {string} address of the engine's script
   * @param {string} text
   * @param {SearchOptions} wanted
   * @returns {Promise<SearchAnswer>}
   */
  function find(address, text, wanted) {
    const home = address.slice(0, address.lastIndexOf("/") + 1);
    return loadAll(home, SCRIPTS).then(() => {
      engine = engine || window.kbSearch.createEngine(window.kbSearchData);
      return look(home, text, wanted, 4);
    });
  }

  window.kbSearchUse = { find };
})();
