// What waits to be sent: a number that is always in sight, and the list with one button.

import { clock } from "./answers";
import { button, element, icon } from "./elements";
import type { Scan } from "./outbox";

/** Shows `scans` in `count`, at the top, and in `list`; neither is there while nothing waits. */
export function showWaiting(
  scans: readonly Scan[],
  zone: string,
  { count, list, retry }: { count: HTMLElement; list: HTMLElement; retry: () => void },
): void {
  count.hidden = list.hidden = scans.length === 0;
  count.replaceChildren(icon("phone-wait"), `${scans.length} to send`);
  const head = element("div", { class: "sec-head" }, element("h2", {}, "Waiting to be sent"));
  head.append(button("Try again", null, retry));
  list.replaceChildren(head, element("ul", { class: "rows" }, ...scans.map((scan) => row(scan, zone))));
}

function row(scan: Scan, zone: string): HTMLElement {
  const badge = element("b", {}, `A badge ending ${scan.code.slice(-5)}`);
  const when = element("p", { class: "sub" }, `Scanned ${clock(new Date(scan.scannedAt), zone)}`);
  const flag = element("span", { class: "flag wait" }, icon("phone-wait"), "Waiting");
  return element("li", {}, element("div", {}, badge, when), flag);
}
