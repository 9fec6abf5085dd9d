// Reads a page aloud with the voice the device has for its language; without such a voice the button does not show.
import { all, find } from "./page/find.ts";
import { say } from "./page/words.ts";

const button = find<HTMLButtonElement>("#listen");
const language = document.documentElement.lang.slice(0, 2);
const label = button.textContent ?? "";
const speech = "speechSynthesis" in window ? window.speechSynthesis : null;

function voice(): SpeechSynthesisVoice | undefined {
  return speech?.getVoices().find((each) => each.lang.toLowerCase().startsWith(language));
}

function offer(): void {
  button.hidden = voice() === undefined;
}

function stop(): void {
  speech?.cancel();
  button.textContent = label;
}

function read(): void {
  const found = voice();
  if (!speech || !found) return;
  button.textContent = say("listen.stop");
  const parts = all("[data-read]").map((part) => new SpeechSynthesisUtterance(part.textContent ?? ""));
  parts.forEach((part) => {
    part.voice = found;
    part.lang = found.lang;
    part.rate = 0.9;
    speech.speak(part);
  });
  parts[parts.length - 1]?.addEventListener("end", stop);
}

button.addEventListener("click", () => (speech?.speaking ? stop() : read()));
speech?.addEventListener("voiceschanged", offer);
addEventListener("pagehide", () => speech?.cancel());
offer();
