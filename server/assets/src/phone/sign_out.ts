// Signing out takes everything of the person off this phone; what is not sent yet stays, sealed to their account.

import { button, element, icon } from "../scan/elements";
import type { Outbox, State } from "../outbox/outbox";
import { summary } from "../outbox/waiting";
import { forgetRosters } from "../roster/keep";
import { forgetMet } from "../scan/known";

const SEALED = "It stays on this phone, and is sent when you sign in here again. Nobody else can send or see it.";
const REFUSED = "What was not taken stays here too, until you sign in again.";

export function guardSignOut(form: HTMLFormElement, outbox: Outbox, zone: string): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void leave(form, outbox, zone);
  });
}

async function leave(form: HTMLFormElement, outbox: Outbox, zone: string): Promise<void> {
  const state = await outbox.state();
  if (state.waiting.length + state.notTaken.length) return warn(form, state, outbox, zone);
  // Of others nothing may be deleted; what is one's own goes either way.
  if (!state.others) form.action = "/sign-out?clear=yes";
  await signOut(form, outbox.account);
}

async function signOut(form: HTMLFormElement, account: string): Promise<void> {
  await forgetRosters().catch(() => null);
  forgetMet(account);
  form.submit();
}

function warn(form: HTMLFormElement, state: State, outbox: Outbox, zone: string): void {
  const words = state.waiting.length ? `${summary(state, zone)}. ${SEALED}` : REFUSED;
  const notice = element("p", { class: "notice wait", role: "alert" }, icon("phone-wait"), element("span", {}, words));
  const send = button("Send it first", null, () => {
    box.remove();
    void outbox.drain().then(() => leave(form, outbox, zone));
  });
  const sealed = button("Sign out all the same", null, () => void signOut(form, outbox.account), "btn quiet");
  const box = element("div", { class: "stack sealed" }, notice, element("div", { class: "btns" }, state.waiting.length > 0 && send, sealed));
  form.parentElement?.querySelector(".sealed")?.remove();
  form.before(box);
  sealed.focus();
}
