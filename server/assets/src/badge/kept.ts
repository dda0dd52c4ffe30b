// Says since when this phone shows the badge without a network.

export async function sayKept(flag: HTMLElement): Promise<void> {
  if (!("caches" in window)) return; // plain http
  const page = await caches.match(new URL("/badge", location.origin).href, { ignoreVary: true });
  const moment = new Date(page?.headers.get("Date") ?? "");
  const time = flag.querySelector("time");
  if (!time || Number.isNaN(moment.valueOf())) return;
  const day = moment.toDateString() === new Date().toDateString() ? {} : ({ day: "numeric", month: "long" } as const);
  time.dateTime = moment.toISOString();
  time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
    ...day,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(moment);
  flag.hidden = false;
}
