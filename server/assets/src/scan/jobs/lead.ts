// The job of a booth's team: whoever's badge is scanned is a lead of the organization, and a contact of who scanned.

import { type LeadEntry } from "../../outbox/lead_entry";
import { again, type Answer, unsent } from "../answers";
import type { Panel } from "../desk";
import { newId } from "../ids";
import type { Chosen, How, Job, Out } from "../jobs";
import { Scans } from "../scans";
import { leadPanel } from "./lead_panel";

const SAME_MEETING = 60_000; // ms; the same badge within a minute of its scan adds nothing

export function leadJob({ kind, place, label, eventId, zone }: Chosen, { outbox, late }: Out): Job {
  const codes = new Map<string, string>(); // by the id of a scan
  const saved = new Map<string, Answer>(); // by code
  const scans = new Scans(outbox, (answer) => late(learnt(answer)), zone, () => Promise.resolve(null), place);

  function learnt(answer: Answer): Answer {
    const code = codes.get(answer.id);
    const lead = answer.contact && code ? { ...answer, tags: [], contact: leadOf(answer.id) } : answer;
    if (code && lead.contact) saved.set(code, lead);
    return lead;
  }

  function write(encounterId: string, said: Pick<LeadEntry, "kind" | "question" | "stars" | "text">): void {
    const entry = { id: newId(), encounterId, writtenAt: new Date().toISOString(), ...said };
    void outbox.add<LeadEntry>("LEAD_ENTRY", entry, { id: entry.id, after: encounterId });
  }

  async function take(code: string, how: How, at: Date, note: string | null = null): Promise<Answer> {
    const before = saved.get(code);
    if (before && !note && at.getTime() - before.at.getTime() < SAME_MEETING) return again(before, at);
    if (!note && scans.holds(code)) return unsent("Scanned before, and nothing was added.", newId(), at, true);
    const id = newId();
    codes.set(id, code);
    // A note is the team's: the scan's own would be for whoever scanned alone.
    const answer = learnt(await scans.send({ id, code, eventId, scannedAt: at.toISOString(), how, note: null }));
    if (note && LASTING.has(answer.state)) write(id, { kind: "NOTE", text: note });
    return answer;
  }

  function panel(answer: Answer): Panel | null {
    return codes.has(answer.id) && LASTING.has(answer.state) ? leadPanel((said) => write(answer.id, said)) : null;
  }

  return { id: `lead ${place ?? ""}`, kind, label, eventId, take, panel };
}

/** Where the lead is that came of a scan. */
function leadOf(id: string): string {
  return `/leads/lead_${id.replaceAll("-", "")}`;
}

/** Answers after which there is, or will be, somebody to write about. */
const LASTING: ReadonlySet<string> = new Set(["saved", "already", "confirm", "offline", "unsent"]);
