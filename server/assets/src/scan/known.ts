// Whom this phone has met before, so that a badge has a name without network. Kept by a digest of the code, since whoever
// has a badge's code can be the badge.

import type { Answer } from "./answers";
import type { Seen } from "./seen";

const MOST = 2_000; // people; the ones met longest ago go first
const PREFIX = "hallway-met-"; // and the account: another one on this phone knows nobody of these

type Kept = Omit<Seen, "at"> & { at: string };

export class Known {
  private readonly place: string;
  private readonly met: Map<string, Kept>;

  constructor(account: string) {
    this.place = PREFIX + account;
    this.met = read(this.place);
  }

  async of(code: string): Promise<Seen | null> {
    const kept = this.met.get(await digest(code));
    return kept ? { ...kept, at: new Date(kept.at) } : null;
  }

  /** What an answer told of the person; an undone scan makes this phone forget them. */
  async remember(code: string, answer: Answer, where: string | null): Promise<void> {
    const key = await digest(code);
    this.met.delete(key);
    if (answer.contact) {
      const { name, about, shares, contact, tags, at } = answer;
      this.met.set(key, { name, about, shares, contact, tags, where, at: at.toISOString() });
    }
    const newest = [...this.met].slice(-MOST);
    try {
      localStorage.setItem(this.place, JSON.stringify(newest));
    } catch {
      // A full phone: names come with the network then.
    }
  }
}

/** Whom an account met is no longer known here. */
export function forgetMet(account: string): void {
  localStorage.removeItem(PREFIX + account);
}

function read(place: string): Map<string, Kept> {
  try {
    return new Map(JSON.parse(localStorage.getItem(place) ?? "[]") as [string, Kept][]);
  } catch {
    return new Map();
  }
}

/** Null-like where the browser digests nothing, as over plain http: then nobody is known. */
async function digest(code: string): Promise<string> {
  if (!crypto.subtle) return "";
  const octets = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`met ${code}`)));
  return Array.from(octets.slice(0, 12), (octet) => octet.toString(16).padStart(2, "0")).join("");
}
