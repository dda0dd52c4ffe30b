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

/**
 * Forgets what neither this build nor any kept page is made of. While several tabs are open it forgets nothing: one of
 * them may be of the build before, and load its reader of codes only when somebody starts the camera.
 */
export async function sweep(shell: readonly string[], tabs: number): Promise<void> {
  const assets = await caches.open(ASSETS);
  const there = (await assets.keys()).map(({ url }) => new URL(url).pathname);
  const others = there.filter((path) => !shell.includes(path) && !path.endsWith(LETTERS));
  if (tabs > 1 || !others.length) return;
  const wanted = new Set<string>();
  let texts = await Promise.all((await keptPages()).map((page) => page.text()));
  while (texts.length) {
    const found = others.filter((path) => !wanted.has(path) && texts.some((text) => text.includes(path)));
    for (const path of found) wanted.add(path);
    // Scripts and style sheets name further parts of their build.
    texts = await Promise.all(found.filter((path) => NAMING.test(path)).map((path) => textOf(assets, path)));
  }
  for (const path of others) if (!wanted.has(path)) await assets.delete(path);
}

const LETTERS = ".woff2"; // beyond Latin-1 they are asked for when a name has them
const NAMING = /\.(css|js)$/;

async function textOf(assets: Cache, path: string): Promise<string> {
  return (await assets.match(path))?.text() ?? "";
}
