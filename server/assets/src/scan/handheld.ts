// A hand-held scanner is a keyboard: it types a badge's address faster than any hand, and ends with Enter.

const PAUSE = 500; // ms; a longer one begins a new text
const PACE = 50; // ms a key at most, on average; 25 letters at this pace are beyond any typist
const SHORTEST = 20;

/** `found` gets what was typed, wherever the focus is; the field that had the focus gets its old text back. */
export function listenForHandheld(found: (text: string) => void): void {
  let typed = "";
  let begun = 0;
  let last = 0;
  let field: HTMLInputElement | HTMLTextAreaElement | null = null;
  let before = "";

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const fast = (event.timeStamp - begun) / Math.max(typed.length, 1) <= PACE;
    if (event.key === "Enter") {
      if (typed.length >= SHORTEST && fast) {
        event.preventDefault();
        const at = Math.max(typed.search(/https?:\/\//i), 0); // what stands before it was typed by hand, and fast
        if (field) field.value = before + typed.slice(0, at);
        found(typed.slice(at));
      }
      typed = "";
    } else if (event.key.length === 1) {
      if (!typed || event.timeStamp - last > PAUSE) {
        typed = "";
        begun = event.timeStamp;
        field = editable(event.target);
        before = field?.value ?? "";
      } else if (!field && fast) {
        event.preventDefault(); // no short cuts and no scrolling by the letters of a code
      }
      typed += event.key;
      last = event.timeStamp;
    }
  });
}

function editable(target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | null {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
}
