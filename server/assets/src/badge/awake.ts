// Keeps the screen on while somebody shows their badge, and says so. Browsers let the screen go whenever the page is
// hidden, so it asks again once it is not.

export async function stayAwake(notice: HTMLElement): Promise<void> {
  const words = notice.querySelector<HTMLElement>("[data-awake]");
  try {
    const lock = await navigator.wakeLock.request("screen");
    if (words) words.hidden = false;
    lock.addEventListener("release", () => {
      if (words) words.hidden = true;
    });
  } catch {
    // Refused, such as on a battery that is nearly empty: the page is as good without.
    if (words) words.hidden = true;
  }
}
