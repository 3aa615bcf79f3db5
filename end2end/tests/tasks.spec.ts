// What coordinators have to do: raised live by what happens, done where it happens, on the page and on Home.

import type { Locator, Page } from "@playwright/test";

import { signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook, fits, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "tasks", present: WEDNESDAY });
test.describe.configure({ mode: "serial" });

const TOM = "tom@weiss.example";

test("a candidate who enters the stage becomes a task, and is done with the interview", async ({ app, person }) => {
  test.setTimeout(120_000);
  const [tom, dana] = [await person(), await person()];
  await signIn(tom, app, TOM);
  await signIn(dana, app);
  await open(tom, "/tasks");
  await expect(task(tom, "Ready to Schedule", "Ben Archer")).toHaveCount(0);
  const before = await openTasks(tom);

  await moveToInterview(dana, "Ben Archer");
  const row = task(tom, "Ready to Schedule", "Ben Archer");
  await expect(row).toContainText("Talent researcher");
  await expect(row).toContainText("Tom Berger");
  await expect.poll(() => openTasks(tom)).toBe(before + 1);
  await everyLook(tom, "tasks");
  await tom.setViewportSize({ width: 1280, height: 800 });
  await tom.emulateMedia({ colorScheme: "light" });

  await row.getByRole("link", { name: /^Schedule/ }).click();
  const panel = tom.getByRole("complementary", { name: "Add Interview" });
  await expect(panel.getByText("Ben Archer").first()).toBeVisible();
  await panel.getByRole("button", { name: /Remove Karl Lindner/ }).click();
  await choose(panel, "11", "12");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(tom.getByText("The interview stands, everybody is told.")).toBeVisible();

  await tom.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Tasks/ }).click();
  await expect(tom.getByRole("heading", { level: 1, name: "Tasks" })).toBeVisible();
  await expect(row).toHaveCount(0);
  await tom.getByLabel("Show completed").check();
  await expect(task(tom, "Ready to Schedule", "Ben Archer")).toContainText("Completed by itself");
  await expect(tom).toHaveURL(/done=1/);
  await accessible(tom);
  await picture(tom, "tasks-completed");
});

test("an interviewer who declines is swapped for one of the template who is free", async ({ app, person }) => {
  test.setTimeout(120_000);
  const [tom, mia] = [await person(), await person({ phone: true })];
  await signIn(tom, app, TOM);
  await signIn(mia, app, "mia@weiss.example");
  await open(tom, "/tasks");
  const row = task(tom, "Interviewer Declined", "Ben Archer");
  await expect(row).toHaveCount(0);

  await open(mia, "/calendar?view=list&date=2027-03-25");
  await mia.getByRole("link", { name: /Ben Archer/ }).click();
  await open(mia, `/interviews/${/interview=([0-9a-f-]{36})/.exec(decodeURIComponent(mia.url()))![1]}`);
  const own = mia.getByRole("region", { name: /^Your answer/ });
  await own.getByText("Decline", { exact: true }).click();
  await own.getByLabel(/^Why can’t you come/).fill("At the dentist’s.");
  await own.getByRole("button", { name: "Send the refusal" }).click();

  // What is not hers any more her page can not show.
  await mia.close();
  await expect(row).toContainText("Mia Kern declined");
  await expect(row).toContainText("At the dentist’s.");
  await row.getByRole("link", { name: /^Swap or move/ }).click();
  const ways = tom.getByRole("region", { name: "What can be done" });
  await expect(ways.getByText("Mia Kern declined. These colleagues of the same interview are free then:")).toBeVisible();
  await expect(ways.getByRole("button", { name: /^Move to/ }).first()).toBeVisible();
  await everyLook(tom, "tasks-mend");
  await tom.setViewportSize({ width: 1280, height: 800 });
  await tom.emulateMedia({ colorScheme: "light" });
  const swap = ways.getByRole("button", { name: "Swap in Karl Lindner" });
  await swap.focus();
  await tom.keyboard.press("Enter");
  await expect(tom.getByText("Swapped; everybody is told")).toBeVisible();
  await expect(ways).toHaveCount(0);
  await expect(tom.getByRole("listitem").filter({ hasText: "Karl Lindner" })).toContainText("No answer yet");
  await app.mail("karl@weiss.example", { subject: /Ben Archer/ });
  await open(tom, "/tasks");
  await expect(row).toHaveCount(0);
});

test("tasks of others are looked at, taken over, completed and opened again, by the keyboard", async ({ app, person }) => {
  test.setTimeout(120_000);
  const [tom, dana] = [await person(), await person()];
  await signIn(tom, app, TOM);
  await signIn(dana, app);
  await moveToInterview(dana, "Ethan Cole");
  await open(tom, "/tasks");
  const first = tom.getByRole("row").filter({ has: tom.getByRole("button", { name: /^Complete:/ }) }).first();
  await expect(first).toBeVisible();
  const name = (await first.getByRole("button", { name: /^Complete:/ }).getAttribute("aria-label"))!.replace("Complete: ", "");

  await open(dana, "/tasks");
  await dana.getByLabel("Assigned to").selectOption({ label: await optionOf(dana, /^Tom Berger/) });
  await expect(dana).toHaveURL(/assigned=/);
  const seen = dana.getByRole("row").filter({ has: dana.getByRole("button", { name: `Complete: ${name}` }) });
  await seen.getByRole("button", { name: /^Take over/ }).click();
  await expect(dana.getByText("The task is yours")).toBeVisible();
  await expect(seen).toHaveCount(0);
  await expect(tom.getByRole("button", { name: `Complete: ${name}` })).toHaveCount(0);
  await dana.getByLabel("Assigned to").selectOption({ label: await optionOf(dana, /^Me/) });
  await dana.getByRole("button", { name: `Complete: ${name}` }).focus();
  await dana.keyboard.press("Enter");
  await expect(dana.getByRole("button", { name: `Complete: ${name}` })).toHaveCount(0);
  await dana.getByLabel("Show completed").focus();
  await dana.keyboard.press("Space");
  const done = dana.getByRole("row").filter({ has: dana.getByRole("button", { name: `Open again: ${name}` }) });
  await expect(done).toContainText("Completed by Dana Weiss");
  await done.getByRole("button", { name: `Open again: ${name}` }).click();
  await expect(dana.getByRole("button", { name: `Complete: ${name}` })).toBeVisible();
});

test("Home lists it beside the notes, and done there it is done here", async ({ app, person }) => {
  const [home, list] = [await person({ phone: true }), await person()];
  await signIn(home, app);
  await signIn(list, app);
  await open(home, "/");
  await open(list, "/tasks");
  const todo = home.getByRole("region", { name: /^To-Do/ });
  const complete = todo.getByRole("button", { name: /^Complete:/ }).first();
  const name = (await complete.getAttribute("aria-label"))!;
  await expect(list.getByRole("button", { name })).toBeVisible();
  await accessible(home);
  await fits(home);
  await picture(home, "tasks-home");
  await complete.click();
  await expect(todo.getByRole("button", { name })).toHaveCount(0);
  await expect(list.getByRole("button", { name })).toHaveCount(0);
});

test("a room that is no longer offered is switched for the whole schedule; without scripts, too", async ({ app, person }) => {
  test.setTimeout(120_000);
  const [tom, dana] = [await person({ scripts: false }), await person()];
  await signIn(tom, app, TOM);
  await signIn(dana, app);
  await open(dana, "/calendar?view=list&date=2027-03-25&plan=new");
  const panel = dana.getByRole("complementary", { name: "Add Interview" });
  await panel.getByRole("combobox", { name: "Candidate" }).fill("Samira");
  await panel.getByRole("option", { name: /Samira/ }).click();
  await choose(panel, "16", "17");
  await panel.getByRole("combobox", { name: "Room" }).click();
  await panel.getByRole("listbox", { name: "Room" }).getByRole("option", { name: /Aquarium/ }).click();
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("The interview stands, everybody is told.")).toBeVisible();
  await open(dana, "/settings/rooms");
  await dana.getByRole("link", { name: "Aquarium", exact: true }).click();
  await dana.getByRole("button", { name: "Offer no longer" }).click();
  await expect(dana.getByText("This room is no longer offered.")).toBeVisible();

  await tom.goto("/tasks");
  const row = task(tom, "Room Declined", "Samira Haddad");
  await expect(row).toContainText("Room: Aquarium");
  await row.getByRole("link", { name: /^Switch the room/ }).click();
  const ways = tom.getByRole("region", { name: "What can be done" });
  await expect(ways).toContainText("The room Aquarium is not to be had. These are free the whole time:");
  await ways.getByRole("button", { name: /^Loft/ }).click();
  await expect(tom.getByRole("region", { name: "What can be done" })).toHaveCount(0);
  await expect(tom.getByRole("link", { name: /^Loft/ })).toBeVisible();
  await tom.goto("/tasks");
  await expect(row).toHaveCount(0);
  // By hand, as a plain form.
  await moveToInterview(dana, "Priya Nair");
  await tom.goto("/tasks");
  const complete = tom.getByRole("button", { name: "Complete: Ready to Schedule, Priya Nair" });
  await complete.click();
  await expect(tom).toHaveURL(/\/tasks$/);
  await expect(complete).toHaveCount(0);
});

/** The row of a task. */
function task(page: Page, category: string, about: string): Locator {
  return page.getByRole("row").filter({ hasText: category }).filter({ hasText: about });
}

/** How many tasks the navigation says are open. */
async function openTasks(page: Page): Promise<number> {
  const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Tasks/ });
  return Number(/(\d+) open/.exec((await link.textContent()) ?? "")?.[1] ?? 0);
}

/** The text of an option of the drop-down of assignees. */
async function optionOf(page: Page, name: RegExp): Promise<string> {
  const all = await page.getByLabel("Assigned to").getByRole("option").allTextContents();
  return all.find((text) => name.test(text))!;
}

/** Moves a candidate into the stage for interviews. */
async function moveToInterview(page: Page, name: string): Promise<void> {
  await open(page, `/candidates?search=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name }).first().click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.getByLabel(/^Stage of/).first().selectOption({ label: "Interview" });
  await page.getByRole("button", { name: "Move" }).first().click();
  await expect(page.getByText("Moved.").first()).toBeVisible();
}

/** Thursday 25 March 2027, between these hours. */
async function choose(panel: Locator, from: string, until: string): Promise<void> {
  await panel.getByLabel("Date", { exact: true }).first().fill("2027-03-25");
  await panel.getByLabel("Start, hour").selectOption(from);
  await panel.getByLabel("Start, minute").selectOption("0");
  await panel.getByLabel("Date", { exact: true }).nth(1).fill("2027-03-25");
  await panel.getByLabel("End, hour").selectOption(until);
  await panel.getByLabel("End, minute").selectOption("0");
}
