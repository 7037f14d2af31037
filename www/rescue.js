// If the program breaks: stop it, say so, and offer the diagram's text. Nothing here needs the program.

const banner = document.getElementById("rescue");
const kept = document.getElementById("rescue-text");
let broken = false;

// A broken program must not be called again: its events end here, before they reach it.
function hold(event) {
  if (!broken || banner.contains(event.target)) return;
  event.stopImmediatePropagation();
}

const events = ["pointerdown", "pointermove", "pointerup", "pointercancel", "click", "keydown", "keyup", "input", "change", "wheel", "focusin", "focusout", "hashchange"];
for (const name of events) window.addEventListener(name, hold, { capture: true });

function show() {
  if (broken) return;
  broken = true;
  banner.hidden = false;
  document.getElementById("rescue-offer").hidden = kept.value === "";
  document.getElementById("rescue-reload").focus();
}

window.addEventListener("reachlight-broken", show);
window.addEventListener("error", (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) show();
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
