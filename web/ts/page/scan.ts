// Reads a printed QR with the camera: by the browser's own reader, else by one that is loaded only then.
import { find } from "./find.ts";

interface Reader {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface Bundled {
  read(picture: ImageData): string | null;
}

type Readers = new (options: { formats: string[] }) => Reader;
type Look = (video: HTMLVideoElement) => Promise<string | null>;

const EVERY = 250; // ms between two looks
const WIDE = 640; // pixels a picture is drawn at before it is read; enough for a slip held in front of the camera

export function canScan(): boolean {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}

// What a page that must scan without a network keeps beside itself.
export function readerToKeep(): string[] {
  return "BarcodeDetector" in window ? [] : [find("#camera").dataset["reader"] ?? ""];
}

// Looks until it was stopped, or until one text was read; the camera is let go either way.
export class Scan {
  private looking = true;

  // `bundled`: the address of the reader for browsers without one.
  constructor(private readonly video: HTMLVideoElement, private readonly bundled: string) {}

  async read(): Promise<string | null> {
    let found: string | null = null;
    await this.each((text) => {
      found = text;
      this.stop();
    });
    return found;
  }

  async each(told: (text: string) => void): Promise<void> {
    const look = await reader(this.bundled).catch(() => null);
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
    if (!stream) return;
    try {
      this.video.srcObject = stream;
      await this.video.play();
      if (look) await this.watch(look, told);
    } finally {
      for (const track of stream.getTracks()) track.stop();
      this.video.srcObject = null;
    }
  }

  stop(): void {
    this.looking = false;
  }

  private async watch(look: Look, told: (text: string) => void): Promise<void> {
    while (this.looking) {
      const found = await look(this.video).catch(() => null);
      if (found) told(found);
      if (this.looking) await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
  }
}

// The page's own camera part, shown while it looks; null when nothing was read.
export async function scanned(): Promise<string | null> {
  const camera = find("#camera");
  const look = new Scan(find<HTMLVideoElement>("#seen"), camera.dataset["reader"] ?? "");
  find("#stop-scan").onclick = () => look.stop();
  camera.hidden = false;
  const text = await look.read();
  camera.hidden = true;
  return text;
}

async function reader(bundled: string): Promise<Look> {
  if ("BarcodeDetector" in window) {
    const own = new (window as unknown as { BarcodeDetector: Readers }).BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await own.detect(video))[0]?.rawValue ?? null;
  }
  const loaded = (await import(bundled)) as Bundled;
  return async (video) => loaded.read(picture(video));
}

function picture(video: HTMLVideoElement): ImageData {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, WIDE / (video.videoWidth || WIDE));
  canvas.width = Math.round((video.videoWidth || WIDE) * scale);
  canvas.height = Math.round((video.videoHeight || WIDE) * scale);
  const drawing = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
  return drawing.getImageData(0, 0, canvas.width, canvas.height);
}
