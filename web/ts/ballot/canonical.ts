// The one byte form of a value, equal to the counting side's: sorted keys, no spaces, only the escapes JSON makes.
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

export class NotCanonical extends Error {}

export function canonical(value: Value): Uint8Array {
  return new TextEncoder().encode(text(value));
}

function text(value: Value): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return integer(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(text).join(",")}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${quoted(key)}:${text(value[key] as Value)}`).join(",")}}`;
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new NotCanonical("not a safe integer");
  return String(value);
}

function quoted(value: string): string {
  const lone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/;
  if (lone.test(value)) throw new NotCanonical("lone surrogate");
  return JSON.stringify(value);
}
