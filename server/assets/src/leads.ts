// A booth's leads are said anew as soon as one of its team scans or writes, wherever they are.
// It attaches to `[data-leads]` of leads/index.html; without script the list says it when it is next loaded.

import { refresh } from "./live/refresh";
import { listen } from "./live/socket";

const CHANGED = `subscription ($booth: ID!) { leadsChanged(booth: $booth) { count } }`;

const { leads: booth, count: shown } = document.querySelector<HTMLElement>("[data-leads]")?.dataset ?? {};
if (booth) {
  let first = true; // is told at once, and mostly what the page shows already
  listen<{ leadsChanged: { count: number } }>(CHANGED, () => ({ booth }), ({ leadsChanged: { count } }) => {
    if (!first || String(count) !== shown) void refresh();
    first = false;
  });
}
