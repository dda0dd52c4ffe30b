// "Jonas scanned your badge at 11:42", on top of whatever page is open.

import { button, element, icon } from "../scan/elements";

const MOST = 3; // older ones give way; the list has them

export interface Scan {
  readonly id: string;
  readonly receivedAt: string;
  readonly scannedAt: string;
  readonly person: { readonly name: string | null } | null;
  readonly contact: { readonly id: string } | null;
}

/** Says it in `place`, a live region; the newest stands first. */
export function showScan(place: HTMLElement, scan: Scan): void {
  const name = scan.person?.name ?? "Somebody who shares no name";
  const says = element("p", {}, element("b", {}, name), ` scanned your badge at ${clock(scan.scannedAt)}. `);
  if (scan.contact) says.append(element("a", { href: `/contacts/${scan.contact.id}` }, "Open the contact"), " ");
  says.append(element("a", { href: "/settings/who-has-my-card" }, "See who has your card"));
  const hide = button("Hide", null, () => notice.remove(), "btn quiet");
  const notice = element("div", { class: "notice ok" }, icon("badge"), says, hide);
  place.prepend(notice);
  while (place.children.length > MOST) place.lastElementChild?.remove();
}

/** By the clock of the device that the reader holds; with the day where it was not today. */
function clock(moment: string): string {
  const at = new Date(moment);
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (at.toDateString() === new Date().toDateString()) return time;
  return `${time} on ${at.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" })}`;
}
