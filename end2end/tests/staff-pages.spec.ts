// Every page of staff: no axe violation, no error, nothing beside the page on a phone, a picture at phone, tablet and desktop width, light and dark.

import type { Page } from "@playwright/test";

import { signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook } from "../support/page.ts";
import { test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "looked at", present: WEDNESDAY });

const LISTS = {
  home: "/",
  calendar: "/calendar",
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
  account: "/account",
  hours: "/hours",
};

test("staff's lists and forms", async ({ app, person }) => {
  test.setTimeout(240_000);
  const dana = await person();
  await open(dana, "/sign-in");
  await accessible(dana);
  await signIn(dana, app);
  for (const [name, path] of Object.entries(LISTS)) await look(dana, name, path);
});

test("staff's records", async ({ app, person }) => {
  test.setTimeout(240_000);
  const dana = await person();
  await signIn(dana, app);
  const interview = await leadsTo(dana, "/", "Maya Okafor");
  const job = await leadsTo(dana, "/jobs", "Data engineer");
  await look(dana, "interview", interview);
  await look(dana, "job", job);
  await look(dana, "job-set-up", `${job}?tab=set-up`);
  await look(dana, "on-behalf", await leadsTo(dana, job, "Nora Blake"));
  await look(dana, "candidate", await leadsTo(dana, "/candidates", "Asha Rao"));
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
