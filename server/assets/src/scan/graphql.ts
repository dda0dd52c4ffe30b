// Asks our own GraphQL endpoint, as the person who is signed in.

const ENDPOINT = "/graphql";

/** The request did not arrive, or no answer came back that means anything: trying again is harmless and may help. */
export class NotSent extends Error {}

/** `data` of the answer. Rejects with NotSent where there is none. */
export async function ask<T>(query: string, variables: Record<string, unknown>): Promise<T> {
  return send<T>({ body: JSON.stringify({ query, variables }), headers: { "Content-Type": "application/json" } });
}

async function send<T>(request: { body: BodyInit; headers: Record<string, string> }): Promise<T> {
  const headers = { Accept: "application/graphql-response+json, application/json;q=0.9", ...request.headers };
  const response = await fetch(ENDPOINT, { method: "POST", body: request.body, headers }).catch((fault: unknown) => {
    throw new NotSent("The network is away.", { cause: fault });
  });
  const answer = (await response.json().catch(() => ({}))) as { data?: T | null };
  if (!answer.data) throw new NotSent("The server could not answer.");
  return answer.data;
}
