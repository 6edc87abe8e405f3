// Writes Pagefind's index of the documents: node pagefind.js DOCUMENTS.json OUT PACKAGES_FOLDER
"use strict";

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");

const [documentsFile, out, packages] = process.argv.slice(2);
const documents = JSON.parse(fs.readFileSync(documentsFile, "utf8"));

(async () => {
  const entry = path.resolve(packages, "node_modules", "pagefind", "lib", "index.js");
  const pagefind = await import(pathToFileURL(entry).href);
  const { index } = await pagefind.createIndex({});
  for (const { id, title, summary, text } of documents) {
    await index.addCustomRecord({
      url: "/" + id + "/", content: [title, summary, text].join(". "), language: "en",
      meta: { title },
    });
  }
  await index.writeFiles({ outputPath: path.resolve(out) });
  await pagefind.close();
})();
