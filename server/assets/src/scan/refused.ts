// Below an answer by which nothing was saved: what can still be done with what was scanned.

import { ask } from "../outbox/not_taken";
import type { Outbox } from "../outbox/outbox";
import type { Answer } from "./answers";
import type { Panel } from "./desk";
import { button, element } from "./elements";

/** Null where nothing can be done. */
export function refusedPanel(answer: Answer, outbox: Outbox): HTMLElement | Panel | null {
  if (answer.state !== "unknown" && answer.state !== "revoked") return null;
  return answer.address ? addressPanel(answer.address) : notePanel(answer.id, outbox);
}

/** It is read before it is opened, and opened beside the scanner. */
function addressPanel(address: string): HTMLElement {
  const panel = element("div", { class: "btns" });
  const show = button("Show the address", null, () => {
    const shown = element("p", { class: "opens", dir: "ltr", tabindex: "-1" }, address);
    const open = element("a", { class: "btn quiet", href: address, target: "_blank", rel: "noopener noreferrer" }, "Open it");
    panel.replaceChildren(shown, "clipboard" in navigator ? copying(address, shown) : "", open);
    shown.focus();
  }, "btn quiet");
  panel.append(show);
  return panel;
}

function copying(address: string, shown: HTMLElement): HTMLElement {
  const copy = button("Copy", null, () => {
    navigator.clipboard.writeText(address).then(
      () => copy.replaceChildren("Copied"),
      () => getSelection()?.selectAllChildren(shown), // so that it can be copied by hand
    );
  });
  copy.setAttribute("aria-live", "polite");
  return copy;
}

/** Of a scan that is in the list "not taken": it has the button that it has there. */
function notePanel(id: string, outbox: Outbox): Panel {
  const panel = element("div", { class: "btns" });
  let keep = (): unknown => undefined;

  void outbox.refused(id).then((item) => {
    if (!item || item.note !== undefined) return;
    const take = (note: string): void => {
      void outbox.keepAsNote(item, note);
      panel.replaceChildren(note && element("p", { class: "mine" }, note));
    };
    const open = button("Keep as a note", null, () => {
      const field = ask(item, panel, take);
      const before = field.value;
      keep = () => field.isConnected && field.value !== before && take(field.value.trim());
    });
    panel.append(open);
  });
  return { element: panel, keep: () => keep(), update: () => undefined };
}
