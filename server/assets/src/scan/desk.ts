// Where answers are laid down: the newest as a card, those before it as lines below, each said once to who listens.

import { type Answer, clock } from "./answers";
import { element, icon } from "./elements";
import { signal } from "./feedback";
import { resultElement, SHAPES } from "./result";

const SOON = 3_000; // ms
const LINES = 5; // answers before the one on the card

/** Something below a card, such as note and tags. */
export interface Panel {
  element: HTMLElement;
  /** Takes what is typed in it; it may be called at any time, and often. */
  keep(): void;
  /** The same scan is known better. */
  update(answer: Answer): void;
}

export class Desk {
  private readonly said = element("div", { class: "vh", role: "status", "data-said": "" });
  private readonly card = element("div", { "data-card": "" });
  private readonly lines = element("ul", { class: "rows scan-lines", "aria-label": "Scanned before" });
  private answers: Answer[] = [];
  private panel: Panel | null = null;

  constructor(
    place: HTMLElement,
    private readonly zone: string,
    private readonly panelOf: (answer: Answer) => HTMLElement | Panel | null,
  ) {
    place.removeAttribute("role"); // each answer is said by `said`, and not once more with every tag
    if (place.children.length) this.card.append(...place.children);
    this.lines.hidden = true;
    place.replaceChildren(this.said, this.card, this.lines);
    addEventListener("pagehide", () => this.panel?.keep());
    document.addEventListener("visibilitychange", () => document.hidden && this.panel?.keep());
  }

  /** While somebody writes on the card it stays, and what comes is a line below. */
  show(answer: Answer): void {
    const earlier = this.answers.find(({ id }) => id === answer.id);
    if (earlier && +earlier.at === +answer.at) return this.correct(earlier, answer);
    signal(answer.state);
    this.saySoon(answer);
    const writing = this.writing && this.answers[0] !== earlier;
    this.answers = this.answers.filter((other) => other !== earlier);
    if (writing) this.answers.splice(1, 0, answer);
    else {
      this.answers.unshift(answer);
      this.lay(answer);
    }
    this.answers.length = Math.min(this.answers.length, LINES + 1);
    this.line();
  }

  /** What was said at first is now known better. Only a change that somebody must know of is heard. */
  private correct(earlier: Answer, answer: Answer): void {
    if (earlier.state === "undone") return; // it was on its way meanwhile
    this.answers[this.answers.indexOf(earlier)] = answer;
    if (earlier.state !== answer.state && !(earlier.state === "offline" && answer.contact)) signal(answer.state);
    this.say(answer);
    if (this.answers[0] === answer) {
      if (answer.contact && this.panel) this.relay(answer, this.panel);
      else this.lay(answer);
    }
    this.line();
  }

  private get writing(): boolean {
    const at = document.activeElement;
    return (at?.matches("textarea, input[type=text]") && this.card.contains(at)) ?? false;
  }

  private lay(answer: Answer): void {
    const focused = this.card.contains(document.activeElement);
    this.panel?.keep();
    this.panel = asPanel(this.panelOf(answer));
    this.card.replaceChildren(resultElement(answer, this.zone, this.panel?.element ?? null));
    if (focused) this.card.querySelector<HTMLElement>(".result")?.focus(); // what had it is gone
  }

  /** Only what stands above the panel: somebody may be writing in it, and an element that is moved loses the focus. */
  private relay(answer: Answer, panel: Panel): void {
    const fresh = resultElement(answer, this.zone, null);
    const stands = this.card.querySelector<HTMLElement>(".result");
    const inner = stands?.querySelector(".inner");
    if (!stands || !inner) return;
    stands.dataset["state"] = answer.state;
    stands.querySelector(".answer")?.replaceWith(fresh.querySelector(".answer") ?? "");
    for (const old of [...inner.children]) if (old !== panel.element) old.remove();
    panel.element.before(...(fresh.querySelector(".inner")?.children ?? []));
    panel.update(answer);
  }

  private line(): void {
    const rest = this.answers.slice(1);
    this.lines.hidden = rest.length === 0;
    this.lines.replaceChildren(...rest.map((answer) => this.lineOf(answer)));
  }

  /** A press lays it on top again. */
  private lineOf(answer: Answer): HTMLElement {
    const time = element("time", { class: "num", datetime: answer.at.toISOString() }, clock(answer.at, this.zone));
    const words = element("span", {}, element("b", {}, answer.name ?? answer.title), answer.name && ` ${answer.title}`);
    const press = element("button", { type: "button", "data-state": answer.state }, icon(SHAPES[answer.state]), words, time);
    press.addEventListener("click", () => {
      this.answers = [answer, ...this.answers.filter((other) => other !== answer)];
      this.lay(answer);
      this.line();
    });
    return element("li", {}, press);
  }

  /** A scan that the server is likely to answer in a moment is said once, with that answer. */
  private saySoon(answer: Answer): void {
    if (answer.state !== "offline" || !navigator.onLine) return this.say(answer);
    setTimeout(() => this.answers.includes(answer) && this.say(answer), SOON);
  }

  private say({ title, name, about, detail }: Answer): void {
    const words = [title, name, about, detail].filter(Boolean).map((part) => part?.replace(/\.$/, ""));
    const text = `${words.join(". ")}.`;
    if (this.said.lastElementChild?.textContent === text) return;
    this.said.append(element("p", {}, text));
    while (this.said.children.length > 3) this.said.firstElementChild?.remove();
  }
}

function asPanel(given: HTMLElement | Panel | null): Panel | null {
  return given instanceof HTMLElement ? { element: given, keep: () => undefined, update: () => undefined } : given;
}
