// The GraphQL explorer: runs what is typed at /graphql and lists the schema beside it.
// It attaches to `[data-explorer]` of server/web/explorer.html. The address holds what was last run, to be passed on.

import { showSchema } from "./explorer/schema";

const ADDRESS = "/graphql";
const INTROSPECTION = `
query Schema {
  __schema {
    types {
      kind name description
      fields { name description args { name description type { ...T } defaultValue } type { ...T } }
      inputFields { name description type { ...T } defaultValue }
      enumValues { name description }
      possibleTypes { name }
    }
  }
}
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }
`;

const form = document.querySelector<HTMLFormElement>("[data-explorer]");
if (form) attach(form);

function attach(form: HTMLFormElement): void {
  const query = part<HTMLTextAreaElement>("#query");
  const variables = part<HTMLTextAreaElement>("#variables");
  const operation = part<HTMLSelectElement>("#operation");
  const state = part("[data-state]");
  const answer = part("[data-answer]");

  const given = new URLSearchParams(location.search);
  if (given.has("query")) {
    query.value = given.get("query") ?? "";
    variables.value = given.get("variables") ?? "";
  }
  offerOperations();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  query.addEventListener("input", offerOperations);
  void ask({ query: INTROSPECTION }).then(
    ({ body }) => showSchema(body, part("[data-types]"), part<HTMLInputElement>("#find"), part("[data-found]")),
    () => part("[data-found]").replaceChildren("The schema could not be loaded."),
  );

  async function run(): Promise<void> {
    const values = parsed(variables.value);
    if (values === undefined) {
      variables.setAttribute("aria-invalid", "true");
      state.replaceChildren("The variables are not JSON. Nothing was sent.");
      return;
    }
    variables.removeAttribute("aria-invalid");
    state.replaceChildren("Asking…");
    history.replaceState(null, "", `?${new URLSearchParams({ query: query.value, variables: variables.value })}`);
    const started = performance.now();
    try {
      const { status, body } = await ask({
        query: query.value,
        variables: values,
        operationName: operation.value || null,
      });
      const took = Math.round(performance.now() - started);
      state.replaceChildren(`Answered with status ${status} in ${took} ms.`);
      answer.replaceChildren(JSON.stringify(body, null, 2));
    } catch {
      state.replaceChildren("No answer came. Look whether the server runs, then try again.");
    }
  }

  /** A document of several operations is run by name. */
  function offerOperations(): void {
    const chosen = operation.value;
    const names = [...query.value.matchAll(/^\s*(?:query|mutation)\s+(\w+)/gm)].map((match) => match[1] ?? "");
    operation.replaceChildren(...names.map((name) => new Option(name, name, false, name === chosen)));
    part("[data-operations]").hidden = names.length < 2;
  }
}

async function ask(body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(ADDRESS, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** Empty text is no variables; undefined says that it is not JSON. */
function parsed(text: string): unknown {
  try {
    return text.trim() ? JSON.parse(text) : {};
  } catch {
    return undefined;
  }
}

function part<E extends HTMLElement = HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`The explorer's page holds no ${selector}`);
  return found;
}
