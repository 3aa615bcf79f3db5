// The gateway for texts refuses the account: the page says so and what to do, wrong credentials are answered at the button, right ones send what waited.

import { type Locator, type Page } from "@playwright/test";

import { signIn, SOFIA, WEDNESDAY } from "../support/demo.ts";
import { focusKept, tabTo } from "../support/keyboard.ts";
import { accessible, everyLook } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

const PHONE = "+491701234567";

test.use({ demo: "broken connection", present: WEDNESDAY, gateway: {} });

test("a broken connection is seen, told and mended", async ({ app, person, expected }) => {
  test.setTimeout(180_000);
  // A test that fails says so by its status, too.
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/account");
  const told = dana.getByRole("region", { name: "How you are told" });
  await told.getByLabel("Text message").check();
  await told.getByLabel("Telephone").fill("+49 170 1234567");
  await told.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("Saved.").first()).toBeVisible();

  // The token was changed at the gateway, and nobody told the server.
  app.changeToken("rotated");
  const mails = (await app.mails()).length;
  await plan(dana);
  await app.mail(SOFIA.email, { after: mails });
  expect(app.taken()).toEqual([]);

  // Who set the installation up has a task, on top, which leads to where it is mended.
  await open(dana, "/tasks");
  const task = dana.getByRole("row").filter({ hasText: "Broken Integration" });
  await expect(task).toContainText("Text messages", { timeout: 60_000 });
  await expect(task).toContainText("Enter the account and its auth token again");
  await expect(dana.getByRole("row").nth(1)).toContainText("Broken Integration");
  await everyLook(dana, "tasks-broken");
  await dana.setViewportSize({ width: 1280, height: 800 });
  await dana.emulateMedia({ colorScheme: "light" });
  await expect(task.getByRole("link", { name: /^Mend it/ })).toHaveAttribute("href", /connections#text/);

  // Whoever works elsewhere reads of it, and finds the way.
  await open(dana, "/candidates");
  await expect(dana.getByText(/A connection is broken/)).toBeVisible({ timeout: 60_000 });
  await dana.getByRole("link", { name: "Mend it" }).click();
  const card = dana.getByRole("region", { name: "Text messages", exact: true });
  await expect(card.getByText("Broken", { exact: true })).toBeVisible();
  await expect(card.getByText(/The sign-in is refused/)).toBeVisible();
  await expect(card.getByText("Enter the account and its auth token again, save, and test the connection.")).toBeVisible();
  await expect(card).toContainText("20003");
  await expect(card.getByText("Messages waiting")).toBeVisible();
  await expect(dana.getByRole("region", { name: "Mail server", exact: true }).getByText("Works", { exact: true })).toBeVisible();
  await accessible(dana);
  await everyLook(dana, "connections");
  await dana.setViewportSize({ width: 1280, height: 800 });

  // Wrong again, by keyboard: the answer stands at the button.
  await enter(dana, "wrong again");
  await back(card.getByRole("button", { name: /^Test connection/ }));
  await expect(card.getByText(/The sign-in is refused\. The other side said: 401/)).toBeVisible({ timeout: 30_000 });
  await focusKept(dana, "a test that failed");
  expect(app.taken()).toEqual([]);

  // Right: it works, and what waited leaves, once.
  await enter(dana, "rotated");
  await back(card.getByRole("button", { name: /^Test connection/ }));
  await expect(card.getByText("It works.", { exact: true })).toBeVisible({ timeout: 30_000 });
  await focusKept(dana, "a test that worked");
  await expect(card.getByText("Works", { exact: true })).toBeVisible();
  await expect.poll(() => app.taken().filter((one) => one.text?.To === PHONE).length, { timeout: 30_000 }).toBe(1);
  await expect(dana.getByText(/A connection is broken/)).toBeHidden();
  const other = await dana.context().newPage();
  await open(other, "/tasks");
  await expect(other.getByRole("row").filter({ hasText: "Broken Integration" })).toHaveCount(0);
  await other.close();
  await expect(card.getByText("entered here, in place of the server’s configuration")).toBeVisible();
  await accessible(dana);

  // The configuration still has the old token.
  await card.getByRole("button", { name: "Use the configuration again" }).click();
  await expect(card.getByText("from the server’s configuration")).toBeVisible();
  await card.getByRole("button", { name: /^Test connection/ }).click();
  await expect(card.getByText("Broken", { exact: true })).toBeVisible({ timeout: 30_000 });
});

test("connections are mended without scripts, too", async ({ app, person }) => {
  const dana = await person({ scripts: false });
  await signIn(dana, app);
  await dana.goto("/settings/connections");
  const card = dana.getByRole("region", { name: "Text messages", exact: true });
  await card.getByLabel("Auth token").fill("wrong");
  await card.getByLabel("Sender").fill("not a sender at all");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText(/^This must be a number with its country code/).last()).toBeVisible();
  await expect(card.getByLabel("Sender")).toHaveValue("not a sender at all");
  await expect(card.getByLabel("Auth token")).toHaveValue("");
  await card.getByLabel("Auth token").fill("wrong");
  await card.getByLabel("Sender").fill("+15005550006");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("The connection is saved. It is tried at once.")).toBeVisible();
  await card.getByRole("button", { name: /^Test connection/ }).click();
  await expect(card.getByText(/The sign-in is refused\. The other side said: 401/)).toBeVisible();
  await card.getByLabel("Auth token").fill("rotated");
  app.changeToken("rotated");
  await card.getByRole("button", { name: "Save" }).click();
  await card.getByRole("button", { name: /^Test connection/ }).click();
  await expect(dana.getByText("The connection works.")).toBeVisible();
});

/** An interview, of which Dana is told by text. */
async function plan(page: Page): Promise<void> {
  await open(page, "/calendar?view=list&date=2027-03-26&plan=new");
  const panel = page.getByRole("complementary", { name: "Add Interview" });
  await panel.getByRole("combobox", { name: "Candidate" }).fill(SOFIA.name);
  await panel.getByRole("option", { name: new RegExp(SOFIA.name) }).click();
  await expect(panel.getByText(SOFIA.name).first()).toBeVisible();
  await panel.getByLabel("Date", { exact: true }).first().fill("2027-03-26");
  await panel.getByLabel("Start, hour").selectOption("13");
  await panel.getByLabel("Start, minute").selectOption("0");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The interview stands, everybody is told.")).toBeVisible();
}

/** Goes back there with Shift+Tab and presses Enter. */
async function back(target: Locator): Promise<void> {
  await tabTo(target, "Shift+Tab");
  await target.page().keyboard.press("Enter");
}

/** Types a token into the form of texts and saves it, by keyboard. */
async function enter(page: Page, token: string): Promise<void> {
  const card = page.getByRole("region", { name: "Text messages", exact: true });
  const field = card.getByLabel("Auth token");
  await field.focus();
  await page.keyboard.type(token);
  await tabTo(card.getByRole("button", { name: "Save", exact: true }));
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("");
  await focusKept(page, "saving");
}
