// Whoever is signed in is told at once that somebody scanned their badge, on whatever page they have open.
// It attaches to `[data-live]` of _layout.html; without script the lists say it when they are next loaded.

import { showScan, type Scan } from "./live/notice";
import { refresh } from "./live/refresh";
import { listen } from "./live/socket";

const SCANNED = `subscription ($after: DateTime) {
  scanned(after: $after) { id receivedAt scannedAt person { name } contact { id } }
}`;
const LAST = "hallway.told"; // in this tab: what one page told, the next one doesn't

const root = document.querySelector<HTMLElement>("[data-live]");
if (root) attach(root);

function attach(root: HTMLElement): void {
  const told = new Set<string>();
  let after = latest(root.dataset["since"] || null, sessionStorage.getItem(LAST));

  listen<{ scanned: Scan }>(SCANNED, () => ({ after }), ({ scanned }) => {
    after = latest(after, scanned.receivedAt);
    if (after) sessionStorage.setItem(LAST, after);
    if (told.has(scanned.id)) return;
    told.add(scanned.id);
    showScan(root, scanned);
    void refresh();
  });
}

function latest(one: string | null, other: string | null): string | null {
  if (!one || !other) return one || other;
  return Date.parse(other) > Date.parse(one) ? other : one;
}
