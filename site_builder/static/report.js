// The note about a mistake: printed, saved as a file or written into an e-mail. Nothing is sent.
(() => {
  "use strict";

  const note = document.querySelector(".app-note");
  if (!note) {
    return;
  }

  function each(root, selector, act) {
    Array.prototype.forEach.call(root.querySelectorAll(selector), act);
  }

  // The note as text: each heading with what was written under it.
  function text() {
    const parts = [document.title];
    each(note, "[data-note]", (field) => {
      parts.push(field.getAttribute("data-note") + ":\r\n" + (field.value.trim() || "-"));
    });
    return parts.join("\r\n\r\n") + "\r\n";
  }

  let saved = "";

  function update() {
    each(note, "[data-note]", (field) => {
      field.nextElementSibling.textContent = field.value.trim();
    });
    if (saved) {
      URL.revokeObjectURL(saved);
    }
    saved = URL.createObjectURL(new Blob([text()], { type: "text/plain;charset=utf-8" }));
    note.querySelector("[data-note-save]").href = saved;
    each(note, "[data-note-mail]", (link) => {
      const address = link.getAttribute("href").split("?")[0];
      link.setAttribute("href", address + "?subject=" + encodeURIComponent("Mistake on the site") +
        "&body=" + encodeURIComponent(text()));
    });
  }

  // The page that the reader came from stands in the address, behind the #.
  const from = window.kbFragment.parse(window.location.hash).page || "";
  if (from && from.length < 500) {
    note.querySelector("#note-page").value = from;
  }
  note.querySelector("[data-note-actions]").hidden = false;
  note.addEventListener("input", update);
  note.querySelector("[data-note-print]").addEventListener("click", () => { window.print(); });
  note.querySelector("[data-note-save]").addEventListener("click", () => {
    note.querySelector("[data-note-said]").textContent =
      "Saved as note.txt. Give it to whoever gave you this site.";
  });
  update();
})();
