// A signposting sheet printed, copied as text or saved as a file, all of it on the device.
(() => {
  "use strict";

  const sheet = document.getElementById("sheet");

  function dateText() {
    return new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  }

  // The text of a sheet as its reader sees it: a line for each element that carries data-t.
  function plainText() {
    let number = 0;
    const lines = [];
    sheet.querySelectorAll("[data-t]").forEach((element) => {
      if (element.closest("[hidden]")) {
        return;
      }
      const copy = element.cloneNode(true);
      copy.querySelectorAll("[hidden], [data-not-text]").forEach((hidden) => {
        hidden.remove();
      });
      const text = copy.textContent.replace(/\s+/g, " ").trim();
      const kind = element.getAttribute("data-t");
      const from = element.querySelector("a[data-slot=title]");
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

  const SAVED_STYLE =
    "body{max-width:44em;margin:2em auto;padding:0 1em;font:16px/1.45 Arial,sans-serif}" +
    "h2{margin:1em 0 .25em;font-size:1.15em}h3{margin:.75em 0 .1em;font-size:1em}p{margin:.1em 0}" +
    ".app-sheet__line{height:1.8em;border-bottom:1px solid #767676}";

  // The sheet as a page of its own, with whole addresses and without what only a screen needs.
  function asPage() {
    const copy = sheet.cloneNode(true);
    copy.querySelectorAll("[hidden], .app-screen, [data-not-text]").forEach((element) => {
      element.remove();
    });
    copy.querySelectorAll("a[href]").forEach((link) => {
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
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(() => {
      URL.revokeObjectURL(link.href);
    }, 1000);
  }

  function say(text) {
    document.querySelector("[data-sheet-said]").textContent = text;
  }

  // Where the clipboard may not be used, the text is shown to be copied by hand.
  function offerText(text) {
    const old = document.querySelector(".app-sheet-tools__text");
    const area = old || document.createElement("textarea");
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
    const text = plainText();
    if (!navigator.clipboard || !navigator.clipboard.writeText) {
      offerText(text);
      return;
    }
    navigator.clipboard.writeText(text).then(() => {
      say("Copied as text.");
    }, () => {
      offerText(text);
    });
  }

  const ACTIONS = {
    print() {
      window.print();
    },
    copy: copyText,
    text() {
      save("signposting-sheet.txt", "text/plain", plainText());
      say("Saved as signposting-sheet.txt.");
    },
    page() {
      save("signposting-sheet.html", "text/html", asPage());
      say("Saved as signposting-sheet.html.");
    }
  };

  sheet.querySelector("[data-slot=date]").textContent = dateText();
  document.querySelectorAll("[data-sheet-do]").forEach((button) => {
    button.addEventListener("click", () => {
      ACTIONS[button.getAttribute("data-sheet-do")]();
    });
  });
  // A ready-made sheet leads to the one that the browser composes, with the same answers.
  document.querySelectorAll("[data-state]").forEach((link) => {
    link.href = link.href.split("#")[0] + "#" + link.getAttribute("data-state");
    link.closest("[data-sheet-finer]").hidden = false;
  });
  document.querySelector("[data-sheet-tools]").hidden = sheet.hidden;
})();
