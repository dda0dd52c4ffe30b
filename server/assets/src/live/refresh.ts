// A page that shows what news is about says it anew: its `[data-fresh]` part is fetched again and put in place.

/** Not while a key or a finger is in that part: what one is about to press must not move. */
export async function refresh(): Promise<void> {
  const shown = document.querySelector<HTMLElement>("[data-fresh]");
  if (!shown || shown.contains(document.activeElement)) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-fresh]");
  if (fresh && !shown.contains(document.activeElement)) shown.replaceWith(document.adoptNode(fresh));
}
