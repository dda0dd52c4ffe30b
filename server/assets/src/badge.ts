// My badge, on a screen: it stays lit, takes a fresh code where its holder wants that, and says since when it is kept.
// It attaches to `[data-badge]`, `[data-fresh-code]` and `[data-kept]` of pages/badges/show.html.

import { stayAwake } from "./badge/awake";
import { freshCodes } from "./badge/fresh";
import { sayKept } from "./badge/kept";

const notice = document.querySelector<HTMLElement>("[data-badge]");
if (notice && "wakeLock" in navigator) {
  void stayAwake(notice);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void stayAwake(notice);
  });
}

const badge = document.querySelector<HTMLElement>("[data-fresh-code]");
if (badge) freshCodes(badge);

const flag = document.querySelector<HTMLElement>("[data-kept]");
if (flag) void sayKept(flag);
