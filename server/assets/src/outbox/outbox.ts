// The outbox of one account: what was done here is on disk first, then sent by itself, by one tab at a time.

import { Away, send } from "./ask";
import { type Item, type Kind, kinds, type NotTaken, type Outcome, type Sender, senderOf } from "./item";
import * as store from "./store";
import { Tabs } from "./tabs";
import { todays } from "./versions";

const MOST = 500; // items in a batch, as the server takes them
const SOONEST = 5_000; // ms until the next try by itself; twice as long after each that failed
const LATEST = 300_000;

export interface State {
  waiting: Item[];
  notTaken: NotTaken[];
  /** How many items of other accounts wait here for them to sign in again. */
  others: number;
  /** Why nothing could be sent the last time; null where it could. */
  held: string | null;
  /** Whether that is because nobody is signed in, or somebody else. */
  signIn: boolean;
}

export class Outbox {
  private readonly listeners = new Set<(outcomes: readonly Outcome[]) => void>();
  private readonly tabs = new Tabs("hallway-outbox", (outcomes) => this.tell(outcomes));
  /** What the disk did not take: it is sent from here, and lost with the page. */
  private readonly unkept = new Map<string, Item>();
  private draining: Promise<void> | null = null;
  private again = false;
  private failures = 0;
  private held: Away | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly account: string) {
    addEventListener("online", () => void this.drain());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.drain();
    });
    addEventListener("beforeunload", (event) => {
      if (this.unkept.size) event.preventDefault();
    });
  }

  /** `heard` gets the outcomes of this tab and of others; an empty list says that something else changed. */
  listen(heard: (outcomes: readonly Outcome[]) => void): void {
    this.listeners.add(heard);
  }

  /** Resolves when it is on disk; it is sent by itself. The same id again changes nothing. */
  async add<P extends object>(
    kind: Kind,
    payload: P,
    { id, ...more }: { id: string; after?: string; place?: string },
  ): Promise<Item<P>> {
    const version = senderOf(kind)?.version ?? 1;
    const queuedAt = new Date().toISOString();
    const item = { id, kind, version, payload, queuedAt, account: this.account, ...more };
    try {
      await store.keep(item);
    } catch {
      this.unkept.set(id, item);
    }
    this.changed([]);
    void this.drain();
    return item;
  }

  /** Whether the disk took it; false also for one that is sent. */
  kept(id: string): boolean {
    return !this.unkept.has(id);
  }

  /** What came of an item that was just added: at the latest after `patience` ms, and then LATER. */
  outcome(id: string, patience = 4_000): Promise<Outcome> {
    return new Promise((resolve) => {
      const heard = (outcomes: readonly Outcome[]): void => {
        const mine = outcomes.find((outcome) => outcome.id === id);
        if (mine) end(mine);
      };
      const end = (outcome: Outcome): void => {
        clearTimeout(timer);
        this.listeners.delete(heard);
        resolve(outcome);
      };
      const timer = setTimeout(() => end({ id, result: "LATER", message: "The network is slow." }), patience);
      this.listen(heard);
    });
  }

  /** `held` of `state`, at once: a queue of thousands takes its time to be read. */
  get heldBy(): string | null {
    return this.held?.message ?? null;
  }

  async state(): Promise<State> {
    const [all, notTaken] = await Promise.all([
      store.waiting().catch(() => []),
      store.notTaken(this.account).catch(() => []),
    ]);
    const mine = all.filter((item) => item.account === this.account);
    return {
      waiting: [...mine, ...this.unkept.values()],
      notTaken,
      others: all.length - mine.length,
      held: this.held?.message ?? null,
      signIn: this.held?.signIn ?? false,
    };
  }

  /** What the server refused of this id; null where it did not, or where it was discarded. */
  async refused(id: string): Promise<NotTaken | null> {
    const notTaken = await store.notTaken(this.account).catch(() => []);
    return notTaken.find((item) => item.id === id) ?? null;
  }

  async keepAsNote(item: NotTaken, note: string): Promise<void> {
    await store.keepAsNote(item, note);
    this.changed([]);
  }

  async discard(id: string): Promise<void> {
    await store.discard(id);
    this.changed([]);
  }

  /** Sends until nothing is left that can be sent. While it runs, another call makes it look once more. */
  drain(): Promise<void> {
    clearTimeout(this.timer);
    if (this.draining) {
      this.again = true;
      return this.draining;
    }
    this.draining = this.tabs.alone(() => this.sendAll()).finally(() => {
      this.draining = null;
      if (this.again) void this.drain();
    });
    this.again = false;
    return this.draining;
  }

  private async sendAll(): Promise<void> {
    try {
      let left = 0;
      for (const kind of kinds()) left += await this.sendKind(kind);
      this.hold(null);
      if (left) this.tryLater();
      else this.failures = 0;
    } catch (fault) {
      if (!(fault instanceof Away)) throw fault;
      this.hold(fault);
      this.tryLater();
    }
  }

  /** How many of them have to wait for a later try. Rejects with Away where everything has to. */
  private async sendKind(kind: Kind): Promise<number> {
    const sender = senderOf(kind);
    if (!sender) return 0;
    const passed = new Set<string>();
    for (;;) {
      const batch = (await this.next(kind, passed)).slice(0, MOST);
      if (!batch.length) return passed.size;
      const { ready, others } = todays(batch, sender);
      if (others.length) await this.settle(others);
      const outcomes = ready.length ? await this.send(ready, sender) : [];
      if (outcomes.length) await this.settle(outcomes);
      for (const { id, result } of [...others, ...outcomes]) if (result === "LATER") passed.add(id);
    }
  }

  private send(items: readonly Item[], sender: Sender): Promise<Outcome[]> {
    return send(items, sender, this.account).catch((fault: unknown) => {
      const message = fault instanceof Away ? fault.message : "The page broke over it.";
      this.changed(items.map(({ id }) => ({ id, result: "LATER", message })));
      throw fault;
    });
  }

  private async next(kind: Kind, passed: ReadonlySet<string>): Promise<Item[]> {
    const kept = await store.first(this.account, kind, MOST + passed.size).catch(() => []);
    const unkept = [...this.unkept.values()].filter((item) => item.kind === kind);
    const waiting = [...kept, ...unkept].filter(({ id }) => !passed.has(id));
    if (!waiting.some(({ after }) => after)) return waiting;
    const ids = new Set((await store.waiting().catch(() => [])).map(({ id }) => id));
    return waiting.filter(({ after }) => !after || !ids.has(after));
  }

  private async settle(outcomes: readonly Outcome[]): Promise<void> {
    await store.settle(outcomes, new Date()).catch(() => null); // then they are sent again, which is harmless
    for (const { id, result } of outcomes) if (result !== "LATER") this.unkept.delete(id);
    this.changed(outcomes);
  }

  private tryLater(): void {
    const pause = Math.min(SOONEST * 2 ** this.failures, LATEST) * (0.75 + Math.random() / 2);
    this.failures += 1;
    this.timer = setTimeout(() => void this.drain(), pause);
  }

  private hold(why: Away | null): void {
    const same = why?.message === this.held?.message;
    this.held = why;
    if (!same) this.changed([]);
  }

  private changed(outcomes: readonly Outcome[]): void {
    this.tell(outcomes);
    this.tabs.tell(outcomes);
  }

  private tell(outcomes: readonly Outcome[]): void {
    for (const heard of [...this.listeners]) heard(outcomes);
  }
}
