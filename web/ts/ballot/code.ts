// The secret number on a slip as people type it: Eastern Arabic digits, spaces and hyphens are understood.
export const DIGITS = 24;

const EASTERN = ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"];
const FORGIVEN = /[\s\-\u00a0\u200e\u200f\u202a-\u202c\u2066-\u2069]/g;

export function latin(typed: string): string {
  const digits = [...typed].map((sign) => {
    const row = EASTERN.find((digitsOfRow) => digitsOfRow.includes(sign));
    return row ? String(row.indexOf(sign)) : sign;
  });
  return digits.join("").replace(FORGIVEN, "");
}

// A slip's QR holds the address of its ballot; the code is the part after the sign, which no server sees.
export function codeIn(text: string): string {
  return latin(text.split("#").pop() ?? "");
}

export type CodeFault = "length" | "check";

// The two last digits are those of ISO 7064, MOD 97-10: they catch a slip of the finger.
export function faultOf(code: string): CodeFault | null {
  if (!/^\d+$/.test(code) || code.length !== DIGITS) return "length";
  return BigInt(code) % BigInt(97) === BigInt(1) ? null : "check";
}

export function grouped(text: string): string {
  return text.replace(/(.{4})(?=.)/g, "$1 ");
}
