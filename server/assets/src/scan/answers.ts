// What came of a scan, in words: from the server's answer, or from what could be told without it.

import type { ScanPayload } from "../outbox/encounter";
import { NotSent } from "./graphql";

/** Colour, shape, tone and vibration follow from it; see css/scanner.css and feedback.ts. */
export type State = "saved" | "already" | "confirm" | "unsent" | "unknown" | "revoked";

export interface Answer {
  state: State;
  title: string;
  /** The person, as large as the bar; null where nobody is to be named. */
  name: string | null;
  about: string | null;
  detail: string | null;
  /** Where the contact is, when there is one. */
  contact: string | null;
  at: Date;
}

/** The same words as in pages/badges/scan.html. */
const TITLES: Readonly<Record<string, string>> = {
  BadgeUnknown: "Not a badge of this campus",
  BadgeMalformed: "Not a Hallway badge",
  BadgeRevoked: "This badge is no longer valid",
  NoCodeInPhoto: "No code in the picture",
  OwnBadge: "Your own badge",
};

/** The answer to a scan that the server decided. */
export function answerOf(payload: ScanPayload, at: Date): Answer {
  if (!("message" in payload)) return success(payload, at);
  const state = payload.__typename === "BadgeRevoked" ? "revoked" : "unknown";
  const title = TITLES[payload.__typename] ?? "Nothing was saved";
  return { state, title, name: null, about: null, contact: null, detail: payload.message, at };
}

/** The answer to a code that is none of ours; nothing of it leaves the page. */
export function notABadge(detail: string, at: Date): Answer {
  return { state: "unknown", title: "Not a Hallway badge", name: null, about: null, contact: null, detail, at };
}

/** Refusals that say nothing about the scan: it may be taken later. */
const LATER: readonly string[] = ["SignInRequired", "Busy"];

/** The answer, or NotSent where the server refused for a reason that passes. */
export function decided(payload: ScanPayload, at: Date): Answer {
  if ("message" in payload && LATER.includes(payload.__typename)) throw new NotSent(payload.message);
  return answerOf(payload, at);
}

/** The answer to a scan that waits: on the disk of this phone, or where that took nothing, in the page. */
export function unsent(why: string, at: Date, kept: boolean): Answer {
  const detail = kept
    ? `${why} It is sent by itself when that can be; you can close the page.`
    : `${why} This phone keeps nothing more, so keep this page open until it is sent.`;
  const title = kept ? "Saved on this phone" : "Not sent yet";
  return { state: "unsent", title, name: null, about: null, contact: null, detail, at };
}

/** The answer to a badge that was scanned a moment ago: it is shown again, and nothing is added. */
export function again(before: Answer, at: Date): Answer {
  const known = { ...before, detail: "Scanned a moment ago. Nothing was added.", at };
  return before.state === "confirm" ? known : { ...known, state: "already", title: "Already in your contacts" };
}

/** As clocks show it there: `11:42`. `zone` is an IANA name. */
export function clock(at: Date, zone: string): string {
  return at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
}

type Success = Extract<ScanPayload, { __typename: "ScanBadgeSuccess" }>;

function success({ contact, alreadyMet }: Success, at: Date): Answer {
  const known = {
    name: contact.name,
    about: about(contact.person),
    contact: `/contacts/${encodeURIComponent(contact.id)}`,
    at,
  };
  if (contact.state === "PENDING") {
    const detail = "They decide on each scan. The card opens here with a yes.";
    return { ...known, state: "confirm", title: "Waiting for them", detail };
  }
  if (!alreadyMet) return { ...known, state: "saved", title: "Saved", detail: null };
  const detail = "You met before. This time is added to how you met; your notes are untouched.";
  return { ...known, state: "already", title: "Already in your contacts", detail };
}

function about(person: Success["contact"]["person"]): string | null {
  const work = [person?.jobTitle, person?.worksFor].filter(Boolean).join(", ");
  return work || person?.headline || null;
}
