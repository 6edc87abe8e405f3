// The page of the form: reads what is typed, shows what is still to do, a preview and the file.
// Nothing is sent or stored; the new-file page opens, and a file is saved, only by the visitor's
// own click.
(() => {
  "use strict";

  const form = self.KB_FORM;
  const core = self.KBContribute;
  const root = document.querySelector("[data-contribute]");
  const TOUCHED = "data-touched";
  let rowCount = 0;

  function all(from, selector) {
    return Array.prototype.slice.call(from.querySelectorAll(selector));
  }

  function part(name) {
    return root.querySelector("[data-" + name + "]");
  }

  function fill(list, texts) {
    list.textContent = "";
    texts.forEach((text) => {
      const item = document.createElement("li");
      item.append(text);
      list.append(item);
    });
    if (!texts.length) {
      const none = document.createElement("li");
      none.textContent = "Nothing.";
      list.append(none);
    }
  }

  // ---- reading the form

  function valueOf(box) {
    const kind = box.getAttribute("data-kind");
    if (kind === "choices") {
      return all(box, "input:checked").map((input) => input.value);
    }
    const text = box.querySelector("[data-input]").value;
    if (kind === "lines") {
      const isNames = box.getAttribute("data-field") === "organisations";
      return text
        .split(isNames ? /[\n;]/ : "\n")
        .map((line) => line.replace(/^\s*[-*•]\s+/, "").trim())
        .filter(Boolean)
        .map((line) => core.named(form, box.getAttribute("data-field"), line));
    }
    return kind === "section" ? text : text.trim();
  }

  function put(fields, name, value) {
    const path = name.split(".");
    const holder = path.length > 1 ? (fields[path[0]] = fields[path[0]] || {}) : fields;
    holder[path[path.length - 1]] = value;
  }

  function rowOf(row) {
    const found = {};
    all(row, "[data-field]").forEach((box) => {
      const key = box.getAttribute("data-field").split(".").pop();
      const value = valueOf(box);
      if (value !== "" && !(Array.isArray(value) && !value.length)) {
        found[key] = core.FIGURES.indexOf(key) < 0 ? value : core.figure(value);
      }
    });
    return found;
  }

  function read() {
    const data = { fields: {}, sections: {} };
    all(root, "[data-field]").forEach((box) => {
      const name = box.getAttribute("data-field");
      if (box.parentElement.closest("[data-kind=rows]")) {
        return;
      }
      if (box.getAttribute("data-kind") === "rows") {
        data.fields[name] = all(box, "[data-row-fields]").map(rowOf);
      } else if (name.indexOf("section:") === 0) {
        data.sections[name.slice(8)] = valueOf(box);
      } else {
        put(data.fields, name, valueOf(box));
      }
    });
    return data;
  }

  // ---- showing what came of it

  function label(field) {
    const match = /^(\w+)\[(\d+)\](?:\.(\w+))?$/.exec(field);
    const name = match ? match[1] + (match[3] ? "." + match[3] : "") : field.replace(/\[\d+\]$/, "");
    const box = root.querySelector('[data-field="' + CSS.escape(name) + '"]');
    const inner = match && match[3] ? templateLabel(match[1], name) : "";
    const found = box && box.querySelector("legend, label");
    let text = inner || (found ? found.textContent : name);
    text = text.replace(/ \(optional\)$/, "");
    if (!match) {
      return text;
    }
    let row = match[1].replace(/s$/, "") + " " + (Number(match[2]) + 1);
    row = row.charAt(0).toUpperCase() + row.slice(1);
    return inner ? row + ", " + inner.charAt(0).toLowerCase() + inner.slice(1).replace(/ \(optional\)$/, "") : row;
  }

  function templateLabel(rows, name) {
    const holder = root.querySelector('[data-field="' + CSS.escape(rows) + '"] template');
    const box = holder && holder.content.querySelector('[data-field="' + CSS.escape(name) + '"]');
    return box ? box.querySelector("label").textContent : "";
  }

  function boxOf(field) {
    const match = /^(\w+)\[(\d+)\]\.(\w+)$/.exec(field);
    if (!match) {
      return root.querySelector('[data-field="' + CSS.escape(field.replace(/\[\d+\]$/, "")) + '"]');
    }
    const row = all(root, '[data-field="' + match[1] + '"] [data-row-fields]')[Number(match[2])];
    return row && row.querySelector('[data-field="' + match[1] + "." + match[3] + '"]');
  }

  function showErrors(problems) {
    all(root, "[data-error]").forEach((error) => {
      error.hidden = true;
      error.parentElement.classList.remove("nhsuk-form-group--error");
    });
    problems.forEach((problem) => {
      const box = boxOf(problem.field);
      const error = box && box.querySelector(":scope > [data-error]");
      if (error && box.hasAttribute(TOUCHED) && error.hidden) {
        error.textContent = problem.message;
        error.hidden = false;
        box.classList.add("nhsuk-form-group--error");
      }
    });
  }

  function showProblems(problems, data) {
    part("state").textContent = problems.length
      ? problems.length + (problems.length === 1 ? " thing is" : " things are") + " still to do."
      : ["All that can be checked here is there."].concat(core.leftToEditors(form, data)).join(" ");
    const boxes = all(root, "[data-field]");
    const placed = problems.map((problem, at) => {
      return { problem, place: boxes.indexOf(boxOf(problem.field)), at };
    });
    placed.sort((a, b) => a.place - b.place || a.at - b.at);
    fill(
      part("problems"),
      placed.map((entry) => {
        const text = label(entry.problem.field) + ": " + entry.problem.message;
        const box = boxOf(entry.problem.field);
        const input = box && box.querySelector("[data-input], input, button");
        if (!input || !input.id) {
          return text;
        }
        const link = make("a", text);
        link.href = "#" + input.id;
        return link;
      })
    );
  }

  function showSimilar(data) {
    const text = [data.fields.title, data.fields.summary]
      .concat(
        Object.keys(data.sections).map((key) => data.sections[key])
      )
      .join(" ");
    fill(
      part("similar"),
      core.similar(form, text, 5).map((page) => {
        const link = document.createElement("a");
        link.href = page.url;
        link.textContent = page.title;
        link.target = "_blank";
        link.rel = "noopener";
        return link;
      })
    );
  }

  const make = window.kbMake;

  function heading(text, size) {
    const made = make("p", text);
    made.className = "nhsuk-heading-" + size;
    return made;
  }

  // What was ticked or chosen, in the words of the form.
  function wordsOf(box) {
    if (box.getAttribute("data-kind") === "choices") {
      return all(box, "input:checked").map((input) => {
        return box.querySelector('label[for="' + CSS.escape(input.id) + '"]').textContent;
      });
    }
    const input = box.querySelector("[data-input]");
    const chosen = input.tagName === "SELECT" ? input.selectedOptions[0] : null;
    const text = chosen ? (chosen.value ? chosen.textContent : "") : input.value;
    return text.split("\n").map(trimmed).filter(Boolean);
  }

  function trimmed(text) {
    return text.trim();
  }

  function facts(boxes) {
    const list = document.createElement("ul");
    boxes.forEach((box) => {
      const found = wordsOf(box);
      if (found.length) {
        list.append(make("li", label(box.getAttribute("data-field")) + ": " + found.join(", ")));
      }
    });
    return list;
  }

  function resultText(row) {
    function words(key) {
      return wordsOf(row.querySelector('[data-field="results.' + key + '"]')).join(" ");
    }
    const how = words("known_by").split(":")[0];
    const quote = words("quote");
    return (words("finding") || "A result") + (how ? " (" + how.toLowerCase() + ")" : "") + (quote ? " “" + quote + "”" : "");
  }

  function outer(names) {
    return names.map((name) => root.querySelector('[data-field="' + name + '"]'));
  }

  function showPreview(data) {
    const preview = part("preview");
    preview.textContent = "";
    preview.append(heading(data.fields.title || "Title", "l"));
    preview.append(make("p", data.fields.summary || ""));
    preview.append(facts(outer(["now.status", "now.as_at", "organisations", "area", "period", "cost", "paid_by"])));
    form.sections.forEach((section) => {
      const text = (data.sections[section.heading] || "").trim();
      if (text) {
        preview.append(heading(section.heading, "m"));
        preview.append(...self.KBPreview.draw(core.tidySection(text), document));
      }
    });
    const results = all(root, '[data-field="results"] [data-row-fields]');
    if (results.length) {
      const list = document.createElement("ul");
      results.forEach((row) => {
        list.append(make("li", resultText(row)));
      });
      preview.append(heading("Results", "m"), list);
    }
    const tags = facts(all(root, "[data-kind=choices]"));
    if (tags.childElementCount) {
      preview.append(heading("Filed under", "m"), tags);
    }
    if (data.fields.now.note) {
      preview.append(heading("Where this stands now", "m"), make("p", data.fields.now.note));
    }
  }

  // Of a result only what its way of knowing needs is open, its figure, and what was filled in.
  function showParts() {
    all(root, '[data-field="results"] [data-row-fields]').forEach((row) => {
      const result = rowOf(row);
      const needed = core.neededOf(form, result);
      const barred = core.barredOf(form, result);
      const more = row.querySelector("[data-more]");
      const open = more.getAttribute("aria-expanded") === "true";
      all(row, "[data-folded]").forEach((box) => {
        const key = box.getAttribute("data-field").split(".").pop();
        const free = (open || (key === "value" && result.known_by)) && barred.indexOf(key) < 0;
        const isNeeded = needed.indexOf(key) >= 0;
        box.hidden = !(free || isNeeded || key in result || box.contains(document.activeElement));
        box.querySelector("[data-optional]").hidden = isNeeded;
      });
    });
  }

  let saved = "";
  let savedDraft = "";

  function showFile(data) {
    const name = core.slug(data.fields.title || "") + ".md";
    const text = core.toMarkdown(form, data, core.london());
    part("name").textContent = "content/casestudies/" + name;
    part("file").value = text;
    const address = core.address(form, name, text);
    const open = part("open");
    open.hidden = !address.href;
    open.href = address.href || "#";
    part("how").textContent = !address.href
      ? "Save the file and give it to whoever gave you this site or runs it. If you keep its content yourself, put it in content/casestudies."
      : address.whole
        ? "The new-file page opens with the text filled in. You need a free account there; press its green button to propose the page."
        : "The text is too long to hand over: copy it first, then open the new-file page and paste it there.";
    if (saved) {
      URL.revokeObjectURL(saved);
    }
    saved = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    part("save").href = saved;
    part("save").setAttribute("download", name);
    if (savedDraft) {
      URL.revokeObjectURL(savedDraft);
    }
    savedDraft = URL.createObjectURL(new Blob([core.draftText(typed())], { type: "application/json" }));
    part("save-draft").href = savedDraft;
    part("save-draft").setAttribute("download", name.replace(/md$/, "json"));
  }

  function show() {
    const data = read();
    const problems = core.check(form, data);
    showParts();
    showErrors(problems);
    showProblems(problems, data);
    fill(part("advice"), core.advice(form, data));
    showSimilar(data);
    showPreview(data);
    showFile(data);
  }

  // ---- what was typed, kept and opened by the visitor alone

  function typedIn(box) {
    return box.getAttribute("data-kind") === "choices" ? valueOf(box) : box.querySelector("[data-input]").value;
  }

  function typed() {
    const values = {};
    outerBoxes().forEach((box) => {
      const name = box.getAttribute("data-field");
      if (box.getAttribute("data-kind") !== "rows") {
        values[name] = typedIn(box);
        return;
      }
      values[name] = all(box, "[data-row-fields]").map((row) => {
        const entry = {};
        all(row, "[data-field]").forEach((inner) => {
          entry[inner.getAttribute("data-field")] = typedIn(inner);
        });
        return entry;
      });
    });
    return values;
  }

  function outerBoxes() {
    return all(root, "[data-field]").filter((box) => {
      return !box.parentElement.closest("[data-kind=rows]");
    });
  }

  function typeIn(box, value) {
    if (box.getAttribute("data-kind") === "choices") {
      all(box, "input").forEach((input) => {
        input.checked = Array.isArray(value) && value.indexOf(input.value) >= 0;
      });
    } else {
      box.querySelector("[data-input]").value = typeof value === "string" ? value : "";
    }
  }

  function typeAll(values) {
    outerBoxes().forEach((box) => {
      const value = values[box.getAttribute("data-field")];
      if (box.getAttribute("data-kind") !== "rows") {
        typeIn(box, value);
        return;
      }
      box.querySelector("[data-rows]").textContent = "";
      (Array.isArray(value) ? value : []).forEach((entry) => {
        const row = addRow(box);
        all(row, "[data-field]").forEach((inner) => {
          typeIn(inner, entry[inner.getAttribute("data-field")]);
        });
      });
    });
  }

  function openDraft(file) {
    const said = part("opened");
    file.text().then((text) => {
      const values = core.readDraft(text);
      if (!values) {
        said.textContent = "“" + file.name + "” is no file that this form saved; nothing was changed.";
        return;
      }
      typeAll(values);
      keep(false);
      show();
      said.textContent = "“" + file.name + "” is open below.";
    });
  }

  function warn(event) {
    event.preventDefault();
    event.returnValue = "";
  }

  // Leaving the page asks first while something was typed that no file holds.
  function keep(unsaved) {
    if (unsaved) {
      addEventListener("beforeunload", warn);
    } else {
      removeEventListener("beforeunload", warn);
    }
  }

  // ---- rows, copying and starting

  function number(rows) {
    all(rows, "[data-number]").forEach((mark, at) => {
      mark.textContent = String(at + 1);
    });
  }

  function addRow(rows) {
    rowCount += 1;
    const made = rows.querySelector("template").content.cloneNode(true);
    all(made, "[id]").forEach((node) => {
      node.id += "-" + rowCount;
    });
    all(made, "[for]").forEach((node) => {
      node.setAttribute("for", node.getAttribute("for") + "-" + rowCount);
    });
    all(made, "[aria-describedby]").forEach((node) => {
      const ids = node.getAttribute("aria-describedby").split(" ");
      node.setAttribute("aria-describedby", ids.map((id) => id + "-" + rowCount).join(" "));
    });
    rows.querySelector("[data-rows]").append(made);
    number(rows);
    return all(rows, "[data-row-fields]").pop();
  }

  // A new result rests on the one document that the page has, if it has one alone.
  function startRow(row) {
    const source = row.querySelector('[data-field="results.source"] [data-input]');
    const named = all(root, '[data-field="sources.source"] [data-input]').map((input) => {
      return input.value;
    });
    if (source && named.length === 1) {
      source.value = named[0];
    }
    row.querySelector("[data-input]").focus();
  }

  function copy() {
    show();
    const file = part("file");
    const said = part("said");
    function byHand() {
      file.focus();
      file.select();
      said.textContent = "The text is marked: copy it with Control and C, or Command and C.";
    }
    if (!navigator.clipboard) {
      byHand();
      return;
    }
    navigator.clipboard.writeText(file.value).then(() => {
      said.textContent = "Copied.";
    }, byHand);
  }

  function start() {
    if (!root || !form || !core) {
      return;
    }
    all(root, "[data-when-script], [data-add]").forEach((node) => {
      node.hidden = false;
    });
    let waiting = 0;
    // Never at once: what appears would push away the button that is being pressed.
    function showSoon() {
      clearTimeout(waiting);
      root.setAttribute("aria-busy", "true");
      waiting = setTimeout(showNow, 250);
    }
    function showNow() {
      clearTimeout(waiting);
      show();
      root.removeAttribute("aria-busy");
    }
    // The addresses of known pages are heavy: they come when somebody begins to write.
    root.addEventListener("focusin", () => {
      const script = document.createElement("script");
      script.src = root.getAttribute("data-addresses");
      script.onload = showSoon;
      document.head.appendChild(script);
    }, { once: true });
    root.addEventListener("input", (event) => {
      if (!event.target.closest("[data-field]")) {
        return;
      }
      keep(true);
      showSoon();
    });
    root.addEventListener("focusout", (event) => {
      const box = event.target.closest("[data-field]");
      if (box) {
        box.setAttribute(TOUCHED, "");
        showSoon();
      }
    });
    root.addEventListener("submit", (event) => {
      event.preventDefault();
    });
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      const rows = button && button.closest("[data-kind=rows]");
      if (rows && button.hasAttribute("data-add")) {
        startRow(addRow(rows));
        showNow();
      } else if (rows && button.hasAttribute("data-more")) {
        const open = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", String(open));
        showNow();
      } else if (rows && button.hasAttribute("data-remove")) {
        button.closest("[data-row-fields]").remove();
        number(rows);
        rows.querySelector("[data-add]").focus();
        showNow();
      } else if (button && button.hasAttribute("data-copy")) {
        copy();
      }
    });
    ["open", "save", "save-draft"].forEach((name) => {
      part(name).addEventListener("click", () => {
        showNow();
        if (name !== "open") {
          keep(false);
        }
      });
    });
    part("open-draft").addEventListener("change", (event) => {
      if (event.target.files.length) {
        openDraft(event.target.files[0]);
        event.target.value = "";
      }
    });
    showNow();
  }

  start();
})();
