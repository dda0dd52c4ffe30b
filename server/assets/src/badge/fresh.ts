// Whoever has set that shows another code each time the page comes into view. Other tabs of the browser show the new
// one too, and the page that is kept for the time without network is fetched again.

import { ask } from "../scan/graphql";

const SHOW = "mutation { showBadge { ... on ShowBadgeSuccess { badge { code svg } } } }";
const AGAIN = 2_000; // ms: coming back to a page is told by two events

interface Shown {
  code: string;
  svg: string;
}

export function freshCodes(badge: HTMLElement): void {
  const others = new BroadcastChannel("hallway badge");
  let asked = -Infinity;

  async function takeOne(): Promise<void> {
    // A page that is fetched ahead, or behind another one, is not shown: nobody has asked.
    if (document.visibilityState !== "visible" || performance.now() - asked < AGAIN) return;
    asked = performance.now();
    const answer = await ask<{ showBadge: { badge?: Shown } }>(SHOW, {}).catch(() => null);
    const shown = answer?.showBadge.badge;
    sayLast(!shown);
    if (!shown) {
      asked = -Infinity; // the network may be back within a moment
      return;
    }
    show(badge, shown);
    others.postMessage(shown);
    keepAgain();
  }

  others.addEventListener("message", ({ data }: MessageEvent<Shown>) => {
    show(badge, data);
    sayLast(false);
  });
  for (const news of ["visibilitychange", "prerenderingchange"]) {
    document.addEventListener(news, () => void takeOne());
  }
  addEventListener("pageshow", () => void takeOne());
  addEventListener("online", () => void takeOne());
  void takeOne();
}

function show(badge: HTMLElement, { code, svg }: Shown): void {
  const square = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
  if (square) badge.querySelector("svg.qr")?.replaceWith(document.adoptNode(square));
  const letters = badge.querySelector("[data-letters]");
  if (letters) letters.textContent = code.match(/.{1,5}/g)?.join(" ") ?? code;
}

function sayLast(isLast: boolean): void {
  const words = document.querySelector<HTMLElement>("[data-last]");
  if (words) words.hidden = !isLast;
}

function keepAgain(): void {
  const { account } = document.documentElement.dataset;
  navigator.serviceWorker?.controller?.postMessage({ account, page: location.pathname, changed: true });
}
