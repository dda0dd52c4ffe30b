// The job of a door: whoever's badge is scanned comes in, once. Online the server decides before anything is kept, for
// what waits in the outbox is sent as somebody who is in already; without network the event's list answers.

import { cardOf } from "../../roster/roster";
import type { CheckIn } from "../../outbox/check_in";
import type { Outcome } from "../../outbox/item";
import { type Answer, BARE } from "../answers";
import { button, element, icon } from "../elements";
import { ask } from "../graphql";
import { newId } from "../ids";
import type { Chosen, How, Job, Out } from "../jobs";
import { type Decided, decided, offline } from "./check_in_words";

const PATIENCE = 2_000; // ms for the server; nobody waits longer at a door

const CHECK_IN = `mutation ($input: CheckInInput!) {
  result: checkIn(input: $input) {
    __typename
    ... on CheckInSuccess { id name doubt firstAt firstStation print }
    ... on TurnedAway { who: name choices }
    ... on UserError { message }
  }
}`;
const UNDO = `mutation ($id: ID!) { result: undoCheckIn(id: $id) { __typename } }`;

export function checkInJob({ kind, place, label, eventId, zone }: Chosen, { outbox, late }: Out): Job {
  const items = new Map<string, CheckIn>();
  const results = new Map<string, Decided>();
  const waiting = new Set<string>();

  outbox.listen((outcomes) => outcomes.forEach(heard));

  async function take(code: string, how: How, at: Date): Promise<Answer> {
    const scan = { station: place, event: null, code, person: null, scannedAt: at.toISOString(), how };
    const item: CheckIn = { id: newId(), ...scan };
    items.set(item.id, item);
    return (await asked(item, false)) ?? byList(item);
  }

  /** Null where the server doesn't answer in time. */
  async function asked(item: CheckIn, anyway: boolean): Promise<Answer | null> {
    if (!navigator.onLine) return null;
    const { id, station, code, scannedAt, how } = item;
    const patience = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null));
    const answer = ask<{ result: Decided }>(CHECK_IN, { input: { id, station, code, scannedAt, how, anyway } });
    const data = await Promise.race([answer.catch(() => null), patience]);
    if (!data || data.result.__typename === "SignInRequired") return null;
    results.set(id, data.result);
    return decided(data.result, id, new Date(scannedAt), zone);
  }

  /** What can be told without the server. Who waits for a place, or has no badge of here, is for the volunteer. */
  async function byList(item: CheckIn): Promise<Answer> {
    const known = eventId ? await cardOf(eventId, item.code ?? "") : ({ state: "UNKNOWN" } as const);
    const { answer, lets } = offline(known, item.id, new Date(item.scannedAt), zone);
    if (lets) await wait(item);
    return answer;
  }

  async function wait(item: CheckIn): Promise<void> {
    waiting.add(item.id);
    await outbox.add("CHECK_IN", item, { id: item.id });
  }

  /** After a long queue only what was refused is told. */
  function heard({ id, result, message }: Outcome): void {
    const item = items.get(id);
    if (!item || result !== "REFUSED" || !waiting.delete(id)) return;
    const at = new Date(item.scannedAt);
    late({ ...BARE, id, state: "revoked", title: "Not taken", detail: message ?? "", at });
  }

  async function letIn(item: CheckIn, answer: Answer): Promise<void> {
    const online = await asked(item, true);
    if (online) return late({ ...online, at: answer.at });
    await wait(item);
    const detail = "Kept on this phone, and sent by itself. The organizer sees that it was you who decided.";
    late({ ...answer, state: "offline", title: "In anyway", detail });
  }

  /** Without network it is kept, and sent after the check-in itself. */
  async function undo(answer: Answer): Promise<void> {
    const [item, result] = [items.get(answer.id), results.get(answer.id)];
    const undone = { ...answer, state: "undone" as const, title: "Undone" };
    if (result?.id && navigator.onLine) {
      const done = await ask<{ result: { __typename: string } }>(UNDO, { id: result.id }).catch(() => null);
      if (done?.result.__typename === "UndoCheckInSuccess") return late({ ...undone, detail: "They are not counted." });
      if (done) return late({ ...answer, title: "Not undone", detail: "You may not undo this one any more." });
    }
    if (!item) return;
    await outbox.add("UNDO_CHECK_IN", { checkInId: item.id }, { id: newId(), after: item.id });
    late({ ...undone, detail: "Kept on this phone, and sent by itself. Then they are not counted." });
  }

  function panel(answer: Answer): HTMLElement | null {
    const [item, result] = [items.get(answer.id), results.get(answer.id)];
    if (!item || answer.state === "undone") return null;
    const ways: HTMLElement[] = [];
    const mayLetIn = result ? result.choices?.includes("LET_IN") : answer.state === "confirm";
    if (answer.state === "confirm" && mayLetIn) ways.push(button("Let them in anyway", null, () => void letIn(item, answer), "btn go"));
    if (result?.choices?.includes("REGISTER")) ways.push(element("a", { class: "btn", href: walkIn() }, "Register them"));
    if (result?.print) ways.push(element("a", { class: "btn", href: result.print, download: "" }, icon("print"), "Print badge"));
    if (result?.id || waiting.has(item.id)) ways.push(button("Undo", null, () => void undo(answer), "btn quiet"));
    return ways.length ? element("div", { class: "btns" }, ...ways) : null;
  }

  return { id: `check-in ${place ?? ""}`, kind, label, eventId, take, panel };
}

function walkIn(): string {
  const { eventSlug } = document.querySelector<HTMLElement>("[data-scanner]")?.dataset ?? {};
  return `/events/${eventSlug ?? ""}/walk-in`;
}
