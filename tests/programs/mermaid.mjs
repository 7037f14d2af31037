// Reads flowcharts with Mermaid's own parser: `node mermaid.mjs FOLDER < charts.json`. FOLDER has Mermaid and jsdom installed; charts.json
// is a list of [name, text]. Says what cannot be read and ends with 1, or says how many could.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const require = createRequire(join(folder, "package.json"));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<!DOCTYPE html><body></body>");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import(pathToFileURL(join(folder, "node_modules/mermaid/dist/mermaid.core.mjs")));
mermaid.initialize({ startOnLoad: false });

let input = "";
for await (const part of process.stdin) input += part;
const charts = JSON.parse(input);
let unread = 0;
for (const [name, text] of charts) {
  try {
    const { diagramType } = await mermaid.parse(text);
    if (!diagramType.startsWith("flowchart")) throw new Error(`it was read as ${diagramType}`);
  } catch (error) {
    unread += 1;
    console.log(`${name}: ${error.message}\n${text}`);
  }
}
if (unread === 0) console.log(`${charts.length} charts`);
process.exitCode = unread === 0 ? 0 : 1;
