// The box "My dates" of a roadmap: leads to the plan with the stop and the date behind the #.
(() => {
  "use strict";

  const box = document.querySelector("[data-plan-box]");
  if (!box) {
    return;
  }
  const stop = box.querySelector("select");
  const date = box.querySelector("input");

  function nameAnchor() {
    const anchor = stop.options[stop.selectedIndex].getAttribute("data-anchor");
    box.querySelector("[data-plan-anchor]").textContent = anchor || "the day to count from";
  }

  stop.addEventListener("change", nameAnchor);
  box.querySelector("button").addEventListener("click", () => {
    const hash = "#stop=" + stop.value + (date.value ? "&date=" + date.value : "");
    window.location.href = box.getAttribute("data-plan-box") + hash;
  });
  if (stop.options.length) {
    nameAnchor();
    box.hidden = false;
  }
})();
