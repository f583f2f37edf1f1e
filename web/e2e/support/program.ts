// The built program in a data folder of its own, on a port of its own, as
// `make run` starts it. Nothing is shared with a program a developer runs.
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const binary = join(root, 'var/bin/walletdesk');

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') fail(new Error('no port'));
        else done(address.port);
      });
    });
  });
}

export class Program {
  private child: ChildProcess | undefined;
  private ended: Promise<number | null> = Promise.resolve(null);

  private constructor(
    readonly data: string,
    readonly port: number,
  ) {}

  static async start(): Promise<Program> {
    if (!existsSync(binary)) throw new Error(`${binary} is not there: run make build`);
    const program = new Program(mkdtempSync(join(tmpdir(), 'walletdesk-e2e-')), await freePort());
    await program.run();
    return program;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** What the program wrote, over all of its starts. */
  get logFile(): string {
    return join(this.data, 'program.log');
  }

  /** Starts it and waits until it says it is healthy. */
  async run(): Promise<void> {
    const log = createWriteStream(this.logFile, { flags: 'a' });
    const child = spawn(binary, ['serve', '--dev', '--listen', `127.0.0.1:${String(this.port)}`, '--public-url', this.url, '--data', this.data], {
      env: { ...process.env, WALLETDESK_READER_DIR: join(root, 'var/reader') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(log);
    child.stderr.pipe(log, { end: false });
    this.child = child;
    this.ended = new Promise((done) => child.once('exit', done));
    let dead = false;
    void this.ended.then(() => (dead = true));
    const until = Date.now() + 90_000;
    while (!(await this.healthy())) {
      if (dead) throw new Error(`the program ended while it started; see ${this.logFile}`);
      if (Date.now() > until) throw new Error(`the program is not healthy after 90 s; see ${this.logFile}`);
      await new Promise((next) => setTimeout(next, 100));
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
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** Ctrl-C. Fails when the program does not end well. */
  async stop(): Promise<void> {
    this.child?.kill('SIGINT');
    const code = await this.ended;
    if (code !== 0) throw new Error(`the program ended with ${String(code)}; see ${this.logFile}`);
  }

  remove(): void {
    if (process.env['WALLETDESK_E2E_KEEP'] === undefined) rmSync(this.data, { recursive: true, force: true });
  }
}
