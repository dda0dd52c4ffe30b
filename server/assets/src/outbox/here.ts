// The outbox of whoever this page was made for, with every kind of thing that it can send.

import { Outbox } from "./outbox";
import "./senders";

/** Null for visitors who are not signed in. */
export function outboxHere(): Outbox | null {
  const account = document.documentElement.dataset["account"];
  return account ? new Outbox(account) : null;
}
