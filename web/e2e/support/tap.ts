// Sits between the browsers and the program and keeps what the browsers send, as it is on
// the wire: no browser tells a test what was in an uploaded picture.
import { connect, createServer, type Server, type Socket } from "node:net";

export class Tap {
  private readonly sent: Buffer[][] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(target: number): Promise<Tap> {
    const server = createServer();
    const port = await new Promise<number>((done) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        done(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const tap = new Tap(server, port);
    server.on("connection", (from) => tap.pass(from, connect(target, "127.0.0.1")));
    return tap;
  }

  private pass(from: Socket, to: Socket): void {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    const sent: Buffer[] = [];
    this.sent.push(sent);
    from.on("data", (data: Buffer) => sent.push(data));
  }

  /** All that was sent so far, one connection after the other. */
  all(): Buffer {
    return Buffer.concat(this.sent.flat());
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }
}
