// What came of a scan, in words: from the server's answer, or from what could be told without it.

import type { ScanPayload } from "../outbox/encounter";
import { newId } from "./ids";
import { about, before, type Seen, shares } from "./seen";

/** Colour, shape, tone and vibration follow from it; see css/scanner.css and feedback.ts. */
export type State = "saved" | "already" | "confirm" | "offline" | "unsent" | "unknown" | "revoked" | "undone";

export interface Answer {
  /** The scan's; a later answer to the same scan takes the earlier one's place. */
  id: string;
  state: State;
  title: string;
  /** The person, as large as the bar; null where nobody is to be named. */
  name: string | null;
  about: string | null;
  detail: string | null;
  /** What they share, as in "Shares email and phone with you."; null where that is not known. */
  shares: string | null;
  /** Where the contact is, when there is one. */
  contact: string | null;
  /** Where the organization is whose booth it was; null for a person. */
  organization: string | null;
  /** Tags that the contact has, as far as they are known. */
  tags: readonly string[];
  /** What a code that is none of ours opens, in a browser; never opened by itself. */
  address?: string;
  at: Date;
}

/** What most answers have not. */
export const BARE = { name: null, about: null, detail: null, shares: null, contact: null, organization: null, tags: [] } as const;

/** The same words as in pages/badges/scan.html. */
const TITLES: Readonly<Record<string, string>> = {
  BadgeUnknown: "Not a badge of this campus",
  BadgeMalformed: "Not a Hallway badge",
  BadgeRevoked: "This badge is no longer valid",
  NoCodeInPhoto: "No code in the picture",
  OwnBadge: "Your own badge",
};

/** The answer to a scan that the server decided. `zone`: in which the viewer reads times, an IANA name. */
export function answerOf(payload: ScanPayload, id: string, at: Date, zone: string): Answer {
  if ("booth" in payload) return visited(payload.booth, id, at);
  if (!("message" in payload)) return success(payload, id, at, zone);
  const state = payload.__typename === "BadgeRevoked" ? "revoked" : "unknown";
  const title = TITLES[payload.__typename] ?? "Nothing was saved";
  return { ...BARE, id, state, title, detail: payload.message, at };
}

/** The answer to a code that is none of ours; nothing of it leaves the page. */
export function notABadge(detail: string, address: string | null, at: Date): Answer {
  const opens = address ? { address } : {};
  return { ...BARE, ...opens, id: newId(), state: "unknown", title: "Not a Hallway badge", detail, at };
}

/** The answer to a scan that waits: on the disk of this phone, or where that took nothing, in the page. */
export function unsent(why: string, id: string, at: Date, kept: boolean, known: Seen | null = null): Answer {
  const detail = kept
    ? `${why} It is sent by itself when that can be; you can close the page.`
    : `${why} This phone keeps nothing more, so keep this page open until it is sent.`;
  if (known?.ended) {
    const detail = `${known.doubt} It is sent all the same, and the server decides.`;
    return { ...BARE, id, state: "revoked", title: "This badge is no longer valid", detail, at };
  }
  const met = known?.contact && known.at ? `You met ${before(known)}. ` : "";
  const title = kept ? "Saved on this phone" : "Not sent yet";
  const state = kept ? "offline" : "unsent";
  const { name, about, shares, contact, tags } = known ?? BARE;
  return { ...BARE, id, state, title, name, about, shares, contact, tags, detail: met + (known?.doubt ? `${known.doubt} ` : "") + detail, at };
}

/** The answer to a badge that was scanned a moment ago: it is shown again, and nothing is added. */
export function again(earlier: Answer, at: Date): Answer {
  const known = { ...earlier, detail: "Scanned a moment ago. Nothing was added.", at };
  if (earlier.state !== "saved" && earlier.state !== "already") return known;
  return { ...known, state: "already", title: "Already in your contacts" };
}

/** The answer to an undoing. */
export function undoneAnswer(earlier: Answer): Answer {
  const detail = "As if it had not been scanned. What you wrote about them stays.";
  return { ...BARE, id: earlier.id, name: earlier.name, state: "undone", title: "Undone", detail, at: new Date() };
}

/** As clocks show it there: `11:42`. `zone` is an IANA name. */
export function clock(at: Date, zone: string): string {
  return at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
}

type Visited = Extract<ScanPayload, { __typename: "ScanBoothSuccess" }>["booth"];

function visited({ label, offers, organization }: Visited, id: string, at: Date): Answer {
  const place = `/organizations/${encodeURIComponent(organization.slug)}`;
  const booth = { name: organization.name, about: `Booth ${label}`, detail: offers || null, organization: place };
  return { ...BARE, ...booth, id, state: "saved", title: "Saved", at };
}

type Success = Extract<ScanPayload, { __typename: "ScanBadgeSuccess" }>;

function success({ contact, alreadyMet, encounter }: Success, id: string, at: Date, zone: string): Answer {
  const earlier = encounter.metBefore;
  const known = {
    id,
    name: contact.name,
    about: about(contact.person),
    shares: shares(contact.person),
    contact: `/contacts/${encodeURIComponent(contact.id)}`,
    organization: null,
    tags: contact.tags,
    at,
  };
  if (contact.state === "PENDING") {
    const detail = "They decide on each scan. The card opens here with a yes.";
    return { ...known, state: "confirm", title: "Waiting for them", detail };
  }
  if (!alreadyMet) return { ...known, state: "saved", title: "Saved", detail: null };
  const where = earlier && { at: new Date(earlier.scannedAt), where: earlier.event?.name ?? null, zone: earlier.event?.timeZone ?? zone };
  const detail = `You met ${where ? before(where) : "before"}. This time is added to how you met; your notes are untouched.`;
  return { ...known, state: "already", title: "Already in your contacts", detail };
}
