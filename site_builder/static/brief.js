// The brief in use: pages are chosen, or come from the visitor's list, and the brief stands below
// them, to print or to save. The list lives in the address, as everywhere on the site.
(() => {
  "use strict";

  const root = document.querySelector("[data-brief]");
  const data = window.kbCited;
  if (!root || !data) {
    return;
  }

  const MOST = data.most;
  const title = document.getElementById("brief-title");
  const purpose = document.getElementById("brief-purpose");
  const choice = document.getElementById("brief-page");
  let pieces = [];

  function part(name) {
    return root.querySelector("[data-brief-" + name + "]");
  }

  function known() {
    return window.kbList.ids().filter((id) => Object.prototype.hasOwnProperty.call(data.pages, id));
  }

  function dateText() {
    return new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  }

  function drawChosen(ids) {
    const list = part("chosen");
    list.textContent = "";
    ids.forEach((id) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const hidden = document.createElement("span");
      hidden.className = "nhsuk-u-visually-hidden";
      hidden.textContent = " " + data.pages[id].title;
      button.type = "button";
      button.className = "app-list-button";
      button.append("Take off", hidden);
      button.addEventListener("click", () => {
        window.kbList.toggle(id, data.pages[id].title);
        choice.focus();
      });
      item.append(data.pages[id].title + " ", button);
      list.append(item);
    });
  }

  function draw() {
    const ids = known();
    const used = ids.slice(0, MOST);
    drawChosen(ids);
    part("result").hidden = !used.length;
    part("said").textContent = !ids.length
      ? "Nothing is chosen yet. Choose a page, or add pages to your list anywhere on this site."
      : ids.length > MOST ? "The first " + MOST + " of " + ids.length + ": more do not go on two sheets."
        : ids.length + (ids.length === 1 ? " page." : " pages.");
    pieces = used.length ? window.kbBrief.brief(used.map((id) => data.pages[id]), {
      title: title.value, purpose: purpose.value, address: window.kbSave.address(), today: dateText()
    }, data.words) : [];
    window.kbPieces.show(part("sheet"), pieces, 1);
  }

  const ACTIONS = {
    add: () => {
      if (choice.value && window.kbList.ids().indexOf(choice.value) < 0) {
        window.kbList.toggle(choice.value, data.pages[choice.value].title);
      }
      choice.value = "";
    },
    print: () => { window.print(); },
    markdown: () => { window.kbSave.file("brief.md", "text/markdown", window.kbPieces.markdown(pieces)); },
    word: () => {
      part("said").textContent = "Making the Word file …";
      window.kbPieces.word(root.getAttribute("data-docx"), pieces, title.value || "Brief").then((file) => {
        window.kbSave.file("brief.docx", file.type, file);
        part("said").textContent = "Saved as brief.docx.";
      }, () => {
        part("said").textContent = "The Word file could not be made. Save as Markdown, or print.";
      });
    }
  };

  root.querySelectorAll("[data-brief-do]").forEach((button) => {
    button.addEventListener("click", () => { ACTIONS[button.getAttribute("data-brief-do")](); });
  });
  [title, purpose].forEach((box) => { box.addEventListener("input", draw); });
  window.kbList.watch(draw);
  root.hidden = false;
  document.querySelector("[data-brief-plain]").hidden = true;
})();
