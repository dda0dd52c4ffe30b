// An organizer's page of prints says by itself how far they are: it attaches to `[data-print]`, and asks for the part
// anew whenever one is further on. Without script there is a link that does the same.

import { refresh } from "./live/refresh";
import { listen } from "./live/socket";

const CHANGED = `subscription ($slug: String!) { printingChanged(slug: $slug) { id } }`;

const slug = document.querySelector<HTMLElement>("[data-print]")?.dataset["print"];
if (slug) {
  let first = true; // what it says at once is what the page shows
  listen<unknown>(CHANGED, () => ({ slug }), () => {
    if (!first) void refresh();
    first = false;
  });
}
