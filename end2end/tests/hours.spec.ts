// Working hours and busy times: painted with mouse, finger and keyboard, followed by a candidate's open page.

import type { Locator, Page } from "@playwright/test";

import { ASHA, signIn, WEDNESDAY } from "../support/demo.ts";
import { press, tabTo } from "../support/keyboard.ts";
import { accessible, drag, everyLook, fits, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

const MIA = "mia@weiss.example";

test.use({ demo: "hours", present: WEDNESDAY });

test("busy times are painted, changed, removed and taken back", async ({ app, person }) => {
  test.setTimeout(120_000);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/account");
  await dana.getByRole("link", { name: "Open your hours" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "Your hours" })).toBeVisible();

  await drag(dana, /Friday 26 March 2027/, 14 * 60, 16 * 60);
  await dana.mouse.up();
  const dialog = dana.getByRole("dialog", { name: "Busy time" });
  await expect(dialog.getByLabel("From, time")).toHaveValue("14:00");
  await expect(dialog.getByLabel("Until, time")).toHaveValue("16:00");
  await dialog.getByLabel(/^Title/).fill("School play");
  await accessible(dana);
  await picture(dana, "hours-dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const painted = dana.getByRole("button", { name: "School play, Busy, Friday 26 March 2027, 14:00 – 16:00, Berlin (UTC+1)" });
  await expect(painted).toBeVisible();
  await expect(coming(dana)).toContainText("School play");

  // Out of office for days, over the change of the clocks.
  await dana.getByRole("button", { name: "Add busy time" }).click();
  await expect(dialog.getByLabel("Whole days")).toBeChecked();
  await dialog.getByLabel(/^Title/).fill("Sea");
  await dialog.getByLabel("From").fill("2027-03-27");
  await dialog.getByLabel("Until").fill("2027-03-26");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("The end has to be after the start.").first()).toBeVisible();
  await dialog.getByLabel("Until").fill("2027-03-29");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(coming(dana)).toContainText("Sat 27 Mar – Mon 29 Mar");

  await painted.click();
  const change = dana.getByRole("dialog", { name: "Change busy time" });
  await change.getByLabel("Until, time").fill("15:00");
  await change.getByRole("button", { name: "Save" }).click();
  await expect(coming(dana)).toContainText("Fri 26 Mar, 14:00 – 15:00");
  await coming(dana).getByRole("button", { name: "Remove Fri 26 Mar, 14:00 – 15:00" }).click();
  await expect(coming(dana)).not.toContainText("School play");
  await dana.getByRole("button", { name: "Undo" }).click();
  await expect(coming(dana)).toContainText("School play");
  await everyLook(dana, "hours");
});

test("by keyboard alone", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/hours");
  const grid = dana.getByRole("application", { name: /^Week with busy times/ });
  const said = dana.getByRole("region", { name: "Week with busy times" }).getByRole("status");
  await tabTo(grid);
  await press(dana, "ArrowDown", "ArrowRight");
  await expect(said).toContainText("Thursday 25 March 2027, 10:00 – 10:15, Berlin (UTC+1)");
  await press(dana, ...Array<string>(3).fill("Shift+ArrowDown"), "Enter");
  const dialog = dana.getByRole("dialog", { name: "Busy time" });
  await expect(dialog.getByLabel("Until, time")).toHaveValue("11:00");
  await tabTo(dialog.getByLabel(/^Title/));
  await dana.keyboard.type("Swimming");
  await press(dana, "Enter");
  await expect(dialog).toBeHidden();
  await expect(grid).toBeFocused();
  await expect(coming(dana)).toContainText("Swimming");
  const remove = coming(dana).getByRole("button", { name: "Remove Thu 25 Mar, 10:00 – 11:00" });
  await tabTo(remove);
  await press(dana, "Enter");
  await expect(coming(dana)).not.toContainText("Swimming");
});

test("a colleague's hours take a candidate's slots away at once, and interviews that stand are named", async ({ app, person }) => {
  test.setTimeout(120_000);
  const [dana, asha] = [await person(), await person({ zone: ASHA.zone })];
  await signIn(dana, app);
  await open(asha, await app.link(ASHA.email, "/b/"));
  const days = asha.getByRole("main").getByRole("link", { name: /2027/ });
  const before = await days.count();
  expect(before).toBeGreaterThan(0);

  // Mia interviews with Nora: whoever schedules keeps her hours, too.
  await open(dana, "/hours");
  await dana.getByLabel("Whose").selectOption({ label: "Mia Kern" });
  await expect(dana.getByRole("heading", { level: 1, name: "Hours of Mia Kern" })).toBeVisible();
  await expect(dana).toHaveURL(/\/colleagues\/[\w-]+\/hours$/);
  // What she is busy with is hers.
  await expect(coming(dana)).not.toContainText("Stand-up");
  const form = dana.getByRole("region", { name: "Every week" });
  await form.getByRole("textbox", { name: "Hours on Monday" }).fill("late");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Please write times such as 9:00-12:00, 13:00-17:30.").first()).toBeVisible();
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
    await form.getByRole("textbox", { name: `Hours on ${day}` }).fill("8:00-8:30");
  }
  await expect(form.getByLabel("Own hours, as follows")).toBeChecked();
  // Shown before it is saved: what stands is kept.
  await expect(dana.getByText(/outside of the hours or in a busy time/).first()).toBeVisible();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("The hours are saved.")).toBeVisible();
  await accessible(dana);
  await picture(dana, "hours-kept");

  // The page that Asha has open follows: half an hour is too short for any interview.
  await expect(days).toHaveCount(0);
  await form.getByLabel(/^Office hours/).check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(days).toHaveCount(before);
});

test("an interviewer keeps the own hours, and nobody else's", async ({ app, person, expected }) => {
  const [dana, mia] = [await person(), await person()];
  await signIn(dana, app);
  await signIn(mia, app, MIA);
  await open(mia, "/");
  await mia.getByTitle("Account of Mia Kern").click();
  await mia.getByRole("link", { name: "Your hours" }).click();
  await expect(mia.getByRole("heading", { level: 1, name: "Your hours" })).toBeVisible();
  await expect(mia.getByLabel("Whose")).toHaveCount(0);
  await expect(coming(mia)).toContainText("Stand-up");

  // A recruiter's word of it reaches her open page; the calendar that looks at her shows it, too.
  await open(dana, "/hours");
  await dana.getByLabel("Whose").selectOption({ label: "Mia Kern" });
  await expect(dana.getByRole("heading", { level: 1, name: "Hours of Mia Kern" })).toBeVisible();
  await dana.getByRole("button", { name: "Add busy time" }).click();
  const dialog = dana.getByRole("dialog", { name: "Busy time" });
  await dialog.getByLabel(/^Title/).fill("Fair in Munich");
  await dialog.getByLabel("From").fill("2027-03-25");
  await dialog.getByLabel("Until").fill("2027-03-25");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(coming(mia)).toContainText("Fair in Munich");
  await open(dana, "/calendar");
  await dana.getByLabel("Person").selectOption({ label: "Mia Kern" });
  await dana.getByRole("button", { name: "Apply" }).click();
  await expect(dana.getByRole("group", { name: /^Mia Kern busy, Busy, Thursday 25 March 2027, 00:00/ })).toBeVisible();
  await picture(dana, "hours-calendar");

  expected(/status of 403/);
  const jonas = await dana.goto("/hours").then(() => dana.getByRole("option", { name: "Jonas Ott" }).getAttribute("value"));
  await open(mia, `/colleagues/${jonas}/hours`);
  await expect(mia.getByRole("alert")).toBeVisible();
  await expect(mia.getByRole("button", { name: "Add busy time" })).toHaveCount(0);
});

test("on a phone", async ({ app, person }) => {
  const dana = await person({ phone: true });
  await signIn(dana, app);
  await open(dana, "/hours");
  await fits(dana);
  // A tap is busy for an hour.
  const thursday = dana.getByRole("group", { name: /Thursday 25 March 2027/ });
  await scrollTo(thursday, 18 * 60);
  await thursday.tap({ position: await place(thursday, 18 * 60 + 5) });
  const dialog = dana.getByRole("dialog", { name: "Busy time" });
  await expect(dialog.getByLabel("From, time")).toHaveValue("18:00");
  await expect(dialog.getByLabel("Until, time")).toHaveValue("19:00");
  await picture(dana, "hours-phone-dialog");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  // With painting on, a finger draws at once.
  await dana.getByRole("button", { name: "Paint" }).click();
  await touchDrag(dana, thursday, 17 * 60, 19 * 60);
  await expect(dialog.getByLabel("From, time")).toHaveValue("17:00");
  await expect(dialog.getByLabel("Until, time")).toHaveValue("19:00");
  await dialog.getByLabel(/^Title/).fill("Choir");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(coming(dana)).toContainText("Choir");
  await accessible(dana);
  await picture(dana, "hours-phone");
});

test("without scripts hours are saved as a plain form", async ({ app, person }) => {
  const dana = await person({ scripts: false });
  await signIn(dana, app);
  await dana.goto("/hours");
  const form = dana.getByRole("region", { name: "Every week" });
  await form.getByLabel("Own hours, as follows").check();
  await form.getByRole("textbox", { name: "Hours on Friday" }).fill("9-x");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Please write times such as 9:00-12:00, 13:00-17:30.").first()).toBeVisible();
  await expect(form.getByRole("textbox", { name: "Hours on Friday" })).toHaveValue("9-x");
  await form.getByRole("textbox", { name: "Hours on Friday" }).fill("9-13");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("The hours are saved.")).toBeVisible();
  await expect(form.getByRole("textbox", { name: "Hours on Friday" })).toHaveValue("09:00-13:00");
});

function coming(page: Page): Locator {
  return page.getByRole("region", { name: "Coming busy times" });
}

async function scrollTo(column: Locator, minutes: number): Promise<void> {
  await column.evaluate((element, at) => {
    const frame = element.closest(".week__scroll")!;
    frame.scrollTop = (element.clientHeight * (at - 180)) / 1440;
    frame.scrollIntoView({ block: "center" });
  }, minutes);
}

async function place(column: Locator, minutes: number): Promise<{ x: number; y: number }> {
  const box = (await column.boundingBox())!;
  return { x: box.width / 2, y: (box.height * minutes) / 1440 };
}

/** Draws with one finger, as the browser hears it. */
async function touchDrag(page: Page, column: Locator, from: number, until: number): Promise<void> {
  await scrollTo(column, from);
  const box = (await column.boundingBox())!;
  const at = (minutes: number) => ({ x: box.x + box.width / 2, y: box.y + (box.height * minutes) / 1440 });
  const session = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await send("touchStart", [at(from + 3)]);
  for (let minutes = from + 15; minutes < until; minutes += 15) await send("touchMove", [at(minutes)]);
  await send("touchMove", [at(until - 3)]);
  await send("touchEnd", []);
}
