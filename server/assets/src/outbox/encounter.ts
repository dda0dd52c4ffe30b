// Scans are sent as encounters.

import type { How } from "../scan/jobs";
import type { PersonSeen } from "../scan/seen";
import type { Outcome, Sender } from "./item";

/** One scan, as `ScanBadgeInput` has it. */
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
      encounter: { metBefore: { scannedAt: string; event: { name: string; timeZone: string } | null } | null };
      contact: {
        id: string;
        name: string;
        state: "ACTIVE" | "PENDING";
        tags: string[];
        person: PersonSeen | null;
      };
    }
  | {
      __typename: "ScanBoothSuccess";
      booth: { label: string; offers: string; organization: { name: string; slug: string } };
    }
  | { __typename: string; message: string };

/** The fields that every scan asks for; scan/answers.ts turns them into words. */
export const PAYLOAD = `
  __typename
  ... on ScanBadgeSuccess {
    alreadyMet
    encounter { metBefore { scannedAt event { name timeZone } } }
    contact {
      id name state tags
      person { headline worksFor jobTitle pronouns email telephone programme url photo resume }
    }
  }
  ... on ScanBoothSuccess { booth { label offers organization { name slug } } }
  ... on UserError { message }`;

const FEW = 20; // are answered in full, so that each can be shown; more would only flash by

interface Batch {
  result:
    | { __typename: "RecordEncounterBatchSuccess"; refused: Refused[]; results?: ScanPayload[] | null }
    | { __typename: string; message: string };
}

interface Refused {
  id: string;
  reason: string;
  message: string;
}

export const encounters: Sender<Scan> = {
  version: 1,
  document: `mutation SendScans($batch: EncounterBatch!, $sentAt: DateTime, $inFull: Boolean!) {
    result: recordEncounterBatch(batch: $batch, sentAt: $sentAt, inFull: $inFull) {
      __typename
      ... on RecordEncounterBatchSuccess { refused { id reason message } results @include(if: $inFull) {${PAYLOAD}} }
      ... on UserError { message }
    }
  }`,

  variables: (items) => ({ inFull: items.length <= FEW }),

  answers(data, items) {
    const { result } = data as Batch;
    if ("message" in result) return items.map(({ id }) => ({ id, result: "LATER", message: result.message }));
    const refused = new Map(result.refused.map((one) => [one.id, one]));
    return items.map(({ id }, place) => outcome(id, refused.get(id), result.results?.[place]));
  },

  label: ({ code }) => `A badge ending ${code.slice(-5)}`,
};

function outcome(id: string, refused: Refused | undefined, payload: ScanPayload | undefined): Outcome {
  const known = payload ? { payload } : {};
  if (!refused) return { id, result: "DONE", ...known };
  return { id, result: "REFUSED", message: refused.message, payload: { __typename: refused.reason, ...refused, ...known.payload } };
}

/** What the server said of a scan, where it was asked in full. */
export function scanPayload(outcome: Outcome): ScanPayload | null {
  return (outcome.payload as ScanPayload | undefined) ?? null;
}
