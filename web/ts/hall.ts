// The remote of whoever leads the hall: a live part above forms that live data never touches, and a countdown.
import "./live.ts";
import { find } from "./page/find.ts";

const part = find("#live");
const changed = document.getElementById("changed");
let drawn = Date.now();
let clock: Element | null = null;

// The forms below were made for one state; when it has moved on, the page says so and touches nothing.
part.addEventListener("drawn", (event) => {
  const version = (event as CustomEvent<string | number | null>).detail;
  if (changed && version !== null) changed.hidden = String(version) === part.dataset["version"];
});

function count(): void {
  const shown = part.querySelector<HTMLElement>("[data-left]");
  if (!shown) return;
  if (shown !== clock) [clock, drawn] = [shown, Date.now()];
  const passed = shown.dataset["moves"] === "yes" ? Math.floor((Date.now() - drawn) / 1000) : 0;
  const left = Math.max(0, Number(shown.dataset["left"]) - passed);
  const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (shown.textContent !== text) shown.textContent = text;
}

count();
setInterval(count, 500);
