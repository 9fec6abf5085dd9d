// The field a photo is chosen in: filled again from what the phone kept, and emptied by a button.
import { find } from "../page/find.ts";
import { dropPhoto, keepPhoto, keptPhoto, photoOf, smaller } from "./photo.ts";

export async function choosing(field: HTMLInputElement, town: string): Promise<void> {
  const told = { kept: find("#photo-here"), large: find("#photo-large") };

  const show = (which: "kept" | "large" | ""): void => {
    told.kept.hidden = which !== "kept";
    told.large.hidden = which !== "large";
  };

  const chosen = async (): Promise<void> => {
    const file = field.files?.[0];
    show("");
    if (!file) return dropPhoto(town);
    const small = await smaller(file);
    if (field.files?.[0] !== file) return; // another was chosen meanwhile
    put(field, small);
    const photo = await photoOf(small);
    if (photo) await keepPhoto(town, photo);
    else await dropPhoto(town);
    show(photo ? "kept" : "large");
  };

  field.addEventListener("change", () => void chosen());
  find("#photo-drop").addEventListener("click", () => {
    field.value = "";
    show("");
    void dropPhoto(town);
    field.focus();
  });

  if (field.form?.querySelector("input[name=photo]")) return; // the server has it already
  const before = await keptPhoto(town);
  if (before && !field.files?.length && put(field, new File([before.bytes], before.name, { type: before.type }))) show("kept");
}

// Old browsers let nobody but a person fill such a field.
function put(field: HTMLInputElement, file: File): boolean {
  try {
    const carrier = new DataTransfer();
    carrier.items.add(file);
    field.files = carrier.files;
    return field.files.length === 1;
  } catch {
    return false;
  }
}
