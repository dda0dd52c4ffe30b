// Below the answer at a booth: stars, tags, a note and the organization's questions, kept as soon as they are given.
// Its fields are those of the `[data-lead-panel]` template of pages/badges/scan.html.

import type { LeadEntry } from "../../outbox/lead_entry";
import type { Panel } from "../desk";
import { element } from "../elements";

type Said = Pick<LeadEntry, "kind" | "question" | "stars" | "text">;

/** Null where the page has no such template. `write` keeps one thing, also without network. */
export function leadPanel(write: (said: Said) => void): Panel | null {
  const template = document.querySelector<HTMLTemplateElement>("template[data-lead-panel]");
  const form = template && (template.content.firstElementChild?.cloneNode(true) as HTMLFormElement | undefined);
  if (!form) return null;
  const kept = new Map<string, string>(); // by field, so that nothing is kept twice

  function say(field: string, value: string, said: Said): void {
    if (kept.get(field) === value) return;
    kept.set(field, value);
    write(said);
  }

  /** `chosen`: only what is chosen. Words wait, so that nothing moves below a finger. */
  function keep(chosen = false): void {
    for (const field of form!.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) {
      const text = field.value.trim();
      if (field.type === "radio" && !(field as HTMLInputElement).checked) continue;
      if (chosen && field.type !== "radio") continue;
      const question = field.dataset["question"];
      if (field.name === "stars") say("stars", text, { kind: "STARS", stars: Number(text) });
      else if (question && (text || kept.has(question))) say(question, text, { kind: "ANSWER", question, text });
      else if (!question && text) {
        write({ kind: field.name === "tag" ? "TAG" : "NOTE", text });
        field.before(element("p", { class: "mine" }, text));
        field.value = "";
      }
    }
  }

  form.addEventListener("change", () => keep(true));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    (document.activeElement as HTMLElement | null)?.blur();
  });
  return { element: form, keep: () => keep(), update: () => undefined };
}
