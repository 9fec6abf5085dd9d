// Scans into the field where the same could be typed: codes of slips one after the other, or one whole text.
import { codeIn } from "./ballot/code.ts";
import { find } from "./page/find.ts";
import { canScan, Scan } from "./page/scan.ts";
import { count } from "./page/words.ts";

const CODE = /^\d{24}$/;

async function read(part: HTMLElement, field: HTMLTextAreaElement): Promise<void> {
  const scan = new Scan(find<HTMLVideoElement>("#seen"), part.dataset["reader"] ?? "");
  find("#camera").hidden = false;
  find("#stop-scan").onclick = () => scan.stop();
  if (part.dataset["take"] === "text") field.value = (await scan.read()) ?? field.value;
  else await scan.each((text) => add(field, text));
  find("#camera").hidden = true;
  field.focus();
}

function add(field: HTMLTextAreaElement, text: string): void {
  const code = codeIn(text);
  const lines = field.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!CODE.test(code) || lines.includes(code)) return;
  field.value = [...lines, code].join("\n");
  find("#scanned").textContent = count("scan.added", lines.length + 1);
}

const place = document.getElementById("scanning");
if (place && canScan()) {
  const field = find<HTMLTextAreaElement>(`#${place.dataset["into"] ?? ""}`);
  place.hidden = false;
  find("#scan").addEventListener("click", () => void read(place, field));
}
