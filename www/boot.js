// Loads the program and says how that goes. A file of its own, because the page's security policy refuses inline scripts.

import { fetchRest, fetchRestOnIntent, inHalves, styleEmbedded } from "./later.js";

const status = document.getElementById("boot-status");

function say(text) {
  if (status) status.textContent = text;
}

// The bytes pass through a counter; the browser still compiles them while they arrive.
function counted(response) {
  if (!response.body) return response;
  let received = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      received += chunk.byteLength;
      say(`Loading… ${Math.round(received / 1000)} kB`);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: response.headers });
}

async function program() {
  const address = new URL("./web_bg.wasm", import.meta.url);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} answered ${response.status}`);
  return counted(response);
}

async function start() {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
  const [{ default: init }, module_or_path] = await Promise.all([import("./web.js"), program(), isEmbedded() && styleEmbedded(), hasDiagram() && fetchRest()]);
  await inHalves(() => init({ module_or_path }));
  fetchRestOnIntent();
}

function isEmbedded() {
  return new URLSearchParams(location.search).has("embed");
}

// Reading a diagram from the address, or one that was worked on here, needs more than the start does.
function hasDiagram() {
  try {
    return location.hash.length > 1 || localStorage.getItem("reachlight.document") !== null;
  } catch {
    return false; // a sandboxed frame keeps nothing
  }
}

start().catch((error) => {
  const box = status?.parentElement;
  box?.classList.add("boot-failed");
  status?.setAttribute("role", "alert");
  say(`Reachlight could not start: ${error?.message ?? error}. Reload the page; if that does not help, use a current version of Chrome, Edge, Firefox or Safari.`);
  console.error(error);
});
