// Below an answer, within reach of the thumb: tags, a note, and undo. What is typed is kept without being asked for.

import type { Writing } from "../../outbox/note";
import type { Outbox } from "../../outbox/outbox";
import type { Answer } from "../answers";
import type { Panel } from "../desk";
import { button, element } from "../elements";
import { newId } from "../ids";

const OFFERED = 6; // tags that are used most

export function contactPanel(answer: Answer, outbox: Outbox, undo: (answer: Answer) => void): Panel {
  const note = element("textarea", {
    class: "in lined short",
    id: `note-${answer.id}`,
    rows: "2",
    maxlength: "2000",
    placeholder: "Note, for your eyes only",
    "aria-keyshortcuts": "Alt+N",
    "data-key": "KeyN",
  });
  const kept = element("p", { class: "mine", hidden: "" });
  const tags = element("fieldset", { class: "chips" }, element("legend", { class: "vh" }, "Tags, for your eyes only"));
  const open = element("a", { class: "btn", hidden: "" }, "Open contact");
  const chips = new Map<string, HTMLInputElement>();

  /** After the scan: the server knows it by then. */
  function write(kind: Writing["kind"], text: string): void {
    const writing = { id: newId(), kind, text, writtenAt: new Date().toISOString(), encounterId: answer.id };
    void outbox.add<Writing>("NOTE", writing, { id: writing.id, after: answer.id });
  }

  function chip(tag: string, on: boolean): void {
    const known = chips.get(tag.toLowerCase());
    if (known) return void (known.checked ||= on);
    const box = element("input", { type: "checkbox", name: "tag", value: tag });
    box.checked = on;
    box.addEventListener("change", () => write(box.checked ? "TAG" : "UNTAG", tag));
    chips.set(tag.toLowerCase(), box);
    another.before(element("label", { class: "chip" }, box, tag));
  }

  function keepTag(): void {
    const tag = field.value.trim().replace(/\s+/g, " ");
    field.value = "";
    field.hidden = true;
    another.hidden = false;
    if (!tag || chips.get(tag.toLowerCase())?.checked) return;
    chip(tag, true);
    write("TAG", tag);
  }

  const field = element("input", { type: "text", class: "in tag-in", list: "own-tags", maxlength: "40", "aria-label": "New tag", hidden: "" });
  const another = button("Tag", "plus", () => {
    another.hidden = true;
    field.hidden = false;
    field.focus();
  }, "chip");
  another.dataset["key"] = "KeyT";
  another.setAttribute("aria-keyshortcuts", "Alt+T");
  another.setAttribute("aria-label", "New tag");
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") field.value = "";
    keepTag();
    another.focus();
  });
  field.addEventListener("blur", keepTag);
  tags.append(another, field);

  function keep(): void {
    if (field.value.trim()) keepTag();
    const text = note.value.trim();
    if (!text) return;
    note.value = "";
    write("NOTE", text);
    kept.hidden = false;
    kept.append(kept.childNodes.length ? element("br") : "", text);
  }

  function update({ contact, tags }: Answer): void {
    if (contact) open.href = contact;
    open.hidden = !contact;
    for (const tag of tags) chip(tag, true);
  }

  const takeBack = button("Undo", null, () => {
    note.value = field.value = ""; // it was about somebody else
    undo(answer);
  });
  takeBack.dataset["key"] = "KeyU";
  takeBack.setAttribute("aria-keyshortcuts", "Alt+U");

  const label = element("label", { class: "vh", for: note.id }, "Note, for your eyes only");
  const form = element(
    "form",
    { class: "stack-tight" },
    tags,
    kept,
    element("div", { class: "field" }, label, note),
    element("button", { class: "btn go big wide" }, "Keep and scan the next"),
    element("div", { class: "btns" }, open, takeBack),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    note.blur();
  });
  for (const tag of ownTags().slice(0, OFFERED)) chip(tag, false);
  update(answer);
  return { element: form, keep, update };
}

function ownTags(): string[] {
  return [...document.querySelectorAll<HTMLOptionElement>("#own-tags option")].map(({ value }) => value);
}
