// A button copies what stands in a field. It attaches to `button[data-copy]`, whose value is the field's id, and shows
// it only where that can be done; without script the address is selected and copied by hand.

const SAID_FOR = 4000; // milliseconds

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  const field = document.getElementById(button.dataset["copy"] ?? "");
  if (field instanceof HTMLInputElement && "clipboard" in navigator) attach(button, field);
}

function attach(button: HTMLButtonElement, field: HTMLInputElement): void {
  const words = button.querySelector("span");
  const before = words?.textContent ?? "";
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.focus(); // selected, so that it can be copied by hand
      return;
    }
    if (!words) return;
    words.textContent = "Copied";
    setTimeout(() => (words.textContent = before), SAID_FOR);
  });
}
