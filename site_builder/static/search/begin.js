// Begins the search as soon as the page arrives with a question in its address, while the rest of
// the page is still being read: the worker starts, and is asked. The page's own script (page.js)
// takes over what was said; without this one it does the same later.
(() => {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const home = script.src.slice(0, script.src.lastIndexOf("/") + 1);

  // The question alone, if the address holds nothing that page.js has to understand first.
  function question() {
    const parts = window.location.hash.slice(1).split("&").filter(Boolean);
    const isPlain = parts.every((part) => /^(q|list)=/.test(part)) && !(window.history.state || {}).shown;
    const own = parts.find((part) => part.startsWith("q="));
    try {
      const text = decodeURIComponent(own.slice(2).replace(/\+/g, " "));
      return isPlain && !/[\r\n]/.test(text) ? text.slice(0, Number(script.dataset.longest)) : "";
    } catch (error) {
      return "";
    }
  }

  if (!/[#&]q=./.test(window.location.hash) || !window.Worker ||
      !/^https?:$/.test(window.location.protocol)) {
    return;
  }
  document.documentElement.classList.add("app-asked"); // what greets those who ask nothing is not drawn
  try {
    const worker = new window.Worker(home + "worker.js");
    const begun = { worker, said: [], isLost: false };
    const text = question();
    worker.onmessage = (event) => { begun.said.push(event.data); };
    worker.onerror = (event) => {
      event.preventDefault();
      begun.isLost = true;
    };
    worker.postMessage({ net: "distress.js" });
    if (text.trim()) {
      worker.postMessage({ ask: 1, text, filters: {}, limit: Number(script.dataset.shown) });
    }
    window.kbSearchBegun = begun;
  } catch (error) {
    return; // the page's own script finds out, and searches without one
  }
})();
