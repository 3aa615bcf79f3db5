import { accessible, hydrated, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";

test("an empty installation is healthy and asks for its first account", async ({ page, request }) => {
  const health = await request.get("/healthz");
  expect(health.status()).toBe(200);
  expect(health.headers()["x-request-id"]).toBeTruthy();

  await page.goto("/setup");
  await hydrated(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await accessible(page);
  await picture(page, "setup");
});

test("the server stops when it is told to, and comes back on the same data", async ({ app, request }) => {
  expect(await app.stop()).toBe(0);
  await app.restart();
  expect((await request.get("/readyz")).status()).toBe(200);
});
