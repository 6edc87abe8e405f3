// The search in the page itself, where it can have no worker: a site opened from a disk. It works
// in short steps, and lets the page answer its reader between two of them.
(() => {
  "use strict";

  /**
   * Starts the search; says what service.js says to `post`.
   * @param {(name: string, done: (there: boolean) => void) => void} loadScript
   * @param {(message: object) => void} post
   * @returns {{ postMessage: (message: object) => void }}
   */
  function start(loadScript, post) {
    const channel = new MessageChannel();
    const resting = [];
    channel.port1.onmessage = () => resting.shift()();
    const take = window.kbSearchService.start({
      load: (name) => new Promise((resolve, reject) => {
        const before = (window.kbSearchData || []).length;
        loadScript(name, (there) => {
          if (there) {
            resolve(window.kbSearchData.slice(before));
          } else {
            reject(new Error(name + ": not there"));
          }
        });
      }),
      post,
      rest: () => new Promise((resolve) => {
        resting.push(resolve);
        channel.port2.postMessage(null);
      }),
    });
    return { postMessage: take };
  }

  window.kbSearchLocal = { start };
})();
