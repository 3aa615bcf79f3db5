// The real server with a real SMTP server beside it, both in a folder of their own.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { type Mail, readMails } from "./mail.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

export type Options = {
  /** Starts with the demo organisation instead of an empty installation. */
  demo?: boolean;
  /** The instant that the server begins at, instead of the present: a week with a clock change, say. */
  present?: string;
  /** More configuration, such as `{ AGENDUM_FILES__MOST_BYTES: "2048" }`. */
  env?: Record<string, string>;
  /** Starts gateways for text messages and Teams beside it, which meet the first tries so: `{ teams: ["500"], "+491701234567": ["503", "drop"] }`. */
  gateway?: Record<string, string[]>;
};

/** What the gateways took. */
export type Taken = { text?: { To: string; Body: string }; card?: { body: { text?: string }[] } };

export class App {
  private server?: ChildProcess;
  private readonly peers: ChildProcess[] = [];
  private output = "";

  private constructor(
    /** Where it answers, without a slash at the end. */
    readonly url: string,
    /** Its data folder. */
    readonly data: string,
    private readonly folder: string,
    private readonly options: Options,
    private env: NodeJS.ProcessEnv,
  ) {}

  static async start(options: Options = {}): Promise<App> {
    const folder = mkdtempSync(join(tmpdir(), "agendum-end2end-"));
    mkdirSync(join(folder, "mail"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    // Nothing of the shell's own configuration reaches the server.
    const outer = Object.entries(process.env).filter(([key]) => !key.startsWith("AGENDUM_"));
    const app = new App(url, join(folder, "data"), folder, options, {
      ...Object.fromEntries(outer),
      TZ: "UTC",
      AGENDUM_LISTEN: `127.0.0.1:${port}`,
      AGENDUM_BASE_URL: url,
      AGENDUM_DATA_DIR: join(folder, "data"),
      AGENDUM_SITE_ROOT: join(root, "target/site"),
      AGENDUM_SECRET_KEY: "only for a test that lives a minute",
      AGENDUM_SMTP__FROM: "Agendum <agendum@example.org>",
      ...options.env,
    });
    try {
      app.env.AGENDUM_SMTP__URL ??= `smtp://127.0.0.1:${await app.startPeer("support/smtp.py", join(folder, "mail"))}`;
      if (options.gateway) {
        mkdirSync(join(folder, "gateway"));
        const gateway = `http://127.0.0.1:${await app.startPeer("peers/gateway.py", join(folder, "gateway"), JSON.stringify(options.gateway))}`;
        Object.assign(app.env, {
          AGENDUM_TEXT__URL: gateway,
          AGENDUM_TEXT__ACCOUNT_SID: `AC${"0".repeat(32)}`,
          AGENDUM_TEXT__AUTH_TOKEN: "secret",
          AGENDUM_TEXT__FROM: "+15005550006",
          AGENDUM_TEAMS__WEBHOOK_URL: `${gateway}/webhook/secret`,
        });
      }
      await app.startServer();
    } catch (error) {
      await app.end();
      throw error;
    }
    return app;
  }

  /** What the server has written so far. */
  log(): string {
    return this.output;
  }

  /** All mails that have arrived, oldest first, read by libraries that are not ours. */
  async mails(): Promise<Mail[]> {
    return readMails(join(this.folder, "mail"));
  }

  /**
   * Waits for a mail to this address, and returns the newest one that fits.
   * `after` is a number of mails seen before: only later ones count.
   */
  async mail(to: string, fits: { subject?: RegExp; link?: string; after?: number; within?: number } = {}): Promise<Mail> {
    const until = Date.now() + (fits.within ?? 20_000);
    for (;;) {
      const all = (await this.mails()).slice(fits.after ?? 0);
      const fitting = (mail: Mail) => (fits.subject?.test(mail.subject) ?? true) && (!fits.link || mail.links.some((link) => link.includes(fits.link!)));
      const found = all.filter((mail) => mail.to.includes(to) && fitting(mail)).at(-1);
      if (found) return found;
      if (Date.now() > until) {
        const seen = all.map((mail) => `${mail.to.join(", ")}: ${mail.subject}`).join("\n  ");
        throw new Error(`no mail to ${to}${fits.subject ? ` with ${fits.subject}` : ""}; arrived:\n  ${seen}\n${this.tail()}`);
      }
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** The link to a client's (`/c/`) or a candidate's page (`/b/`) in the newest mail to somebody that has one. */
  async link(to: string, page: "/c/" | "/b/" | "/o/", after?: number): Promise<string> {
    const mail = await this.mail(to, { link: page, after });
    return mail.links.find((link) => link.includes(page))!;
  }

  /** What the gateways took, oldest first. */
  taken(): Taken[] {
    const folder = join(this.folder, "gateway");
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    return files.sort().map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Taken);
  }

  /** From now on the token of the gateway's account is this one. */
  changeToken(token: string): void {
    writeFileSync(join(this.folder, "gateway", "token"), token);
  }

  /** From now on the SMTP server answers every mail with this line (`451 try later`); `undefined`: takes them again. */
  refuseMail(answer: string | undefined): void {
    const file = join(this.folder, "mail", "refuse");
    if (answer) writeFileSync(file, answer);
    else rmSync(file, { force: true });
  }

  /** Stops the server as its operator would, and waits. The exit code. */
  async stop(): Promise<number | null> {
    const server = this.server;
    this.server = undefined;
    return server ? finished(server, "SIGTERM") : null;
  }

  /** Stops it and starts it again on the same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.startServer();
  }

  /** Stops everything and removes the folder. */
  async end(): Promise<void> {
    await this.stop();
    for (const peer of this.peers) {
      peer.stdin?.end();
      await finished(peer);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startServer(): Promise<void> {
    const binary = join(root, process.env.END2END_BINARY ?? "target/server/debug/agendum");
    if (!existsSync(binary)) throw new Error(`${binary} is missing: cargo xtask build`);
    const flags = [...(this.options.demo ? ["--demo"] : []), ...(this.options.present ? ["--present", this.options.present] : [])];
    const server = spawn(binary, ["serve", ...flags], { cwd: this.folder, env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (this.output += text));
    this.server = server;
    const until = Date.now() + 60_000;
    while (Date.now() < until) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}\n${this.tail()}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`the server is not ready after 60 s\n${this.tail()}`);
  }

  /** Starts a program of `end2end` that prints its port and runs until its input closes. */
  private async startPeer(script: string, ...args: string[]): Promise<number> {
    const python = join(root, ".venv/bin/python");
    if (!existsSync(python)) throw new Error(`${python} is missing: scripts/setup.sh test`);
    const peer = spawn(python, [join(root, "end2end", script), ...args], { stdio: ["pipe", "pipe", "inherit"] });
    this.peers.push(peer);
    for await (const line of createInterface(peer.stdout!)) {
      const port = /^port (\d+)$/.exec(line);
      if (port) return Number(port[1]);
    }
    throw new Error(`${script} did not start`);
  }

  private tail(): string {
    return `the server's last lines:\n${this.output.split("\n").slice(-40).join("\n")}`;
  }
}

async function finished(process: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
  if (process.exitCode !== null || process.signalCode !== null) return process.exitCode;
  const exit = once(process, "exit");
  if (signal) process.kill(signal);
  const late = setTimeout(() => process.kill("SIGKILL"), 15_000);
  const [code] = await exit;
  clearTimeout(late);
  return code;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
