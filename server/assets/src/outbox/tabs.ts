// The tabs of one browser: one of them sends at a time, and all of them hear what came of it.

import type { Outcome } from "./item";

export class Tabs {
  private readonly channel: BroadcastChannel | null;

  constructor(
    private readonly name: string,
    heard: (outcomes: readonly Outcome[]) => void,
  ) {
    this.channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
    this.channel?.addEventListener("message", ({ data }: MessageEvent<readonly Outcome[]>) => heard(data));
  }

  tell(outcomes: readonly Outcome[]): void {
    this.channel?.postMessage(outcomes);
  }

  /** Does it when no other tab does. Browsers have no locks over plain http: then both may, which is only wasteful. */
  alone(work: () => Promise<void>): Promise<void> {
    return "locks" in navigator ? navigator.locks.request(this.name, work) : work();
  }
}
