// The scanner: badges by camera, by hand-held scanner, typed or photographed become contacts, one after another.
// It attaches to `[data-scanner]` of pages/badges/scan.html, whose forms work without it too.

import { outboxHere } from "./outbox/here";
import { showNotTaken } from "./outbox/not_taken";
import type { Outbox } from "./outbox/outbox";
import { showWaiting } from "./outbox/waiting";
import { keepPages } from "./phone/worker";
import { followRoster } from "./roster/roster";
import { type Answer, BARE, notABadge } from "./scan/answers";
import { Camera } from "./scan/camera";
import { readCode, webAddress } from "./scan/code";
import { Desk, type Panel } from "./scan/desk";
import { element } from "./scan/elements";
import { soundsByDefault } from "./scan/feedback";
import { Finder } from "./scan/finder";
import { takeTypedCodes } from "./scan/forms";
import { listenForHandheld } from "./scan/handheld";
import { newId } from "./scan/ids";
import { type How, jobOf } from "./scan/jobs";
import { listenForKeys } from "./scan/keys";
import { takePhotos } from "./scan/photo";
import { refusedPanel } from "./scan/refused";
import { Sightings } from "./scan/sightings";
import { isBooth, SelfCheckIn, unusable } from "./scan/squares";
import { foldWays } from "./scan/ways";

const NO_CODE = "There is no badge code to be seen in this picture. Hold the camera closer, with the whole square in view.";

const root = document.querySelector<HTMLElement>("[data-scanner]");
const outbox = outboxHere();
if (root && outbox) attach(root, outbox);

function attach(root: HTMLElement, outbox: Outbox): void {
  const zone = root.dataset["timeZone"] ?? "UTC";
  const answers = part(root, "[data-answers]");
  const notTaken = element("section", { class: "waiting", hidden: "", "data-not-taken": "" });
  const waiting = {
    count: part(root, "[data-queue]"),
    list: element("section", { class: "waiting", hidden: "", "data-waiting": "" }),
    retry: () => void outbox.drain(),
  };
  answers.after(waiting.list, notTaken);

  const job = jobOf(root, { outbox, late: (answer) => desk.show(answer) });
  if (!job) return;
  if (job.kind === "CHECK_IN") soundsByDefault();
  const self = new SelfCheckIn(outbox, (answer) => desk.show(answer));
  const desk = new Desk(answers, zone, panelOf);
  const sightings = new Sightings();
  const asked = new Set<string>();

  function panelOf(answer: Answer): HTMLElement | Panel | null {
    return self.panel(answer) ?? job!.panel?.(answer) ?? refusedPanel(answer, outbox);
  }

  /** A badge that is being asked about already is not asked about once more. */
  function take(text: string, how: How, note: string | null = null): void {
    const at = new Date();
    const other = unusable(text, job!.kind, at) ?? self.answer(text, at);
    if (other) return desk.show(other);
    const reading = readCode(text);
    if ("fault" in reading) return desk.show(notABadge(reading.fault, reading.foreign ? webAddress(text) : null, at));
    const { code } = reading;
    if (asked.has(code)) return;
    asked.add(code);
    job!.take(code, how, at, note, isBooth(text))
      .then((answer) => desk.show(answer))
      .catch(reportError)
      .finally(() => asked.delete(code));
  }

  const finder = new Finder(part(root, "[data-camera]"), (texts) => {
    for (const text of sightings.newIn(texts)) take(text, "CAMERA");
  });
  finder.open();
  if (Camera.possible) foldWays(part(root, "[data-ways]"), root.querySelectorAll<HTMLElement>("[data-way]"));
  listenForHandheld((text) => take(text, "HANDHELD"));
  listenForKeys(root);
  part(root, "[data-keys]").hidden = false;
  takeTypedCodes(part(root, "[data-way=typed] form"), (code, note) => take(code, "TYPED", note));
  takePhotos(part(root, "[data-way=photographed] form"), (texts) => {
    for (const text of texts) take(text, "PHOTO");
    if (!texts.length) desk.show(nothingIn());
  });

  const { eventId, eventSlug } = root.dataset;
  const audience = job.kind === "CHECK_IN" ? "CHECK_IN" : "SCAN";
  const roster = eventId && eventSlug ? followRoster({ id: eventId, slug: eventSlug }, audience, outbox.account) : null;
  const allSent = part(root, "[data-all-sent]");
  let away = false;
  let sent = false; // anything, by this page or another one

  async function refresh(): Promise<void> {
    const state = await outbox.state();
    if (away && !state.held) void roster?.refresh();
    away = state.held !== null;
    showWaiting(state, zone, waiting);
    showNotTaken(state.notTaken, zone, notTaken, outbox);
    allSent.hidden = !sent || state.waiting.length > 0;
  }
  outbox.listen((outcomes) => {
    sent ||= outcomes.some(({ result }) => result === "DONE");
    void refresh();
  });
  void refresh();
  void outbox.drain();
  void keepPages(outbox.account);
  void navigator.storage?.persist?.(); // else browsers may throw away what waits when the disk is full
}

function nothingIn(): Answer {
  return { ...BARE, id: newId(), state: "unknown", title: "No code in the picture", detail: NO_CODE, at: new Date() };
}

/** The template promises it; without it nothing here can work. */
function part<E extends HTMLElement>(root: Element, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`The scanner's page has no ${selector}.`);
  return found;
}
