// A signposting sheet printed, copied as text or saved as a file, all of it on the device.
(function () {
  "use strict";

  var sheet = document.getElementById("sheet");

  function dateText() {
    return new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  }

  // The text of a sheet as its reader sees it: a line for each element that carries data-t.
  function plainText() {
    var number = 0;
    var lines = [];
    sheet.querySelectorAll("[data-t]").forEach(function (element) {
      if (element.closest("[hidden]")) {
        return;
      }
      var copy = element.cloneNode(true);
      copy.querySelectorAll("[hidden], [data-not-text]").forEach(function (hidden) {
        hidden.remove();
      });
      var text = copy.textContent.replace(/\s+/g, " ").trim();
      var kind = element.getAttribute("data-t");
      var from = element.querySelector("a[data-slot=title]");
      if (kind === "h") {
        lines.push("", text.toUpperCase());
      } else if (kind === "blank") {
        lines.push("- "); // room to write
      } else if (kind === "foot") {
        lines.push("", text);
      } else if (kind === "n") {
        number += 1;
        lines.push("", number + ". " + text);
      } else {
        lines.push((kind === "li" ? "- " : element.closest("li") ? "   " : "") + text);
      }
      if (from && /^https?:/.test(from.href) && kind !== "li") {
        lines.push((kind === "n" ? "   " : "") + from.href.split("#")[0]);
      }
    });
    lines.push("", "Made on " + dateText() + ".");
    return lines.join("\n").trim() + "\n";
  }

  var SAVED_STYLE =
    "body{max-width:44em;margin:2em auto;padding:0 1em;font:16px/1.45 Arial,sans-serif}" +
    "h2{margin:1em 0 .25em;font-size:1.15em}h3{margin:.75em 0 .1em;font-size:1em}p{margin:.1em 0}" +
    ".app-sheet__line{height:1.8em;border-bottom:1px solid #767676}";

  // The sheet as a page of its own, with whole addresses and without what only a screen needs.
  function asPage() {
    var copy = sheet.cloneNode(true);
    copy.querySelectorAll("[hidden], .app-screen, [data-not-text]").forEach(function (element) {
      element.remove();
    });
    copy.querySelectorAll("a[href]").forEach(function (link) {
      if (/^(?:https?|tel):/.test(link.href)) {
        link.setAttribute("href", link.href.split("#")[0]);
      } else {
        link.removeAttribute("href"); // an address on this disk helps nobody else
      }
    });
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">" +
      "<title>Signposting sheet</title><style>" + SAVED_STYLE + "</style></head><body>\n" +
      copy.outerHTML + "\n</body></html>\n";
  }

  function save(name, type, text) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(function () {
      URL.revokeObjectURL(link.href);
    }, 1000);
  }

  function say(text) {
    document.querySelector("[data-sheet-said]").textContent = text;
  }

  // Where the clipboard may not be used, the text is shown to be copied by hand.
  function offerText(text) {
    var old = document.querySelector(".app-sheet-tools__text");
    var area = old || document.createElement("textarea");
    area.className = "nhsuk-textarea app-sheet-tools__text";
    area.setAttribute("aria-label", "The sheet as text");
    area.rows = 8;
    area.readOnly = true;
    area.value = text;
    document.querySelector("[data-sheet-tools]").appendChild(area);
    area.focus();
    area.select();
    say("Your browser does not let a page copy. The text is below, selected: copy it from there.");
  }

  function copyText() {
    var text = plainText();
    if (!navigator.clipboard || !navigator.clipboard.writeText) {
      offerText(text);
      return;
    }
    navigator.clipboard.writeText(text).then(function () {
      say("Copied as text.");
    }, function () {
      offerText(text);
    });
  }

  var ACTIONS = {
    print: function () {
      window.print();
    },
    copy: copyText,
    text: function () {
      save("signposting-sheet.txt", "text/plain", plainText());
      say("Saved as signposting-sheet.txt.");
    },
    page: function () {
      save("signposting-sheet.html", "text/html", asPage());
      say("Saved as signposting-sheet.html.");
    }
  };

  sheet.querySelector("[data-slot=date]").textContent = dateText();
  document.querySelectorAll("[data-sheet-do]").forEach(function (button) {
    button.addEventListener("click", function () {
      ACTIONS[button.getAttribute("data-sheet-do")]();
    });
  });
  // A ready-made sheet leads to the one that the browser composes, with the same answers.
  document.querySelectorAll("[data-state]").forEach(function (link) {
    link.href = link.href.split("#")[0] + "#" + link.getAttribute("data-state");
    link.closest("[data-sheet-finer]").hidden = false;
  });
  document.querySelector("[data-sheet-tools]").hidden = sheet.hidden;
})();
