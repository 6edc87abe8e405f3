// A document as plain pieces, shown on the page, written as Markdown, or made into a Word file by
// the docx library, which comes with the first use. The pieces are those of kb/text/pieces.py:
//   ["heading", level, text], ["paragraph", text, strong], ["items", [text], numbered],
//   ["grid", [header], [[cell]]], ["blank", lines]
((root) => {
  "use strict";

  const MARKS = /([\\`*_[\]<>|])/g;
  const START = /^(\s*)([#+-]|\d+[.)])/gm;
  // What XML cannot hold, halves of characters included.
  const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

  function escaped(text) {
    return text.split(/\s+/).filter(Boolean).join(" ").replace(MARKS, "\\$1");
  }

  function line(text) {
    return escaped(text).replace(START, (found, blank, start) => {
      return blank + (/[.)]$/.test(start) ? start.slice(0, -1) + "\\" + start.slice(-1) : "\\" + start);
    });
  }

  const WRITE = {
    heading: (piece) => "#".repeat(piece[1]) + " " + escaped(piece[2]),
    paragraph: (piece) => piece[2]
      ? ("**" + escaped(piece[2]) + "** " + escaped(piece[1])).trim() : line(piece[1]),
    items: (piece) => piece[1].map((item, at) => (piece[2] ? at + 1 + "." : "-") + " " + line(item)).join("\n"),
    grid: (piece) => [piece[1].map(escaped), piece[1].map(() => "---")].concat(
      piece[2].map((row) => row.map(escaped))).map((row) => "| " + row.join(" | ") + " |").join("\n"),
    blank: (piece) => Array(piece[1]).fill("\\_".repeat(20)).join("\n\n")
  };

  /**
   * Pieces as Markdown; signs of Markdown in the text are made harmless.
   * @param {any[][]} pieces
   * @returns {string}
   */
  function markdown(pieces) {
    return pieces.map((piece) => WRITE[piece[0]](piece)).join("\n\n") + "\n";
  }

  const make = window.kbMake;

  const SHOW = {
    heading: (piece, below) => make("h" + (piece[1] + below), piece[2]),
    paragraph: (piece) => {
      const made = make("p");
      if (piece[2]) {
        made.append(make("strong", piece[2]), " ");
      }
      made.append(piece[1]);
      return made;
    },
    items: (piece) => {
      const made = make(piece[2] ? "ol" : "ul");
      made.className = "nhsuk-list nhsuk-list--" + (piece[2] ? "number" : "bullet");
      piece[1].forEach((item) => { made.append(make("li", item)); });
      return made;
    },
    grid: (piece) => {
      const frame = make("div");
      const table = make("table");
      const head = make("tr");
      const body = make("tbody");
      frame.className = "app-table-scroll";
      frame.tabIndex = 0;
      frame.setAttribute("role", "group");
      frame.setAttribute("aria-label", "Table");
      table.className = "nhsuk-table";
      piece[1].forEach((text) => {
        const cell = make(text ? "th" : "td", text);
        if (text) {
          cell.setAttribute("scope", "col");
        }
        head.append(cell);
      });
      piece[2].forEach((row) => {
        const own = make("tr");
        row.forEach((text) => { own.append(make("td", text)); });
        body.append(own);
      });
      const top = make("thead");
      top.append(head);
      table.append(top, body);
      frame.append(table);
      return frame;
    },
    blank: () => make("p")
  };

  /**
   * Shows pieces in a part of the page, in place of what it held.
   * @param {HTMLElement} place
   * @param {any[][]} pieces
   * @param {number} below how many levels the headings lie below those of the document
   */
  function show(place, pieces, below) {
    place.textContent = "";
    pieces.forEach((piece) => { place.append(SHOW[piece[0]](piece, below)); });
  }

  const NARROW = 20;
  const WIDE = 48;

  /**
   * How wide the columns of a table are to each other, by their longest cell, in bounds.
   * @param {any} grid
   * @returns {number[]}
   */
  function shares(grid) {
    const signs = (text) => Array.from(text).length;
    return grid[1].map((title, at) => {
      const longest = Math.max(0, ...grid[2].map((row) => signs(row[at])));
      return Math.min(WIDE, Math.max(NARROW, signs(title), longest || WIDE / 2));
    });
  }

  function clean(text) {
    return text.replace(UNWRITABLE, "");
  }

  const WIDTH = 9638; // twentieths of a point between the margins
  const LOW_ROW = 510;

  function wordRow(docx, texts, widths, first) {
    const empty = texts.length > 1 && !texts.slice(1).some(Boolean);
    return new docx.TableRow({
      tableHeader: first,
      cantSplit: true,
      height: empty ? { value: LOW_ROW, rule: docx.HeightRule.ATLEAST } : undefined,
      children: texts.map((text, at) => new docx.TableCell({
        width: { size: widths[at], type: docx.WidthType.DXA },
        shading: first ? { type: docx.ShadingType.CLEAR, color: "auto", fill: "E4ECEE" } : undefined,
        margins: { left: 108, right: 108 },
        children: [new docx.Paragraph({
          spacing: { after: 30 },
          children: [new docx.TextRun({ text: clean(text), bold: first })]
        })]
      }))
    });
  }

  function wordGrid(docx, piece) {
    const weights = shares(piece);
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const widths = weights.map((weight) => Math.floor(WIDTH * weight / sum));
    return [new docx.Table({
      width: { size: WIDTH, type: docx.WidthType.DXA },
      columnWidths: widths,
      layout: docx.TableLayoutType.FIXED,
      rows: [piece[1]].concat(piece[2]).map((row, at) => wordRow(docx, row, widths, at === 0))
    }), new docx.Paragraph({ text: "", spacing: { after: 0, line: 120, lineRule: docx.LineRuleType.EXACT } })];
  }

  // The pieces in the words of the docx library.
  function wordPart(docx, piece) {
    const plain = (text) => new docx.TextRun(clean(text));
    const bold = (text) => new docx.TextRun({ text: clean(text), bold: true });
    const made = {
      heading: () => [new docx.Paragraph({
        text: clean(piece[2]),
        heading: [docx.HeadingLevel.TITLE, docx.HeadingLevel.HEADING_1, docx.HeadingLevel.HEADING_2][piece[1] - 1]
      })],
      paragraph: () => [new docx.Paragraph({
        children: (piece[2] ? [bold(piece[2] + " ")] : []).concat([plain(piece[1])])
      })],
      items: () => piece[1].map((item, at) => piece[2]
        ? new docx.Paragraph({ children: [plain(at + 1 + ".\t" + item)], indent: { left: 450, hanging: 450 } })
        : new docx.Paragraph({ children: [plain(item)], bullet: { level: 0 } })),
      grid: () => wordGrid(docx, piece),
      blank: () => Array.from({ length: piece[1] }, () => new docx.Paragraph("_".repeat(72)))
    };
    return made[piece[0]]();
  }

  let library = null;

  function load(address) {
    library = library || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => {
        library = null;
        reject(new Error("docx"));
      });
      document.head.appendChild(script);
    });
    return library;
  }

  /**
   * Pieces as a Word file.
   * @param {string} address of the docx library
   * @param {any[][]} pieces
   * @param {string} title
   * @returns {Promise<Blob>}
   */
  function word(address, pieces, title) {
    return load(address).then(() => {
      const docx = window.docx;
      const font = (size, above) => ({
        run: { font: "Arial", size: size, bold: true, color: "0B3C49" },
        paragraph: { spacing: { before: above, after: 60 }, keepNext: true }
      });
      const file = new docx.Document({
        title: clean(title),
        creator: "Keeping GPs in practice",
        styles: {
          default: {
            document: { run: { font: "Arial", size: 19 }, paragraph: { spacing: { after: 70, line: 252 } } },
            title: font(34, 0), heading1: font(24, 180), heading2: font(20, 120)
          }
        },
        sections: [{
          properties: { page: { size: { width: 11906, height: 16838 }, margin: { top: 1020, bottom: 1020, left: 1134, right: 1134 } } },
          children: [].concat(...pieces.map((piece) => wordPart(docx, piece)))
        }]
      });
      return docx.Packer.toBlob(file);
    });
  }

  root.kbPieces = { markdown, shares, show, word };
})(typeof globalThis === "object" ? globalThis : window);
