// Answers queries with the browser's engine: node answers.js ENGINE DATA_FOLDER < queries > answers
// Both are JSON: a list of {text, filters, mode, limit}, and the list of answers.
"use strict";

const fs = require("fs");
const path = require("path");

const [engineFile, folder] = process.argv.slice(2);
fs.readdirSync(folder).filter((name) => name.endsWith(".js")).sort().forEach((name) => {
  require(path.resolve(folder, name));
});
const engine = require(path.resolve(engineFile)).createEngine(globalThis.kbSearchData);
const queries = JSON.parse(fs.readFileSync(0, "utf8"));
const answers = queries.map(({ text, ...options }) => engine.search(text, options));
process.stdout.write(JSON.stringify(answers));
