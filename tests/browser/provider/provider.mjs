// An OpenID Connect provider that others wrote, with its own pages for signing in and consenting.
//
//     node provider.mjs PORT REDIRECT_URI
//
// It asks for a login, of which anything is right, and gives its two claims by the userinfo endpoint only.

import { Provider } from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: "hallway",
      client_secret: "a secret of the tests",
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  cookies: { keys: ["a key of the tests"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: "Nadia Quist", email: `${id}@partner.example`, email_verified: true }),
  }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
