// How many are in, on every open page that shows it, the moment that it changes. It attaches to `[data-counts]`, whose
// value is the event's id; without script the page says it when it is next loaded.

import { refresh } from "./live/refresh";
import { listen } from "./live/socket";

const COUNTS = `subscription ($id: ID!) {
  doorCounts(id: $id) { came going elsewhere doors { station came } }
}`;
const APART = 2_000; // ms between two renewals of lists and charts, however many come in

interface Counts {
  readonly came: number;
  readonly going: number;
  readonly elsewhere: number;
  readonly doors: readonly { readonly station: string; readonly came: number }[];
}

const root = document.querySelector<HTMLElement>("[data-counts]");
if (root) attach(root.dataset["counts"] ?? "");

function attach(id: string): void {
  let renewing = 0;
  let first = true; // what the page was loaded with, unless something happened since

  listen<{ doorCounts: Counts }>(COUNTS, () => ({ id }), ({ doorCounts }) => {
    const changed = show(doorCounts);
    if (renewing || (first && !changed)) return void (first = false);
    first = false;
    renewing = window.setTimeout(() => {
      renewing = 0;
      void refresh();
    }, APART);
  });
}

/** Whether a number is another than before. */
function show(counts: Counts): boolean {
  let changed = false;
  const put = (selector: string, number: number): void => {
    for (const place of document.querySelectorAll(selector)) {
      if (place.textContent === String(number)) continue;
      place.textContent = String(number);
      changed = true;
    }
  };
  for (const name of ["came", "going", "elsewhere"] as const) put(`[data-count="${name}"]`, counts[name]);
  for (const { station, came } of counts.doors) put(`[data-door="${station}"]`, came);
  return changed;
}
