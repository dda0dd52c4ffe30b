// What browsers know of passkeys (Web Authentication Level 3), spoken in the JSON that the server takes and gives.

/** Whether this browser can be asked at all; some know passkeys but not their JSON, and older ones neither. */
export function possible(): boolean {
  return (
    isSecureContext &&
    "PublicKeyCredential" in window &&
    "parseRequestOptionsFromJSON" in PublicKeyCredential &&
    "toJSON" in PublicKeyCredential.prototype
  );
}

/** Makes a passkey by what `beginPasskey` answered. Rejects where the person or the device says no. */
export async function make(options: string): Promise<string> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options));
  return answer(await navigator.credentials.create({ publicKey }));
}

/** Has a passkey sign what `beginPasskeySignIn` asked. `mediation` conditional: only if one is chosen in the field. */
export async function sign(
  options: string,
  mediation: CredentialMediationRequirement,
  signal: AbortSignal,
): Promise<string> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options));
  return answer(await navigator.credentials.get({ publicKey, mediation, signal }));
}

/** What to tell whoever sees that it did not work; null where they said no themselves, or something else began. */
export function fault(thrown: unknown): string | null {
  const name = thrown instanceof DOMException ? thrown.name : "";
  if (name === "AbortError" || name === "NotAllowedError") return null;
  if (name === "InvalidStateError") return "This device has a passkey for you already.";
  if (name === "SecurityError") return "Passkeys don’t work at this address. Open Hallway at its own.";
  if (thrown instanceof Refused) return thrown.message;
  return "That did not work. Try again, or use an email code.";
}

/** The server said no; its message is the sentence. */
export class Refused extends Error {}

function answer(credential: Credential | null): string {
  if (!(credential instanceof PublicKeyCredential)) throw new Error("The browser gave something else.");
  return JSON.stringify(credential.toJSON());
}
