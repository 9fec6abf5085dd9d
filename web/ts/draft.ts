// Keeps what somebody has typed on this phone until it is sent, over all questions; the form works without this.
import { newId } from "./page/ids.ts";
import { keepPage } from "./page/keep.ts";
import { all, find } from "./page/find.ts";
import { choosing } from "./citizen/choosing.ts";
import { dropPhoto } from "./citizen/photo.ts";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

// Never a name or an address: phones are shared.
const KEPT = ["zone", "title", "body", "neighbourhood", "place"];

const form = find<HTMLFormElement>("form[data-draft]");
const place = `pb-draft:${form.dataset["draft"] ?? ""}`;
const fields = all<Field>("[name]", form).filter((field) => KEPT.includes(field.name));

function saved(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function chosen(field: Field): boolean {
  return !(field instanceof HTMLInputElement) || field.type !== "radio" || field.checked;
}

function save(): void {
  const draft = saved();
  for (const field of fields) if (chosen(field)) draft[field.name] = field.value;
  try {
    localStorage.setItem(place, JSON.stringify(draft));
  } catch {
    // A full or forbidden store costs the draft, not the form.
  }
}

// Fields of questions on other pages are carried in this one, unseen: they are filled too.
function fill(draft: Record<string, string>): void {
  const answered = new Set(fields.filter((field) => chosen(field) && field.value).map((field) => field.name));
  for (const field of fields) {
    const kept = draft[field.name];
    if (!kept || answered.has(field.name)) continue;
    if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === kept;
    else field.value = kept;
  }
}

// Only who began to answer needs the page of all questions without a network; others do not pay for it.
let begun = false;
function begin(): void {
  save();
  const { whole, worker, parts } = form.dataset;
  if (begun || !whole) return;
  begun = true;
  void keepPage(worker ?? "", [whole], parts?.split(" ")).then((kept) => (form.dataset["kept"] = String(kept)));
}

// A page kept on the phone holds an old key; each proposal needs its own.
function renew(): void {
  if (form.dataset["whole"]) return;
  find<HTMLInputElement>("input[name=key]", form).value = newId();
  find("#cut").hidden = location.pathname.endsWith("/whole");
}

fill(saved());
renew();
form.addEventListener("input", begin);

const town = form.dataset["draft"] ?? "";
const photo = form.querySelector<HTMLInputElement>("input[type=file]");
if (photo) void choosing(photo, town);
form.querySelector("button[value=without]")?.addEventListener("click", () => void dropPhoto(town));
