// Answers to invitations by the links of the mail: seen at once by who has the interview open; without scripts, too; and the settings around them.

import type { Locator, Page } from "@playwright/test";

import { accessible, everyLook, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "answers" });

const NORA = "nora.blake@northwind.example";
const MAYA = "maya.okafor@example.com";

/** The page of the newest invitation's answer that was mailed to this address. */
async function answerLink(app: { mail: (to: string, fits?: { subject?: RegExp }) => Promise<{ links: string[] }> }, to: string, subject: RegExp): Promise<string> {
  const mail = await app.mail(to, { subject });
  return mail.links.find((link) => link.includes("/a/"))!.split("?")[0]!;
}

async function signIn(page: Page, email: string): Promise<void> {
  await open(page, "/sign-in");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("morning canal violet");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
}

/** The first interview to come in which this viewer is asked for an answer. */
async function interviewAskedOf(page: Page, own: Locator): Promise<void> {
  await open(page, "/calendar?view=list");
  const links = await page.getByRole("main").getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  for (const id of links.map((href) => /interview=([0-9a-f-]{36})/.exec(decodeURIComponent(href))?.[1]).filter((id) => id !== undefined)) {
    await open(page, `/interviews/${id}`);
    if (await own.count()) return;
  }
  throw new Error("nobody asks this viewer for an answer");
}

/** The first interview of a candidate. */
async function interviewOf(page: Page, name: RegExp): Promise<void> {
  await open(page, "/candidates");
  await page.getByRole("link", { name }).first().click();
  await page.locator("section", { has: page.getByRole("heading", { name: "Interviews" }) }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
}

test("a client declines on a phone, and the recruiter's open page shows it", async ({ app, person }) => {
  test.setTimeout(120_000);
  const dana = await person();
  await signIn(dana, "dana@weiss.example");
  await interviewOf(dana, /Maya Okafor/);
  const row = dana.getByRole("listitem").filter({ hasText: "Nora Blake" });
  await expect(row).toContainText("No answer yet");

  const link = await answerLink(app, NORA, /^Confirmed: interview with Maya Okafor/);
  const nora = await person({ phone: true, zone: "America/New_York" });
  await open(nora, `${link}?answer=declined`);
  await expect(nora.getByText("You have not answered yet.")).toBeVisible();
  await expect(nora.getByText(/New York \(UTC[−+]\d/).first()).toBeVisible();
  await accessible(nora);
  await picture(nora, "answer-390");
  // Opening changes nothing: read afresh, it still stands so.
  await open(dana, new URL(dana.url()).pathname);
  await expect(row).toContainText("No answer yet");
  await nora.getByLabel("Why can’t you come?").fill("A board meeting, sorry.");
  await nora.getByRole("button", { name: "Send the refusal" }).click();
  await expect(nora.getByText("You do not come.")).toBeVisible();
  await expect(row).toContainText("Declined");
  await expect(row).toContainText("A board meeting, sorry.");
  await expect(dana.getByText("confirmed", { exact: true })).toBeVisible();
  await accessible(dana);
  await picture(dana, "interview-declined");
  const told = await app.mail("dana@weiss.example", { subject: /^Nora Blake does not come/ }).catch(() => app.mail("ines@weiss.example", { subject: /^Nora Blake does not come/ }));
  expect(told.text).toContain("A board meeting, sorry.");
});

test("the page of an invitation at every width, light and dark", async ({ app, person }) => {
  const visitor = await person({ zone: "Europe/London" });
  const link = await answerLink(app, MAYA, /^Confirmed/);
  await open(visitor, `${link}?answer=proposed`);
  await everyLook(visitor, "answer");
});

test("without scripts a candidate asks for another time, and one action of the recruiter answers it", async ({ app, person, expected }) => {
  expected(/status of 409/);
  test.setTimeout(120_000);
  const link = await answerLink(app, MAYA, /^Confirmed/);
  const maya = await person({ scripts: false, zone: "Europe/London" });
  await maya.goto(link);
  // Wrong first: the error stands at the field, and what was typed is kept.
  await maya.getByText("Propose another time").click();
  await maya.getByLabel("Date").fill("2020-01-01");
  await maya.getByLabel(/^Time/).fill("03:15");
  await maya.getByLabel("Or in your own words").fill("or any morning");
  await maya.getByRole("button", { name: "Send the proposal" }).click();
  await expect(maya.getByText("This time is past.").first()).toBeVisible();
  await expect(maya.getByLabel("Or in your own words")).toHaveValue("or any morning");
  const day = new Date(Date.now() + 10 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await maya.getByLabel("Date").fill(day);
  await maya.getByLabel(/^Time/).fill("03:15");
  await maya.getByRole("button", { name: "Send the proposal" }).click();
  await expect(maya).toHaveURL(/\/a\/[\w-]{43}$/);
  await expect(maya.getByText("You asked for another time.")).toBeVisible();
  await expect(maya.getByText(/or any morning/).first()).toBeVisible();

  const dana = await person();
  await signIn(dana, "dana@weiss.example");
  await interviewOf(dana, /Maya Okafor/);
  const row = dana.getByRole("listitem").filter({ hasText: "Maya Okafor" });
  await expect(row).toContainText("Tentative");
  await expect(row).toContainText("or any morning");
  await row.getByRole("button", { name: /^Move there/ }).click();
  await expect(row.getByText(/It can not be moved there: .*(not available|not at that time)/)).toBeVisible();
  await picture(dana, "interview-proposal-refused");
});

test("an interviewer answers on the interview's page, and chooses how to be told", async ({ app, person }) => {
  const mia = await person();
  await signIn(mia, "mia@weiss.example");
  const own = mia.getByRole("region", { name: /^Your answer:/ });
  await interviewAskedOf(mia, own);
  await own.getByRole("button", { name: "Tentative" }).click();
  await expect(mia.getByText("Your answer is saved.")).toBeVisible();
  await expect(mia.getByRole("region", { name: "Your answer: Tentative" })).toBeVisible();
  await expect(mia.getByRole("listitem").filter({ hasText: "Mia Kern" })).toContainText("Tentative");
  await own.getByText("Decline", { exact: true }).click();
  await own.getByLabel("Why can’t you come?").fill("I am on leave.");
  await own.getByRole("button", { name: "Send the refusal" }).click();
  await expect(mia.getByRole("region", { name: "Your answer: Declined" })).toBeVisible();
  await expect(mia.getByRole("listitem").filter({ hasText: "Mia Kern" })).toContainText("I am on leave.");
  await app.mail("dana@weiss.example", { subject: /^Mia Kern does not come/ }).catch(() => app.mail("ines@weiss.example", { subject: /^Mia Kern does not come/ }));

  await open(mia, "/account");
  await expect(mia.getByLabel("Text message")).toBeDisabled();
  await expect(mia.getByText("Not available: no gateway is configured (text.url).")).toBeVisible();
  await accessible(mia);
  await picture(mia, "account-channels");
  const channels = mia.getByRole("region", { name: "How you are told" });
  await channels.getByLabel(/^Telephone/).fill("+49 170 1234567");
  await channels.getByRole("button", { name: "Save" }).click();
  await open(mia, "/account");
  await expect(channels.getByLabel(/^Telephone/)).toHaveValue(/^\+49\s?170\s?1234567$/);
});

test("an administrator sets the times of reminders", async ({ person, expected }) => {
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, "dana@weiss.example");
  await open(dana, "/settings");
  const times = dana.getByLabel("Times before an interview");
  await expect(times).toHaveValue("24 h, 1 h");
  const form = dana.locator("section", { has: dana.getByRole("heading", { name: "Reminders" }) });
  await times.fill("soon");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("“soon” is not a time, such as 24 h or 30 min.").first()).toBeVisible();
  await times.fill("2h, 1d");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("The reminders are saved; interviews that are planned already follow.")).toBeVisible();
  await open(dana, "/settings");
  await expect(times).toHaveValue("24 h, 2 h");
  await accessible(dana);
  await picture(dana, "settings-reminders");
});
