// What every test file begins with: `import { expect, test } from "../support/test.ts"`.
//
//   app      the running server, one for all tests of a file's worker: app.url, app.mail("a@example.org"), app.restart()
//   person   opens a browser of somebody: await person({ zone: "Asia/Kolkata", phone: true, scripts: false })
//
// A file that plays in another week says `test.use({ present: "2027-03-24T09:00:00Z" })`; one that needs the demo organisation says `test.use({ demo: "taken" })` at its top, outside of any describe.
// Files that give the demo the same name may find it as another of them left it.
// At each test's end no page may have logged an error, failed to load something, or asked a third party for anything.

import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";

import { App } from "./app.ts";

export type Person = {
  /** The zone of the browser. */
  zone?: string;
  /** A touch screen 390 px wide. */
  phone?: boolean;
  /** `false`: a browser that runs no scripts. */
  scripts?: boolean;
};

type Fixtures = {
  person: (options?: Person) => Promise<Page>;
  /** Errors that a test provokes: `expected(/status of 409/)`. */
  expected: (error: RegExp) => void;
  problems: { seen: string[]; expected: RegExp[] };
};

type Shared = { app: App; demo: string; present: string | undefined; settings: Record<string, string>; gateway: Record<string, string[]> | undefined };

export const test = base.extend<Fixtures, Shared>({
  demo: ["", { option: true, scope: "worker" }],
  present: [undefined, { option: true, scope: "worker" }],
  settings: [{}, { option: true, scope: "worker" }],
  gateway: [undefined, { option: true, scope: "worker" }],

  app: [
    async ({ demo, present, settings, gateway }, use) => {
      const app = await App.start({ demo: demo !== "", present, env: settings, gateway });
      await use(app);
      await app.end();
    },
    { scope: "worker", timeout: 120_000 },
  ],

  baseURL: async ({ app }, use) => use(app.url),

  problems: [
    async ({ app }, use, info) => {
      const problems = { seen: [] as string[], expected: [] as RegExp[] };
      const before = app.log().length;
      await use(problems);
      // Read after the test: a failed one finds what the server wrote meanwhile beside its trace.
      if (info.status !== info.expectedStatus || problems.seen.length > 0) {
        await info.attach("server log", { body: app.log().slice(before), contentType: "text/plain" });
      }
      const left = problems.seen.filter((text) => !problems.expected.some((pattern) => pattern.test(text)));
      expect(left, "errors in the browser").toEqual([]);
    },
    { auto: true },
  ],

  expected: async ({ problems }, use) => use((error) => void problems.expected.push(error)),

  context: async ({ context, app, problems }, use) => {
    watch(context, app, problems.seen);
    await use(context);
  },

  person: async ({ browser, app, problems }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ zone = "Europe/Berlin", phone = false, scripts = true } = {}) => {
      const context = await browser.newContext({
        baseURL: app.url,
        locale: "en-GB",
        timezoneId: zone,
        javaScriptEnabled: scripts,
        ...(phone ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
      });
      contexts.push(context);
      watch(context, app, problems.seen);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };

function watch(context: BrowserContext, app: App, seen: string[]): void {
  context.on("console", (message) => {
    if (message.type() === "error") seen.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => seen.push(`exception: ${error.error().stack ?? error.error()}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${app.url}/`) && !/^(data|blob|about):/.test(url)) seen.push(`third party: ${url}`);
  });
}
