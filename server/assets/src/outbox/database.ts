// The browser's own database of this site (IndexedDB): what waits to be sent, and what the scanner takes along.

const NAME = "hallway";
const VERSION = 1;

/** Opened once a page; rejects where the browser keeps nothing, such as with all storage switched off. */
export function openDatabase(): Promise<IDBDatabase> {
  return (opened ??= open().catch((fault: unknown) => {
    opened = null; // the next one tries anew
    throw fault;
  }));
}

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => create(request.result);
    request.onerror = () => reject(request.error ?? new Error("The database did not open."));
    request.onsuccess = () => {
      const database = request.result;
      // A newer page wants to change it: this one opens it again when it next needs it.
      database.onversionchange = () => {
        database.close();
        opened = null;
      };
      resolve(database);
    };
  });
}

function create(database: IDBDatabase): void {
  const waiting = database.createObjectStore("waiting", { keyPath: "place", autoIncrement: true });
  waiting.createIndex("id", "id", { unique: true });
  waiting.createIndex("queue", ["account", "kind"]);
  database.createObjectStore("not_taken", { keyPath: "id" });
  database.createObjectStore("rosters", { keyPath: "id" });
}

/** What a request gives, once it gives it. */
export function given<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The database gave no answer."));
  });
}

/** Resolves when what was changed is on disk. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("The database took nothing."));
  });
}
