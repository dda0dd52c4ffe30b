// The schema as a list: every type folded up, its fields with their arguments and descriptions, found by name.

import { element } from "../scan/elements";

interface TypeRef {
  kind: string;
  name: string | null;
  ofType?: TypeRef | null;
}
interface Value {
  name: string;
  description: string | null;
  type: TypeRef;
  defaultValue?: string | null;
}
interface Field extends Value {
  args?: Value[];
}
interface Type {
  kind: string;
  name: string;
  description: string | null;
  fields: Field[] | null;
  inputFields: Value[] | null;
  enumValues: { name: string; description: string | null }[] | null;
  possibleTypes: { name: string }[] | null;
}

const FIRST = ["Query", "Mutation", "Subscription"];
const KINDS: Record<string, string> = {
  OBJECT: "type",
  INTERFACE: "interface",
  UNION: "union",
  ENUM: "enum",
  INPUT_OBJECT: "input",
  SCALAR: "scalar",
};

/** Fills `list` with the types of an introspection's answer; `find` narrows them down and `found` says how many are left. */
export function showSchema(answer: unknown, list: HTMLElement, find: HTMLInputElement, found: HTMLElement): void {
  const { types } = (answer as { data: { __schema: { types: Type[] } } }).data.__schema;
  const ours = types.filter((type) => !type.name.startsWith("__"));
  ours.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const rows = ours.map((type) => ({ row: typeRow(type), words: words(type) }));
  list.replaceChildren(...rows.map(({ row }) => row));
  find.addEventListener("input", narrow);
  narrow();

  function narrow(): void {
    const wanted = find.value.trim().toLowerCase();
    for (const { row, words } of rows) row.hidden = !words.includes(wanted);
    const left = rows.filter(({ row }) => !row.hidden).length;
    found.replaceChildren(left === 1 ? "1 type" : `${left} types`);
  }
}

function rank(type: Type): number {
  const place = FIRST.indexOf(type.name);
  return place < 0 ? FIRST.length : place;
}

function words(type: Type): string {
  const members = [type.fields, type.inputFields, type.enumValues, type.possibleTypes].flatMap((list) => list ?? []);
  return [type.name, ...members.map((member) => member.name)].join(" ").toLowerCase();
}

function typeRow(type: Type): HTMLElement {
  const members = [
    ...(type.fields ?? []).map(fieldRow),
    ...(type.inputFields ?? []).map(fieldRow),
    ...(type.enumValues ?? []).map((value) => row(element("code", {}, value.name), value.description)),
    ...(type.kind === "UNION" ? (type.possibleTypes ?? []).map(({ name }) => row(link(name), null)) : []),
  ];
  return element(
    "details",
    { id: `type-${type.name}`, class: "fold" },
    element("summary", {}, element("code", {}, `${KINDS[type.kind] ?? ""} ${type.name}`)),
    prose(type.description),
    element("dl", {}, ...members.flat()),
  );
}

function fieldRow(field: Field): HTMLElement[] {
  const args = field.args ?? [];
  const head = element("code", {}, field.name, ": ", ...typeName(field.type), defaulted(field));
  const rows = row(head, field.description);
  if (args.length) rows[1]?.append(element("dl", {}, ...args.flatMap(fieldRow)));
  return rows;
}

function row(head: HTMLElement, description: string | null): HTMLElement[] {
  return [element("dt", {}, head), element("dd", {}, prose(description))];
}

/** A description, with what stands between backquotes as code. */
function prose(text: string | null): HTMLElement | null {
  if (!text) return null;
  const parts = text.split("`").map((part, place) => (place % 2 ? element("code", {}, part) : part));
  return element("p", { class: "sub" }, ...parts);
}

function defaulted({ defaultValue }: Value): string {
  return defaultValue == null ? "" : ` = ${defaultValue}`;
}

function typeName(type: TypeRef): (Node | string)[] {
  if (type.kind === "NON_NULL" && type.ofType) return [...typeName(type.ofType), "!"];
  if (type.kind === "LIST" && type.ofType) return ["[", ...typeName(type.ofType), "]"];
  return [link(type.name ?? "")];
}

/** Opens the type's row, also where the search hides it. */
function link(name: string): HTMLElement {
  const made = element("a", { href: `#type-${name}` }, name);
  made.addEventListener("click", () => {
    const row = document.getElementById(`type-${name}`);
    if (row instanceof HTMLDetailsElement) {
      row.hidden = false;
      row.open = true;
    }
  });
  return made;
}
