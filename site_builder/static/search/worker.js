// The search in a worker, so that no key is held up while it thinks. What is asked and answered
// stands in service.js. Data is read as text, not run.
(() => {
  "use strict";

  const SCRIPTS = ["help.js", "words.js", "unpack.js", "data.js", "query.js", "parts.js", "snippet.js",
    "voice.js", "engine.js", "service.js"];
  const worker = /** @type {any} */ (self);
  const texts = new Map();

  function fetched(name) {
    if (!texts.has(name)) {
      texts.set(name, fetch(name).then((response) => {
        if (!response.ok) {
          throw new Error(name + ": " + response.status);
        }
        return response.text();
      }));
    }
    return texts.get(name);
  }

  fetched("core.js").catch(() => {}); // on its way while the scripts are; who needs it is told
  worker.importScripts(...SCRIPTS);
  const take = worker.kbSearchService.start({
    load: (name) => fetched(name).then(worker.kbSearchService.partsOf),
    post: (message) => worker.postMessage(message),
    rest: () => Promise.resolve(),
  });
  worker.onmessage = (event) => take(event.data);
})();
