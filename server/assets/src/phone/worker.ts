// Lets the service worker in, and tells it whose pages it may keep.

/** Browsers know no service workers over plain http; there everything needs the network. */
export async function keepPages(account: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ account, page: location.pathname + location.search });
  } catch {
    // Some browsers forbid it in private windows; nothing else depends on it.
  }
}
