// npm's certified OpenID provider on a loopback port, for the interop tests: prints its
// issuer on a line of its own and serves until its standard input ends.
//   node oidc-provider.mjs <redirect URI> <client id> <client secret>
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [redirect, id, secret] = process.argv.slice(2);
const server = createServer();
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: id,
      client_secret: secret,
      redirect_uris: [redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
    },
  ],
  // The claims of a scope are at userinfo alone, as the standard has it (OpenID Connect Core §5.4).
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username", "locale"] },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: `${sub}@shop.example`, email_verified: sub !== "unproved", name: `The ${sub}`, preferred_username: sub, locale: "el" }),
  }),
  pkce: { required: () => true },
  cookies: { keys: ["for this test alone"] },
  features: { devInteractions: { enabled: true } },
});
provider.on("server_error", (_, error) => console.error(error));
server.on("request", provider.callback());
console.log(`issuer ${issuer}`);
process.stdin.resume().on("end", () => process.exit(0));
