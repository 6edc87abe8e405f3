// A signposting sheet printed, copied, e-mailed, shown as a QR code or saved, all of it on the device.
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

  const LONGEST_MAIL = 1800; // characters of an address that mail programs are sure to take

  // The text for an e-mail: all of it if there is room, or as many whole lines as there is room for.
  function mailAddress() {
    const start = "mailto:?subject=" + encodeURIComponent("Signposting sheet") + "&body=";
    const whole = encodeURIComponent(plainText().replace(/\n/g, "\r\n"));
    if (start.length + whole.length <= LONGEST_MAIL) {
      return start + whole;
    }
    const short = shortText();
    const end = encodeURIComponent("\r\n\r\nThe whole sheet: " + shareAddress());
    let body = "";
    short.some((line) => {
      const next = body + encodeURIComponent((body ? "\r\n" : "") + line);
      if (start.length + next.length + end.length > LONGEST_MAIL) {
        return true;
      }
      body = next;
      return false;
    });
    return start + body + end;
  }

  // The numbers of urgent help, then each option with how to start: what an e-mail has room for.
  function shortText() {
    const lines = [];
    const text = (element) => element.textContent.replace(/\s+/g, " ").trim();
    const add = (part, before) => {
      if (part && !part.closest("[hidden]")) {
        lines.push(before + text(part));
      }
    };
    add(sheet.querySelector("[data-slot=words]"), "");
    add(sheet.querySelector("[data-slot=answers]"), "");
    sheet.querySelectorAll(".app-sheet__urgent li").forEach((line) => add(line, "- "));
    sheet.querySelectorAll(".app-sheet__option").forEach((option, at) => {
      lines.push("");
      add(option.querySelector("[data-slot=title]"), at + 1 + ". ");
      add(option.querySelector("[data-slot=start]"), "   Start: ");
      add(option.querySelector("[data-slot=web_text]"), "   ");
    });
    sheet.querySelectorAll(".app-sheet__story [data-slot=title]").forEach((title) => {
      add(title, "What others did: ");
    });
    add(sheet.querySelector("[data-slot=step]"), "");
    return lines;
  }

  // The address to hand over: without the words, and without the list, which is on the sheet.
  function shareAddress() {
    const parts = window.location.hash.slice(1).split("&").filter((part) => {
      return part && !/^(?:q|list)=/.test(part);
    });
    return window.location.href.split("#")[0] + (parts.length ? "#" + parts.join("&") : "");
  }

  const SVG = "http://www.w3.org/2000/svg";

  function shape(name, values) {
    const made = document.createElementNS(SVG, name);
    Object.keys(values).forEach((key) => {
      made.setAttribute(key, values[key]);
    });
    return made;
  }

  // Draws the code as one path, dark on light on every screen, with the quiet edge that readers need.
  function drawn(code) {
    const edge = 4;
    const size = code.getModuleCount();
    let path = "";
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        if (code.isDark(row, column)) {
          path += "M" + (column + edge) + " " + (row + edge) + "h1v1h-1z";
        }
      }
    }
    const picture = document.createElementNS(SVG, "svg");
    const whole = size + 2 * edge;
    picture.setAttribute("viewBox", "0 0 " + whole + " " + whole);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", "QR code of the address of this sheet");
    picture.setAttribute("class", "app-qr__code");
    picture.append(
      shape("rect", { width: whole, height: whole, fill: "#fff" }),
      shape("path", { d: path, fill: "#000" })
    );
    return picture;
  }

  const LOCAL = /^(?:file:|https?:\/\/(?:localhost|127\.|\[::1\]))/;
  const qrScript = new URL(document.currentScript.getAttribute("data-qr"), document.baseURI).href;
  let qrAddress = "";

  function showQr() {
    const figure = document.querySelector("[data-sheet-qr]");
    const button = document.querySelector("[data-sheet-do=qr]");
    const open = figure.hidden || qrAddress !== shareAddress();
    figure.hidden = true;
    if (!open) {
      button.setAttribute("aria-expanded", "false");
      return;
    }
    qrAddress = shareAddress();
    try {
      const code = window.qrcode(0, "L");
      code.addData(qrAddress);
      code.make();
      figure.querySelectorAll("svg").forEach((old) => old.remove());
      figure.prepend(drawn(code));
      figure.hidden = false;
      button.setAttribute("aria-expanded", "true");
      say(LOCAL.test(qrAddress)
        ? "This site is on this device alone: only from here does the code lead anywhere." : "");
    } catch (error) {
      say("The address of this sheet is too long for a QR code. Copy it as text instead.");
    }
  }

  // What draws codes is fetched only when somebody asks for one.
  function qr() {
    if (window.qrcode) {
      showQr();
      return;
    }
    const script = document.createElement("script");
    script.src = qrScript;
    script.onload = showQr;
    script.onerror = () => {
      say("The QR code cannot be made here. Copy the sheet as text instead.");
    };
    document.head.appendChild(script);
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
    qr,
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
  const mail = document.querySelector("[data-sheet-mail]");
  const writeMail = () => {
    mail.href = mailAddress();
  };
  mail.addEventListener("click", writeMail);
  sheet.addEventListener("sheet", () => {
    document.querySelector("[data-sheet-qr]").hidden = true;
    document.querySelector("[data-sheet-do=qr]").setAttribute("aria-expanded", "false");
  });
})();
