// Steps that several tests begin with, done as a person does them.

import { expect, type Page } from "@playwright/test";

import { hydrated } from "./page.ts";

/** A small real PDF: one page with one line. */
export function pdf(line: string): Buffer {
  const stream = `BT /F1 18 Tf 72 720 Td (${line}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

/** Goes there and waits until the page works. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Loads the page again, until it answers. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await hydrated(page);
}

/** The first visit: organisation and first account, Dana Weiss. */
export async function setUp(page: Page): Promise<void> {
  await open(page, "/");
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel("Organisation").fill("Weiss Recruiting");
  await page.getByLabel("Name", { exact: true }).fill("Dana Weiss");
  await page.getByLabel("Mail address").fill("dana@weiss.example");
  await page.getByLabel("Password").fill("three blue harbours at dawn");
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
}

/** A client with one contact. Ends on the client's page. */
export async function addClient(page: Page, client: string, contact: { name: string; email: string; zone: string }): Promise<void> {
  await open(page, "/clients?new=1");
  await page.getByLabel("Name", { exact: true }).fill(client);
  await zone(page, contact.zone);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: client })).toBeVisible();
  await page.getByRole("link", { name: "New contact" }).or(page.getByRole("button", { name: "New contact" })).first().click();
  await page.getByLabel("Name", { exact: true }).fill(contact.name);
  await page.getByLabel("Mail address").fill(contact.email);
  await zone(page, contact.zone);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(contact.email)).toBeVisible();
}

/** A job as it is offered (with a stage for interviews), which invites by itself. Ends on the job's page. */
export async function addJob(page: Page, title: string, client: string): Promise<void> {
  await open(page, "/jobs?new=1");
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Client", { exact: true }).selectOption({ label: client });
  await page.getByLabel("Invite candidates automatically").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

/** A candidate on a job, with a résumé. Ends on the candidate's page. */
export async function addCandidate(page: Page, candidate: { name: string; email: string; zone: string }, job: RegExp): Promise<void> {
  await open(page, "/candidates?new=1");
  await page.getByLabel("Name", { exact: true }).fill(candidate.name);
  await page.getByLabel("Mail address").fill(candidate.email);
  await zone(page, candidate.zone);
  const jobs = page.getByRole("combobox", { name: /^Job/ });
  const label = (await jobs.locator("option").allInnerTexts()).find((text) => job.test(text));
  await jobs.selectOption({ label });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: candidate.name })).toBeVisible();
  await page.getByLabel("File", { exact: true }).setInputFiles({ name: `${candidate.name}.pdf`, mimeType: "application/pdf", buffer: pdf(candidate.name) });
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("link", { name: `${candidate.name}.pdf` })).toBeVisible();
}

async function zone(page: Page, name: string): Promise<void> {
  const field = page.getByRole("main").getByLabel("Time zone", { exact: true });
  if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(name);
  else await field.fill(name);
}
