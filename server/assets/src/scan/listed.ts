// What the list of an event, which this phone took along, says of a badge.

import type { Known } from "../roster/roster";
import { clock } from "./answers";
import type { Seen } from "./seen";

const NOBODY = { name: null, about: null, shares: null, contact: null, tags: [] } as const;

/** Null where there is no list. `zone` is an IANA name. */
export function listed(found: Known, zone: string): Seen | null {
  switch (found.state) {
    case "GENUINE":
      return { ...NOBODY, name: found.card.name || null, about: found.card.headline || null };
    case "FOREIGN":
      return { ...NOBODY, doubt: `Nobody on the event’s list of ${clock(found.asOf, zone)} has this badge.` };
    case "ENDED":
      return { ...NOBODY, doubt: `By the event’s list of ${clock(found.asOf, zone)} this badge ended.`, ended: true };
    default:
      return null;
  }
}
