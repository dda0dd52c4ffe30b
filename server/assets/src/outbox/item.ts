// What waits on this phone to be sent, and how each kind of it is sent.

export type Kind = "ENCOUNTER" | "CHECK_IN" | "LEAD_ENTRY" | "NOTE" | "UNDO" | "UNDO_CHECK_IN";

/** Something that a person did. The id is made here, so that sending it twice is harmless. */
export interface Item<P extends object = object> {
  id: string;
  kind: Kind;
  /** Of the payload's shape, as its sender had it when it was kept. */
  version: number;
  payload: P;
  /** By this device's clock, RFC 3339. */
  queuedAt: string;
  /** The id of the person whose it is: nobody else's session sends it. */
  account: string;
  /** The id of an item that must be gone before this one is sent. */
  after?: string;
  /** The id of the booth whose team scanned, where the payload has none: the server resolves it by itself. */
  place?: string;
}

/** An item that the server refused for good. It stays until somebody discards it. */
export interface NotTaken extends Item {
  message: string;
  refusedAt: string;
  /** Kept as a note: what the person wants to remember of it. */
  note?: string;
}

/**
 * What came of an item. DONE: it is on the server's disk. REFUSED: never will be, and `message` says why.
 * LATER: nothing was decided, so it is kept; `message` says what it waits for.
 */
export interface Outcome {
  id: string;
  result: "DONE" | "REFUSED" | "LATER";
  message?: string;
  /** What the server said about this one, in the shape that its sender knows. */
  payload?: unknown;
}

export interface Sender<P extends object = never> {
  /**
   * A mutation that takes `$batch`: a list of payloads, 500 at most. It may take `$sentAt` too, the time by this
   * device's clock when the batch goes out, and what `variables` gives.
   */
  document: string;
  /** Counts up whenever the payload's shape changes. */
  version: number;
  /** A payload of an earlier version in today's shape; null where that can't be done, and the person is shown it. */
  upgrade?(payload: object, from: number): P | null;
  variables?(items: readonly Item<P>[]): Record<string, unknown>;
  /** An outcome for each item, in any order. `data` is the `data` of the answer. */
  answers(data: unknown, items: readonly Item<P>[]): Outcome[];
  /** A few words by which the person knows it again, as in "A badge ending 2TNA0". */
  label(payload: P): string;
}

const senders = new Map<Kind, Sender>();

/** Kinds are sent in the order in which they were registered. */
export function register<P extends object>(kind: Kind, sender: Sender<P>): void {
  senders.set(kind, sender as unknown as Sender);
}

export function kinds(): Kind[] {
  return [...senders.keys()];
}

/** Undefined where this page is older than what was kept. */
export function senderOf(kind: Kind): Sender | undefined {
  return senders.get(kind);
}
