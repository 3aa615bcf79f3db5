// Every page of staff: no axe violation, no error, nothing beside the page on a phone, a picture at phone, tablet and desktop width, light and dark.

import type { Page } from "@playwright/test";

import type { App } from "../support/app.ts";
import { administrator, signIn, WEDNESDAY } from "../support/demo.ts";
import { everyLook } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "looked at", present: WEDNESDAY });

const LISTS = {
  home: "/",
  calendar: "/calendar",
  "calendar-day": "/calendar?view=day",
  "calendar-list": "/calendar?view=list",
  "calendar-month": "/calendar?view=month",
  pipeline: "/pipeline",
  "pipeline-table": "/pipeline?view=table",
  candidates: "/candidates",
  "candidate-new": "/candidates?new=1",
  jobs: "/jobs",
  "job-new": "/jobs?new=1",
  clients: "/clients",
  settings: "/settings",
  connections: "/settings/connections",
  account: "/account",
  hours: "/hours",
  help: "/help",
  "help-schedule": "/help/schedule",
  "help-invitations": "/help/invitations",
};

test("staff's lists and forms", async ({ app, person }) => {
  test.setTimeout(240_000);
  const dana = await person();
  await signIn(dana, app);
  for (const [name, path] of Object.entries(LISTS)) await look(dana, name, path);
});

test("the pages before one is signed in", async ({ app, person, expected }) => {
  test.setTimeout(240_000);
  const nobody = await person();
  await look(nobody, "sign-in", "/sign-in");
  await look(nobody, "forgot-password", "/forgot-password");
  const { email } = administrator(app);
  const before = (await app.mails()).length;
  await nobody.getByLabel("Mail address").fill(email);
  await nobody.getByRole("main").getByRole("button").last().click();
  await look(nobody, "reset-password", await pathIn(app, email, "/reset-password/", before));

  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/settings");
  const invite = dana.locator("form", { has: dana.getByRole("heading", { name: "Invite a colleague" }) }).or(dana.locator("form", { has: dana.locator("#invite-name") })).first();
  await invite.locator("#invite-name").fill("Lea Brandt");
  await invite.locator("#invite-email").fill("lea.brandt@weiss.example");
  await invite.getByRole("button").click();
  await expect(dana.getByRole("row").filter({ hasText: "Lea Brandt" })).toBeVisible();
  await look(nobody, "invitation", await pathIn(app, "lea.brandt@weiss.example", "/invitation/"));

  expected(/status of 404/);
  await look(nobody, "not-found", "/no-such-page");
});

test("staff's records", async ({ app, person }) => {
  test.setTimeout(240_000);
  const dana = await person();
  await signIn(dana, app);
  const interview = await leadsTo(dana, "/", "Maya Okafor");
  const job = await leadsTo(dana, "/jobs", "Data engineer");
  await look(dana, "interview", interview);
  for (const [name, button] of [["interview-move", "Move"], ["interview-cancel-dialog", "Cancel interview"]] as const) {
    await open(dana, interview);
    await dana.getByRole("main").getByRole("button", { name: button, exact: true }).click();
    await expect(dana.getByRole("dialog")).toBeVisible();
    await everyLook(dana, name);
  }
  await look(dana, "job", job);
  await look(dana, "job-set-up", `${job}?tab=set-up`);
  await look(dana, "on-behalf", await leadsTo(dana, job, "Nora Blake"));
  const asha = await leadsTo(dana, "/candidates", "Asha Rao");
  await look(dana, "candidate", asha);
  await look(dana, "candidate-interviews", `${asha}/interviews`);
  await look(dana, "client-record", await leadsTo(dana, "/clients", "Northwind"));
});

async function look(page: Page, name: string, path: string): Promise<void> {
  await open(page, path);
  await everyLook(page, name);
}

/** Where a link of a page leads. */
async function leadsTo(page: Page, path: string, link: string): Promise<string> {
  await open(page, path);
  return (await page.getByRole("main").getByRole("link", { name: link, exact: true }).first().getAttribute("href"))!;
}

/** The path of the link of that kind in the newest mail to somebody. */
async function pathIn(app: App, to: string, page: string, after?: number): Promise<string> {
  const mail = await app.mail(to, { link: page, after });
  return new URL(mail.links.find((link) => link.includes(page))!).pathname;
}
