// Scans are undone once they are on the server: what was never sent can't be told from what was.

import type { Sender } from "./item";

export interface Undone {
  encounterId: string;
}

interface Batch {
  result:
    | { __typename: "UndoEncountersSuccess"; refused: { id: string; reason: string; message: string }[] }
    | { __typename: string; message: string };
}

export const undone: Sender<Undone> = {
  version: 1,
  document: `mutation SendUndone($ids: [UUID!]!) {
    result: undoEncounters(ids: $ids) {
      __typename
      ... on UndoEncountersSuccess { refused { id reason message } }
      ... on UserError { message }
    }
  }`,

  variables: (items) => ({ ids: items.map(({ payload }) => payload.encounterId) }),

  answers(data, items) {
    const { result } = data as Batch;
    if ("message" in result) return items.map(({ id }) => ({ id, result: "LATER", message: result.message }));
    const refused = new Map(result.refused.map((one) => [one.id, one]));
    return items.map(({ id, payload }) => {
      const no = refused.get(payload.encounterId);
      if (!no || no.reason === "NotFound") return { id, result: "DONE" }; // the scan itself was refused
      return { id, result: "REFUSED", message: no.message };
    });
  },

  label: () => "An undone scan",
};
