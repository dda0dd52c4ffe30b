// The other two ways to scan stay folded below the camera until somebody asks for one.

/** `links` holds a link to each of `sections`; a click opens its section and folds the others. */
export function foldWays(links: HTMLElement, sections: Iterable<HTMLElement>): void {
  const all = [...sections];
  // One that the server sent with a message beside its field stays open.
  for (const section of all) section.hidden = !section.querySelector("[aria-invalid]");
  links.hidden = false;
  links.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
    if (!link) return;
    event.preventDefault();
    for (const section of all) {
      section.hidden = `#${section.id}` !== link.hash || !section.hidden;
      if (!section.hidden) section.querySelector<HTMLElement>("input:not([type=hidden])")?.focus();
    }
  });
}
