// The roster of the event where somebody scans: taken along when the scanner opens, brought up to date while it is
// open, and asked for whose badge it is when there is no network.

import { type Card, open, read } from "./file";
import { type Audience, forget, forgetRosters, idOf, keep, kept, type Kept } from "./keep";
import { tokenOf } from "./token";

const EVERY = 300_000; // ms between two looks while the page is visible

/** What this phone knows of a badge by itself; the server has the last word. */
export type Known =
  | { state: "GENUINE"; card: Card; asOf: Date }
  /** It was revoked or replaced; `card.status` says which. */
  | { state: "ENDED"; card: Card; asOf: Date }
  /** No badge of anybody who comes to this event, as far as this phone knows. */
  | { state: "FOREIGN"; asOf: Date }
  /** There is no roster here: none for this scanner, or an expired one. */
  | { state: "UNKNOWN" };

const following = new Map<string, Roster>();

/** Rosters need WebCrypto and a place for keys; over plain http there is neither, and badges stay without a name. */
export function followRoster(event: { id: string; slug: string }, audience: Audience, account: string): Roster | null {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return null;
  const roster = following.get(event.id) ?? new Roster(event.slug, audience, account);
  following.set(event.id, roster);
  return roster;
}

/** Whose badge it is, as far as can be told without asking; UNKNOWN also where no roster of the event is followed. */
export async function cardOf(eventId: string, code: string): Promise<Known> {
  return (await following.get(eventId)?.cardOf(code)) ?? { state: "UNKNOWN" };
}

export class Roster {
  private readonly id: string;
  private roster: Kept | undefined;
  private asking: Promise<void> | null = null;

  constructor(
    private readonly slug: string,
    private readonly audience: Audience,
    private readonly account: string,
  ) {
    this.id = idOf(account, slug, audience);
    addEventListener("online", () => void this.refresh());
    setInterval(() => void this.look(), EVERY);
    void forgetRosters(account)
      .then(() => this.refresh())
      .catch(reportError);
  }

  async cardOf(code: string): Promise<Known> {
    const roster = (this.roster ??= await kept(this.id));
    if (!roster) return { state: "UNKNOWN" };
    if (Date.now() > roster.expires) return this.gone().then(() => ({ state: "UNKNOWN" }));
    const layers = roster.changes ? [roster.changes, roster.base] : [roster.base];
    const card = await open(roster.key, layers, tokenOf(code));
    const asOf = new Date(roster.asOf);
    if (!card) return { state: "FOREIGN", asOf };
    return { state: ["REVOKED", "REPLACED"].includes(card.status) ? "ENDED" : "GENUINE", card, asOf };
  }

  /** An expired one is deleted, whoever looks. */
  private async look(): Promise<void> {
    if (this.roster && Date.now() > this.roster.expires) await this.gone();
    if (!document.hidden) await this.refresh();
  }

  /** Asks what has changed. Without network everything stays as it is, until it expires. */
  refresh(): Promise<void> {
    return (this.asking ??= this.ask().finally(() => {
      this.asking = null;
    }));
  }

  private async ask(again = true): Promise<void> {
    this.roster ??= await kept(this.id);
    const response = await this.request(this.roster?.etag);
    if (!response) return;
    if (response.status === 204) return this.gone();
    const etag = response.headers.get("ETag");
    if (!response.ok || !etag) return;
    const file = await read(await response.arrayBuffer());
    const { expires, key } = file;
    const now = { id: this.id, account: this.account, etag, expires, key, asOf: new Date().toISOString() };
    if (file.whole) this.roster = { ...now, base: file.records, changes: null };
    else if (this.roster) this.roster = { ...this.roster, ...now, changes: file.records };
    if (this.roster) await keep(this.roster);
    // A newcomer gets what many have, and then what has changed since.
    if (file.whole && again) await this.ask(false);
  }

  private async request(have: string | undefined): Promise<Response | null> {
    const asked = new URLSearchParams({ audience: this.audience, ...(have ? { have } : {}) });
    const headers = { "Hallway-Account": this.account };
    return fetch(`/events/${this.slug}/roster?${asked}`, { headers, cache: "no-store" }).catch(() => null);
  }

  private async gone(): Promise<void> {
    this.roster = undefined;
    await forget(this.id);
  }
}
