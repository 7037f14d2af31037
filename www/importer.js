// Loads the program that reads other programs' files, in a thread of its own. The page starts this when it is needed.

import init from "./worker.js";

const stopped = (why) => postMessage([JSON.stringify({ Stopped: String(why?.message ?? why) })]);

// What breaks in the middle of a file ends there: the page says so, and goes on with the diagram it has.
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  stopped(event.reason);
});
addEventListener("error", (event) => {
  event.preventDefault();
  stopped(event.error ?? event.message);
});

init({ module_or_path: new URL("./worker_bg.wasm", import.meta.url) }).catch(stopped);
