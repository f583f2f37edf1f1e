// The built program in a folder of its own, on a port of its own, as `make run` starts
// it. Nothing is shared with a program that a developer runs.
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Tap } from "./tap";

const root = resolve(import.meta.dirname, "../../..");
const binary = process.env["E2E_BINARY"] ?? join(root, "var/bin/walletdesk");

/** Longest start seen with two busy cores is 25 s, most of it PostgreSQL's first. */
const startsWithin = 90_000;

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") fail(new Error("no port"));
        else done(address.port);
      });
    });
  });
}

export class Program {
  private child: ChildProcess | undefined;
  private ended: Promise<number | null> = Promise.resolve(null);

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    /** What the browsers send, when the program was started with it. */
    readonly tap: Tap | undefined,
  ) {}

  static async start(tapped: boolean): Promise<Program> {
    if (!existsSync(binary)) throw new Error(`${binary} is not there: run make build`);
    const port = await freePort();
    const program = new Program(mkdtempSync(join(tmpdir(), "walletdesk-e2e-")), port, tapped ? await Tap.start(port) : undefined);
    await program.run();
    return program;
  }

  /** The address people use. */
  get url(): string {
    return `http://127.0.0.1:${this.tap?.port ?? this.port}`;
  }

  /** The folder the program keeps everything in. */
  get data(): string {
    return join(this.folder, "data");
  }

  /** What the program logged, over all of its starts. */
  get logFile(): string {
    return join(this.folder, "program.log");
  }

  /** What the program told on its standard output, the demo people's secrets among it. */
  get announcementFile(): string {
    return join(this.folder, "announcement.txt");
  }

  /** Starts it and waits until it says it is healthy. */
  async run(): Promise<void> {
    const [out, log] = [openSync(this.announcementFile, "a"), openSync(this.logFile, "a")];
    const child = spawn(
      binary,
      ["serve", "--dev", "--listen", `127.0.0.1:${this.port}`, "--public-url", this.url, "--data", this.data, "--reader-dir", join(root, "var/reader")],
      { env: environment(), stdio: ["ignore", out, log] },
    );
    closeSync(out);
    closeSync(log);
    this.child = child;
    this.ended = new Promise((done) => child.once("exit", done));
    const until = Date.now() + startsWithin;
    while (!(await this.healthy())) {
      if (hasEnded(child)) throw new Error(`the program ended while it started; see ${this.logFile}`);
      if (Date.now() > until) throw new Error(`the program is not healthy after ${startsWithin / 1000} s; see ${this.logFile}`);
      await wait(100);
    }
  }

  private async healthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/healthz`)).ok;
    } catch {
      return false;
    }
  }

  /** Pulls the plug. */
  async kill(): Promise<void> {
    this.child?.kill("SIGKILL");
    await this.ended;
  }

  /** Ctrl-C. Fails when the program does not end well. */
  async stop(): Promise<void> {
    if (this.child === undefined || hasEnded(this.child)) return;
    this.child.kill("SIGINT");
    const code = await this.ended;
    if (code !== 0) throw new Error(`the program ended with ${code}; see ${this.logFile}`);
  }

  /** Takes away all it kept; E2E_KEEP leaves it to be looked at. */
  async remove(): Promise<void> {
    await this.tap?.close();
    if (process.env["E2E_KEEP"] === undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The program refuses settings it does not know, and a developer's own are not the test's. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("WALLETDESK_")));
}
