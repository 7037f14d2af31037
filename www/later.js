// The program comes in two halves: what the first screen and stepping through its trace need, and the rest.
// The rest is fetched at the first sign of a person, and at the latest when the first half asks for it.

const address = new URL("./web_rest.wasm", import.meta.url);
const styles = new URL("./later.css", import.meta.url);
let styled; // what only the rest shows has its styles
let outside; // what both halves use of the browser
let first; // what the rest uses of the first half
let rest; // compiled, once it is here
let coming;

/** Runs `start`, and lets the program that it instantiates ask for its rest. */
export async function inHalves(start) {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const completable = (make) => async (source, imports) => {
    const made = await make(source, { ...imports, later: { load } });
    outside = imports;
    first = made.instance.exports;
    return made;
  };
  WebAssembly.instantiate = completable(instantiate);
  WebAssembly.instantiateStreaming = completable(instantiateStreaming);
  try {
    return await start();
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  }
}

/** Adds a style sheet after all others, at once. */
function style(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

async function textOf(address) {
  return (await fetch(address)).text();
}

/** The little chrome of a diagram in somebody's page. */
export async function styleEmbedded() {
  style(await textOf(new URL("./embed.css", import.meta.url)));
}

function styleRest(text) {
  if (!styled) style(text);
  styled = true;
}

/** Fetches the rest ahead of need. A failure is no one's trouble yet: it is tried again when the need is there. */
export function fetchRest() {
  coming ??= Promise.all([WebAssembly.compileStreaming(fetch(address)), textOf(styles)]).then(
    ([module, text]) => {
      styleRest(text);
      rest ??= module;
      performance.mark("rest"); // tests and developer tools see when it was here
    },
    () => (coming = undefined),
  );
  return coming;
}

/** Fetches the rest at the first sign that a person is there, before whatever they do needs it. */
export function fetchRestOnIntent() {
  const signs = ["pointerdown", "touchstart", "keydown"];
  const notice = () => {
    for (const sign of signs) removeEventListener(sign, notice, true);
    // Behind the event: if the program has needed the rest for it, that is here already.
    setTimeout(() => rest || fetchRest());
  };
  for (const sign of signs) addEventListener(sign, notice, { capture: true, passive: true });
  // A pointer that only moves can wait until the rest is here: the next move says all that the last one said.
  const moved = async (event) => {
    if (!rest && event.buttons === 0) {
      event.stopImmediatePropagation();
      await fetchRest();
      removeEventListener("pointermove", moved, true);
    }
  };
  addEventListener("pointermove", moved, true);
}

// The program stands in the middle of a function and cannot wait. So if the rest is under way but not here yet, it has to be
// asked for once more; the browser answers that from the first request where it may keep what it fetches.
function load() {
  try {
    rest ??= new WebAssembly.Module(Uint8Array.from(fetchNow(address, "text/plain; charset=x-user-defined"), (character) => character.charCodeAt(0)));
    if (!styled) styleRest(fetchNow(styles, "text/css"));
    new WebAssembly.Instance(rest, { ...outside, first });
  } catch (error) {
    dispatchEvent(new CustomEvent("reachlight-broken"));
    throw error;
  }
}

// A request that is waited for may only be text; in the character set that is asked for above the low half of every character is the byte.
function fetchNow(address, type) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.overrideMimeType(type);
  request.send();
  if (request.status !== 200) throw new Error(`${address.pathname} answered ${request.status}`);
  return request.responseText;
}
