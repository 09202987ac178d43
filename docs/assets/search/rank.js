// Ranks the rules for a query. No part of it knows the page: tests run it alone.

// What a word counts in each field of an entry.
const WEIGHTS = { title: 5, terms: 6, names: 1.2, words: 0.7 };
const PART = 0.4; // a part of a name, against the name itself
const PAGES = 0.35; // a page, against a rule

const STOP = new Set(
  ("a about after all also am an and any are as at be because been but by can cannot could did do " +
    "does doing don't each for from get gets got had has have having how i i'm if in into is isn't " +
    "it it's its just me my need needs no not of off on one only or our out over own says should so " +
    "some such than that the their them then there these they this those to too up us use used " +
    "uses using want was we were what when where which while who why will with within without " +
    "would you your fastapi").split(" "),
);

const ENDINGS = /(?:ations?|ions?|ings?|edly|ed|ers?|ies|es|ly|e|y|s)$/;

// "rotates", "rotation" and "rotating" share a stem; short words and names stay whole.
export const stem = (word) => {
  if (word.length < 5 || !/^[a-z]+$/.test(word)) return word.replace(/([^s])s$/, "$1");
  const bare = word.replace(ENDINGS, "");
  return bare.length < 4 ? word.replace(/([^s])s$/, "$1") : bare.replace(/([b-df-hj-np-tv-z])\1$/, "$1");
};

// A name is a word as a whole, and its parts are words that count less.
export const tokens = (text) =>
  [...text.matchAll(/[\p{L}\p{N}_]+(?:[+.'/-]+[\p{L}\p{N}_]+)*/gu)].flatMap(([whole]) => {
    const parts = whole
      .split(/[+.'/_-]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
      .filter(Boolean);
    const name = whole.toLowerCase().replace(/'s$/, "").replace(/^_+|_+$/g, "");
    const full = { word: stem(name), part: false };
    if (parts.length < 2) return [full];
    return [full, ...parts.map((part) => ({ word: stem(part.toLowerCase()), part: true }))];
  });

const phrase = (text) => ` ${tokens(text).filter((t) => !t.part).map((t) => t.word).join(" ")} `;

const fieldsOf = (entry) => ({
  title: `${entry.title} ${entry.id ?? ""} ${entry.url.split("#")[1] ?? ""}`,
  terms: entry.terms.join(" \n "),
  names: entry.names,
  words: entry.words,
});

// How much each entry says of each word: Map from word to [entry, weight].
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

// Whether two words differ by at most `most` slips: a letter too many, too few, another
// one, or two that have changed places.
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

// The words of the index that a word of the query stands for, each with its share.
const meanings = (index, word, isLast) => {
  const { postings } = index;
  const found = new Map();
  if (postings.has(word)) found.set(word, 1);
  const isOpen = isLast || !found.size;
  if (isOpen && word.length > 1)
    for (const known of postings.keys())
      if (known !== word && known.startsWith(word)) found.set(known, 0.6 * (word.length / known.length));
  if (!found.size && word.length > 4) {
    const most = word.length > 7 ? 2 : 1;
    for (const known of postings.keys())
      if (known.length > 3 && isNear(word, known, most)) found.set(known, 0.6);
  }
  return found;
};

const rarity = (index, word) => {
  const { length } = index.postings.get(word);
  return Math.log(1 + (index.entries.length - length + 0.5) / (length + 0.5));
};

const SATURATION = 4;

// The best entry first: those that hold more of the query's words, rarer words, in
// fields that say more.
export const rank = (index, query) => {
  const asked = wordsOf(index, query);
  const scores = new Map();
  let possible = 0;
  asked.forEach((word, place) => {
    const best = new Map();
    let most = 0;
    for (const [known, share] of meanings(index, word, place === asked.length - 1)) {
      const worth = rarity(index, known);
      most = Math.max(most, worth * share);
      for (const [entry, weight] of index.postings.get(known))
        best.set(entry, Math.max(best.get(entry) ?? 0, (share * worth * weight) / (weight + SATURATION)));
    }
    possible += most || 3;
    for (const [entry, score] of best) {
      const sum = scores.get(entry) ?? { score: 0, held: 0 };
      scores.set(entry, { score: sum.score + score, held: sum.held + (most || 3) });
    }
  });
  const wanted = phrase(query);
  return [...scores]
    .map(([number, { score, held }]) => {
      const entry = index.entries[number];
      const value = score * (held / possible) ** 1.5 + said(index.phrases[number], wanted);
      return { entry, score: entry.id ? value : value * PAGES };
    })
    .sort((a, b) => b.score - a.score);
};

// What the whole query adds where it is a term, or a term is all of it.
const said = ({ terms, title }, wanted) => {
  const long = wanted.trim().split(" ").length;
  let most = title.includes(wanted) ? 1.5 + 0.5 * long : 0;
  for (const term of terms) {
    const words = term.trim().split(" ").length;
    if (term === wanted) most = Math.max(most, 8);
    else if (term.includes(wanted)) most = Math.max(most, 2.5 + 0.5 * long);
    else if (wanted.includes(term)) most = Math.max(most, words > 1 ? 1.5 * words : 1);
  }
  return most;
};

// The terms of an entry that share a word with the query: why it was found.
export const matching = (entry, query) => {
  const wanted = new Set(tokens(query).map(({ word }) => word).filter((word) => !STOP.has(word)));
  return entry.terms.filter((term) => tokens(term).some(({ word }) => wanted.has(word))).slice(0, 3);
};

const wordsOf = (index, query) => {
  const all = tokens(query);
  const whole = all.filter((t) => !t.part);
  const words = [];
  for (let i = 0; i < all.length; i++) {
    const { word, part } = all[i];
    if (part) continue;
    // A name that no rule has whole is searched by its parts.
    const parts = [];
    for (let j = i + 1; all[j]?.part; j++) parts.push(all[j].word);
    if (parts.length && !index.postings.has(word)) words.push(...parts);
    else words.push(word);
  }
  // "static method" is "staticmethod" where only that is known.
  for (let i = 0; i + 1 < whole.length; i++) {
    const joined = stem(words[i] + words[i + 1]);
    if (words[i + 1] && index.postings.has(joined)) words.push(joined);
  }
  const telling = words.filter((word) => !STOP.has(word));
  return [...new Set(telling.length ? telling : words)];
};
