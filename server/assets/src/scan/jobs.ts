// What badges are scanned for: one job a page, chosen by its address, told by `data-…` of pages/badges/scan.html.

import type { Outbox } from "../outbox/outbox";
import type { Answer } from "./answers";
import type { Panel } from "./desk";
import { checkInJob } from "./jobs/check_in";
import { contactJob } from "./jobs/contact";
import { leadJob } from "./jobs/lead";

export type How = "CAMERA" | "HANDHELD" | "PHOTO" | "TYPED";
export type JobKind = "CHECK_IN" | "CONTACT" | "LEAD";

/** What the page says of its job, as `ScanJob` has it. */
export interface Chosen {
  kind: JobKind;
  /** The station or the booth; null where there is none. */
  place: string | null;
  label: string;
  eventId: string | null;
  eventName: string | null;
  /** In which times are read: of the event, else of the viewer; an IANA name. */
  zone: string;
}

export interface Job {
  /** The same for the same job; badges are told apart by it and their code. */
  id: string;
  kind: JobKind;
  label: string;
  eventId: string | null;
  /**
   * What became of a badge; answered at once, also without network. `code` has the 25 letters; `booth`: they stood in
   * the address of a booth's square.
   */
  take(code: string, how: How, at: Date, note?: string | null, booth?: boolean): Promise<Answer>;
  /** What stands below an answer, such as note and tags; null where there is nothing to add. */
  panel?(answer: Answer): HTMLElement | Panel | null;
}

/** Where the answers go, beside what `take` resolves to. */
export interface Out {
  /** What is scanned goes into it before anything else. */
  outbox: Outbox;
  /** Shows an answer that came by a later try; it takes the place of the one that was shown for the same scan. */
  late(answer: Answer): void;
}

export type Make = (chosen: Chosen, out: Out) => Job;

/** A door and a booth add their line here, and their file beside jobs/contact.ts. */
const MAKES: Partial<Record<JobKind, Make>> = {
  CONTACT: contactJob,
  CHECK_IN: checkInJob,
  LEAD: leadJob,
};

/** Null where this script knows no such job: then the page's forms do it. */
export function jobOf(root: HTMLElement, out: Out): Job | null {
  const { job, place, label, eventId, eventName, timeZone } = root.dataset;
  const kind = job as JobKind;
  const chosen = { kind, place: place || null, label: label ?? "", eventId: eventId || null, eventName: eventName || null };
  return MAKES[kind]?.({ ...chosen, zone: timeZone ?? "UTC" }, out) ?? null;
}
