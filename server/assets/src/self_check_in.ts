// "I am here" without network: what the projector showed is kept on this phone, and sent as late. It attaches to
// `[data-self-check-in]` of pages/doors/self.html, whose form works without it wherever there is a network.

import type { CheckIn } from "./outbox/check_in";
import { outboxHere } from "./outbox/here";
import { newId } from "./scan/ids";

const form = document.querySelector<HTMLFormElement>("[data-self-check-in]");
const outbox = outboxHere();
if (form && outbox) {
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    const given = new FormData(form);
    const item: CheckIn = {
      id: newId(),
      station: null,
      event: String(given.get("id")),
      code: location.pathname.split("/").pop() ?? "",
      person: null,
      scannedAt: new Date(String(given.get("readAt"))).toISOString(),
      how: "SELF",
    };
    void outbox.add("CHECK_IN", item, { id: item.id }).then(() => {
      form.hidden = true;
      document.querySelector<HTMLElement>("[data-kept]")?.removeAttribute("hidden");
    });
  });
}
