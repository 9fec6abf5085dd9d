// Names as people search them: without vowel signs, with one alef, and with any digits.
const SAME: Record<string, string> = { أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ئ: "ي", ؤ: "و", ة: "ه" };
const EASTERN = /[٠-٩۰-۹]/g;

export function folded(text: string): string {
  const digits = text.replace(EASTERN, (sign) => String(sign.charCodeAt(0) & 15));
  const plain = digits.replace(/[أإآٱىئؤة]/g, (sign) => SAME[sign] ?? sign).replace(/\u0640/g, "");
  return plain.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

// Every word typed begins a word of the name, with or without its article, in any order.
export function matches(name: string, typed: string): boolean {
  const words = folded(name).split(" ").flatMap((word) => (word.startsWith("ال") ? [word, word.slice(2)] : [word]));
  return typed.split(" ").every((part) => words.some((word) => word.startsWith(part)));
}

// The same name, or two words of it: enough to ask before writing somebody down twice.
export function alike(one: string, other: string): boolean {
  const mine = new Set(folded(one).split(" "));
  const theirs = folded(other).split(" ");
  const shared = theirs.filter((word) => mine.has(word)).length;
  return shared >= 2 || (shared === mine.size && shared === theirs.length);
}

// What a printed QR holds: the code alone, or at the end of an address.
export function codeIn(text: string): string {
  const found = text.toUpperCase().match(/[A-Z0-9]{6,}(?=[^A-Z0-9]*$)/);
  return found ? found[0] : "";
}
