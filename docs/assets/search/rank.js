// Ranks the rules for a query. No part of it knows the page: tests run it alone.

// The weight of a word in each field of an entry.
const WEIGHTS = { title: 5, terms: 6, names: 1.2, words: 0.7 };
const PART = 0.4; // a part of a name, relative to the whole name
const PAGES = 0.35; // a page, relative to a rule
const LIKENESS = 0.6; // a prefix or a misspelling, relative to the exact word
const UNKNOWN = 3; // the rarity of a word that no entry contains
const SATURATION = 4; // the weight at which a word reaches half of its score, as k1 in BM25
const MENTION = 4; // the weight from which an entry is about a word, not only mentions it
const FEW = 5; // results that are always shown
const FAR_BEHIND = 0.1; // of the best score: later results below it are left out

const ENDINGS = /(?:ations?|ions?|ings?|edly|ed|ers?|ies|es|ly|e|y|s)$/;

// "rotates", "rotation" and "rotating" share a stem. Short words and names stay whole.
export const stem = (word) => {
  if (word.length < 5 || !/^[a-z]+$/.test(word)) return word.replace(/([^s])s$/, "$1");
  const bare = word.replace(ENDINGS, "");
  return bare.length < 4 ? word.replace(/([^s])s$/, "$1") : bare.replace(/([b-df-hj-np-tv-z])\1$/, "$1");
};

const STOP = new Set(
  ("a about after all also am an and any are as at be because been but by can cannot could did do " +
    "does doing don't each for from get gets got had has have having how i i'm if in into is isn't " +
    "it it's its just me my need needs no not of off on one only or our out over own says should so " +
    "some such than that the their them then there these they this those to too up us use used " +
    "uses using want was we were what when where which while who why will with within without " +
    "would you your fastapi")
    .split(" ")
    .map(stem),
);

// Abbreviations that readers type, with the word that the handbook uses.
const ALIASES = new Map(
  [
    ["auth", "authentication"],
    ["big", "large"],
    ["config", "configuration"],
    ["db", "database"],
    ["env", "environment"],
    ["huge", "large"],
    ["int", "integer"],
    ["mail", "email"],
    ["postgres", "postgresql"],
    ["pwd", "password"],
    ["repo", "repository"],
  ].map((words) => words.map((word) => stem(word))),
);

// A name is one word. Its parts are words with a lower weight.
const SPLITS = [/[./]+/, /[+'_-]+/, /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/];

const split = (name, depth = 0) => {
  const word = stem(name.toLowerCase().replace(/'s$/, "").replace(/^_+|_+$/g, ""));
  for (let level = depth; level < SPLITS.length; level++) {
    const parts = name.split(SPLITS[level]).filter(Boolean);
    if (parts.length > 1) return { word, parts: parts.map((part) => split(part, level + 1)) };
  }
  return { word, parts: [] };
};

const names = (text) =>
  [...text.matchAll(/[\p{L}\p{N}_]+(?:[+.'/-]+[\p{L}\p{N}_]+)*/gu)].map(([name]) => split(name));

const flat = ({ word, parts }, part = false) => [
  { word, part },
  ...parts.flatMap((each) => flat(each, true)),
];

export const tokens = (text) => names(text).flatMap((name) => flat(name));

const phrase = (text) => ` ${names(text).map(({ word }) => word).join(" ")} `;

const fieldsOf = (entry) => ({
  title: `${entry.title} ${entry.id ?? ""} ${entry.url.split("#")[1] ?? ""}`,
  terms: entry.terms.join(" \n "),
  names: entry.names,
  words: entry.words,
});

// Builds the index: a map from each word to its entries and their weights.
export const prepare = (entries) => {
  const postings = new Map();
  entries.forEach((entry, number) => {
    const found = new Map();
    for (const [field, text] of Object.entries(fieldsOf(entry))) {
      const once = new Map();
      for (const { word, part } of tokens(text))
        once.set(word, Math.max(once.get(word) ?? 0, part ? PART : 1));
      for (const [word, share] of once)
        found.set(word, (found.get(word) ?? 0) + share * WEIGHTS[field]);
    }
    for (const [word, weight] of found)
      postings.set(word, [...(postings.get(word) ?? []), [number, weight]]);
  });
  const phrases = entries.map((entry) => ({
    terms: entry.terms.map(phrase),
    title: phrase(entry.title),
  }));
  return { entries, postings, phrases };
};

// Tells whether the edit distance of two words is at most `most`. A swap of two adjacent
// letters is one edit (Damerau-Levenshtein).
export const isNear = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return false;
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return false;
    [before, last] = [last, row];
  }
  return last[other.length] <= most;
};

// The words of the index that match a word of the query, each with its share.
const meanings = ({ postings }, word, isOpen) => {
  const found = new Map();
  if (postings.has(word)) found.set(word, 1);
  const alias = ALIASES.get(word);
  if (postings.has(alias)) found.set(alias, LIKENESS);
  if ((isOpen || !found.size) && word.length > 1)
    for (const other of postings.keys())
      if (other !== word && other.startsWith(word))
        found.set(other, (LIKENESS * word.length) / other.length);
  if (!found.size && word.length > 4) {
    const most = word.length > 7 ? 2 : 1;
    for (const other of postings.keys())
      if (other.length > 3 && isNear(word, other, most)) found.set(other, LIKENESS);
  }
  return found;
};

// The inverse document frequency of a word, as in BM25. An entry that only mentions the
// word counts in part.
const rarity = ({ entries, postings }, word) => {
  const having = postings.get(word).reduce((sum, [, weight]) => sum + Math.min(1, weight / MENTION), 0);
  return Math.log(1 + (entries.length - having + 0.5) / (having + 0.5));
};

// The score that one word of the query adds to each entry, and its rarity.
const weigh = (index, word, isOpen) => {
  const added = new Map();
  let worth = 0;
  for (const [meant, share] of meanings(index, word, isOpen)) {
    const rare = share * rarity(index, meant);
    worth = Math.max(worth, rare);
    for (const [entry, weight] of index.postings.get(meant))
      added.set(entry, Math.max(added.get(entry) ?? 0, (rare * weight) / (weight + SATURATION)));
  }
  return { added, worth: worth || UNKNOWN };
};

// Returns entries by score, best first. Entries that match more words of the query, rarer
// words, and words in heavier fields score higher.
export const rank = (index, query) => {
  const asked = wordsOf(index, query);
  const weighed = asked.map((word, i) => weigh(index, word, i === asked.length - 1));
  const possible = weighed.reduce((sum, { worth }) => sum + worth, 0);
  const wanted = phrase(query);
  const found = index.entries.map((entry, number) => {
    const holding = weighed.filter(({ added }) => added.has(number));
    const score = holding.reduce((sum, { added }) => sum + added.get(number), 0);
    const held = holding.reduce((sum, { worth }) => sum + worth, 0) / possible;
    const value = score && score * held + bonus(index.phrases[number], wanted);
    return { entry, score: entry.id ? value : value * PAGES };
  });
  found.sort((a, b) => b.score - a.score);
  const least = FAR_BEHIND * found[0].score;
  return found.filter(({ score }, place) => score > 0 && (place < FEW || score >= least));
};

// The bonus for an entry that has the whole query as a term, or a term in the query.
const bonus = ({ terms, title }, wanted) => {
  const long = wanted.trim().split(" ").length;
  let most = title.includes(wanted) ? 1 + 0.4 * long : 0;
  for (const term of terms) {
    const words = term.trim().split(" ").length;
    if (term === wanted) most = Math.max(most, 6);
    else if (term.includes(wanted)) most = Math.max(most, 2 + 0.4 * long);
    else if (wanted.includes(term)) most = Math.max(most, words > 1 ? words : 0.75);
  }
  return most;
};

// The terms of an entry that share a word with the query, to show why it was found.
export const matching = (entry, query) => {
  const wanted = new Set(tokens(query).map(({ word }) => word).filter((word) => !STOP.has(word)));
  return entry.terms.filter((term) => tokens(term).some(({ word }) => wanted.has(word))).slice(0, 3);
};

// Replaces a name that no entry contains with its parts.
const known = (index, { word, parts }) =>
  index.postings.has(word) || !parts.length ? [word] : parts.flatMap((part) => known(index, part));

const wordsOf = (index, query) => {
  const words = names(query).flatMap((name) => known(index, name));
  // "static method" is "staticmethod" where that is a word.
  const joined = words.slice(1).map((word, i) => stem(words[i] + word));
  words.push(...joined.filter((word) => index.postings.has(word)));
  const telling = words.filter((word) => !STOP.has(word));
  return [...new Set(telling.length ? telling : words)];
};
