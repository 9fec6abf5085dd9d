// The texts of the page, handed over by the server as data, with plural forms by their CLDR names.
type Entry = string | Record<string, string>;

const block = document.getElementById("texts")?.textContent ?? "{}";
const texts = JSON.parse(block) as Record<string, Entry>;
const plurals = new Intl.PluralRules(document.documentElement.lang);

export function has(key: string): boolean {
  return key in texts;
}

export function say(key: string, words: Record<string, string | number> = {}): string {
  const entry = texts[key];
  return typeof entry === "string" ? fill(entry, words) : key;
}

export function count(key: string, n: number, words: Record<string, string | number> = {}): string {
  const forms = texts[key];
  if (forms === undefined || typeof forms === "string") return key;
  return fill(forms[plurals.select(n)] ?? forms["other"] ?? key, { n, ...words });
}

function fill(text: string, words: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(words[name] ?? place));
}
