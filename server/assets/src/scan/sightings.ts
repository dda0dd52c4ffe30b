// A badge held before the camera is one scan, however many pictures show it.

const ABSENCE = 3000; // ms; a badge out of sight for less than this never left

export class Sightings {
  private readonly last = new Map<string, number>();

  /** Those of `texts` that just came into view. */
  newIn(texts: string[], now = performance.now()): string[] {
    const arrived = texts.filter((text) => now - (this.last.get(text) ?? -Infinity) >= ABSENCE);
    for (const text of texts) this.last.set(text, now);
    return [...new Set(arrived)];
  }
}
