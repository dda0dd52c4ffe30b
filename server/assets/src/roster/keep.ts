// Rosters on this phone: in IndexedDB, since their keys can lie nowhere else without being readable.

import { committed, given, openDatabase } from "../outbox/database";

export type Audience = "SCAN" | "CHECK_IN";

export interface Kept {
  /** See `idOf`. */
  id: string;
  account: string;
  etag: string;
  expires: number;
  key: CryptoKey;
  base: Uint8Array<ArrayBuffer>;
  changes: Uint8Array<ArrayBuffer> | null;
  /** When the server last said what has changed, RFC 3339. */
  asOf: string;
}

export function idOf(account: string, slug: string, audience: Audience): string {
  return [account, audience, slug].join(" ");
}

/** Undefined where there is none, or it has expired: then it is deleted. */
export async function kept(id: string): Promise<Kept | undefined> {
  const found = await given<Kept | undefined>((await store("readonly")).get(id));
  if (!found || Date.now() <= found.expires) return found;
  await forget(id);
  return undefined;
}

export async function keep(roster: Kept): Promise<void> {
  const rosters = await store("readwrite");
  rosters.put(roster);
  return committed(rosters.transaction);
}

export async function forget(id: string): Promise<void> {
  const rosters = await store("readwrite");
  rosters.delete(id);
  return committed(rosters.transaction);
}

/** All but what `account` has and what has not expired; without an account, all. */
export async function forgetRosters(account?: string): Promise<void> {
  const rosters = await store("readwrite");
  for (const { id, account: whose, expires } of await given<Kept[]>(rosters.getAll())) {
    if (whose !== account || Date.now() > expires) rosters.delete(id);
  }
  return committed(rosters.transaction);
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return (await openDatabase()).transaction("rosters", mode).objectStore("rosters");
}
