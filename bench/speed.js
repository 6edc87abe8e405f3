// Milliseconds per query in Node: our engine, MiniSearch and Orama on the same documents.
// node speed.js ENGINE DATA_FOLDER DOCUMENTS.json QUERIES.json PACKAGES_FOLDER
"use strict";

const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const [engineFile, folder, documentsFile, queriesFile, packages] = process.argv.slice(2);
const documents = JSON.parse(fs.readFileSync(documentsFile, "utf8"));
const queries = JSON.parse(fs.readFileSync(queriesFile, "utf8"));
const load = createRequire(path.resolve(packages, "package.json"));
const WARMING = 4;
const FIELDS = ["title", "summary", "text"];

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

// Each query a few times to warm up, then the median over queries of one more time.
async function timed(act) {
  for (let round = 0; round < WARMING; round += 1) {
    for (const query of queries) {
      await act(query);
    }
  }
  const times = [];
  for (const query of queries) {
    const start = process.hrtime.bigint();
    await act(query);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return median(times);
}

async function ours() {
  const start = process.hrtime.bigint();
  fs.readdirSync(folder).filter((name) => name.endsWith(".js")).sort().forEach((name) => {
    require(path.resolve(folder, name));
  });
  const engine = require(path.resolve(engineFile)).createEngine(globalThis.kbSearchData);
  const made = Number(process.hrtime.bigint() - start) / 1e6;
  return {
    "ours, hybrid": { load: made, query: await timed((query) => engine.search(query)) },
    "ours, words alone": {
      load: made, query: await timed((query) => engine.search(query, { mode: "keyword" })),
    },
  };
}

async function miniSearch() {
  const MiniSearch = load("minisearch");
  const start = process.hrtime.bigint();
  const index = new MiniSearch({ fields: FIELDS });
  index.addAll(documents);
  const made = Number(process.hrtime.bigint() - start) / 1e6;
  return { MiniSearch: { load: made, query: await timed((q) => index.search(q).slice(0, 10)) } };
}

async function orama() {
  const { create, insertMultiple, search } = load("@orama/orama");
  const start = process.hrtime.bigint();
  const index = await create({
    schema: { title: "string", summary: "string", text: "string" },
    components: { tokenizer: { stemming: true, language: "english" } },
  });
  await insertMultiple(index, documents, 500);
  const made = Number(process.hrtime.bigint() - start) / 1e6;
  return { Orama: { load: made, query: await timed((term) => search(index, { term, limit: 10 })) } };
}

(async () => {
  const found = { ...(await ours()), ...(await miniSearch()), ...(await orama()) };
  process.stdout.write(JSON.stringify(found));
})();
