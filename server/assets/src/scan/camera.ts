// The camera: asked for by a click, let go while nobody looks, taken again when it was taken away, its pictures handed on
// one at a time.

import { type Choice, choices, opened, settled } from "./camera_choice";
import { isRefused, reason } from "./camera_faults";
import { readPicture } from "./decoder";

const REST = 60; // ms between two pictures: a dozen a second find every badge and spare the battery
const AGAIN = [300, 1_000, 3_000]; // ms before each try to get back a camera that was taken away
const DARK = 10_000; // ms without a picture; then another program or the system has the camera

export interface Watcher {
  /** The texts of every picture. */
  found(texts: string[]): void;
  /** Its picture is there, anew; the tools that it has may be others. */
  began(): void;
  /** One sentence, when the camera ends without being asked to and does not come back. */
  stopped(why: string): void;
}

export class Camera {
  readonly video = document.createElement("video");
  private stream: MediaStream | null = null;
  private starting: Promise<void> | null = null;
  private wanted = false;
  private tries = 0;

  constructor(private readonly watcher: Watcher) {
    this.video.muted = true;
    this.video.playsInline = true;
    document.addEventListener("visibilitychange", () => this.followVisibility());
    navigator.mediaDevices?.addEventListener?.("devicechange", () => void this.followDevices());
    void navigator.permissions
      ?.query({ name: "camera" as PermissionName })
      .then((permission) => permission.addEventListener("change", () => this.followPermission(permission.state)))
      .catch(() => null); // this browser does not tell
  }

  /** Whether this browser can be asked at all: it has a camera interface, and the page came over https. */
  static get possible(): boolean {
    return typeof navigator.mediaDevices?.getUserMedia === "function";
  }

  get on(): boolean {
    return this.stream !== null;
  }

  get track(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }

  /** Rejects with an Error whose message is for the person. Asked twice, it starts once. */
  start(): Promise<void> {
    this.wanted = true;
    this.starting ??= this.open()
      .catch((fault: unknown) => {
        this.wanted = false;
        throw fault;
      })
      .finally(() => {
        this.starting = null;
      });
    return this.starting;
  }

  /** Lets the camera go until it is started again. */
  rest(): void {
    this.wanted = false;
    this.release();
  }

  choices(): Promise<Choice[]> {
    return choices(this.track);
  }

  /** Another camera, from now on. Rejects as `start` does. */
  async choose(id: string): Promise<void> {
    settled(id);
    this.release();
    await this.start();
  }

  private async open(): Promise<void> {
    const stream = await opened().catch((fault: unknown) => {
      throw new Error(reason(fault), { cause: fault });
    });
    this.stream = stream;
    if (!this.wanted || document.hidden) return this.release(); // left while the browser was asking
    this.track?.addEventListener("ended", () => this.stream === stream && this.comeBack());
    this.video.srcObject = stream;
    await this.video.play().catch(() => null);
    if (this.stream !== stream) return; // left again
    this.watcher.began();
    this.watch(stream);
  }

  private followVisibility(): void {
    if (document.hidden) this.release();
    else if (this.wanted && !this.stream) this.comeBack(0);
  }

  /** A camera was plugged in or pulled out; the one that is gone may not have said so itself. */
  private async followDevices(): Promise<void> {
    if (!this.stream) return;
    const id = this.track?.getSettings().deviceId;
    const there = await this.choices();
    if (this.stream && !there.some((choice) => choice.id === id)) this.comeBack();
    else this.watcher.began();
  }

  private followPermission(state: PermissionState): void {
    if (state === "denied" && this.wanted) this.end(reason(new DOMException("", "NotAllowedError")));
  }

  /** Takes the camera again; says why not when that fails for good. */
  private comeBack(pause = AGAIN[this.tries]): void {
    this.release();
    if (pause === undefined) return this.end("The camera was taken away.");
    this.tries += 1;
    setTimeout(() => {
      if (!this.wanted || document.hidden) return; // it comes back when somebody looks
      this.start().catch((fault: Error) => {
        if (this.tries >= AGAIN.length || isRefused(fault.cause)) return this.end(fault.message);
        this.wanted = true;
        this.comeBack();
      });
    }, pause);
  }

  private release(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  private end(why: string): void {
    this.rest();
    this.tries = 0;
    this.watcher.stopped(why);
  }

  /** One picture after another, for as long as this stream is the current one. */
  private watch(stream: MediaStream): void {
    let dark: ReturnType<typeof setTimeout> | undefined;
    const next = (): void => {
      if (this.stream !== stream) return;
      dark = setTimeout(() => this.stream === stream && this.comeBack(), DARK);
      if ("requestVideoFrameCallback" in this.video) this.video.requestVideoFrameCallback(() => void look());
      else setTimeout(() => void look(), REST);
    };
    const look = async (): Promise<void> => {
      clearTimeout(dark);
      const begun = performance.now();
      try {
        if (this.stream === stream && this.video.videoWidth) this.watcher.found(await readPicture(this.video));
      } catch (fault) {
        return this.end((fault as Error).message);
      }
      this.tries = 0;
      setTimeout(next, Math.max(0, REST - (performance.now() - begun)));
    };
    next();
  }
}
