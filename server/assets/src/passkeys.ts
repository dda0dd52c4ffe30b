// Passkeys: signing in by one, and making one.
// It attaches to `[data-passkey-sign-in]` of pages/people/sign_in.html, and to `[data-new-passkey]` of the macro
// `new_passkey`. Both are hidden until it has found that the browser knows passkeys.

import { possible } from "./passkeys/browser";
import { makeBySubmit } from "./passkeys/new";
import { offerSignIn } from "./passkeys/sign_in";

if (possible()) {
  document.querySelectorAll<HTMLElement>("[data-passkey-sign-in]").forEach(offerSignIn);
  document.querySelectorAll<HTMLFormElement>("[data-new-passkey]").forEach(makeBySubmit);
  document.querySelectorAll<HTMLElement>("[data-passkey-or]").forEach((line) => (line.hidden = false));
  document.querySelectorAll<HTMLElement>("[data-no-passkeys]").forEach((notice) => (notice.hidden = true));
}
