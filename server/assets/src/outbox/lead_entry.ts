// What a booth's team says of those it met is sent as it was written.

import type { Sender } from "./item";

/** One of a `LeadEntryBatch`. */
export interface LeadEntry {
  id: string;
  /** The scan that it is about, by the id that was made here. */
  encounterId: string;
  kind: "ANSWER" | "NOTE" | "STARS" | "TAG" | "UNTAG";
  writtenAt: string;
  stars?: number;
  text?: string;
  question?: string;
}

interface Batch {
  result:
    | { __typename: "RecordLeadEntriesSuccess"; results: { id: string; kept: boolean; message: string | null }[] }
    | { __typename: string; message: string };
}

const LABELS = { ANSWER: "An answer", NOTE: "A note", STARS: "Stars", TAG: "A tag", UNTAG: "A tag taken off" } as const;

export const leadEntries: Sender<LeadEntry> = {
  version: 1,
  document: `mutation SendLeadEntries($batch: LeadEntryBatch!, $sentAt: DateTime) {
    result: recordLeadEntries(batch: $batch, sentAt: $sentAt) {
      __typename
      ... on RecordLeadEntriesSuccess { results { id kept message } }
      ... on UserError { message }
    }
  }`,

  answers(data, items) {
    const { result } = data as Batch;
    if ("message" in result) return items.map(({ id }) => ({ id, result: "LATER", message: result.message }));
    // Each waits until its scan is gone, so one that is unknown then will stay so.
    return result.results.map(({ id, kept, message }) =>
      kept ? { id, result: "DONE" } : { id, result: "REFUSED", message: message ?? "" },
    );
  },

  label: ({ kind, text, stars }) => `${LABELS[kind]} about a lead: ${stars ?? text?.slice(0, 40) ?? ""}`,
};
