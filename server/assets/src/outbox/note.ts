// Notes and tags are sent as they were written.

import type { Sender } from "./item";

/** One of a `NoteBatch`. */
export interface Writing {
  id: string;
  kind: "NOTE" | "TAG" | "UNTAG";
  text: string;
  writtenAt: string;
  /** About whom somebody met by this scan; else the contact is named. */
  encounterId?: string;
  contactId?: string;
}

interface Batch {
  result:
    | { __typename: "RecordNotesSuccess"; refused: { id: string; reason: string; message: string }[] }
    | { __typename: string; message: string };
}

const LABELS = { NOTE: "A note", TAG: "A tag", UNTAG: "A tag taken off" } as const;
const GONE = "The scan that it was written with is not there.";

export const notes: Sender<Writing> = {
  version: 1,
  document: `mutation SendNotes($batch: NoteBatch!) {
    result: recordNotes(batch: $batch) {
      __typename
      ... on RecordNotesSuccess { refused { id reason message } }
      ... on UserError { message }
    }
  }`,

  answers(data, items) {
    const { result } = data as Batch;
    if ("message" in result) return items.map(({ id }) => ({ id, result: "LATER", message: result.message }));
    const refused = new Map(result.refused.map((one) => [one.id, one.reason === "NotFound" ? GONE : one.message]));
    return items.map(({ id }) => {
      const message = refused.get(id);
      return message === undefined ? { id, result: "DONE" } : { id, result: "REFUSED", message };
    });
  },

  label: ({ kind, text }) => `${LABELS[kind]}: ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`,
};
