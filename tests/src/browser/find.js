// Elements that are shown and have, or imply, the role: those whose name looks right, with that name, and the others.
const [role, pattern, scope] = arguments;
const implied = {
  alert: "[role=alert]",
  banner: "body > header",
  button: "button, summary, input[type=button], input[type=submit]",
  cell: "td",
  checkbox: "input[type=checkbox]",
  columnheader: "th",
  combobox: "select, input[list]",
  complementary: "aside",
  contentinfo: "body > footer",
  dialog: "dialog",
  form: "form",
  group: "fieldset, details",
  heading: "h1, h2, h3, h4, h5, h6",
  image: "img, svg",
  img: "img, svg",
  link: "a[href]",
  list: "ul, ol, menu",
  listitem: "li",
  main: "main",
  navigation: "nav",
  option: "option",
  paragraph: "p",
  radio: "input[type=radio]",
  region: "section",
  row: "tr",
  rowheader: "th[scope=row]",
  searchbox: "input[type=search]",
  slider: "input[type=range]",
  spinbutton: "input[type=number]",
  status: "output",
  table: "table",
  textbox: "textarea, input:not([type]), input[type=text], input[type=email], input[type=url]",
}[role];
const selector = `[role~="${role}"]` + (implied ? `, :is(${implied}):not([role])` : "");
const words = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const labelled = (element) =>
  (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => words(document.getElementById(id)?.textContent)).join(" ");
const name = (element) =>
  words(labelled(element)) ||
  words(element.getAttribute("aria-label")) ||
  words([...(element.labels ?? [])].map((label) => label.textContent).join(" ")) ||
  words(element.getAttribute("alt")) ||
  words(element.textContent) ||
  words(element.getAttribute("title"));
const bare = words(pattern.replace(/^\*|\*$/g, ""));
const shown = [...(scope ?? document).querySelectorAll(selector)].filter((element) =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true], [inert]"));
const likely = shown.filter((element) => name(element).includes(bare));
return { likely, names: likely.map(name), others: shown.filter((element) => !likely.includes(element)) };
