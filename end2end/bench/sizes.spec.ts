// Bytes per page as a browser receives them, from a release server with the demo organisation.

import type { Page } from "@playwright/test";

import { hydrated } from "../support/page.ts";
import { expect, test } from "../support/test.ts";

test.use({ demo: "bytes" });

type Bytes = { html: number; css: number; font: number; js: number; wasm: number; other: number };

/** What stands on a page before any script (HTML, CSS, font), and all of it, in bytes. */
const most = { readable: 40_000, whole: 300_000 };

test("bytes per page", async ({ app, person }) => {
  test.setTimeout(120_000);
  const candidate = /\/b\/[\w-]+/.exec(app.log())?.[0];
  const client = /\/c\/[\w-]+/.exec(app.log())?.[0];
  if (!candidate || !client) throw new Error(`the demo printed no links:\n${app.log()}`);

  const rows: string[] = [];
  for (const [name, path] of [["candidate", candidate], ["client", client], ["sign-in", "/sign-in"]] as const) {
    const page = await person();
    const bytes = await load(page, path);
    const readable = bytes.html + bytes.css + bytes.font;
    const whole = readable + bytes.js + bytes.wasm + bytes.other;
    rows.push(
      [name.padEnd(10), ...[bytes.html, bytes.css, bytes.font, readable].map(kB), share(readable, most.readable), ...[bytes.js, bytes.wasm, whole].map(kB), share(whole, most.whole)].join(" "),
    );
    if (name === "candidate") {
      expect.soft(readable, "candidate page: HTML, CSS and font").toBeLessThanOrEqual(most.readable);
      expect.soft(whole, "candidate page: with WebAssembly").toBeLessThanOrEqual(most.whole);
    }
  }
  const head = ["page      ", ...["HTML", "CSS", "font", "readable", "of 40 kB", "script", "wasm", "whole", "of 300 kB"].map((word) => word.padStart(9))].join(" ");
  console.log(`\nkB as transferred (brotli)\n${head}\n${rows.join("\n")}\n`);
});

/** Opens a page with an empty cache and adds up what came over the network. */
async function load(page: Page, path: string): Promise<Bytes> {
  const bytes: Bytes = { html: 0, css: 0, font: 0, js: 0, wasm: 0, other: 0 };
  const network = await page.context().newCDPSession(page);
  const kinds = new Map<string, keyof Bytes>();
  await network.send("Network.enable");
  network.on("Network.responseReceived", ({ requestId, response }) => kinds.set(requestId, kind(response.mimeType)));
  // Of the whole response, its head included: what comes in pieces is not told with each of them.
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => (bytes[kinds.get(requestId) ?? "other"] += encodedDataLength));
  await page.goto(path);
  await hydrated(page);
  return bytes;
}

function kind(mime: string): keyof Bytes {
  const kinds: Record<string, keyof Bytes> = { "text/html": "html", "text/css": "css", "font/woff2": "font", "text/javascript": "js", "application/wasm": "wasm" };
  return kinds[mime] ?? "other";
}

function kB(bytes: number): string {
  return (bytes / 1000).toFixed(1).padStart(9);
}

function share(bytes: number, limit: number): string {
  return `${Math.round((100 * bytes) / limit)} %`.padStart(9);
}
