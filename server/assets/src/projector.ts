// The code on a projector renews itself every half minute, and says so when it can't. It attaches to
// `[data-projector]` of pages/doors/projector.html, which without script is loaded anew.

const AGAIN = 3_000; // ms until the next try without network
const LATEST = 31_000; // ms; whatever this device's clock says, the server's code is another by then

const root = document.querySelector<HTMLElement>("[data-projector]");
if (root) void renew(root);

async function renew(root: HTMLElement): Promise<void> {
  const trouble = root.querySelector<HTMLElement>("[data-trouble]");
  for (;;) {
    const shown = root.querySelector<HTMLElement>("[data-code]");
    if (!shown || !trouble) return;
    await pause(trouble.hidden ? untilNext(shown) : AGAIN);
    const fresh = await next();
    trouble.hidden = fresh !== null;
    if (fresh) shown.replaceWith(document.adoptNode(fresh));
  }
}

async function next(): Promise<Element | null> {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-code]");
}

function untilNext(shown: HTMLElement): number {
  const left = Date.parse(shown.dataset["renews"] ?? "") - Date.now();
  return left > 0 ? Math.min(left + 200, LATEST) : AGAIN;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
