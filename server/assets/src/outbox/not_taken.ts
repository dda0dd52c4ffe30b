// What the server refused for good: it stands here until the person has dealt with it, and never vanishes.

import { button, element } from "../scan/elements";
import { newId } from "../scan/ids";
import type { NotTaken } from "./item";
import type { Outbox } from "./outbox";
import { labelOf, moment } from "./waiting";

/** Shows `items` in `list`, which is not there while there are none. */
export function showNotTaken(items: readonly NotTaken[], zone: string, list: HTMLElement, outbox: Outbox): void {
  if (document.activeElement instanceof HTMLTextAreaElement && list.contains(document.activeElement)) return; // somebody is writing in it
  list.hidden = items.length === 0;
  list.replaceChildren(
    element("div", { class: "sec-head" }, element("h2", {}, "Not taken")),
    element("ul", { class: "rows" }, ...items.map((item) => row(item, zone, outbox))),
  );
}

function row(item: NotTaken, zone: string, outbox: Outbox): HTMLElement {
  const when = element("p", { class: "sub" }, `Kept ${moment(new Date(item.queuedAt), zone)}. ${item.message}`);
  const buttons = element("div", { class: "btns" });
  const note = element("p", { class: "mine" }, item.note);
  if (item.note === undefined) {
    buttons.append(button("Keep as a note", null, () => ask(item, buttons, (note) => void outbox.keepAsNote(item, note))));
  }
  buttons.append(button("Discard", null, () => void outbox.discard(item.id), "btn quiet"));
  return element("li", {}, element("div", {}, element("b", {}, labelOf(item)), when, item.note && note, buttons));
}

/** The note can be changed before it is kept. `buttons` give way to its field, which is given back; `take` gets it. */
export function ask(item: NotTaken, buttons: HTMLElement, take: (note: string) => void): HTMLTextAreaElement {
  const id = `note-${newId()}`; // the same item may stand on a card as well
  const field = element("textarea", { class: "lined short", id, rows: "2" }, written(item));
  const label = element("label", { for: id }, "Note, kept on this phone");
  const keep = button("Keep", null, () => {
    field.blur();
    take(field.value.trim());
  });
  buttons.replaceChildren(element("div", { class: "field" }, label, field), keep);
  field.focus();
  return field;
}

/** What the person wrote themselves, if anything. */
function written({ payload }: NotTaken): string {
  const { note } = payload as { note?: unknown };
  return typeof note === "string" ? note : "";
}
