// The service worker: Hallway opens without network after one visit. What it keeps is
//   assets   by their names with digests, so that a page of one build never meets a part of another;
//   pages    of whoever is signed in, each as it was last seen; of nobody else.
// It writes nothing and sends nothing: what is done without network waits in the outbox of the page.

import { fetchAsset, keepShell, sweep } from "./assets";
import { forgetAll, refresh, respond } from "./pages";

const worker = self as unknown as ServiceWorkerGlobalScope;

worker.addEventListener("install", (event) => {
  event.waitUntil(keepShell(SHELL).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
});

/** A page says whose it is; then it is kept, and the others of that account are fetched too. */
worker.addEventListener("message", (event) => {
  const { account, page, changed } = event.data as { account: string; page: string; changed?: true };
  event.waitUntil(refresh(account, page, changed).then(tidy));
});

async function tidy(): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  await sweep(SHELL, tabs.length);
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (address.pathname === "/sign-out" || address.pathname.startsWith("/sign-in/")) {
    // Whoever is signed in afterwards, it may be somebody else.
    return event.respondWith(forgetAll().then(() => fetch(request)));
  }
  if (request.method !== "GET") return;
  if (address.pathname.startsWith("/static/")) return event.respondWith(fetchAsset(request));
  if (request.mode === "navigate") event.respondWith(respond(request, (work) => event.waitUntil(work)));
});
