// Scans go out by the outbox, and what came of each is said in words.

import { encounters, type Scan, scanPayload } from "../outbox/encounter";
import type { Outcome } from "../outbox/item";
import type { Outbox } from "../outbox/outbox";
import { type Answer, answerOf, BARE, unsent } from "./answers";
import type { Seen } from "./seen";

const PATIENCE = 150; // ms; after that it is said that the scan is kept, and its answer comes when it comes

export class Scans {
  /** By id: scans that are not answered yet; `told`: the person knows that it waits. */
  private readonly open = new Map<string, { scan: Scan; told: boolean }>();

  /** `late` is told of an answer that came by a later try, also to what an earlier page kept. */
  constructor(
    private readonly outbox: Outbox,
    private readonly late: (answer: Answer) => void,
    private readonly zone: string,
    private readonly known: (code: string) => Promise<Seen | null>,
    private readonly place: string | null = null,
  ) {
    outbox.listen((outcomes) => outcomes.forEach((outcome) => this.heard(outcome)));
    void outbox.state().then(({ waiting }) => {
      for (const { id, kind, version, payload } of waiting) {
        if (kind === "ENCOUNTER" && version === encounters.version) this.open.set(id, { scan: payload as Scan, told: true });
      }
    });
  }

  /** Whether a scan of this badge is on its way already. */
  holds(code: string): boolean {
    return [...this.open.values()].some(({ scan }) => scan.code === code);
  }

  /** The server's answer; or, when there is none, that the scan waits here. */
  async send(scan: Scan): Promise<Answer> {
    this.open.set(scan.id, { scan, told: false });
    const answered = this.outbox.outcome(scan.id, PATIENCE);
    await this.outbox.add("ENCOUNTER", scan, { id: scan.id, ...(this.place ? { place: this.place } : {}) });
    const outcome = navigator.onLine ? await answered : { id: scan.id, result: "LATER" as const };
    if (outcome.result !== "LATER") return this.answer(outcome, scan);
    this.open.set(scan.id, { scan, told: true });
    const why = this.outbox.heldBy ?? outcome.message ?? "There is no network.";
    const known = await this.known(scan.code);
    return unsent(why, scan.id, new Date(scan.scannedAt), this.outbox.kept(scan.id), known);
  }

  private heard(outcome: Outcome): void {
    const known = this.open.get(outcome.id);
    if (!known || outcome.result === "LATER") return;
    this.open.delete(outcome.id);
    // After a long queue only what was refused is told; the rest would only flash by.
    if (known.told && (outcome.payload || outcome.result === "REFUSED")) this.late(this.answer(outcome, known.scan));
  }

  private answer(outcome: Outcome, { id, scannedAt }: Scan): Answer {
    const at = new Date(scannedAt);
    const payload = scanPayload(outcome);
    return payload ? answerOf(payload, id, at, this.zone) : { ...BARE, id, state: "saved", title: "Saved", at };
  }
}
