// Reads a QR from a picture where the browser has no reader of its own; loaded only then.
import jsQR from "jsqr";

export function read(picture: ImageData): string | null {
  return jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data ?? null;
}
