// The camera: asked for by a click, let go while nobody looks, its pictures handed on one at a time.

import { readPicture } from "./decoder";

const REST = 80; // ms between two pictures: twelve a second find every badge and spare the battery

export class Camera {
  readonly video = document.createElement("video");
  private stream: MediaStream | null = null;
  private starting: Promise<void> | null = null;
  private wanted = false;

  /** `found` gets the texts of every picture, `stopped` one sentence when the camera ends without being asked to. */
  constructor(
    private readonly found: (texts: string[]) => void,
    private readonly stopped: (why: string) => void,
  ) {
    this.video.muted = true;
    this.video.playsInline = true;
    document.addEventListener("visibilitychange", () => void this.followVisibility());
  }

  /** Whether this browser can be asked at all: it has a camera interface, and the page came over https. */
  static get possible(): boolean {
    return typeof navigator.mediaDevices?.getUserMedia === "function";
  }

  /** Rejects with an Error whose message is for the person. Asked twice, it starts once. */
  start(): Promise<void> {
    this.wanted = true;
    this.starting ??= this.open().finally(() => {
      this.starting = null;
    });
    return this.starting;
  }

  /** Null where the camera has no light to switch; else whether it is on. */
  get light(): boolean | null {
    const able = this.track?.getCapabilities?.() as { torch?: boolean } | undefined;
    if (!able?.torch) return null;
    return Boolean((this.track?.getSettings() as { torch?: boolean }).torch);
  }

  async switchLight(on: boolean): Promise<void> {
    await this.track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }

  private get track(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }

  private async open(): Promise<void> {
    const video = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video }).catch((fault: unknown) => {
      this.wanted = false;
      throw new Error(reason(fault), { cause: fault });
    });
    this.stream = stream;
    if (!this.wanted || document.hidden) return this.release(); // left while the browser was asking
    this.track?.addEventListener("ended", () => this.end("The camera stopped."));
    this.video.srcObject = stream;
    await this.video.play().catch(() => null); // left again: then there is nothing to watch
    this.watch(stream);
  }

  private async followVisibility(): Promise<void> {
    if (document.hidden) this.release();
    else if (this.wanted && !this.stream) await this.start().catch((fault: Error) => this.end(fault.message));
  }

  private release(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  private end(why: string): void {
    this.release();
    this.wanted = false;
    this.stopped(why);
  }

  /** One picture after another, for as long as this stream is the current one. */
  private watch(stream: MediaStream): void {
    const next = (): void => {
      if (this.stream !== stream) return;
      if ("requestVideoFrameCallback" in this.video) this.video.requestVideoFrameCallback(() => void look());
      else setTimeout(() => void look(), REST);
    };
    const look = async (): Promise<void> => {
      const begun = performance.now();
      try {
        if (this.stream === stream && this.video.videoWidth) this.found(await readPicture(this.video));
      } catch (fault) {
        return this.end((fault as Error).message);
      }
      setTimeout(next, Math.max(0, REST - (performance.now() - begun)));
    };
    next();
  }
}

function reason(fault: unknown): string {
  switch (fault instanceof DOMException ? fault.name : "") {
    case "NotAllowedError":
      return "The browser may not use the camera here. Allow it in the settings of this page, or type the code.";
    case "NotFoundError":
    case "OverconstrainedError":
      return "This device has no camera. Type the code, or use a photo.";
    case "NotReadableError":
      return "Another program holds the camera. Close it there, then start it again.";
    default:
      return "The camera did not start. Type the code, or use a photo.";
  }
}
