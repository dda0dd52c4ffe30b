// A sealed roster, as the server sends it: records of one length, sorted, that open only with a badge in hand.
// The other side is server/rosters/octets.py and seal.py; fixtures/golden/roster.json holds the two together.

const HEAD = 48; // octets: kind[4] · 0[4] · expires_at u64 (ms) · roster key[32]
const RECORD = 144; // lookup[8] · nonce[12] · ciphertext[108] · tag[16]
const LOOKUP = 8;
const NONCE = 20; // its end
const FOR_ALL = "HWB1";
const FOR_CHANGES = "HWC1";

type Octets = Uint8Array<ArrayBuffer>;

/** What the printed badge shows, and no more. */
export interface Card {
  name: string;
  pronouns: string;
  headline: string;
  /** Empty for a badge that is valid; at a door also `WAITLISTED` and `CHECKED_IN`. */
  status: "" | "REVOKED" | "REPLACED" | "WAITLISTED" | "CHECKED_IN";
}

export interface File {
  /** Whether it stands for all that was there before; else beside it, in the place of earlier changes. */
  whole: boolean;
  /** Milliseconds since 1970, after which nothing in it is shown. */
  expires: number;
  /** Can't be read out again. */
  key: CryptoKey;
  records: Octets;
}

/** Rejects with an Error where it is no roster, or was cut short. */
export async function read(file: ArrayBuffer): Promise<File> {
  const kind = new TextDecoder().decode(file.slice(0, 4));
  const size = file.byteLength - HEAD;
  if (![FOR_ALL, FOR_CHANGES].includes(kind) || size < 0 || size % RECORD) throw new Error("This is no whole roster.");
  const algorithm = { name: "HMAC", hash: "SHA-512" };
  return {
    whole: kind === FOR_ALL,
    expires: Number(new DataView(file).getBigUint64(8)),
    key: await crypto.subtle.importKey("raw", file.slice(16, HEAD), algorithm, false, ["sign"]),
    records: new Uint8Array(file.slice(HEAD)),
  };
}

/** The card of the badge with this token; null where `layers`, the first first, hold none that it opens. */
export async function open(key: CryptoKey, layers: readonly Octets[], token: Octets): Promise<Card | null> {
  const hash = await crypto.subtle.sign("HMAC", key, token);
  const wanted = new DataView(hash).getBigUint64(0);
  const record = layers.map((records) => find(records, wanted)).find(Boolean);
  if (!record) return null;
  const secret = await crypto.subtle.importKey("raw", hash.slice(32), "AES-GCM", false, ["decrypt"]);
  const algorithm = { name: "AES-GCM", iv: record.slice(LOOKUP, NONCE) };
  const plain = await crypto.subtle.decrypt(algorithm, secret, record.slice(NONCE)).catch(() => null);
  if (!plain) return null; // a blank: gone, or not for this scanner
  const [name, pronouns, headline, status] = JSON.parse(new TextDecoder().decode(plain)) as string[];
  return { name, pronouns, headline, status } as Card;
}

function find(records: Octets, wanted: bigint): Octets | null {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  let low = 0;
  let high = records.length / RECORD;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (view.getBigUint64(middle * RECORD) < wanted) low = middle + 1;
    else high = middle;
  }
  const at = low * RECORD;
  return at < records.length && view.getBigUint64(at) === wanted ? records.slice(at, at + RECORD) : null;
}
