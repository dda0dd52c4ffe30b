// Everything on the scanner that is pressed often has a key. No bare letters: a hand-held scanner types those.

/** `Alt` and the letter presses or focuses what has `data-key`; `Escape` leaves a field for the next badge. */
export function listenForKeys(root: HTMLElement): void {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement instanceof HTMLElement && root.contains(document.activeElement)) {
      return document.activeElement.blur();
    }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const wanted = [...root.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(event.code)}"]`)];
    const target = wanted.find((candidate) => candidate.checkVisibility());
    if (!target) return;
    event.preventDefault();
    if (target.matches("textarea, input")) target.focus();
    else target.click();
  });
}
