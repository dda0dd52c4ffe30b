// Sends one batch to the server and says what became of each item in it. Nothing is ever both lost and answered.

import type { Item, Outcome, Sender } from "./item";

const PATIENCE = 10_000; // ms for a request, and
const PATIENCE_EACH = 60; // ms more for each item in it
const ENOUGH = 4; // items on which alone the server broke, and on none it did not: then it is the server

const UNREADABLE = "The server can’t read it in the shape in which this phone kept it.";

/** The answer was not to these items: no network, no session, a server that is busy or away. */
export class Away extends Error {
  /** Whether it waits for the person to sign in again. */
  signIn = false;
}

/** The server found the request itself wrong, or broke over it: one of the items in it may be to blame. */
class Stuck extends Error {
  constructor(
    message: string,
    readonly forGood: boolean,
  ) {
    super(message);
  }
}

/** What came of the parts of one batch so far. */
interface Tally {
  passed: boolean;
  broke: number;
}

/**
 * An outcome for each item. A batch that the server chokes on is halved until the one that does it is found, so that
 * it never blocks the rest. Rejects with Away where nothing was decided.
 */
export async function send(
  items: readonly Item[],
  sender: Sender,
  account: string,
  tally: Tally = { passed: false, broke: 0 },
): Promise<Outcome[]> {
  try {
    const data = await ask(items, sender, account);
    const outcomes = complete(sender.answers(data, items as Item<never>[]), items);
    if (outcomes.every(({ result }) => result === "LATER")) throw new Away(outcomes[0]?.message);
    tally.passed = true;
    return outcomes;
  } catch (fault) {
    if (!(fault instanceof Stuck)) throw fault;
    const [only] = items;
    if (items.length === 1 && only) {
      if (!fault.forGood && (tally.broke += 1) >= ENOUGH && !tally.passed) throw new Away(fault.message);
      return [{ id: only.id, result: fault.forGood ? "REFUSED" : "LATER", message: fault.forGood ? UNREADABLE : fault.message }];
    }
    const half = Math.ceil(items.length / 2);
    const parts = [items.slice(0, half), items.slice(half)];
    const outcomes: Outcome[] = [];
    for (const part of parts) outcomes.push(...(await send(part, sender, account, tally)));
    return outcomes;
  }
}

async function ask(items: readonly Item[], sender: Sender, account: string): Promise<unknown> {
  const variables = {
    batch: items.map((item) => item.payload),
    sentAt: new Date().toISOString(),
    ...sender.variables?.(items as Item<never>[]),
  };
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json",
      "Content-Type": "application/json",
      "Hallway-Account": account, // else what waited here could be sent as whoever has signed in since
    },
    body: JSON.stringify({ query: sender.document, variables }),
    signal: AbortSignal.timeout(PATIENCE + PATIENCE_EACH * items.length),
  }).catch((fault: unknown) => {
    throw new Away("There is no network.", { cause: fault });
  });
  const answer = (await response.json().catch(() => null)) as Answer | null;
  if (answer?.data) return signedIn(answer.data);
  const said = answer?.errors?.[0]?.message ?? `The server answered with status ${response.status}.`;
  if (!answer?.errors || [401, 403, 408, 429, 502, 503, 504].includes(response.status)) throw new Away(said);
  throw new Stuck(said, response.status === 400 || response.status === 413);
}

/** A session that has ended decides nothing: everything is kept until the person is back. */
function signedIn(data: Record<string, { __typename?: string } | null>): unknown {
  if (!Object.values(data).some((result) => result?.__typename === "SignInRequired")) return data;
  throw Object.assign(new Away("You are signed out here."), { signIn: true });
}

interface Answer {
  data?: Record<string, { __typename?: string } | null>;
  errors?: { message: string }[];
}

/** An item that the answer is silent about stays. */
function complete(outcomes: Outcome[], items: readonly Item[]): Outcome[] {
  const known = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  return items.map(({ id }) => known.get(id) ?? { id, result: "LATER", message: "The server did not say." });
}
