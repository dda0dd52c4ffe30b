// People who were let in without network are sent as check-ins.

import type { How } from "../scan/jobs";
import type { Outcome, Sender } from "./item";

/** One check-in, as `CheckInBatch` has it: at a station, or by oneself at an event. */
export interface CheckIn {
  id: string;
  station: string | null;
  event: string | null;
  code: string | null;
  person: string | null;
  scannedAt: string;
  how: How | "NAME" | "SELF";
}

interface Recorded {
  id: string;
  kept: boolean;
  message: string | null;
  name: string | null;
  firstAt: string | null;
  firstStation: string | null;
}

interface Batch {
  result: { __typename: "RecordCheckInsSuccess"; results: Recorded[] } | { __typename: string; message: string };
}

export const checkIns: Sender<CheckIn> = {
  version: 1,
  document: `mutation SendCheckIns($batch: CheckInBatch!, $sentAt: DateTime) {
    result: recordCheckIns(batch: $batch, sentAt: $sentAt) {
      __typename
      ... on RecordCheckInsSuccess { results { id kept message name firstAt firstStation } }
      ... on UserError { message }
    }
  }`,

  answers(data, items) {
    const { result } = data as Batch;
    if ("message" in result) return items.map(({ id }) => ({ id, result: "LATER", message: result.message }));
    return result.results.map(
      (one): Outcome =>
        one.kept
          ? { id: one.id, result: "DONE", payload: one }
          : { id: one.id, result: "REFUSED", message: one.message ?? "", payload: one },
    );
  },

  label: ({ code, how }) => (how === "SELF" ? "Your own check-in" : `A badge ending ${(code ?? "").slice(-5)}`),
};
