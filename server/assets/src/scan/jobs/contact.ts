// The job of everybody: whoever's badge is scanned is a contact.

import { again, type Answer, unsent } from "../answers";
import { newId } from "../ids";
import type { Chosen, How, Job, Out } from "../jobs";
import { Scans } from "../scans";

const SAME_MEETING = 60_000; // ms; the same badge within a minute of its scan adds nothing to how they met

export function contactJob({ kind, label, eventId }: Chosen, { outbox, late }: Out): Job {
  const scans = new Scans(outbox, late);
  const saved = new Map<string, Answer>();

  async function take(code: string, how: How, at: Date, note: string | null = null): Promise<Answer> {
    const before = saved.get(code);
    if (before && !note && at.getTime() - before.at.getTime() < SAME_MEETING) return again(before, at);
    if (!note && scans.holds(code)) return unsent("Scanned before, and nothing was added.", at, true);
    const answer = await scans.send({ id: newId(), code, eventId, scannedAt: at.toISOString(), how, note });
    if (answer.contact) saved.set(code, answer);
    return answer;
  }

  return { id: `contact ${eventId ?? ""}`, kind, label, eventId, take };
}
