// The candidate's page is drawn by the server alone; its script turns it. What a reader would notice of that, were it done badly.

import { ASHA, NORA, SOFIA, WEDNESDAY } from "../support/demo.ts";
import { picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "turning", present: WEDNESDAY });

const MONDAY = /^Monday 29 March 2027, \d+ free times?$/;

test("what is typed and focused stays while the client changes the page", async ({ app, person }) => {
  const [asha, nora] = [await person({ zone: ASHA.zone, phone: true }), await person({ zone: NORA.zone })];
  await open(nora, await app.link(NORA.email, "/c/"));
  await open(asha, await app.link(ASHA.email, "/b/"));
  await asha.getByRole("link", { name: MONDAY }).click();
  const times = asha.getByRole("region", { name: /^Monday \d+ March$/ });
  // On a phone they lie below the days: the day leads there.
  await expect(times).toBeInViewport();
  await times.getByRole("link").last().click();
  await expect(asha.getByRole("heading", { name: "Confirm your interview" })).toBeFocused();
  const phone = asha.getByLabel(/^Telephone/);
  await phone.fill("+91 98");
  await phone.evaluate((input: HTMLInputElement) => input.setSelectionRange(2, 2));

  await nora.getByText("Change", { exact: true }).first().click();
  await nora.getByLabel("Message for candidates").fill("Bring a laptop.");
  await nora.getByRole("button", { name: "Save availability" }).click();
  await expect(asha.getByText("Bring a laptop.")).toBeVisible();
  await expect(phone).toHaveValue("+91 98");
  await expect(phone).toBeFocused();
  expect(await phone.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(2);
});

test("back and forward lead through the steps", async ({ app, person }) => {
  const sofia = await person({ zone: SOFIA.zone });
  const nora = await person({ zone: NORA.zone });
  await open(nora, await app.link(NORA.email, "/c/"));
  await nora.getByRole("button", { name: `Interview ${SOFIA.name}` }).click();
  const link = await app.link(SOFIA.email, "/b/");
  await open(sofia, link);
  // Nothing is loaded as a whole: what a script leaves in the window is there to the end.
  await sofia.evaluate(() => Object.assign(window, { same: true }));
  await sofia.getByRole("link", { name: MONDAY }).click();
  await expect(sofia.getByRole("link", { name: MONDAY })).toHaveAttribute("aria-current", "date");
  await sofia.getByRole("region", { name: /^Monday \d+ March$/ }).getByRole("link").first().click();
  const confirm = sofia.getByRole("heading", { name: "Confirm your interview" });
  await expect(confirm).toBeFocused();
  await sofia.goBack();
  await expect(sofia.getByRole("heading", { name: "Pick a day and a time" })).toBeFocused();
  await expect(sofia).toHaveURL(/day=2027-03-29/);
  await expect(sofia.getByRole("link", { name: MONDAY })).toHaveAttribute("aria-current", "date");
  await sofia.goForward();
  await expect(confirm).toBeFocused();
  await sofia.getByRole("link", { name: "Another time" }).click();
  await expect(confirm).toHaveCount(0);

  // A zone that is chosen holds for the next visit.
  await sofia.getByRole("link", { name: "Change time zone" }).first().click();
  await expect(sofia.getByRole("heading", { name: "Which time zone are you in?" })).toBeFocused();
  await sofia.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await sofia.getByRole("button", { name: "Show times in this zone" }).click();
  await expect(sofia.getByText(/Tokyo \(UTC\+9\)/).first()).toBeVisible();
  expect(await sofia.evaluate(() => "same" in window)).toBe(true);
  await open(sofia, link);
  await expect(sofia.getByText(/Tokyo \(UTC\+9\)/).first()).toBeVisible();
});

test("neither a refusal for now nor a link pressed meanwhile hides what came of a form", async ({ app, person, expected }) => {
  expected(/status of 429/);
  const asha = await person({ zone: ASHA.zone, phone: true });
  await open(asha, await app.link(ASHA.email, "/b/"));
  await asha.getByRole("link", { name: MONDAY }).click();
  await asha.getByRole("region", { name: /^Monday \d+ March$/ }).getByRole("link").first().click();
  const [phone, confirm] = [asha.getByLabel(/^Telephone/), asha.getByRole("button", { name: "Confirm" })];
  await phone.fill("no number");
  // As the server says it (src/server/tests/http/guards.rs), without asking it a thousand times.
  const words = "Too many tries. Please wait 5 seconds, then try again.";
  const refusal = { status: 429, headers: { "Retry-After": "5" }, contentType: "text/plain; charset=utf-8", body: words };
  await asha.route("**/api/booking/book", (route) => route.fulfill(refusal), { times: 1 });
  await confirm.click();
  await expect(asha.getByRole("alert").filter({ hasText: words })).toBeFocused();
  await expect(asha.getByText("The server did not answer.")).toHaveCount(0);
  await expect(phone).toHaveValue("no number");
  await picture(asha, "turning-too-many");

  let answer = () => {};
  const held = new Promise<void>((done) => (answer = done));
  await asha.route(
    "**/api/booking/book",
    async (route) => {
      await held;
      await route.continue();
    },
    { times: 1 },
  );
  await confirm.click();
  await asha.getByRole("link", { name: "Another time" }).click();
  answer();
  await expect(phone).toHaveAccessibleDescription(/This is not a telephone number/);
  await expect(phone).toHaveValue("no number");
  await expect(asha.getByText(words)).toHaveCount(0);
  await asha.getByRole("link", { name: "Another time" }).click();
  await expect(asha.getByRole("heading", { name: "Pick a day and a time" })).toBeFocused();
});

test("without a connection a booking is not lost, and goes through afterwards", async ({ app, person, expected }) => {
  expected(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/);
  const asha = await person({ zone: ASHA.zone, phone: true });
  await open(asha, await app.link(ASHA.email, "/b/"));
  await asha.getByRole("link", { name: MONDAY }).click();
  await asha.getByRole("region", { name: /^Monday \d+ March$/ }).getByRole("link").first().click();
  await asha.getByLabel(/^Telephone/).fill("+91 98765 43210");
  await asha.context().setOffline(true);
  await asha.getByRole("button", { name: "Confirm" }).click();
  const alert = asha.getByRole("alert").filter({ hasText: "The server did not answer." });
  await expect(alert).toBeFocused();
  await picture(asha, "turning-offline");
  await expect(asha.getByLabel(/^Telephone/)).toHaveValue("+91 98765 43210");
  await asha.context().setOffline(false);
  await asha.getByRole("button", { name: "Confirm" }).click();
  await expect(asha.getByRole("heading", { name: "Your interview is confirmed" })).toBeFocused();
  await expect(alert).toHaveCount(0);
});
