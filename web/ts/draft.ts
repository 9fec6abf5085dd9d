// Keeps what somebody has typed on this phone until it is sent; the form works without this.
import { all, find } from "./page/find.ts";

const form = find<HTMLFormElement>("form[data-draft]");
const place = `pb-draft:${form.dataset["draft"] ?? ""}`;
const fields = all<HTMLInputElement | HTMLTextAreaElement>("[data-keep]", form);

function saved(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function save(): void {
  const draft = saved();
  for (const field of fields) draft[field.name] = field.value;
  try {
    localStorage.setItem(place, JSON.stringify(draft));
  } catch {
    // A full or forbidden store costs the draft, not the form.
  }
}

const draft = saved();
for (const field of fields) {
  if (!field.value) field.value = draft[field.name] ?? "";
  field.addEventListener("input", save);
}
