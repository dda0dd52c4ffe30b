// Assets are kept by names that carry a digest of their content: one that is there is never asked for again.

import { keptPages } from "./pages";

const ASSETS = "assets";

/** Rejects when one of them is missing; then this version of the worker is not installed, and the old one stays. */
export async function keepShell(shell: readonly string[]): Promise<void> {
  const assets = await caches.open(ASSETS);
  const there = new Set((await assets.keys()).map(({ url }) => new URL(url).pathname));
  await assets.addAll(shell.filter((path) => !there.has(path)));
}

export async function fetchAsset(request: Request): Promise<Response> {
  const assets = await caches.open(ASSETS);
  const kept = await assets.match(request.url);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await assets.put(request.url, response.clone());
  return response;
}

/** Forgets what neither this build nor any kept page is made of. */
export async function sweep(shell: readonly string[]): Promise<void> {
  const assets = await caches.open(ASSETS);
  const pages = (await Promise.all((await keptPages()).map((page) => page.text()))).join();
  const wanted = new Set(shell);
  for (const request of await assets.keys()) {
    const { pathname } = new URL(request.url);
    // Parts that only style sheets and scripts name are of their build: they go with it.
    if (!wanted.has(pathname) && !pages.includes(pathname) && !named(pathname)) await assets.delete(request);
  }
}

/** Letters beyond Latin-1 are asked for by the style sheet alone, when a name has them. */
function named(path: string): boolean {
  return path.endsWith(".woff2");
}
