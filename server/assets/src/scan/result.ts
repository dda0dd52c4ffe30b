// The answer bar and what stands below it: a colour, a shape, a word, a name.

import { type Answer, clock, type State } from "./answers";
import { element, icon } from "./elements";

export const SHAPES: Record<State, string> = {
  saved: "check",
  already: "check-double",
  confirm: "question",
  offline: "phone-wait",
  unsent: "offline",
  unknown: "question",
  revoked: "stop",
  undone: "close",
};

/** The same shape as pages/badges/_scan_answer.html, and `panel` below it. `zone` is an IANA name. */
export function resultElement(answer: Answer, zone: string, panel: HTMLElement | null): HTMLElement {
  const time = element("time", { datetime: answer.at.toISOString() }, clock(answer.at, zone));
  return element(
    "div",
    { class: "result", "data-state": answer.state, tabindex: "-1" },
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
      answer.shares && element("p", { class: "sub" }, answer.shares),
      answer.organization && element("div", { class: "btns" }, element("a", { class: "btn", href: answer.organization }, "What they offer")),
      panel,
    ),
  );
}

function about({ about }: Answer): HTMLElement | null {
  return about ? element("p", {}, about) : null;
}
