// If the program breaks: stop it, say so, and offer the diagram's text. Nothing here needs the program.

const banner = document.getElementById("rescue");
const program = document.getElementById("app");
const kept = document.getElementById("rescue-text");
let broken = false;

// A broken program must not be called again: its events end here, before they reach it.
function hold(event) {
  if (!broken) return;
  // The browser's own undo would bring back what stood in the program's fields.
  if (event.type === "keydown" && (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) event.preventDefault();
  if (!banner.contains(event.target)) event.stopImmediatePropagation();
}

const events = ["pointerdown", "pointermove", "pointerup", "pointercancel", "click", "keydown", "keyup", "input", "change", "wheel", "focusin", "focusout", "hashchange"];
for (const name of events) window.addEventListener(name, hold, { capture: true });

function show() {
  if (broken) return;
  broken = true;
  banner.hidden = false;
  program.inert = true;
  document.getElementById("rescue-offer").hidden = kept.value === "";
  document.getElementById("rescue-reload").focus();
}

// What happens in the banner stays there: the program listens at the window.
for (const name of events) banner.addEventListener(name, (event) => event.stopPropagation());

window.addEventListener("reachlight-broken", show);
window.addEventListener("error", (event) => {
  const { error } = event;
  // Also what the browser threw in the middle of the program: whatever it was doing is half done.
  if (error instanceof WebAssembly.RuntimeError || /wasm/.test(error?.stack)) show();
});

document.getElementById("rescue-copy").addEventListener("click", async (event) => {
  try {
    await navigator.clipboard.writeText(kept.value);
    event.target.textContent = "Copied";
  } catch {
    kept.focus();
    kept.select();
  }
});
document.getElementById("rescue-reload").addEventListener("click", () => location.reload());
