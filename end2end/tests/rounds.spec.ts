// A round of two interviews: the candidate picks a time for one after the other; the panel knows both; the candidate's own calendar shows them.

import { ASHA, NORA, signIn, SOFIA, WEDNESDAY } from "../support/demo.ts";
import { accessible, drag, everyLook, fits, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open, reload } from "../support/world.ts";

test.use({ demo: "rounds", present: WEDNESDAY });
test.describe.configure({ mode: "serial" });

test("a second interview is added to the round", async ({ app, person, expected }) => {
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/jobs");
  await dana.getByRole("link", { name: "Data engineer" }).click();
  await dana.getByRole("link", { name: "Set-up" }).click();
  const add = dana.getByRole("button", { name: "Add another interview to the round" });
  await add.click();
  const title = dana.getByLabel("Title of the interview").nth(1);
  await expect(title).toBeFocused();
  const save = dana.getByRole("main").getByRole("button", { name: "Save", exact: true });
  // Two of one title could not be told apart.
  await title.fill("first interview");
  await save.click();
  await expect(dana.getByText("Another interview of the round has this title.").first()).toBeVisible();
  await title.fill("System design");
  const second = dana.getByRole("group", { name: "Interview: System design" });
  await second.getByLabel("Duration").selectOption("30");
  await second.getByLabel(/^Message to the attendees/).fill("Draw boxes.");
  await second.getByLabel("Resume").check();
  await save.click();
  await expect(dana.getByText("Saved.").first()).toBeVisible();
  await reload(dana);
  await expect(dana.getByLabel("Title of the interview").nth(1)).toHaveValue("System design");
  await expect(second.getByLabel("Duration")).toHaveValue("30");
  await expect(second.getByLabel("Resume")).toBeChecked();

  // Their order is changed by keyboard, which stays with the one that is moved.
  const up = dana.getByRole("button", { name: "Move System design up" });
  await up.focus();
  await dana.keyboard.press("Enter");
  await expect(dana.getByLabel("Title of the interview").first()).toHaveValue("System design");
  await expect(up).toBeFocused();
  await dana.getByRole("button", { name: "Move System design down" }).click();
  await expect(dana.getByLabel("Title of the interview").first()).toHaveValue("First interview");
  await accessible(dana);
  await everyLook(dana, "rounds-set-up");
});

test("the candidate picks a time for one after the other", async ({ app, person }) => {
  const first = await app.link(ASHA.email, "/b/");
  const asha = await person({ zone: ASHA.zone, phone: true });
  const seen = (await app.mails()).length;
  await pickFirst(asha, first, /free times?$/);
  await expect(asha.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
  await expect(asha.getByText("please pick a time for System design, too")).toBeVisible();
  await fits(asha);
  await picture(asha, "rounds-first-done");

  const mail = await app.mail(ASHA.email, { after: seen, subject: /^Pick a time/ });
  expect(mail.text).toContain("Interview: System design");
  const second = mail.links.find((link) => link.includes("/b/"))!;
  expect(second).not.toBe(first);
  // What is confirmed after this is the second.
  await app.mail(ASHA.email, { after: seen, subject: /^Confirmed/ });
  const between = (await app.mails()).length;
  await pickFirst(asha, second, /free times?$/);
  await expect(asha.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
  await expect(asha.getByText("There is nothing else to do.")).toBeVisible();
  const confirmed = await app.mail(ASHA.email, { after: between, subject: /^Confirmed/ });
  const { start, end } = confirmed.calendar!;
  expect(end.getTime() - start.getTime(), "as long as its template says").toBe(30 * 60_000);
  // The first link still shows the first.
  await open(asha, first);
  await expect(asha.getByText("There is nothing else to do.")).toBeVisible();

  // The client sees both, told apart.
  const nora = await person({ zone: NORA.zone });
  await open(nora, await app.link(NORA.email, "/c/"));
  await expect(nora.getByText("System design", { exact: true })).toBeVisible();
  await accessible(nora);
});

test("the candidate's own calendar shows both, and nobody else's", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: ASHA.name }).click();
  await dana.getByRole("link", { name: "Interview", exact: true }).click();
  await expect(dana.getByRole("heading", { level: 1, name: ASHA.name })).toBeVisible();
  const events = dana.locator(".event--confirmed:visible");
  await expect(dana.getByRole("button", { name: "Later" }).or(dana.getByRole("link", { name: "Later" })).first()).toBeVisible();
  // Both are taken on the first day that Nora shared; nobody else's are here, and none in the next week.
  await expect(events).toHaveCount(2);
  await dana.getByRole("button", { name: "Later" }).or(dana.getByRole("link", { name: "Later" })).first().click();
  await expect(events).toHaveCount(0);
  for (const width of [390, 1440]) {
    await dana.setViewportSize({ width, height: 900 });
    await fits(dana);
    await accessible(dana);
    await picture(dana, `candidate-calendar-${width}`);
  }
});

test("the panel takes up whichever interview of the round is chosen", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/calendar?date=2027-03-24");
  await drag(dana, /Friday 26 March 2027/, 11 * 60, 12 * 60);
  await dana.mouse.up();
  const panel = dana.getByRole("complementary", { name: "Add Interview" });
  await panel.getByRole("combobox", { name: "Candidate" }).fill(SOFIA.name);
  await panel.getByRole("option", { name: new RegExp(SOFIA.name) }).click();
  await expect(panel.getByLabel("Kind of interview")).toHaveValue("First interview");
  await panel.getByLabel("Interview of the round").selectOption({ label: "System design" });
  await expect(panel.getByLabel("Kind of interview")).toHaveValue("System design");
  await expect(panel.getByLabel("Description")).toHaveValue("Draw boxes.");
  await expect(panel.getByLabel("Resume")).toBeChecked();
  await expect(panel.getByLabel("End, hour")).toHaveValue("11");
  await expect(panel.getByLabel("End, minute")).toHaveValue("30");
  await accessible(dana);
  await picture(dana, "rounds-panel");
});

/** Opens a booking link, takes the first time of the first day, and confirms. */
async function pickFirst(page: import("@playwright/test").Page, link: string, days: RegExp): Promise<void> {
  await open(page, link);
  await page.getByRole("link", { name: days }).first().click();
  await page.locator(".slot-link").first().click();
  await page.getByRole("button", { name: "Confirm" }).click();
}
