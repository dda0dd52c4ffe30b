// Signing in by a passkey: by the button, or by choosing one where the address is typed.

import { fault, Refused, sign } from "./browser";

const SIGN_IN = "/sign-in/with-passkey";
const ASK_AGAIN = 4 * 60_000; // ms; a question is good for five minutes

/** Offers both in `root`. Browsers take one question at a time, so a new one takes the one before back. */
export function offerSignIn(root: HTMLElement): void {
  const button = root.querySelector("button");
  const says = root.querySelector("p");
  if (!button || !says) throw new Error("The page holds no button for passkeys, or no place for what goes wrong");
  let asked = new AbortController();
  let timer = 0;

  button.addEventListener("click", () => {
    says.hidden = true;
    button.setAttribute("aria-busy", "true");
    void run("optional").finally(() => button.removeAttribute("aria-busy"));
  });
  root.hidden = false;
  void offer();

  /** Where no passkey was chosen yet, nothing is said: the button and the code are there. */
  async function offer(): Promise<void> {
    if (await PublicKeyCredential.isConditionalMediationAvailable()) await run("conditional");
  }

  async function run(mediation: CredentialMediationRequirement): Promise<void> {
    clearTimeout(timer);
    asked.abort();
    const { signal } = (asked = new AbortController());
    let chosen = mediation === "optional";
    try {
      const { options } = await send<{ options: string }>(`${SIGN_IN}/question`, "", signal);
      if (!chosen) timer = setTimeout(() => whenSeen(() => void offer()), ASK_AGAIN);
      const signed = await sign(options, mediation, signal);
      chosen = true;
      await send(SIGN_IN, signed, signal);
      location.assign(root.dataset["next"] ?? "/");
    } catch (thrown) {
      if (signal.aborted || !chosen) return;
      const message = fault(thrown);
      says!.textContent = message;
      says!.hidden = message === null;
      void offer();
    }
  }
}

/** A page that nobody looks at asks the server nothing. */
function whenSeen(act: () => void): void {
  if (document.visibilityState === "visible") act();
  else document.addEventListener("visibilitychange", act, { once: true });
}

async function send<T>(path: string, body: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { method: "POST", body, signal });
  const answer = (await response.json()) as T & { message?: string };
  if (!response.ok) throw new Refused(answer.message ?? "");
  return answer;
}
