// Keeps items on disk until they are answered. All of it survives a reload, a killed browser and a flat battery.

import { committed, given, openDatabase } from "./database";
import type { Item, Kind, NotTaken, Outcome } from "./item";

/** Its place in the queue; lower ones were kept earlier, whatever the clock said. */
type Placed = Item & { place: number };

/** Resolves when it is on disk. A second time with the same id it changes nothing. */
export async function keep(item: Item): Promise<void> {
  const transaction = await changing("waiting");
  const waiting = transaction.objectStore("waiting");
  if ((await given(waiting.index("id").getKey(item.id))) === undefined) waiting.add(item);
  return committed(transaction);
}

/** The first `count` items of a kind. */
export async function first(account: string, kind: Kind, count: number): Promise<Item[]> {
  const queue = (await reading("waiting")).index("queue");
  return given<Placed[]>(queue.getAll(IDBKeyRange.only([account, kind]), count));
}

/** Everything that waits, of this account and of others, in the order in which it was kept. */
export async function waiting(): Promise<Item[]> {
  return given<Placed[]>((await reading("waiting")).getAll());
}

/** What was refused and not discarded, the newest first. */
export async function notTaken(account: string): Promise<NotTaken[]> {
  const all = await given<NotTaken[]>((await reading("not_taken")).getAll());
  return all.filter((item) => item.account === account).sort((one, other) => (one.refusedAt < other.refusedAt ? 1 : -1));
}

/** Takes what is done out of the queue, and what was refused over into the list, in one transaction. */
export async function settle(outcomes: readonly Outcome[], now: Date): Promise<void> {
  const transaction = await changing("waiting", "not_taken");
  const waiting = transaction.objectStore("waiting");
  for (const { id, result, message = "" } of outcomes) {
    if (result === "LATER") continue;
    const found = await given<Placed | undefined>(waiting.index("id").get(id));
    if (!found) continue; // another tab was first
    const { place, ...item } = found;
    if (result === "REFUSED") {
      transaction.objectStore("not_taken").put({ ...item, message, refusedAt: now.toISOString() });
    }
    waiting.delete(place);
  }
  return committed(transaction);
}

export async function keepAsNote(item: NotTaken, note: string): Promise<void> {
  const transaction = await changing("not_taken");
  transaction.objectStore("not_taken").put({ ...item, note });
  return committed(transaction);
}

export async function discard(id: string): Promise<void> {
  const transaction = await changing("not_taken");
  transaction.objectStore("not_taken").delete(id);
  return committed(transaction);
}

async function changing(...stores: string[]): Promise<IDBTransaction> {
  return (await openDatabase()).transaction(stores, "readwrite", { durability: "strict" });
}

async function reading(store: string): Promise<IDBObjectStore> {
  return (await openDatabase()).transaction(store).objectStore(store);
}
