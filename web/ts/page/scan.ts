// Reads a printed QR with the camera, where the browser has a reader of its own.
interface Reader {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

type Readers = new (options: { formats: string[] }) => Reader;

const EVERY = 250; // ms between two looks

export function canScan(): boolean {
  return "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);
}

// Looks until something was read or `stop` was called; the camera is let go either way.
export class Scan {
  private looking = true;

  constructor(private readonly video: HTMLVideoElement) {}

  async read(): Promise<string | null> {
    const reader = new (window as unknown as { BarcodeDetector: Readers }).BarcodeDetector({ formats: ["qr_code"] });
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
    if (!stream) return null;
    try {
      this.video.srcObject = stream;
      await this.video.play();
      return await this.look(reader);
    } finally {
      for (const track of stream.getTracks()) track.stop();
      this.video.srcObject = null;
    }
  }

  stop(): void {
    this.looking = false;
  }

  private async look(reader: Reader): Promise<string | null> {
    while (this.looking) {
      const [found] = await reader.detect(this.video).catch(() => []);
      if (found?.rawValue) return found.rawValue;
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
    return null;
  }
}
