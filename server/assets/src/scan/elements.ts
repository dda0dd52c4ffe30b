// Makes elements without markup in strings: what a person wrote can never become markup.

type Child = Node | string | null | false | undefined;

/** An element with attributes and children; children that are null, false or empty are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** A button that acts; never one that sends a form. */
export function button(words: string, shape: string | null, act: () => void, classes = "btn"): HTMLButtonElement {
  const made = element("button", { type: "button", class: classes }, shape && icon(shape), words);
  made.addEventListener("click", act);
  return made;
}

/** A shape of the sprite; the words beside it say the same. */
export function icon(name: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const shape = document.createElementNS(space, "svg");
  shape.setAttribute("class", "icon");
  shape.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  shape.append(use);
  return shape;
}
