// What is typed into an event's form is kept without being asked, a moment after the last key. It attaches to
// `form[data-draft]`; without script the button "Keep as typed" does the same.

import { ask, NotSent } from "./scan/graphql";

const PAUSE = 1500; // milliseconds without a key
const KEEP = `mutation ($input: KeepEventDraftInput!) {
  result: keepEventDraft(input: $input) { __typename ... on UserError { message } }
}`;

type Answer = { result: { __typename: string; message?: string } };

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) attach(form);

function attach(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLElement>("[data-kept]");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = JSON.stringify(typed(form));

  async function keep(): Promise<void> {
    const values = typed(form);
    const now = JSON.stringify(values);
    if (now === last) return;
    const { organization = null, slug = null } = form.dataset;
    try {
      const { result } = await ask<Answer>(KEEP, { input: { organization, slug, typed: values } });
      if (result.__typename === "KeepEventDraftSuccess") last = now;
      say(result.message ?? `Kept at ${clock()}. Only you see it until you save.`);
    } catch (fault) {
      if (!(fault instanceof NotSent)) throw fault;
      say("The network is away. What you typed is kept once it is back.");
    }
  }

  function say(words: string): void {
    if (said) said.textContent = words;
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer)); // the server forgets the draft, and it would come back
  addEventListener("online", () => void keep());
}

/** Every field with what stands in it, as a form sends it. */
function typed(form: HTMLFormElement): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "operation" && typeof value === "string") (values[name] ??= []).push(value);
  }
  return values;
}

function clock(): string {
  return new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}
