// Sends scans to the server, and keeps those that could not be sent for as long as the page is open.

import { type Answer, answerOf, unsent } from "./answers";
import { ask, NotSent } from "./graphql";
import type { How } from "./jobs";

/** One scan, as `ScanBadgeInput` has it. The id makes it harmless to send it again. */
export interface Scan {
  id: string;
  code: string;
  eventId: string | null;
  scannedAt: string;
  how: How;
  note: string | null;
}

export type ScanPayload =
  | {
      __typename: "ScanBadgeSuccess";
      alreadyMet: boolean;
      contact: {
        id: string;
        name: string;
        state: "ACTIVE" | "PENDING";
        person: { headline: string | null; worksFor: string | null; jobTitle: string | null } | null;
      };
    }
  | { __typename: Refused; message: string };

/** Refusals that need no more than their sentence. */
type Refused =
  | "BadgeMalformed"
  | "BadgeRevoked"
  | "BadgeUnknown"
  | "Busy"
  | "EncounterConflict"
  | "EventUnknown"
  | "InvalidInput"
  | "NoCodeInPhoto"
  | "NotSavable"
  | "OwnBadge"
  | "PhotoUnreadable"
  | "ScanFromFuture"
  | "ScanTooOld"
  | "SignInRequired";

/** The fields that every scan asks for; answers.ts turns them into words. */
export const PAYLOAD = `
  __typename
  ... on ScanBadgeSuccess {
    alreadyMet
    contact { id name state person { headline worksFor jobTitle } }
  }
  ... on UserError { message }`;

const SCAN = `mutation ScanBadge($input: ScanBadgeInput!) { scanBadge(input: $input) { ${PAYLOAD} } }`;

/** Refusals that say nothing about the scan: it may be taken later. */
const LATER: readonly string[] = ["SignInRequired", "Busy"];
const AGAIN = 15_000; // ms between two tries by itself

export class Outbox {
  private readonly kept = new Map<string, Scan>();
  private readonly flying = new Set<string>();
  private retrying: Promise<void> | null = null;

  /** `changed` is told of every change in what waits, `late` of an answer that came by a later try. */
  constructor(
    private readonly changed: (waiting: readonly Scan[]) => void,
    private readonly late: (answer: Answer) => void,
  ) {
    addEventListener("online", () => void this.retry());
    setInterval(() => void this.retry(), AGAIN);
    addEventListener("beforeunload", (event) => {
      if (this.kept.size) event.preventDefault();
    });
  }

  /** Whether a scan of this badge is on its way already. */
  holds(code: string): boolean {
    return this.flying.has(code) || [...this.kept.values()].some((scan) => scan.code === code);
  }

  /** The server's answer; or, when there is none, that the scan waits here. */
  async send(scan: Scan): Promise<Answer> {
    this.flying.add(scan.code);
    try {
      const answer = await deliver(scan);
      if (this.kept.size) void this.retry(); // the network is back
      return answer;
    } catch (fault) {
      if (!(fault instanceof NotSent)) throw fault;
      this.kept.set(scan.id, scan);
      this.changed([...this.kept.values()]);
      return unsent(fault.message, new Date(scan.scannedAt));
    } finally {
      this.flying.delete(scan.code);
    }
  }

  /** Send what waits, oldest first, until one fails again. Never twice at the same time. */
  retry(): Promise<void> {
    this.retrying ??= this.drain().finally(() => {
      this.retrying = null;
    });
    return this.retrying;
  }

  private async drain(): Promise<void> {
    for (const scan of [...this.kept.values()]) {
      const answer = await deliver(scan).catch((fault: unknown) => {
        if (fault instanceof NotSent) return null;
        throw fault;
      });
      if (!answer) return;
      this.kept.delete(scan.id);
      this.changed([...this.kept.values()]);
      this.late(answer);
    }
  }
}

/** Rejects with NotSent where nothing was decided. */
async function deliver(scan: Scan): Promise<Answer> {
  const { scanBadge } = await ask<{ scanBadge: ScanPayload }>(SCAN, { input: scan });
  return decided(scanBadge, new Date(scan.scannedAt));
}

/** The answer, or NotSent where the server refused for a reason that passes. */
export function decided(payload: ScanPayload, at: Date): Answer {
  if ("message" in payload && LATER.includes(payload.__typename)) throw new NotSent(payload.message);
  return answerOf(payload, at);
}
