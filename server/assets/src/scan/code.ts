// Reads a badge's code out of what a camera, a hand-held scanner or fingers gave, before anything is sent.
// The same rules as server/badges/token.py, which has the last word; tests/browser/test_code.py holds the two together.

export const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's: no I L O U
const LENGTH = 25;
const FORGIVEN: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1" };

/** The 25 letters; or one sentence that says what is the matter, and whether it may be a badge at all. */
export type Reading = { code: string } | { fault: string; foreign: boolean };

/** Any case, spaces and dashes between the letters; or an address that ends in `/B/` and the letters. */
export function readCode(text: string): Reading {
  const letters = lettersIn(text.trim());
  if (letters === null) return { fault: foreign(text.trim()), foreign: true };
  if (letters.length !== LENGTH) {
    const fault = `That is ${letters.length} of ${LENGTH} characters. Look below the square on their badge.`;
    return { fault, foreign: false };
  }
  const values = [...letters].map((letter) => LETTERS.indexOf(letter));
  if (values.includes(-1) || check(values.slice(0, -1)) !== values.at(-1)) {
    const fault = "One character is not as on the badge. Compare it with those below the square.";
    return { fault, foreign: false };
  }
  return { code: letters };
}

/** The address that a foreign code opens in a browser, as browsers write it; null where it opens none. */
export function webAddress(text: string): string | null {
  const address = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  return address && ["http:", "https:"].includes(address.protocol) ? address.href : null;
}

/** The letters as printed below the square: five groups of five. */
export function grouped(code: string): string {
  return code.match(/.{1,5}/g)?.join(" ") ?? "";
}

/** Null when the text is neither an address of ours nor letters that somebody may have typed. */
function lettersIn(text: string): string | null {
  const code = /[/:]/.test(text) ? (/\/B\/([^/?#]*)\/*(?:[?#].*)?$/i.exec(text)?.[1] ?? "") : text;
  const bare = code.replace(/[\s\u2010-\u2014\u2212-]/g, "").replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (!bare || bare.length >= 2 * LENGTH) return null;
  return bare.replace(/[OIL]/g, (letter) => FORGIVEN[letter] ?? letter);
}

function foreign(text: string): string {
  const host = URL.canParse(text) ? new URL(text).host : "";
  if (host) return `This code opens an address at ${host}. Nothing was saved.`;
  return "Scan the square on their badge, or type the characters below it. Nothing was saved.";
}

/** One Reed-Solomon symbol over GF(32), by x^5 + x^2 + 1: catches every wrong letter and every swap. */
function check(values: number[]): number {
  return [...values, 0].reduce((sum, value) => {
    const doubled = sum << 1;
    return (doubled & 32 ? doubled ^ 0b100101 : doubled) ^ value;
  }, 0);
}
