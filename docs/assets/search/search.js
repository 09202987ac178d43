// The search: a dialog that loads the index and the ranking when it is first opened.

const site = new URL("../../", import.meta.url);
const MOST = 12;

const create = (tag, attributes = {}, ...content) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
};

const shortcut = create("kbd", { "aria-hidden": "true" }, "/");
const button = create(
  "button",
  { type: "button", class: "hb-search__open", "aria-haspopup": "dialog", "aria-keyshortcuts": "/" },
  create("span", { class: "hb-search__label" }, "Search"),
  shortcut,
);
const field = create("input", {
  type: "search",
  name: "query",
  "aria-label": "Search the rules",
  placeholder: "A term, an error message, an identifier or an id",
  autocomplete: "off",
  autocapitalize: "off",
  spellcheck: "false",
});
const close = create("button", { type: "button", class: "hb-search__close" }, "Close");
const status = create("p", { role: "status", class: "hb-search__status" });
const list = create("ol", { class: "hb-search__results", "aria-label": "Results" });
const dialog = create(
  "dialog",
  { class: "hb-search", "aria-label": "Search" },
  create("div", { class: "hb-search__field" }, field, close),
  status,
  list,
);

let index; // a promise, once the dialog was opened

const load = async () => {
  const [ranking, answer] = await Promise.all([
    import("./rank.js"),
    fetch(new URL("assets/search.json", site)),
  ]);
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return { ...ranking, index: ranking.prepare(await answer.json()) };
};

// Words between backticks are code.
const withCode = (words) =>
  words.split("`").map((part, i) => (i % 2 ? create("code", {}, part) : part));

const found = (entry, terms) => {
  const link = create("a", { href: new URL(entry.url, site).href });
  if (entry.id)
    link.append(
      create("span", { class: "rule-id" }, entry.id),
      " ",
      create("span", { class: "rule-level" }, entry.level),
      " ",
    );
  link.append(create("span", { class: "hb-search__title" }, ...withCode(entry.title)));
  const about = [entry.id ? entry.page : "Page", ...terms].join(" · ");
  link.append(create("span", { class: "hb-search__about" }, about));
  return create("li", {}, link);
};

const said = (count, query) => {
  if (!query) return "";
  if (!count) return `Nothing found for “${query}”. Try a term, an error message or an identifier.`;
  return count === 1 ? "1 result" : `${count} results`;
};

const search = async () => {
  const query = field.value.trim();
  index ??= load();
  try {
    const { rank, matching, index: prepared } = await index;
    if (query !== field.value.trim()) return; // typed on while the index came
    const best = rank(prepared, query).slice(0, MOST);
    list.replaceChildren(...best.map(({ entry }) => found(entry, matching(entry, query))));
    status.textContent = said(best.length, query);
  } catch (fault) {
    index = undefined;
    const words = `The search can't be loaded (${fault.message}). The page Rules lists all rules.`;
    status.textContent = query ? words : "";
  }
};

const open = (query) => {
  if (query !== undefined) field.value = query;
  if (!dialog.open) dialog.showModal();
  field.focus();
  field.select();
  search();
};

const links = () => [...list.querySelectorAll("a")];

// Up and down go through the results and back to the field.
const move = (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const stops = [field, ...links()];
  const place = Math.max(stops.indexOf(document.activeElement), 0) + step;
  stops[Math.min(Math.max(place, 0), stops.length - 1)].focus();
};

const isTyping = () =>
  document.activeElement.matches("input, textarea, select, [contenteditable]") || dialog.open;

button.addEventListener("click", () => open());
close.addEventListener("click", () => dialog.close());
field.addEventListener("input", search);
field.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter") return;
  await search();
  links()[0]?.click();
});
dialog.addEventListener("keydown", (event) => {
  move(event);
  if (event.key !== "Escape") return;
  event.preventDefault(); // it would empty the field first
  dialog.close();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("a")) dialog.close();
});
document.addEventListener("keydown", (event) => {
  const isFind = event.key === "k" && (event.ctrlKey || event.metaKey);
  const isSlash = event.key === "/" && !isTyping() && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isFind && !isSlash) return;
  event.preventDefault();
  open();
});

document.querySelector(".md-header__title").after(button);
document.body.append(dialog);

const asked = new URLSearchParams(location.search).get("q");
if (asked) open(asked);
