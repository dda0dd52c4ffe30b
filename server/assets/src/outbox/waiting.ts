// What waits on this phone: a number with its hour that is always in sight, and the list with one button.

import { button, element, icon } from "../scan/elements";
import type { CheckIn } from "./check_in";
import { type Item, senderOf } from "./item";
import type { State } from "./outbox";

const SHOWN = 50; // of a long queue, the oldest

/** In words: `3 to send, since 11:42`; with the day, where that was not today. */
export function summary({ waiting }: State, zone: string): string {
  return `${waiting.length} to send, since ${since(waiting, zone)}`;
}

/** How many scans wait of those that were made at a door or at a booth, whose id `place` is. */
export function scansAt(place: string, { waiting }: State): number {
  return waiting.filter((item) => {
    const at = item.kind === "CHECK_IN" ? (item.payload as CheckIn).station : item.kind === "ENCOUNTER" && item.place;
    return at === place;
  }).length;
}

/** Shows what waits in `count`, at the top, and in `list`; neither is there while nothing does. */
export function showWaiting(
  state: State,
  zone: string,
  { count, list, retry }: { count: HTMLElement; list: HTMLElement; retry: () => void },
): void {
  const { waiting, others, held, signIn } = state;
  count.hidden = waiting.length === 0;
  count.replaceChildren(icon("phone-wait"), summary(state, zone));
  list.hidden = waiting.length + others === 0;
  const head = element("div", { class: "sec-head" }, element("h2", {}, "Waiting to be sent"));
  if (signIn) head.append(element("a", { class: "btn", href: `/sign-in?next=${location.pathname}` }, "Sign in"));
  else if (waiting.length) head.append(button("Try again", null, retry));
  const why = held && element("p", { class: "sub" }, `${held} Everything is kept on this phone and sent by itself.`);
  const rows = element("ul", { class: "rows" }, ...waiting.slice(0, SHOWN).map((item) => row(item, zone)));
  list.replaceChildren(head, why ?? "", rows, more(waiting.length), ofOthers(others));
}

/** What the person knows it by. */
export function labelOf(item: Item): string {
  return senderOf(item.kind)?.label(item.payload as never) ?? "Something that a newer version of this page kept";
}

/** As clocks show it there, with the day where it was not today. */
export function moment(at: Date, zone: string): string {
  const today = at.toLocaleDateString("en-CA", { timeZone: zone }) === new Date().toLocaleDateString("en-CA", { timeZone: zone });
  const day = today ? {} : ({ day: "numeric", month: "short" } as const);
  return at.toLocaleString([], { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
}

function since(waiting: readonly Item[], zone: string): string {
  const oldest = waiting.reduce((least, { queuedAt }) => (queuedAt < least ? queuedAt : least), waiting[0]?.queuedAt ?? "");
  return oldest && moment(new Date(oldest), zone);
}

function row(item: Item, zone: string): HTMLElement {
  const when = element("p", { class: "sub" }, `Kept ${moment(new Date(item.queuedAt), zone)}`);
  const flag = element("span", { class: "flag wait" }, icon("phone-wait"), "Waiting");
  return element("li", {}, element("div", {}, element("b", {}, labelOf(item)), when), flag);
}

function more(all: number): HTMLElement | string {
  return all > SHOWN ? element("p", { class: "sub" }, `And ${all - SHOWN} more.`) : "";
}

function ofOthers(count: number): HTMLElement | string {
  if (!count) return "";
  const words = count === 1 ? "One more waits" : `${count} more wait`;
  return element("p", { class: "sub" }, `${words} here for somebody else who signed in on this phone, until they do again.`);
}
