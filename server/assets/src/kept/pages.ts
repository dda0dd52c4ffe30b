// The pages that open without network, of the one account that is signed in here. Somebody else's are never shown:
// they are deleted as soon as a page of another account arrives, and at sign-out.

const CACHE = "pages ";
const SHOWN_WITHOUT = ["/on-this-phone", "/badge", "/scan", "/agenda", "/contacts"];
const CARDS = 200; // of contacts, the last that were opened
const PATIENCE = 4_000; // ms for the network, where there is a kept page to show instead
const FRESH = 300_000; // ms in which a page is not fetched again by itself

/** The network's answer; without one, the page as it was last seen, or the one that says what there is. */
export async function respond(request: Request, later: (work: Promise<unknown>) => void): Promise<Response> {
  const address = new URL(request.url);
  if (!isKept(address)) return fetch(request).catch(() => withoutNetwork(request));
  const kept = await caches.match(address.href, { ignoreVary: true });
  // The scanner opens at once, since people stand and wait; what it needs to know it asks for itself.
  if (kept && address.pathname === "/scan") {
    if (!isFresh(kept)) later(fetchPage(request).catch(() => null));
    return kept;
  }
  const fetched = fetchPage(request);
  later(fetched.catch(() => null));
  if (!kept) return fetched.catch(() => withoutNetwork(request));
  return Promise.race([fetched, after(PATIENCE)]).then(
    (response) => (response.status >= 502 ? kept : response), // something before the server says that it is away
    () => kept,
  );
}

/** Fetches what is not kept of this account yet, or no longer fresh; `page` is the one that is open, and `changed` says
 * that it shows something else than when it was fetched. */
export async function refresh(account: string, page: string, changed = false): Promise<void> {
  const pages = await caches.open(CACHE + account);
  const open = isKept(new URL(page, location.origin)) ? [page] : [];
  for (const path of new Set([...open, ...SHOWN_WITHOUT])) {
    const kept = await pages.match(path, { ignoreVary: true });
    if (kept && isFresh(kept) && !(changed && path === page)) continue;
    await fetchPage(new Request(path, { credentials: "same-origin" })).catch(() => null);
  }
}

export async function keptPages(): Promise<Response[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHE));
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).matchAll()));
  return all.flat();
}

export async function forgetAll(): Promise<void> {
  await forgetOthers(null);
}

async function fetchPage(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.ok && !response.redirected && response.type === "basic") await keep(request.url, response.clone());
  return response;
}

async function keep(url: string, response: Response): Promise<void> {
  const account = accountOf(await response.clone().text());
  if (!account) return;
  await forgetOthers(account);
  const pages = await caches.open(CACHE + account);
  await pages.put(url, response);
  const cards = (await pages.keys()).filter(({ url }) => isCard(new URL(url)));
  await Promise.all(cards.slice(0, -CARDS).map((card) => pages.delete(card)));
}

/** Whose page it is, as _layout.html says it; null for one that is nobody's. */
function accountOf(html: string): string | null {
  return /<html[^>]*\sdata-account="([^"]+)"/.exec(html.slice(0, 500))?.[1] ?? null;
}

async function forgetOthers(account: string | null): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(CACHE) && name !== `${CACHE}${account}`);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function withoutNetwork(request: Request): Promise<Response> {
  const kept = await caches.match(new URL("/on-this-phone", request.url).href, { ignoreVary: true });
  return kept ?? Response.error();
}

function isFresh(page: Response): boolean {
  return Date.now() - Date.parse(page.headers.get("Date") ?? "") < FRESH;
}

function isKept({ pathname, searchParams }: URL): boolean {
  const asked = [...searchParams.keys()];
  if (pathname === "/scan") return asked.every((name) => ["event", "station", "booth"].includes(name));
  return asked.length === 0 && (SHOWN_WITHOUT.includes(pathname) || isCard({ pathname }));
}

function isCard({ pathname }: Pick<URL, "pathname">): boolean {
  return /^\/contacts\/[^/.]+$/.test(pathname);
}

async function after(ms: number): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  throw new Error("The network is slow.");
}
