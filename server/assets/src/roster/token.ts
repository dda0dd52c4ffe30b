// The 15 octets that a badge's letters stand for.

import { LETTERS } from "../scan/code";

/** `code` has the 25 letters, as readCode gives them; the last one only checks the others. */
export function tokenOf(code: string): Uint8Array<ArrayBuffer> {
  const token = new Uint8Array(15);
  [...code.slice(0, 24)].forEach((letter, place) => {
    const value = LETTERS.indexOf(letter);
    for (let bit = 0; bit < 5; bit += 1) {
      const at = place * 5 + bit;
      if (value & (16 >> bit)) token[at >> 3]! |= 128 >> (at & 7);
    }
  });
  return token;
}
