// A photograph is read here as the camera's pictures are, so that it works for every job and without network.

import { complain, clear } from "./complain";
import { readPicture } from "./decoder";

const FIRST = 1_600; // px of the longer side: read quickly; the whole picture is read where that shows nothing

/**
 * `found` gets the texts of all codes in a photograph, none where none is seen. What this browser can't open goes to the
 * server as the form says, whose engine opens more kinds of files.
 */
export function takePhotos(form: HTMLFormElement, found: (texts: string[]) => void): void {
  const field = form.querySelector<HTMLInputElement>("input[type=file]");
  const send = form.querySelector<HTMLButtonElement>("button");
  form.addEventListener("submit", async (event) => {
    const photo = field?.files?.[0];
    if (!field || !photo) return;
    event.preventDefault();
    send?.setAttribute("aria-busy", "true");
    try {
      const texts = await codesIn(photo);
      if (!texts) return form.submit();
      found(texts);
      field.value = "";
    } catch (fault) {
      complain(field, `${(fault as Error).message} The photo is still chosen.`);
    } finally {
      send?.removeAttribute("aria-busy");
    }
  });
  field?.addEventListener("change", () => clear(field));
}

/** Null for a file that is no picture here. Rejects as `readPicture` does. */
async function codesIn(photo: Blob): Promise<string[] | null> {
  const whole = await createImageBitmap(photo).catch(() => null);
  if (!whole) return null;
  const scale = FIRST / Math.max(whole.width, whole.height);
  const size = { resizeWidth: Math.ceil(whole.width * scale), resizeHeight: Math.ceil(whole.height * scale) };
  const small = scale < 1 ? await createImageBitmap(whole, { ...size, resizeQuality: "medium" }) : null;
  const texts = small ? await readPicture(small) : [];
  return texts.length ? texts : readPicture(whole);
}
