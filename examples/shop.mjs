// The marketplace's side of payments: a token, an opened payment, a webhook that is
// checked before it is believed, and the events asked for when one did not come.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const env = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};
const wallet = env("WALLET");

/** A token by the client credentials grant (RFC 6749 §4.4). It lasts an hour: ask again after a 401. */
async function token() {
  const basic = Buffer.from(`${encodeURIComponent(env("CLIENT_ID"))}:${encodeURIComponent(env("CLIENT_SECRET"))}`).toString("base64");
  const answer = await fetch(`${wallet}/oauth/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${basic}`, "Content-Type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  if (!answer.ok) throw new Error(`no token: ${answer.status}`);
  return (await answer.json()).access_token;
}

async function ask(bearer, query, variables) {
  const answer = await fetch(`${wallet}/graphql`, {
    method: "POST",
    headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

/**
 * Whether a webhook is the wallet's: HMAC-SHA256 of "webhook.<t>.<body>", body byte for
 * byte, not more than five minutes old. Compare in constant time, and before parsing.
 */
export function genuine(header, body, secret, now = Date.now() / 1000) {
  const members = String(header).split(",").map((m) => m.split("="));
  const t = members.find(([name]) => name === "t")?.[1] ?? "";
  if (!/^\d{1,12}$/.test(t) || Math.abs(now - Number(t)) > 300) return false;
  const want = createHmac("sha256", secret).update(`webhook.${t}.`).update(body).digest();
  return members.some(([name, hex]) => {
    const given = Buffer.from(hex ?? "", "hex");
    return name === "v1" && given.length === want.length && timingSafeEqual(given, want);
  });
}

const seen = new Set(); // yours is a table: an event comes again until it is answered with 2xx

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  if (!genuine(request.headers["walletdesk-signature"], body, env("WEBHOOK_SECRET"))) {
    response.writeHead(401).end();
    process.stdout.write("webhook refused\n");
    return;
  }
  const id = request.headers["walletdesk-event"];
  const news = !seen.has(id);
  seen.add(id);
  response.writeHead(204).end();
  process.stdout.write(news ? `webhook ${id}\n` : "webhook again\n");
});

const bearer = await token();
const order = randomUUID();
const open = `mutation ($input: OpenPaymentInput!) {
  openPayment(input: $input) { payment { id link state } problem { code message } }
}`;
const input = {
  // The same key gives the same payment: a lost answer is asked for again without fear.
  idempotencyKey: order, order, payee: "Lamps & Co",
  // Minor units as text: 19.99 euros.
  amount: { amount: "1999", currency: "EUR" },
  returnUrl: "https://shop.example/orders/1",
};
const first = (await ask(bearer, open, { input })).openPayment;
if (first.problem) throw new Error(`${first.problem.code}: ${first.problem.message}`);
const again = (await ask(bearer, open, { input })).openPayment;
process.stdout.write(`opened ${first.payment.state} ${first.payment.id === again.payment.id ? "once" : "twice"}\n`);
process.stdout.write(`send the shopper to ${first.payment.link}\n`);

// All events from the beginning; keep endCursor and go on from there next time.
let after = null;
let found = false;
for (;;) {
  const { paymentEvents } = await ask(bearer, "query ($after: String) { paymentEvents(first: 100, after: $after) { edges { node { type payment { id } } } pageInfo { hasNextPage endCursor } } }", { after });
  found ||= paymentEvents.edges.some(({ node }) => node.payment.id === first.payment.id && node.type === "payment.opened");
  after = paymentEvents.pageInfo.endCursor;
  if (!paymentEvents.pageInfo.hasNextPage) break;
}
process.stdout.write(`event ${found ? "found" : "missing"}\n`);
server.listen(Number(process.env.PORT ?? 9100), "127.0.0.1", () => process.stdout.write("listening\n"));
