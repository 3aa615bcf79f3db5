// Two candidates of one pool want the same time: the first confirmation wins, the other's page follows by itself, and whoever confirms all
// the same is told at once and led to the nearest free times.

import type { Locator, Page } from "@playwright/test";

import { ASHA, NORA, SOFIA, WEDNESDAY } from "../support/demo.ts";
import { accessible, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "taken", present: WEDNESDAY });

// Neither the client's nor the server's. The times of all in this test are said in it, so that they can be compared.
const ZONE = "Asia/Tokyo";

test("a time is taken while another candidate looks at it", async ({ app, person, expected }) => {
  test.setTimeout(120_000);
  const nora = await person({ zone: NORA.zone });
  await open(nora, await app.link(NORA.email, "/c/"));
  await nora.getByRole("button", { name: `Interview ${SOFIA.name}` }).click();
  const [ashasLink, sofiasLink] = [await app.link(ASHA.email, "/b/"), await app.link(SOFIA.email, "/b/")];

  // Both look at the same day.
  const [asha, sofia] = [await person({ zone: ZONE }), await person({ zone: ZONE, phone: true })];
  for (const [page, link] of [[asha, ashasLink], [sofia, sofiasLink]] as const) {
    await open(page, link);
    await page.getByRole("link", { name: /^Monday 29 March 2027, \d+ free times$/ }).click();
  }
  const offered = await names(asha);
  expect(await names(sofia)).toEqual(offered);

  // Sofia books one; it goes from Asha's open page, and with it what it overlaps.
  const [first, second, last] = [offered[0]!, offered[1]!, offered.at(-1)!];
  await pick(sofia, first);
  await sofia.getByRole("button", { name: "Confirm" }).click();
  await expect(sofia.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
  await expect(asha.getByRole("link", { name: first })).toHaveCount(0, { timeout: 2_000 });
  await expect(asha.getByRole("link", { name: second })).toHaveCount(0);
  await expect(asha.getByRole("link", { name: last })).toBeVisible();
  await picture(asha, "taken-live");

  // Asha's page hears nothing of it when Sofia moves to the time that Asha is about to confirm.
  expected(/status of 409/);
  await asha.route("**/events", () => {});
  await open(asha, ashasLink);
  await asha.getByRole("link", { name: /^Monday 29 March 2027, \d+ free times?$/ }).click();
  await pick(asha, last);
  await expect(asha.getByRole("heading", { name: "Confirm your interview" })).toBeVisible();
  await move(sofia, last);
  await asha.getByRole("button", { name: "Confirm" }).click();
  await expect(asha.getByRole("alert")).toContainText("This time was just taken. These are the nearest free ones:");
  await expect(asha.getByRole("link", { name: last })).toHaveCount(0);
  await accessible(asha);
  await picture(asha, "taken-told");
  const nearest = await takeNearest(asha);
  await asha.getByRole("button", { name: "Confirm" }).click();
  await expect(asha.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
  await expect(asha.getByText(times(nearest))).toBeVisible();

  // The same by a plain form: Asha's other browser, which runs no scripts, is about to move to a time that Sofia takes meanwhile.
  const plain = await person({ scripts: false, phone: true });
  await plain.goto(`${ashasLink}?zone=${ZONE}`);
  await plain.getByRole("link", { name: "Change the time" }).click();
  await plain.getByRole("link", { name: /^Tuesday 30 March 2027, \d+ free times$/ }).click();
  const wanted = (await names(plain))[0]!;
  await pick(plain, wanted);
  await move(sofia, wanted);
  await plain.getByRole("button", { name: "Move it" }).click();
  await expect(plain.getByRole("alert")).toContainText("This time was just taken. These are the nearest free ones:");
  await picture(plain, "taken-told-scripts-off");
  const other = await takeNearest(plain);
  await plain.getByRole("button", { name: "Move it" }).click();
  await expect(plain.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();

  // Nora sees both, each once, at the times that they were told.
  const interviews = nora.getByRole("region", { name: "Confirmed interviews" }).getByRole("listitem");
  await expect(interviews.filter({ hasText: ASHA.name })).toHaveCount(1);
  await expect(interviews.filter({ hasText: SOFIA.name })).toHaveCount(1);
  await open(asha, ashasLink);
  await expect(asha.getByText(times(other))).toBeVisible();
});

/** The times of the day shown, by the names that are read aloud. */
async function names(page: Page): Promise<string[]> {
  const links = page.getByRole("region", { name: /^(Monday|Tuesday) \d+ March$/ }).getByRole("link");
  await expect(links.first()).toBeVisible();
  return links.evaluateAll((all) => all.map((link) => link.getAttribute("aria-label")!));
}

/** `19:30 – 20:15` of a time's full name. */
function times(name: string): string {
  return /\d\d:\d\d – [^,]*\d\d:\d\d/.exec(name)![0];
}

async function pick(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name, exact: true }).click();
}

/** Moves a booked interview to another time. */
async function move(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name: "Change the time" }).click();
  await page.getByRole("link", { name: new RegExp(`^${name.split(",")[0]}, \\d+ free times?$`) }).click();
  await pick(page, name);
  await page.getByRole("button", { name: "Move it" }).click();
  await expect(page.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
  await expect(page.getByText(times(name))).toBeVisible();
}

/** Follows the first of the times offered instead, and says which it is. */
async function takeNearest(page: Page): Promise<string> {
  const link: Locator = page.getByRole("alert").getByRole("link").first();
  const name = (await link.getAttribute("aria-label"))!;
  await link.click();
  await expect(page.getByRole("heading", { name: /^(Confirm your interview|Move your interview to this time\?)$/ })).toBeVisible();
  await expect(page.getByText(times(name))).toBeVisible();
  // What was said of the time that was taken is not said of this one.
  await expect(page.getByRole("alert")).toHaveCount(0);
  return name;
}
