// Names the files that a first answer needs: node needed.js ENGINE DATA_FOLDER < queries > files
// Queries are a JSON list of texts; the answer is a JSON list of lists of file names. Each query
// starts afresh, as a visitor does, and asks for parts as the search page does.
"use strict";

const fs = require("fs");
const path = require("path");

const [engineFile, folder] = process.argv.slice(2);
const { createEngine } = require(path.resolve(engineFile));

function partsOf(file) {
  globalThis.kbSearchData = [];
  const place = path.resolve(folder, file);
  delete require.cache[place];
  require(place);
  return globalThis.kbSearchData;
}

const queries = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(queries.map((text) => {
  const files = ["distress.js", "core.js"];
  const engine = createEngine(files.flatMap(partsOf));
  for (;;) {
    const { missing } = engine.look(text);
    const wanted = [...new Set(missing.map((part) => engine.file(part)))];
    if (!wanted.length) {
      return files;
    }
    wanted.forEach((file) => engine.take(partsOf(file)));
    files.push(...wanted);
  }
})));
