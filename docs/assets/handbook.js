const IMPORTS = ".snippet[data-kind=imports]";

// Names for what the theme leaves unnamed, and code that copies as it stands in its file.
// The theme adds copy buttons and notes when they come into view, hence the observer.
const completeTheme = () => {
  // A <nav> for each copy button would list every block among the landmarks.
  for (const nav of document.querySelectorAll(".md-code__nav:not([role])"))
    nav.setAttribute("role", "presentation");

  for (const button of document.querySelectorAll(`${IMPORTS} button:not([aria-label])`)) {
    button.title = "Copy the imports and the code";
    button.setAttribute("aria-label", button.title);
  }

  for (const note of document.querySelectorAll(".md-annotation__index:not([aria-label])")) {
    const number = note.querySelector("[data-md-annotation-id]").dataset.mdAnnotationId;
    note.setAttribute("aria-label", `Note ${number}`);
    trimBefore(note.closest(".md-annotation").parentElement);
  }
};

// The spaces before a note's mark are not in the source, so they must not be copied.
const trimBefore = (mark) => {
  for (let node = mark.previousSibling; node; node = node.previousSibling) {
    node.textContent = node.textContent.replace(/[ \t]+$/, "");
    if (node.textContent) break;
  }
};

// The panel "What it uses" shows the imports alone. Its button copies them with the code
// above it; the theme's copy button takes data-copy in place of the text that it shows.
const codeOf = (snippet) => {
  const code = snippet.querySelector(":scope > .highlight code");
  code.setAttribute("data-md-copying", ""); // hides the notes, as the theme does
  const text = code.innerText.trimEnd();
  code.removeAttribute("data-md-copying");
  return text;
};

document.addEventListener(
  "click",
  ({ target }) => {
    const imports = target.closest("button")?.closest(IMPORTS);
    if (!imports) return;
    const code = codeOf(imports.parentElement.closest(".snippet"));
    imports.dataset.copy = `${codeOf(imports)}\n\n\n${code}\n`;
  },
  true, // before the theme copies
);

new MutationObserver(completeTheme).observe(document.body, { childList: true, subtree: true });
completeTheme();

// A table that is wider than the screen scrolls; the keyboard must reach it.
window.addEventListener("load", () => {
  for (const table of document.querySelectorAll(".md-typeset__scrollwrap"))
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
});

// A rule may move to another page: its old address still leads to it.
const followMovedRule = async (script) => {
  const wanted = location.hash.slice(1);
  if (!wanted || document.getElementById(wanted)) return;
  const index = await fetch(new URL("search.json", script));
  const rules = (await index.json()).filter((entry) => entry.id);
  const rule = rules.find(
    ({ id, url }) => id.toLowerCase() === wanted || url.endsWith(`#${wanted}`),
  );
  if (rule) location.replace(new URL(`../${rule.url}`, script));
};
followMovedRule(document.currentScript.src);

if (document.querySelector(".handbook-catalogue"))
  import(new URL("rules.js", document.currentScript.src));
