// What was kept by an older page is brought into today's shape before it is sent.

import type { Item, Outcome, Sender } from "./item";

const TOO_NEW = "A newer version of this page kept it. Load the page again.";
const TOO_OLD = "An older version of this page kept it, in a shape that can’t be sent any more.";

/** `ready` can be sent; `others` waits for a newer page, or can never be sent. */
export function todays(items: readonly Item[], sender: Sender): { ready: Item[]; others: Outcome[] } {
  const ready: Item[] = [];
  const others: Outcome[] = [];
  for (const item of items) {
    if (item.version > sender.version) {
      others.push({ id: item.id, result: "LATER", message: TOO_NEW });
      continue;
    }
    const payload =
      item.version === sender.version ? item.payload : (sender.upgrade?.(item.payload, item.version) ?? null);
    if (payload) ready.push({ ...item, payload, version: sender.version });
    else others.push({ id: item.id, result: "REFUSED", message: TOO_OLD });
  }
  return { ready, others };
}
