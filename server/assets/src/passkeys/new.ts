// Making a passkey: the form's button asks the device, and the form carries what it answers.

import { ask } from "../scan/graphql";
import { fault, make, Refused } from "./browser";

const BEGIN = `mutation {
  result: beginPasskey {
    ... on BeginPasskeySuccess { options }
    ... on UserError { message }
  }
}`;

type Begun = { readonly options: string } | { readonly message: string };

/** The form is sent as any other once there is a passkey, so that its page says how that went. */
export function makeBySubmit(form: HTMLFormElement): void {
  const says = form.querySelector("p");
  const button = form.querySelector("button");
  const field = form.elements.namedItem("credential");
  if (!says || !button || !(field instanceof HTMLInputElement)) throw new Error("The form for a passkey lacks a part");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    says.hidden = true;
    button.setAttribute("aria-busy", "true");
    begin()
      .then(make)
      .then((credential) => {
        field.value = credential;
        form.submit();
      })
      .catch((thrown: unknown) => {
        button.removeAttribute("aria-busy");
        const message = fault(thrown);
        says.textContent = message;
        says.hidden = message === null;
      });
  });
  form.hidden = false;
}

async function begin(): Promise<string> {
  const { result } = await ask<{ result: Begun }>(BEGIN, {});
  if ("message" in result) throw new Refused(result.message);
  return result.options;
}
