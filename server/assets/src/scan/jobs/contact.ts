// The job of everybody: whoever's badge is scanned is a contact.

import { cardOf } from "../../roster/roster";
import { again, type Answer, undoneAnswer, unsent } from "../answers";
import type { Panel } from "../desk";
import { newId } from "../ids";
import type { Chosen, How, Job, Out } from "../jobs";
import { Known } from "../known";
import { listed } from "../listed";
import { Scans } from "../scans";
import type { Seen } from "../seen";
import { contactPanel } from "./contact_panel";

const SAME_MEETING = 60_000; // ms; the same badge within a minute of its scan adds nothing to how they met

export function contactJob({ kind, label, eventId, eventName, zone }: Chosen, { outbox, late }: Out): Job {
  const known = new Known(outbox.account);
  const codes = new Map<string, string>(); // by the id of a scan
  const saved = new Map<string, Answer>(); // by code
  const undone = new Set<string>();
  const booths = new Set<string>(); // codes that are no person's
  const scans = new Scans(outbox, (answer) => late(learnt(answer)), zone, seen);

  /** Whom this phone met, else what the list of the event says of the badge. */
  async function seen(code: string): Promise<Seen | null> {
    if (booths.has(code)) return A_BOOTH;
    return (await known.of(code)) ?? (eventId ? listed(await cardOf(eventId, code), zone) : null);
  }

  /** Whoever has a contact is known from now on, also without network. */
  function learnt(answer: Answer): Answer {
    const code = codes.get(answer.id);
    if (!code || undone.has(answer.id)) return answer;
    if (answer.contact || answer.organization) saved.set(code, answer);
    if (!answer.contact) return answer;
    void known.remember(code, answer, eventName);
    return answer;
  }

  async function take(code: string, how: How, at: Date, note: string | null = null, booth = false): Promise<Answer> {
    if (booth) booths.add(code);
    const before = saved.get(code);
    if (before && !note && at.getTime() - before.at.getTime() < SAME_MEETING) return again(before, at);
    if (!note && scans.holds(code)) {
      return unsent("Scanned before, and nothing was added.", newId(), at, true, await seen(code));
    }
    const id = newId();
    codes.set(id, code);
    return learnt(await scans.send({ id, code, eventId, scannedAt: at.toISOString(), how, note }));
  }

  function undo(answer: Answer): void {
    const code = codes.get(answer.id);
    if (code) {
      saved.delete(code);
      undone.add(answer.id);
      void known.remember(code, undoneAnswer(answer), null);
    }
    void outbox.add("UNDO", { encounterId: answer.id }, { id: newId(), after: answer.id });
    late({ ...undoneAnswer(answer), at: answer.at });
  }

  function panel(answer: Answer): Panel | null {
    const code = codes.get(answer.id);
    return code && !booths.has(code) && LASTING.has(answer.state) && !answer.organization
      ? contactPanel(answer, outbox, undo)
      : null;
  }

  return { id: `contact ${eventId ?? ""}`, kind, label, eventId, take, panel };
}

/** Answers after which there is, or will be, somebody to write about. */
const LASTING: ReadonlySet<string> = new Set(["saved", "already", "confirm", "offline", "unsent"]);

/** Of whom, the server says. */
const A_BOOTH: Seen = { name: "A booth", about: null, shares: null, contact: null, tags: [], doubt: "Whose it is comes with its answer." };
