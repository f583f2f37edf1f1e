// A front end of your own for customers. The wallet's cookies belong to its origin and
// there is no CORS: so the browser sees one origin, this server, which answers /mine
// itself and hands everything else on to the wallet, sockets too. Start the wallet with
// this server's address as its --public-url.
import { createServer, request } from "node:http";
import { connect } from "node:net";

const wallet = new URL(process.env.WALLET ?? "http://127.0.0.1:8080");
const port = Number(process.env.PORT ?? 9000);

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>My wallet page</title>
<h1>My wallet page</h1>
<p id="who" role="status">One moment …</p>
<ul id="cards"></ul>
<form id="rename" hidden>
  <label>Name of the first card <input id="name" maxlength="40"></label>
  <button>Save</button>
  <p id="problem" role="alert"></p>
</form>
<script src="/mine/app.js" type="module"></script>
</html>`;

const script = `
// Every request is JSON by POST, with the cookies of this origin.
async function ask(query, variables = {}) {
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  // An error is of the request: nobody is signed in, or the service is away. What a
  // person can put right is data: see "problem" below.
  if (errors) throw new Error(errors[0].extensions.code);
  return data;
}
const element = (id) => document.getElementById(id);

async function show() {
  const { viewer } = await ask("{ viewer { name account { cards { id networkName last4 name } } } }");
  if (!viewer) {
    element("who").innerHTML = '<a href="/auth/customer/start?next=/account">Sign in</a>, then come back here.';
    return;
  }
  const cards = viewer.account?.cards ?? [];
  element("who").textContent = viewer.name + ": " + (cards.length === 0 ? "no cards yet" : cards.length + " cards");
  element("cards").replaceChildren(...cards.map((card) => {
    const line = document.createElement("li");
    line.textContent = card.networkName + " … " + card.last4 + " " + card.name;
    return line;
  }));
  element("rename").hidden = cards.length === 0;
  element("rename").onsubmit = async (event) => {
    event.preventDefault();
    const { renameCard } = await ask(
      "mutation ($input: RenameCardInput!) { renameCard(input: $input) { problem { code message ... on InvalidInput { fields { field code message } } } } }",
      { input: { id: cards[0].id, name: element("name").value } });
    element("problem").textContent = renameCard.problem?.message ?? "";
    if (!renameCard.problem) await show();
  };
}
show().catch((error) => { element("who").textContent = "That did not work: " + error.message; });
`;

const own = new Map([
  ["/mine", ["text/html; charset=utf-8", page]],
  ["/mine/app.js", ["text/javascript; charset=utf-8", script]],
]);

const server = createServer((incoming, outgoing) => {
  const mine = own.get(new URL(incoming.url, "http://here").pathname);
  if (mine) {
    outgoing.writeHead(200, { "Content-Type": mine[0], "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'", "Cache-Control": "no-store" });
    outgoing.end(mine[1]);
    return;
  }
  // Host stays as the browser sent it: it is the public address.
  const onward = request({ host: wallet.hostname, port: wallet.port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(outgoing);
  });
  onward.on("error", () => {
    if (!outgoing.headersSent) outgoing.writeHead(502, { "Content-Type": "text/plain" });
    outgoing.end("The wallet does not answer. Please try again in a moment.");
  });
  outgoing.on("close", () => onward.destroy());
  incoming.pipe(onward);
});

server.on("upgrade", (incoming, socket, head) => {
  const onward = connect(Number(wallet.port), wallet.hostname, () => {
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
    for (let i = 0; i < incoming.rawHeaders.length; i += 2) lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
    onward.write(lines.join("\r\n") + "\r\n\r\n");
    onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  onward.on("error", () => socket.destroy());
  socket.on("error", () => onward.destroy());
});

server.listen(port, "127.0.0.1", () => process.stdout.write(`listening at http://127.0.0.1:${port}/mine\n`));
