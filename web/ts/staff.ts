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
  const style = { style: "currency", currency: table.dataset["currency"] ?? "TND", minimumFractionDigits: decimals } as const;
  const money = new Intl.NumberFormat(`${table.dataset["locale"] ?? "fr"}-u-nu-latn`, style);
  const total = table.querySelector<HTMLOutputElement>("[data-total]");

  const line = (row: HTMLTableRowElement): number => {
    const value = (name: string): number | null => amount(row.querySelector<HTMLInputElement>(`[${name}]`)?.value ?? "");
    const quantity = value("data-quantity");
    const cost = value("data-cost");
    const found = quantity === null || cost === null ? null : quantity * cost;
    const place = row.querySelector("[data-line]");
    if (place) place.textContent = found === null ? "" : money.format(found);
    return found ?? 0;
  };

  table.addEventListener("input", () => {
    const sum = [...table.tBodies].flatMap((body) => [...body.rows]).reduce((whole, row) => whole + line(row), 0);
    if (total) total.textContent = money.format(sum);
  });
}

function rows(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  body?.addEventListener("input", () => {
    const last = body.rows[body.rows.length - 1];
    const used = [...(last?.querySelectorAll<HTMLInputElement>("input, textarea") ?? [])].some((field) => field.value);
    if (!last || !used) return;
    const fresh = last.cloneNode(true) as HTMLTableRowElement;
    for (const field of fresh.querySelectorAll<HTMLInputElement>("input, textarea")) field.value = "";
    for (const place of fresh.querySelectorAll("[data-line]")) place.textContent = "";
    body.append(fresh);
  });
}

for (const table of all<HTMLTableElement>("table[data-rows]")) rows(table);
for (const table of all<HTMLTableElement>("table[data-sum]")) sums(table);
document.querySelector<HTMLElement>("[data-focus]")?.focus();
