// Squares of ours that are nobody's badge, told by their form, so that it needs no network: the one on a projector, by
// which people check in themselves, and a booth's.

import type { CheckIn } from "../outbox/check_in";
import type { Outbox } from "../outbox/outbox";
import { type Answer, BARE } from "./answers";
import { button, element } from "./elements";
import { newId } from "./ids";
import type { JobKind } from "./jobs";

const PROJECTED = /\/C\/([0-9A-F]{32})\/([0-9A-Z]{8})\/*$/i;
const OF_BOOTH = /\/BOOTH\/B\/[^/]+\/*$/i;
const PATIENCE = 2_000; // ms for the server

/** Whether a code with 25 letters is a booth's; the letters alone don't tell. */
export function isBooth(text: string): boolean {
  return OF_BOOTH.test(text.trim());
}

/** What a square says that this job can't use; null where it may be a badge. */
export function unusable(text: string, job: JobKind, at: Date): Answer | null {
  const say = (title: string, detail: string): Answer => ({ ...BARE, id: newId(), state: "unknown", title, detail, at });
  if (job === "CONTACT") return null;
  if (PROJECTED.test(text.trim())) {
    const whose = job === "CHECK_IN" ? "Nobody was let in." : "Nothing was saved.";
    return say("The projector’s square", `By it people check in themselves, with their own phone. ${whose}`);
  }
  if (job === "CHECK_IN" && isBooth(text)) return say("A booth’s square", "It is nobody’s badge. Nobody was let in.");
  return null;
}

/** Somebody reads the square on a projector: they are asked, and then it is sent, or kept until it can be. */
export class SelfCheckIn {
  private readonly read = new Map<string, CheckIn>();

  constructor(
    private readonly outbox: Outbox,
    private readonly show: (answer: Answer) => void,
  ) {}

  /** Null for every other square. */
  answer(text: string, at: Date): Answer | null {
    const [, place, code] = PROJECTED.exec(text.trim()) ?? [];
    if (!place || !code) return null;
    const id = newId();
    const item = { id, station: null, event: `event_${place.toLowerCase()}`, code, person: null };
    this.read.set(id, { ...item, scannedAt: at.toISOString(), how: "SELF" });
    const detail = "This is the square on the projector. Nothing happens until you press it.";
    return { ...BARE, id, state: "confirm", title: "Check in yourself?", detail, at };
  }

  panel(answer: Answer): HTMLElement | null {
    const item = answer.state === "confirm" && this.read.get(answer.id);
    if (!item) return null;
    return element("div", { class: "btns" }, button("I am here", "check", () => void this.send(item, answer), "btn go big"));
  }

  private async send(item: CheckIn, answer: Answer): Promise<void> {
    this.read.delete(item.id);
    const waited = this.outbox.outcome(item.id, PATIENCE);
    await this.outbox.add("CHECK_IN", item, { id: item.id });
    const { result, message } = navigator.onLine ? await waited : { result: "LATER" as const, message: "" };
    const said = {
      DONE: { state: "saved", title: "You are in", detail: null },
      REFUSED: { state: "revoked", title: "You are not in", detail: message ?? "" },
      LATER: { state: "offline", title: "Kept on this phone", detail: "It is sent by itself when there is a network, and marked as late." },
    } as const;
    this.show({ ...answer, ...said[result] });
  }
}
