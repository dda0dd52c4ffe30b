// The form for typed codes answers in place.

import { readCode } from "./code";
import { clear, complain } from "./complain";

/** `scan` gets each code that can be one, with the note; others are told beside the field, and nothing is sent. */
export function takeTypedCodes(form: HTMLFormElement, scan: (code: string, note: string | null) => void): void {
  const field = form.querySelector<HTMLInputElement>("input[name=code]");
  const note = form.querySelector<HTMLTextAreaElement>("textarea[name=note]");
  form.addEventListener("submit", (event) => {
    if (!field) return;
    event.preventDefault();
    const reading = readCode(field.value);
    if ("fault" in reading) return complain(field, reading.fault);
    scan(reading.code, note?.value.trim() || null);
    form.reset();
    field.value = "";
  });
  field?.addEventListener("input", () => clear(field));
}
