// An applicant tracking system is connected: what it delivers signed appears, what is signed wrongly is counted.

import { createHmac } from "node:crypto";

import { signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "ats", present: WEDNESDAY });

const RECORDS = {
  records: [
    { kind: "job", id: "J1", updated_at: "2027-03-20T09:00:00Z", name: "Site reliability engineer", state: "open", location: "Oslo", team: "Platform" },
    { kind: "stage", id: "S1", job: "J1", updated_at: "2027-03-20T09:00:00Z", name: "Application review", position: 1 },
    { kind: "stage", id: "S2", job: "J1", updated_at: "2027-03-20T09:00:00Z", name: "Onsite", position: 2 },
    { kind: "user", id: "U1", updated_at: "2027-03-20T09:00:00Z", name: "Somebody Else", email: "somebody@example.org" },
    { kind: "candidate", id: "C1", updated_at: "2027-03-20T09:00:00Z", name: "Ingrid Moe", email: "ingrid.moe@example.com" },
    { kind: "candidate", id: "C2", updated_at: "2027-03-20T09:00:00Z", name: "Ole Without" },
    { kind: "application", id: "A1", candidate: "C1", job: "J1", stage: "S2", updated_at: "2027-03-20T09:00:00Z", state: "active" },
    { kind: "application", id: "A2", candidate: "C2", job: "J1", stage: "S1", updated_at: "2027-03-20T09:00:00Z", state: "active" },
  ],
};

/** Delivers as a system does: no session, a signature over the body. */
async function deliver(address: string, secret: string, id: string, body: object): Promise<number> {
  const bytes = JSON.stringify(body);
  const signature = createHmac("sha256", secret).update(bytes).digest("hex");
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Agendum-Signature": `sha256=${signature}`, "X-Agendum-Delivery": id },
    body: bytes,
  });
  await answer.text();
  return answer.status;
}

test("a connection is made, a signed delivery appears, a wrong signature is counted", async ({ app, person, expected }) => {
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/settings");
  await dana.getByRole("link", { name: "Connect applicant tracking systems" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "Applicant tracking systems" })).toBeVisible();
  await expect(dana.getByText("No connections yet")).toBeVisible();
  await accessible(dana);

  await dana.getByRole("link", { name: "New connection" }).first().click();
  await dana.getByLabel("System", { exact: true }).selectOption("generic");
  await dana.getByLabel("Name", { exact: true }).fill("Our own system");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByLabel("Recruiter of new jobs")).toHaveAttribute("aria-invalid", "true");
  await accessible(dana);
  await picture(dana, "ats-new-refused");
  await dana.getByLabel("Recruiter of new jobs").selectOption("Dana Weiss");
  await dana.getByRole("button", { name: "Save" }).click();
  const secret = await dana.getByRole("textbox", { name: "Signing secret" }).inputValue();
  expect(secret).toMatch(/^[\w-]{43}$/);

  await dana.getByRole("link", { name: "Our own system" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "Our own system" })).toBeVisible();
  const path = new URL(await dana.getByLabel("Address of the webhook").inputValue()).pathname;
  const address = `${app.url}${path}`;
  expect(await deliver(address, secret, "1", RECORDS)).toBe(200);
  expect(await deliver(address, secret, "1", RECORDS)).toBe(200);
  expect(await deliver(address, "somebody else's secret", "2", RECORDS)).toBe(401);

  // The page follows by itself.
  const job = dana.getByRole("article", { name: "Site reliability engineer" });
  await expect(job.getByRole("link", { name: "Site reliability engineer" })).toBeVisible();
  await expect(job).toContainText("1 more field is kept");
  await expect(dana.getByText("Ole Without")).toBeVisible();
  await expect(dana.getByText("The candidate has no mail address that will do")).toBeVisible();
  await everyLook(dana, "ats-connection");

  await open(dana, "/settings/ats");
  const row = dana.getByRole("row", { name: /Our own system/ });
  await expect(row).toContainText("1 delivery");
  await expect(row.getByRole("cell").nth(1)).toContainText(/^1/);
  await everyLook(dana, "ats");

  await open(dana, "/candidates");
  await dana.getByRole("link", { name: "Ingrid Moe" }).first().click();
  await expect(dana.getByText("Site reliability engineer").first()).toBeVisible();
  await expect(dana.getByLabel("Stage of Site reliability engineer").locator("option:checked")).toHaveText("Onsite");

  // The new job asks to be set up; nobody coordinates it yet.
  await open(dana, "/tasks?assigned=team");
  const task = dana.getByRole("row").filter({ hasText: "New Job" }).filter({ hasText: "Site reliability engineer" });
  await expect(task).toContainText("Team queue");
  await accessible(dana);
  await task.getByRole("link", { name: /^Set up the job/ }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "Site reliability engineer" })).toBeVisible();
  await expect(dana.getByLabel("Coordinator")).toBeVisible();

  // Left out, and switched off: nothing more is taken.
  await open(dana, "/settings/ats");
  await dana.getByRole("link", { name: "Our own system" }).click();
  await job.getByLabel("Site reliability engineer is here", { exact: true }).selectOption("ignored");
  await job.getByRole("button", { name: "Save: Site reliability engineer is here" }).click();
  await expect(job.getByRole("link", { name: "Site reliability engineer" })).toHaveCount(0);
  await dana.getByRole("button", { name: "Switch off" }).click();
  await expect(dana.getByRole("button", { name: "Switch on" })).toBeVisible();
  expect(await deliver(address, secret, "3", RECORDS)).toBe(404);
});
