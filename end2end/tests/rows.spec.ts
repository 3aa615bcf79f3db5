// Rows of lists belong to what they show: what is picked, opened or typed in one never passes to another, and others' changes take nothing away.

import type { Locator, Page } from "@playwright/test";

import { signIn, SOFIA, WEDNESDAY } from "../support/demo.ts";
import { accessible, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "rows", present: WEDNESDAY });

test("moving one candidate leaves the next one's choice alone", async ({ app, person }) => {
  const [dana, other] = [await person(), await person()];
  await signIn(dana, app);
  await signIn(other, app);
  await openJob(dana);
  const rows = dana.getByRole("row").filter({ has: dana.getByRole("button", { name: "Move", exact: true }) });
  const [first, second] = await Promise.all([nameOf(rows.nth(0)), nameOf(rows.nth(1))]);
  const before = await chosen(row(dana, second)).textContent();

  // Somebody else's change redraws nothing that was picked here.
  await stage(row(dana, second)).selectOption({ label: "Screening" });
  await openJob(other);
  await stage(row(other, first)).selectOption({ label: "Offer" });
  await row(other, first).getByRole("button", { name: "Move", exact: true }).click();
  await expect(other.getByText("Moved.")).toBeVisible();
  await expect(chosen(row(dana, first))).toHaveText("Offer");
  await expect(chosen(row(dana, second))).toHaveText("Screening");

  // What was moved here stands in its own row.
  await openJob(dana);
  await expect(chosen(row(dana, second))).toHaveText(before!);
  await stage(row(dana, first)).selectOption({ label: "Hired" });
  await row(dana, first).getByRole("button", { name: "Move", exact: true }).focus();
  await dana.keyboard.press("Enter");
  await expect(dana.getByText("Moved.")).toBeVisible();
  await expect(chosen(row(dana, first))).toHaveText("Hired");
  await expect(chosen(row(dana, second))).toHaveText(before!);
  await expect(row(dana, first), "the keyboard stays with the candidate").toBeFocused();
});

test("an application is ended with a reason, and taken up again", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await openJob(dana);
  // She was only presented: whoever has an interview to come can not be ended.
  const own = row(dana, SOFIA.name);
  await own.locator("summary").click();
  const why = own.getByLabel("Why does it end?");
  await why.click();
  await why.selectOption({ label: "Job filled" });
  await expect(own.getByRole("button", { name: "End application" }), "the menu stays open while it is filled in").toBeVisible();
  await accessible(dana);
  await picture(dana, "rows-end");
  await own.getByRole("button", { name: "End application" }).click();
  await expect(dana.getByText("The application has ended.")).toBeVisible();
  await expect(own).toContainText("Job filled");
  await own.getByRole("button", { name: "Take up again" }).click();
  await expect(dana.getByText("Taken up again.")).toBeVisible();
  await expect(own.getByRole("button", { name: "Move", exact: true })).toBeVisible();
});

test("a reason that is being written for a cancellation stays while others change the record", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: "Maya Okafor" }).first().click();
  await dana.locator("section", { has: dana.getByRole("heading", { name: "Interviews" }) }).getByRole("link").first().click();
  await expect(dana.getByRole("heading", { name: "People" })).toBeVisible();
  await dana.getByRole("button", { name: "Cancel interview", exact: true }).click();
  const dialog = dana.getByRole("dialog");
  await accessible(dana);
  await picture(dana, "interview-cancel");
  const reason = dialog.getByRole("textbox");
  await reason.fill("The role is on hold");

  const mail = await app.mail("maya.okafor@example.com", { subject: /^Confirmed/ });
  const maya = await person();
  await open(maya, mail.links.find((link) => link.includes("/a/"))!.split("?")[0]!);
  await maya.getByRole("button", { name: "Accept" }).click();
  await expect(maya.getByText("You come.")).toBeVisible();
  // Seen at once.
  await expect(dana.getByRole("listitem").filter({ hasText: "Maya Okafor" })).toContainText("Accepted", { timeout: 1_000 });
  await expect(dialog).toBeVisible();
  await expect(reason).toHaveValue("The role is on hold");
  await expect(reason).toBeFocused();
});

async function openJob(page: Page): Promise<void> {
  await open(page, "/jobs");
  await page.getByRole("link", { name: "Data engineer" }).click();
  await expect(page.getByRole("columnheader", { name: "Stage" })).toBeVisible();
}

function row(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
}

function stage(row: Locator): Locator {
  return row.getByRole("combobox", { name: /^Stage of/ });
}

function chosen(row: Locator): Locator {
  return stage(row).locator("option:checked");
}

async function nameOf(row: Locator): Promise<string> {
  return (await row.getByRole("rowheader").getByRole("link").textContent())!;
}
