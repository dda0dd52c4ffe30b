// A camera that nobody uses is let go, and taken again by a tap or a key.

const ASLEEP_AFTER = 90_000; // ms without a badge, a tap or a key

export class Idle {
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `slept` is called when nothing happened for long; not before `stir` was called. */
  constructor(private readonly slept: () => void) {
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, () => this.timer !== undefined && this.stir(), { passive: true });
    }
  }

  /** Something happened. */
  stir(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.slept();
    }, ASLEEP_AFTER);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
