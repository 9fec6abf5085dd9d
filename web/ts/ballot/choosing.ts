// What the voter has marked so far, by each way of voting.
import { all, find } from "../page/find.ts";
import { count, say } from "../page/words.ts";
import type { Choice } from "./signing.ts";

function idOf(input: HTMLInputElement): string {
  return input.dataset["id"] ?? input.value;
}

// The counting side wants choices by code units, which is how JavaScript compares text.
function byId(one: HTMLInputElement, other: HTMLInputElement): number {
  return idOf(one) < idOf(other) ? -1 : 1;
}

export class Choosing {
  private readonly inputs: HTMLInputElement[];
  private readonly ranking: string[] = [];

  constructor(private readonly form: HTMLFormElement, private readonly method: string, private readonly most: number) {
    this.inputs = all<HTMLInputElement>("input[name=choice]", form);
    for (const input of this.inputs) input.addEventListener("input", () => this.changed(input));
    this.show();
  }

  choices(): Choice[] {
    if (this.method === "stv") return [...this.ranking];
    if (this.method === "points") return this.marked().sort(byId).map((input): Choice => [idOf(input), Number(input.value)]);
    return this.marked().sort(byId).map(idOf);
  }

  // All that stand, in the order of the page, which is the manifest's.
  options(): string[] {
    return this.inputs.map(idOf);
  }

  labels(): string[] {
    const picked = this.method === "stv" ? this.ranking.map((id) => this.input(id)) : this.marked();
    return picked.map((input, place) => this.label(input, place));
  }

  fits(): boolean {
    return this.spent() <= this.most;
  }

  clear(): void {
    this.form.reset();
    this.ranking.length = 0;
    this.show();
  }

  private marked(): HTMLInputElement[] {
    return this.inputs.filter((input) => (this.method === "points" ? Number(input.value) > 0 : input.checked));
  }

  private input(id: string): HTMLInputElement {
    return this.inputs.find((input) => input.value === id) as HTMLInputElement;
  }

  private label(input: HTMLInputElement, place: number): string {
    const name = input.dataset["name"] ?? "";
    if (this.method === "stv") return say("ballot.ranked", { place: place + 1, name });
    return this.method === "points" ? count("ballot.points_for", Number(input.value), { name }) : name;
  }

  private spent(): number {
    if (this.method === "points") return this.marked().reduce((sum, input) => sum + Number(input.value), 0);
    if (this.method === "knapsack") return this.marked().reduce((sum, input) => sum + Number(input.dataset["cost"]), 0);
    return this.marked().length;
  }

  private changed(input: HTMLInputElement): void {
    if (this.method === "stv") this.rank(input);
    this.show();
  }

  private rank(input: HTMLInputElement): void {
    const at = this.ranking.indexOf(input.value);
    if (input.checked && at < 0) this.ranking.push(input.value);
    if (!input.checked && at >= 0) this.ranking.splice(at, 1);
    for (const other of this.inputs) {
      const place = this.ranking.indexOf(other.value) + 1;
      find("[data-place]", other.closest("label") as HTMLElement).textContent = place ? String(place) : "";
    }
  }

  // Nobody can mark one too many: what is left over waits until something is taken back.
  private show(): void {
    const spent = this.spent();
    for (const input of this.inputs) {
      if (this.method === "points") continue;
      const price = this.method === "knapsack" ? Number(input.dataset["cost"]) : 1;
      input.disabled = input.type === "checkbox" && !input.checked && spent + price > this.most;
    }
    find("#counter").textContent = this.counter(spent);
    find<HTMLButtonElement>("#to-review").disabled = spent > this.most;
  }

  private counter(spent: number): string {
    if (this.method === "knapsack") return say("ballot.spent", { spent: this.money(spent), most: this.money(this.most) });
    if (this.method === "points") return say("ballot.points_used", { n: spent, most: this.most });
    return say("ballot.chosen", { n: spent, most: this.most });
  }

  private money(minor: number): string {
    const { currency, decimals } = this.form.dataset;
    const form = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: currency ?? "TND", numberingSystem: "latn" } as Intl.NumberFormatOptions);
    return form.format(minor / 10 ** Number(decimals ?? 3));
  }
}
