// A message stands beside its field, as the page without script has it.

import { element, icon } from "./elements";

export function complain(field: HTMLInputElement, message: string): void {
  clear(field);
  const id = `${field.id}-error`;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  field.after(element("p", { class: "error", id, role: "alert" }, icon("alert"), element("span", {}, message)));
  field.focus();
}

export function clear(field: HTMLInputElement): void {
  const id = `${field.id}-error`;
  document.getElementById(id)?.remove();
  field.removeAttribute("aria-invalid");
  const rest = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((part) => part && part !== id);
  if (rest.length) field.setAttribute("aria-describedby", rest.join(" "));
  else field.removeAttribute("aria-describedby");
}
