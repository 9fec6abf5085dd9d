// What makes long forms of staff quicker; every form works without it: sums while typing, another line when the last is used, focus on what was refused.
import { all } from "./page/find.ts";

const EASTERN = "٠١٢٣٤٥٦٧٨٩";

function amount(typed: string): number | null {
  const latin = typed.replace(/[٠-٩]/g, (sign) => String(EASTERN.indexOf(sign))).replace(/[\s\u202f]/g, "");
  const text = latin.replace(/[,٫]/, ".");
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

function sums(table: HTMLTableElement): void {
  const decimals = Number(table.dataset["decimals"] ?? "2");
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const number = new Intl.NumberFormat(table.dataset["locale"] === "en" ? "en" : "fr", digits);
  const money = (sum: number): string => `${number.format(sum).replace(/\u202f/g, "\u00a0")}\u00a0${table.dataset["currency"] ?? ""}`;
  const total = table.querySelector<HTMLOutputElement>("[data-total]");

  const line = (row: HTMLTableRowElement): number => {
    const value = (name: string): number | null => amount(row.querySelector<HTMLInputElement>(`[${name}]`)?.value ?? "");
    const quantity = value("data-quantity");
    const cost = value("data-cost");
    const found = quantity === null || cost === null ? null : quantity * cost;
    const place = row.querySelector("[data-line]");
    if (place) place.textContent = found === null ? "" : money(found);
    return found ?? 0;
  };

  table.addEventListener("input", () => {
    const sum = [...table.tBodies].flatMap((body) => [...body.rows]).reduce((whole, row) => whole + line(row), 0);
    if (total) total.textContent = money(sum);
  });
}

// The lines of a table, or the items of a list.
function rows(place: HTMLElement): void {
  const body = place instanceof HTMLTableElement ? place.tBodies[0] : place;
  body?.addEventListener("input", () => {
    const last = body.lastElementChild;
    const used = all<HTMLInputElement>("input, textarea", last ?? body).some((field) => field.value);
    if (last && used) body.append(another(last));
  });
}

// As the last one, empty, and with names of its own.
function another(last: Element): Element {
  const fresh = last.cloneNode(true) as Element;
  for (const field of all<HTMLInputElement>("input, textarea", fresh)) field.value = "";
  for (const place of all("[data-line]", fresh)) place.textContent = "";
  for (const named of all("[id], [for]", fresh)) {
    for (const name of ["id", "for"]) if (named.hasAttribute(name)) named.setAttribute(name, next(named.getAttribute(name) ?? ""));
  }
  return fresh;
}

function next(name: string): string {
  return name.replace(/\d+$/, (n) => String(Number(n) + 1));
}

for (const place of all("[data-rows]")) rows(place);
for (const table of all<HTMLTableElement>("table[data-sum]")) sums(table);
for (const here of all(".ways [aria-current], .tabs [aria-current]")) here.scrollIntoView({ block: "nearest", inline: "center" });
document.querySelector<HTMLElement>("[data-focus]")?.focus();
