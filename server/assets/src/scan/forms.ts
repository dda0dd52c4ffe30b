// The two forms of the page answer in place: a typed code at once, a photograph when the server has read it.

import { PAYLOAD, type ScanPayload } from "../outbox/encounter";
import { type Answer, decided } from "./answers";
import { readCode } from "./code";
import { element, icon } from "./elements";
import { askWithFile, NotSent } from "./graphql";
import { newId } from "./ids";

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

const PHOTO = `mutation ScanPhoto($input: ScanPhotoInput!) { scanPhoto(input: $input) { ${PAYLOAD} } }`;

/** `answered` gets what came of each photograph. One that could not be sent stays chosen, to be sent again. */
export function takePhotos(form: HTMLFormElement, eventId: string | null, answered: (answer: Answer) => void): void {
  const field = form.querySelector<HTMLInputElement>("input[type=file]");
  const send = form.querySelector<HTMLButtonElement>("button");
  form.addEventListener("submit", async (event) => {
    const photo = field?.files?.[0];
    if (!field || !photo) return;
    event.preventDefault();
    send?.setAttribute("aria-busy", "true");
    const at = new Date();
    const input = { id: newId(), photo: null, eventId, scannedAt: at.toISOString() };
    try {
      const { scanPhoto } = await askWithFile<{ scanPhoto: ScanPayload }>(PHOTO, { input }, "input.photo", photo);
      answered(decided(scanPhoto, at));
      field.value = "";
    } catch (fault) {
      if (!(fault instanceof NotSent)) throw fault;
      complain(field, `${fault.message} The photo is still chosen; read it again.`);
    } finally {
      send?.removeAttribute("aria-busy");
    }
  });
  field?.addEventListener("change", () => clear(field));
}

/** The message stands beside its field, as the page without script has it. */
function complain(field: HTMLInputElement, message: string): void {
  clear(field);
  const id = `${field.id}-error`;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  field.after(element("p", { class: "error", id, role: "alert" }, icon("alert"), element("span", {}, message)));
  field.focus();
}

function clear(field: HTMLInputElement): void {
  const id = `${field.id}-error`;
  document.getElementById(id)?.remove();
  field.removeAttribute("aria-invalid");
  const rest = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((part) => part && part !== id);
  if (rest.length) field.setAttribute("aria-describedby", rest.join(" "));
  else field.removeAttribute("aria-describedby");
}
