// The recruiter's calendar: [Add Interview], and interviews moved by mouse, keyboard and finger, with Undo before anybody is told.

import type { Locator, Page } from "@playwright/test";

import { signIn, SOFIA, WEDNESDAY } from "../support/demo.ts";
import { press } from "../support/keyboard.ts";
import { accessible, drag, everyLook, fits, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { finger } from "../support/touch.ts";
import { open, reload } from "../support/world.ts";

test.use({ demo: "calendar", present: WEDNESDAY });

const TITLE = "Portfolio review";

test("an interview is added from a dragged time, what stands in the way is named, and colleagues get the documents", async ({ app, person, expected }) => {
  // Saving without the reason.
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/calendar");
  await drag(dana, /Friday 26 March 2027/, 16 * 60, 17 * 60);
  await dana.mouse.up();
  const panel = dana.getByRole("complementary", { name: "Add Interview" });
  await expect(panel.getByRole("group", { name: "Start" }).getByLabel("Date")).toHaveValue("2027-03-26");
  await expect(time(panel, "Start")).toHaveText(["16", "00"]);
  await expect(time(panel, "End")).toHaveText(["17", "00"]);

  // Nothing typed is lost by a reload.
  await panel.getByLabel("Description").fill("Ask about the public transport project.");
  await reload(dana);
  await expect(panel.getByLabel("Description")).toHaveValue("Ask about the public transport project.");

  // By keyboard: found by a part of the name.
  await panel.getByRole("combobox", { name: "Candidate" }).fill("sofia");
  await expect(dana.getByRole("option", { name: new RegExp(SOFIA.name) })).toBeVisible();
  await press(dana, "ArrowDown", "Enter");
  await expect(panel.getByText(SOFIA.name)).toBeVisible();
  await panel.getByLabel("Kind of interview").fill(TITLE);
  await panel.getByRole("combobox", { name: "Attendees" }).fill("tom");
  await expect(panel.getByRole("option", { name: /Tom Berger/ })).toBeVisible();
  await press(dana, "ArrowDown", "Enter");
  const attendees = panel.getByRole("listitem");
  await expect(attendees).not.toHaveCount(0);
  await expect(panel.getByLabel("Description")).toHaveValue("Ask about the public transport project.");

  // The end of the week is busy for everybody.
  await expect(panel.getByRole("status")).toContainText("busy, 16:30 – 17:00");
  await expect(panel.getByLabel("Why in spite of this?")).toBeVisible();
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByRole("alert")).toBeVisible();
  await accessible(dana);
  await picture(dana, "calendar-panel-hindered");
  await choose(panel, "Start, hour", "13");
  // As long as the stage's template says.
  await expect(time(panel, "End")).toHaveText(["13", "45"]);
  await expect(panel.getByRole("status")).not.toContainText("busy");
  await expect(panel.getByLabel("Why in spite of this?")).toHaveCount(0);
  await expect(panel.getByLabel("Text")).toBeDisabled();
  await expect(panel.getByText(/has no gateway/)).toBeVisible();
  await panel.getByLabel("Resume").check();
  await expect(panel.getByLabel("Cover letter")).toBeDisabled();
  await everyLook(dana, "calendar-panel");

  await dana.setViewportSize({ width: 1280, height: 800 });
  const before = (await app.mails()).length;
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("The interview stands, everybody is told.")).toBeVisible();
  await expect(panel).toHaveCount(0);
  await expect(dana.getByRole("button", { name: "Add Interview" }).or(dana.getByRole("link", { name: "Add Interview" }))).toBeFocused();
  await expect(entry(dana, "Friday 26 March 2027, 13:00 – 13:45")).toBeVisible();
  const candidates = await app.mail(SOFIA.email, { after: before });
  expect(candidates.documents).toEqual([]);
  expect(candidates.calendar?.start.toISOString()).toBe("2027-03-26T12:00:00.000Z");
  const colleagues = (await app.mails()).slice(before).filter((mail) => mail.documents.length > 0);
  expect(colleagues.length).toBeGreaterThan(0);
  for (const mail of colleagues) {
    expect(mail.to[0]).toMatch(/@weiss\.example$/);
    expect(mail.documents).toEqual([`${SOFIA.name}.pdf`]);
    expect(mail.text).toContain("Ask about the public transport project.");
  }
});

test("Cancel and Escape create nothing", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/calendar");
  const before = await dana.locator(".event--confirmed:visible").count();
  await drag(dana, /Friday 26 March 2027/, 10 * 60, 11 * 60);
  await press(dana, "Escape");
  await dana.mouse.up();
  const panel = dana.getByRole("complementary", { name: "Add Interview" });
  await expect(panel).toHaveCount(0);
  await dana.getByRole("link", { name: "Add Interview" }).click();
  await panel.getByLabel("Kind of interview").fill("Never");
  await panel.getByRole("button", { name: "Cancel" }).click();
  await expect(panel).toHaveCount(0);
  await dana.getByRole("link", { name: "Add Interview" }).click();
  await expect(panel.getByLabel("Kind of interview")).toHaveValue("");
  expect(await dana.locator(".event--confirmed:visible").count()).toBe(before);
});

test("an interview is moved with the mouse, taken back, and told once when it stays", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/calendar");
  const mails = (await app.mails()).length;
  const at = (when: string) => entry(dana, when);
  await shift(dana, at("Friday 26 March 2027, 13:00 – 13:45"), { minutes: -60 });
  await expect(at("Friday 26 March 2027, 12:00 – 12:45")).toBeVisible();
  await dana.getByRole("button", { name: "Undo" }).click();
  await expect(dana.getByText("Taken back. Nobody was told.")).toBeVisible();
  await expect(at("Friday 26 March 2027, 13:00 – 13:45")).toBeVisible();

  // Its lower edge makes it longer; then it is moved: one mail says both.
  await shift(dana, at("Friday 26 March 2027, 13:00 – 13:45"), { minutes: 15, edge: true });
  await expect(at("Friday 26 March 2027, 13:00 – 14:00")).toBeVisible();
  await shift(dana, at("Friday 26 March 2027, 13:00 – 14:00"), { minutes: -60 });
  await expect(at("Friday 26 March 2027, 12:00 – 13:00")).toBeVisible();
  await picture(dana, "calendar-moved");
  expect((await app.mails()).length, "nobody is told yet").toBe(mails);
  const told = await app.mail(SOFIA.email, { after: mails, within: 60_000 });
  expect(told.calendar?.method).toBe("REQUEST");
  expect(told.calendar?.start.toISOString()).toBe("2027-03-26T11:00:00.000Z");
  expect(told.calendar?.end.toISOString()).toBe("2027-03-26T12:00:00.000Z");
  expect(told.text).toContain("13:00 – 13:45");
  const all = (await app.mails()).slice(mails).filter((mail) => mail.to.includes(SOFIA.email));
  expect(all.length, "told once").toBe(1);
});

test("the weeks before and after stand before the server has answered", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/calendar?date=2027-03-31");
  const moved = entry(dana, "Friday 26 March 2027, 12:00 – 13:00");
  const covered = dana.locator(".day__entries--covered > .event--confirmed");
  await expect(covered).not.toHaveCount(0);
  await expect(moved, "neither seen nor read aloud").toHaveCount(0);

  const range = "**/api/calendar/range";
  let answer = () => {};
  const held = new Promise<void>((done) => (answer = done));
  await dana.route(range, async (route) => {
    await held;
    await route.continue();
  });
  await dana.getByRole("link", { name: "Earlier" }).click();
  await expect(moved).toBeVisible();
  await moved.focus();
  await expect(moved).toBeFocused();
  const answered = dana.waitForResponse(range);
  answer();
  await answered;
  await dana.unroute(range);
  await expect(moved, "nothing is drawn anew by the answer").toBeFocused();

  await dana.getByRole("link", { name: "Later" }).click();
  await expect(moved).toHaveCount(0);
  await accessible(dana);
  await dana.getByRole("link", { name: "Earlier" }).click();
  await moved.click();
  await expect(dana).toHaveURL(/date=2027-03-22&.*interview=|interview=.*date=2027-03-22/);
});

test("an interview is moved and made longer by keyboard", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/calendar");
  const said = dana.locator(".week").getByRole("status");
  await entry(dana, "Friday 26 March 2027, 12:00 – 13:00").focus();
  await press(dana, "ArrowDown", "ArrowDown", "Shift+ArrowDown");
  await expect(said).toContainText("Friday 26 March 2027, 12:30 – 13:45");
  await press(dana, "Escape");
  await expect(entry(dana, "Friday 26 March 2027, 12:00 – 13:00")).toBeFocused();
  await press(dana, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
  await expect(entry(dana, "Friday 26 March 2027, 13:00 – 14:00")).toBeFocused();
  await expect(dana.getByRole("button", { name: "Undo" })).toBeVisible();
});

test("a move that something stands in the way of asks for the reason", async ({ app, person, expected }) => {
  // The server refuses it without one.
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/calendar");
  await shift(dana, entry(dana, "Friday 26 March 2027, 13:00 – 14:00"), { minutes: 195 });
  const panel = dana.getByRole("complementary", { name: "Change the interview" });
  await expect(time(panel, "Start")).toHaveText(["16", "15"]);
  await expect(panel.getByLabel("Why in spite of this?")).toBeVisible();
  await panel.getByRole("button", { name: "Cancel" }).click();
  await expect(entry(dana, "Friday 26 March 2027, 13:00 – 14:00")).toBeVisible();
});

test("a finger moves an interview after resting on it, and scrolls otherwise", async ({ app, person }) => {
  const dana = await person({ phone: true });
  await signIn(dana, app);
  await open(dana, "/calendar?view=day&date=2027-03-26");
  const card = entry(dana, "Friday 26 March 2027, 13:00 – 14:00");
  await card.scrollIntoViewIfNeeded();
  const box = (await card.boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const hour = await hourHeight(dana);

  // A quick stroke scrolls: nothing is moved.
  const stroke = await finger(dana, middle);
  await stroke.move({ x: middle.x, y: middle.y - 60 }, 3);
  await stroke.lift();
  await expect(card).toBeVisible();
  await expect(dana.getByRole("button", { name: "Undo" })).toHaveCount(0);

  await card.scrollIntoViewIfNeeded();
  const now = (await card.boundingBox())!;
  const held = await finger(dana, { x: now.x + now.width / 2, y: now.y + now.height / 2 });
  await expect(dana.locator(".ghost")).toBeVisible();
  await held.move({ x: now.x + now.width / 2, y: now.y + now.height / 2 - hour });
  await held.lift();
  await expect(entry(dana, "Friday 26 March 2027, 12:00 – 13:00")).toBeVisible();
  await fits(dana);
  await picture(dana, "calendar-phone");
  // Back to what everybody was told: the keyboard's move just before may not have been told yet.
  await dana.getByRole("button", { name: "Undo" }).click();
  await expect(dana.getByText("Taken back. Nobody was told.")).toBeVisible();
});

test("the week in which the clocks change is drawn with 23 hours on its Sunday", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/calendar?date=2027-03-28");
  const [saturday, sunday] = await Promise.all(
    [/Saturday 27 March 2027/, /Sunday 28 March 2027/].map(async (day) => (await dana.getByRole("group", { name: day }).boundingBox())!.height),
  );
  expect(Math.round((sunday! / saturday!) * 24)).toBe(23);
  await drag(dana, /Sunday 28 March 2027/, 5 * 60, 6 * 60);
  await expect(dana.locator(".ghost").first()).toBeVisible();
  await picture(dana, "calendar-clocks-change");
  await press(dana, "Escape");
  await dana.mouse.up();
});

test("a duplicate begins as the other interview is", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/calendar");
  await entry(dana, "Friday 26 March 2027").click();
  await dana.getByRole("link", { name: "Duplicate" }).click();
  const panel = dana.getByRole("complementary", { name: "Add Interview" });
  await expect(panel.getByLabel("Kind of interview")).toHaveValue(TITLE);
  await expect(panel.getByText(SOFIA.name)).toBeVisible();
  await panel.getByRole("button", { name: "Cancel" }).click();
});

function entry(page: Page, when: string): Locator {
  return page.getByRole("link", { name: new RegExp(`${SOFIA.name} · ${TITLE}.*${when}`) });
}

/** What the two drop-downs of a time show. */
function time(panel: Locator, of: "Start" | "End"): Locator {
  return panel.getByRole("combobox", { name: new RegExp(`^${of}, `) }).locator("option:checked");
}

async function choose(panel: Locator, label: string, value: string): Promise<void> {
  await panel.getByLabel(label, { exact: true }).selectOption({ label: value });
}

async function hourHeight(page: Page): Promise<number> {
  return page.locator(".week__days").evaluate((element) => element.clientHeight / 24);
}

/** Drags an interview, or its lower edge, so many minutes down. */
async function shift(page: Page, card: Locator, by: { minutes: number; edge?: boolean }): Promise<void> {
  await card.scrollIntoViewIfNeeded();
  const [box, hour] = [(await card.boundingBox())!, await hourHeight(page)];
  const from = { x: box.x + box.width / 2, y: by.edge ? box.y + box.height - 3 : box.y + box.height / 3 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y + Math.sign(by.minutes) * 8, { steps: 2 });
  await page.mouse.move(from.x, from.y + (by.minutes / 60) * hour, { steps: 6 });
  await expect(page.locator(".ghost")).toBeVisible();
  await page.mouse.up();
}
