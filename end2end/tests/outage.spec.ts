// Mail server, gateway for texts and Teams are down for a while: nothing is lost, the page says what is wrong, and what waited is sent once.

import type { Page } from "@playwright/test";

import { administrator, signIn, SOFIA, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

const PHONE = "+491701234567";

// More refusals than there are tries by themselves before the test presses: what is seen first does not depend on the machine.
test.use({ demo: "outage", present: WEDNESDAY, gateway: { teams: ["500", "500", "500", "500"], [PHONE]: ["503", "503", "503", "503"] } });

test("what is down loses nothing, says so, and is made up for", async ({ app, person }) => {
  test.setTimeout(180_000);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/account");
  const told = dana.getByRole("region", { name: "How you are told" });
  await told.getByLabel("Microsoft Teams").check();
  await told.getByLabel("Text message").check();
  await told.getByLabel("Telephone").fill("+49 170 1234567");
  await told.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("Saved.").first()).toBeVisible();

  app.refuseMail("451 4.3.0 try later");
  const before = (await app.mails()).length;
  await open(dana, "/calendar?view=list&date=2027-03-26&plan=new");
  const panel = dana.getByRole("complementary", { name: "Add Interview" });
  await panel.getByRole("combobox", { name: "Candidate" }).fill(SOFIA.name);
  await panel.getByRole("option", { name: new RegExp(SOFIA.name) }).click();
  await expect(panel.getByText(SOFIA.name).first()).toBeVisible();
  await panel.getByLabel("Date", { exact: true }).first().fill("2027-03-26");
  await panel.getByLabel("Start, hour").selectOption("13");
  await panel.getByLabel("Start, minute").selectOption("0");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("The interview stands, everybody is told.")).toBeVisible();

  // Each that waits says why; nothing has left.
  await open(dana, "/settings");
  const list = dana.getByRole("region", { name: "Messages", exact: true });
  await expect(row(dana, SOFIA.email)).toContainText("451");
  await expect(row(dana, PHONE)).toContainText("503");
  await expect(row(dana, "Teams")).toContainText("500");
  await expect(row(dana, SOFIA.email)).toContainText(/Tried once/);
  expect((await app.mails()).length).toBe(before);
  expect(app.taken()).toEqual([]);
  await accessible(dana);
  await everyLook(dana, "outage");
  await dana.setViewportSize({ width: 1280, height: 800 });

  // Down for longer: whoever works elsewhere in the app reads of it.
  // How often it is tried then depends on whether the refusals of all mails together have stopped them.
  const other = await dana.context().newPage();
  await open(other, "/candidates");
  await expect(async () => {
    await row(dana, SOFIA.email).getByRole("button").click();
    await expect(other.getByText(/message waits|messages wait/)).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await other.close();
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: "See which" }).click();

  // All are up again.
  app.refuseMail(undefined);
  const waiting = list.getByRole("button", { name: /^Try again/ });
  await expect(async () => {
    // A row may leave between looking and pressing.
    for (const button of await waiting.all()) await button.click({ timeout: 2_000 }).catch(() => undefined);
    await expect(waiting).toHaveCount(0, { timeout: 3_000 });
  }).toPass({ timeout: 90_000 });
  await expect(list.getByText("Every message was sent.")).toBeVisible();

  const mails = (await app.mails()).slice(before);
  const to = (address: string) => mails.filter((mail) => mail.to.includes(address) && mail.calendar);
  expect(to(SOFIA.email).length, "once").toBe(1);
  expect(to(administrator(app).email).length, "once").toBe(1);
  const taken = app.taken();
  expect(taken.filter((one) => one.text?.To === PHONE).length, "one text").toBe(1);
  expect(taken.filter((one) => one.card).length, "one card").toBe(1);
});

/** The message in the list of those that were not sent, to an address or by a channel. */
function row(page: Page, what: string) {
  return page.getByRole("region", { name: "Messages", exact: true }).getByRole("row").filter({ hasText: what });
}
