// Check-ins are undone once they are on the server: what was never sent can’t be told from what was, and stays a fact.

import type { Sender } from "./item";

export interface UndoneCheckIn {
  checkInId: string;
}

interface Batch {
  result: { __typename: "UndoCheckInsSuccess"; refused: string[] } | { __typename: string; message: string };
}

export const undoneCheckIns: Sender<UndoneCheckIn> = {
  version: 1,
  document: `mutation SendUndoneCheckIns($ids: [UUID!]!) {
    result: undoCheckIns(ids: $ids) {
      __typename
      ... on UndoCheckInsSuccess { refused }
      ... on UserError { message }
    }
  }`,

  variables: (items) => ({ ids: items.map(({ payload }) => payload.checkInId) }),

  answers(data, items) {
    const { result } = data as Batch;
    if ("message" in result) return items.map(({ id }) => ({ id, result: "LATER", message: result.message }));
    // One that is not there was refused itself: then nobody is in by it.
    return items.map(({ id }) => ({ id, result: "DONE" }));
  },

  label: () => "An undone check-in",
};
