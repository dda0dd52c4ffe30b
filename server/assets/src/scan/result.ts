// The answer bar and what stands below it: a colour, a shape, a word, a name.

import { type Answer, clock, type State } from "./answers";
import { element, icon } from "./elements";

const SHAPES: Record<State, string> = {
  saved: "check",
  already: "check-double",
  confirm: "question",
  unsent: "offline",
  unknown: "question",
  revoked: "stop",
};

/** The same shape as pages/badges/_scan_answer.html. `zone` is an IANA name. */
export function resultElement(answer: Answer, zone: string): HTMLElement {
  const time = element("time", { datetime: answer.at.toISOString() }, clock(answer.at, zone));
  return element(
    "div",
    { class: "result", "data-state": answer.state },
    element(
      "p",
      { class: "answer" },
      icon(SHAPES[answer.state]),
      element("span", {}, answer.title),
      element("small", { class: "num" }, time),
    ),
    element(
      "div",
      { class: "inner" },
      answer.name && element("div", {}, element("h2", { class: "who" }, answer.name), about(answer)),
      answer.detail && element("p", { class: "sub" }, answer.detail),
      answer.contact && opening(answer.contact),
    ),
  );
}

function about({ about }: Answer): HTMLElement | null {
  return about ? element("p", {}, about) : null;
}

function opening(contact: string): HTMLElement {
  return element("div", { class: "btns" }, element("a", { class: "btn", href: contact }, "Open contact"));
}
