// Keeps the screen on while somebody shows their badge, and says so. It attaches to `[data-badge]` of
// pages/badges/show.html; browsers let the screen go whenever the page is hidden, so it asks again once it is not.

const notice = document.querySelector<HTMLElement>("[data-badge]");
if (notice && "wakeLock" in navigator) {
  void stayAwake(notice);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void stayAwake(notice);
  });
}

async function stayAwake(notice: HTMLElement): Promise<void> {
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
