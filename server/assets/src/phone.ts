// What this phone does without being asked, on every page of whoever is signed in: it sends what waits, says what is
// unsent and since when, keeps the pages that open without network, and minds what is left behind at sign-out.
// It attaches to `[data-unsent]` of _layout.html, to `[data-unsent-at]`, whose value is the id of a door or a booth, of
// pages/doors/station.html and pages/leads/index.html, and to `[data-phone]` of pages/people/on_this_phone.html.

import { outboxHere } from "./outbox/here";
import type { Outbox, State } from "./outbox/outbox";
import { showNotTaken } from "./outbox/not_taken";
import { scansAt, showWaiting, summary } from "./outbox/waiting";
import { guardSignOut } from "./phone/sign_out";
import { keepPages } from "./phone/worker";
import { forgetRosters } from "./roster/keep";
import { element, icon } from "./scan/elements";

const outbox = outboxHere();
if (outbox) attach(outbox);

function attach(outbox: Outbox): void {
  const strip = document.querySelector<HTMLElement>("[data-unsent]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone; // times are of this phone's own doing
  const lists = listsOf(outbox, zone);

  async function refresh(): Promise<void> {
    const state = await outbox.state();
    if (strip) showStrip(strip, state, zone);
    for (const place of document.querySelectorAll<HTMLElement>("[data-unsent-at]")) showAt(place, state);
    lists?.(state);
  }

  for (const form of document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]')) {
    guardSignOut(form, outbox, zone);
  }
  outbox.listen(() => void refresh());
  void refresh();
  void outbox.drain();
  void keepPages(outbox.account);
  void forgetRosters(outbox.account).catch(() => null); // what expired since, wherever the scanner was left
}

function showStrip(strip: HTMLElement, state: State, zone: string): void {
  const { waiting, notTaken, signIn } = state;
  strip.hidden = waiting.length + notTaken.length === 0;
  const words = [waiting.length && summary(state, zone), notTaken.length && `${notTaken.length} not taken`];
  const where = element("a", { href: "/on-this-phone" }, words.filter(Boolean).join("; "));
  strip.replaceChildren(icon("phone-wait"), where, signIn ? element("span", {}, "Sign in to send it.") : "");
}

/** The words are the page's own, with a place for the number. */
function showAt(place: HTMLElement, state: State): void {
  const count = scansAt(place.dataset["unsentAt"] ?? "", state);
  place.querySelector("[data-unsent-count]")?.replaceChildren(String(count));
  place.hidden = count === 0;
}

/** The whole lists, on the page that is about them. */
function listsOf(outbox: Outbox, zone: string): ((state: State) => void) | null {
  const root = document.querySelector<HTMLElement>("[data-phone]");
  if (!root) return null;
  const find = (name: string): HTMLElement => root.querySelector<HTMLElement>(`[data-${name}]`) ?? element("div");
  const waiting = { count: element("p"), list: find("waiting"), retry: () => void outbox.drain() };
  const empty = find("nothing");
  const away = find("away");
  const tell = (): void => void (away.hidden = navigator.onLine);
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
  return (state) => {
    showWaiting(state, zone, waiting);
    showNotTaken(state.notTaken, zone, find("not-taken"), outbox);
    empty.hidden = state.waiting.length + state.notTaken.length + state.others > 0;
  };
}
