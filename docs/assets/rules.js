// Filters the list of all rules. The address holds the chosen values.

const catalogue = document.querySelector(".handbook-catalogue");
const areas = [...catalogue.querySelectorAll("section[data-area]")];
const sections = [...catalogue.querySelectorAll("section")];
const rows = [...catalogue.querySelectorAll("tr[data-level]")];
const changes = [...new Set(rows.map((row) => row.dataset.changed))].sort().reverse();

const FILTERS = {
  area: {
    label: "Area",
    any: "All areas",
    options: areas.map((area) => [
      area.dataset.area,
      area.querySelector("h2").firstChild.textContent,
    ]),
    fits: (row, value) => row.closest("[data-area]").dataset.area === value,
  },
  level: {
    label: "Level",
    any: "All levels",
    options: ["must", "should", "may"].map((level) => [level, level]),
    fits: (row, value) => row.dataset.level === value,
  },
  found: {
    label: "On your code",
    any: "Tool or person",
    options: [
      ["tool", "A tool finds it"],
      ["person", "A person must look"],
    ],
    fits: (row, value) => row.dataset.foundBy === value,
  },
  since: {
    label: "Changed",
    any: "At any time",
    options: changes.map((day) => [day, `Since ${day}`]),
    fits: (row, value) => row.dataset.changed >= value,
  },
};

const form = document.createElement("form");
form.className = "hb-filter";
form.setAttribute("aria-label", "Filter the rules");

for (const [name, { label, any, options }] of Object.entries(FILTERS)) {
  const select = document.createElement("select");
  select.name = name;
  for (const [value, words] of [["", any], ...options]) select.add(new Option(words, value));
  const caption = document.createElement("label");
  caption.append(label, select);
  form.append(caption);
}

const clear = document.createElement("button");
clear.type = "button";
clear.textContent = "Show all";
const status = document.createElement("p");
status.setAttribute("role", "status");
form.append(clear, status);

const chosen = () => Object.keys(FILTERS).filter((name) => form.elements[name].value);

const show = () => {
  const names = chosen();
  for (const row of rows)
    row.hidden = !names.every((name) => FILTERS[name].fits(row, form.elements[name].value));
  for (const section of sections) section.hidden = !section.querySelector("tbody tr:not([hidden])");
  const count = rows.filter((row) => !row.hidden).length;
  status.textContent = names.length ? `${count} of ${rows.length} rules` : `${count} rules`;
  clear.hidden = !names.length;
};

const write = () => {
  const address = new URL(location.href);
  for (const name of Object.keys(FILTERS)) address.searchParams.delete(name);
  for (const name of chosen()) address.searchParams.set(name, form.elements[name].value);
  history.replaceState(history.state, "", address);
};

// Ignores values in the address that no filter offers.
const read = () => {
  const asked = new URLSearchParams(location.search);
  for (const name of Object.keys(FILTERS)) {
    form.elements[name].value = asked.get(name) ?? "";
    if (form.elements[name].selectedIndex < 0) form.elements[name].value = "";
  }
  show();
};

form.addEventListener("change", () => {
  show();
  write();
});
clear.addEventListener("click", () => {
  form.reset();
  show();
  write();
  form.elements.area.focus();
});
window.addEventListener("popstate", read);

catalogue.prepend(form);
read();
