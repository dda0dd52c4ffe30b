// What a door says of somebody: what the server decided, or what the event's list on this phone knows.

import type { Known } from "../../roster/roster";
import { type Answer, BARE, clock, type State } from "../answers";

/** What `checkIn` answers, whichever it is. */
export interface Decided {
  __typename: string;
  id?: string;
  name?: string;
  who?: string | null;
  doubt?: string | null;
  firstAt?: string | null;
  firstStation?: string | null;
  /** The path of their badge as a PDF. */
  print?: string | null;
  choices?: string[];
  message?: string;
}

/** The same words as in pages/doors/station.html. */
const TURNED_AWAY: Readonly<Record<string, [State, string]>> = {
  NotRegistered: ["confirm", "Not on the list"],
  Waitlisted: ["confirm", "Waits for a place"],
  WrongDay: ["confirm", "Another day"],
  WrongEvent: ["confirm", "Another event"],
  OverCapacity: ["confirm", "All places are taken"],
  CalledOff: ["revoked", "Cancelled"],
  BadgeEnded: ["revoked", "Replaced or withdrawn"],
  BadgeForeign: ["unknown", "Not a badge of this campus"],
};
const SENT = "It is sent by itself when there is a network.";
const ROOM = "Whether there is room is not known without one.";

/** `zone` is an IANA name. */
export function decided(result: Decided, id: string, at: Date, zone: string): Answer {
  const name = result.who ?? result.name ?? null;
  if (result.__typename === "CheckInSuccess" && !result.firstAt) {
    return { ...BARE, id, state: "saved", title: "Come in", name, detail: result.doubt ? "In anyway: not on the list." : "On the list.", at };
  }
  if (result.firstAt) {
    const where = result.firstStation ? `, ${result.firstStation}` : "";
    const detail = `Came at ${clock(new Date(result.firstAt), zone)}${where}.`;
    return { ...BARE, id, state: "already", title: "Already in", name, detail, at };
  }
  const [state, title] = TURNED_AWAY[result.__typename] ?? (["unknown", "Nobody was let in"] as const);
  return { ...BARE, id, state, title, name, detail: result.message ?? null, at };
}

/** `lets`: whether they come in by it, so that it is kept and sent. */
export function offline(known: Known, id: string, at: Date, zone: string): { answer: Answer; lets: boolean } {
  const say = (lets: boolean, state: State, title: string, detail: string, name: string | null = null) => ({
    answer: { ...BARE, id, state, title, name, detail, at },
    lets,
  });
  if (known.state === "UNKNOWN") {
    return say(true, "offline", "Saved on this phone", `There is no list here to look at. ${SENT} The organizer sees who was not on it.`);
  }
  const since = `By the list of ${clock(known.asOf, zone)}.`;
  if (known.state === "FOREIGN") return say(false, "confirm", "Not on the list", `${since} The desk can register them.`);
  const { name, status } = known.card;
  if (known.state === "ENDED") return say(false, "revoked", "Replaced or withdrawn", `${since} Ask for the newer badge.`, name);
  if (status === "WAITLISTED") return say(false, "confirm", "Waits for a place", since, name);
  if (status === "CHECKED_IN") return say(true, "already", "Already in", `${since} ${SENT}`, name);
  return say(true, "offline", "Come in", `${since} ${SENT} ${ROOM}`, name);
}
