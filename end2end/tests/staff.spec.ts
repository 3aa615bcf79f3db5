// The recruiter's side of a client's page, and what forms say to wrong and to late input.

import type { Locator, Page } from "@playwright/test";

import { HENRIK, JAN, SAMIRA, signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, drag, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "staff", present: WEDNESDAY });

test("a client's options are entered on the client's behalf", async ({ app, person }) => {
  const dana = await person({ zone: "Europe/Berlin" });
  await signIn(dana, app);
  await openHenriksPage(dana);
  await expect(dana.getByRole("heading", { level: 1, name: `On behalf of ${HENRIK.name}` })).toBeVisible();
  await expect(dana.getByText("Not opened yet")).toBeVisible();
  await expect(dana.getByText("Not answered yet")).toBeVisible();

  await dana.getByRole("button", { name: `Interview ${SAMIRA.name}` }).click();
  await expect(card(dana, SAMIRA.name)).toContainText("To interview");
  await drag(dana, /Friday 26 March 2027/, 10 * 60, 12 * 60);
  await dana.mouse.up();
  await expect(dana.getByText("6 slots for candidates")).toBeVisible();
  await dana.getByRole("button", { name: "Save availability" }).click();
  await expect(dana.getByText("Saved. Candidates see 6 slots.")).toBeVisible();
  await expect(dana.getByText(/Answered .* by Dana Weiss/)).toBeVisible();
  await accessible(dana);
  await picture(dana, "staff-on-behalf");

  // Samira gets her link, and Henrik sees what was entered for him.
  await app.link(SAMIRA.email, "/b/");
  const henrik = await person({ zone: HENRIK.zone });
  await open(henrik, await app.link(HENRIK.email, "/c/"));
  await expect(henrik.getByText("6 slots for candidates")).toBeVisible();
  await expect(henrik.getByText(/saved .* by Dana Weiss/)).toBeVisible();

  // Dana's page follows: he has opened it.
  await expect(dana.getByText("Not opened yet")).toHaveCount(0);
});

test("a candidate that the client declines stands so in the pipeline", async ({ app, person }) => {
  const [dana, henrik] = [await person(), await person({ zone: HENRIK.zone })];
  await signIn(dana, app);
  await open(dana, "/pipeline");
  await open(henrik, await app.link(HENRIK.email, "/c/"));
  await card(henrik, JAN.name).getByText(`Decline ${JAN.name}`).first().click();
  await card(henrik, JAN.name).getByLabel(/Why not\?/).fill("Too far from film.");
  await card(henrik, JAN.name).getByRole("button", { name: `Decline ${JAN.name}` }).click();
  await expect(dana.getByRole("article").filter({ hasText: JAN.name })).toContainText("Declined by client");
  await picture(dana, "staff-declined");
  await openHenriksPage(dana);
  await expect(card(dana, JAN.name)).toContainText("Too far from film.");
  await accessible(dana);
});

test("links are copied, sent again and revoked", async ({ app, person, expected }) => {
  test.setTimeout(120_000);
  const dana = await person();
  await signIn(dana, app);
  await openHenriksPage(dana);
  await dana.getByRole("button", { name: "Copy link" }).click();
  const field = dana.getByRole("textbox", { name: "The link", exact: true });
  await expect(field).toHaveValue(/\/c\/[\w-]{43}$/);
  const copied = await field.inputValue();
  await expectOpen(await person(), copied);

  const before = (await app.mails()).length;
  await dana.getByRole("button", { name: "Send the mail again" }).click();
  await expect(dana.getByText("The mail with a fresh link is on its way.")).toBeVisible();
  const mailed = await app.link(HENRIK.email, "/c/", before);
  expect(mailed).not.toBe(copied);
  await expectOpen(await person(), mailed);

  // What is destroyed is named before; keeping it changes nothing.
  await dana.getByRole("button", { name: "Revoke links" }).click();
  const asked = dana.getByRole("dialog", { name: "Revoke all links of this page?" });
  await expect(asked).toContainText("Nobody can open the page by a link sent before.");
  await accessible(dana);
  await picture(dana, "staff-revoke");
  await asked.getByRole("button", { name: "Keep it" }).click();
  await expectOpen(await person(), copied);
  await dana.getByRole("button", { name: "Revoke links" }).click();
  await asked.getByRole("button", { name: "Revoke links" }).click();
  await expect(dana.getByText("The links open nothing any more.")).toBeVisible();
  await expect(dana.getByText("The link was revoked.")).toBeVisible();
  expected(/status of 40[14]/);
  for (const link of [copied, mailed]) {
    const late = await person();
    await late.goto(link);
    await expect(late.getByText("This link does not hold any more. Please ask your recruiter for a new one.")).toBeVisible();
    await expect(late.getByText(SAMIRA.name)).toHaveCount(0);
    await accessible(late);
    await picture(late, "staff-revoked");
    await late.close();
  }

  // A fresh one opens it again.
  const after = (await app.mails()).length;
  await dana.getByRole("button", { name: "Send the mail again" }).click();
  await expectOpen(await person(), await app.link(HENRIK.email, "/c/", after));
});

test("who saves late is told, and loses nothing", async ({ app, person, expected }) => {
  expected(/status of 409/);
  const dana = await person();
  await signIn(dana, app);
  const other = await dana.context().newPage();
  for (const page of [dana, other]) {
    await open(page, "/clients");
    await page.getByRole("link", { name: "Fabrikam Health" }).click();
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await expect(page.getByLabel(/^Notes/)).toBeVisible();
  }
  await other.getByLabel(/^Notes/).fill("Amelia is away in April.");
  await dana.getByLabel(/^Notes/).fill("Ask for Amelia's deputy.");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("Saved.")).toBeVisible();

  // The page behind the form follows; what is typed in it stays.
  await expect(other.getByRole("definition").filter({ hasText: "Ask for Amelia's deputy." })).toBeVisible();
  await expect(other.getByLabel(/^Notes/)).toHaveValue("Amelia is away in April.");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("alert")).toContainText("Somebody changed this meanwhile.");
  await expect(other.getByRole("alert")).toBeFocused();
  await expect(other.getByLabel(/^Notes/)).toHaveValue("Amelia is away in April.");
  await expect(other.getByRole("definition").filter({ hasText: "Ask for Amelia's deputy." })).toBeVisible();
  await accessible(other);
  await picture(other, "staff-stale");
});

test("a client's availability that was saved meanwhile is not written over unasked", async ({ app, person, expected }) => {
  expected(/status of 409/);
  const dana = await person({ zone: "Europe/Berlin" });
  await signIn(dana, app);
  await openHenriksPage(dana);
  const other = await dana.context().newPage();
  await openHenriksPage(other);
  const place = (page: Page) => page.getByLabel(/Link, address or number/);
  for (const page of [dana, other]) await page.getByText("Meetings of", { exact: false }).first().click();
  await place(other).fill("https://meet.lumen.example/other");
  await place(dana).fill("https://meet.lumen.example/dana");
  await dana.getByRole("button", { name: "Save availability" }).click();
  await expect(dana.getByText(/^Saved\./)).toBeVisible();
  await other.getByRole("button", { name: "Save availability" }).click();
  await expect(other.getByRole("alert").first()).toContainText("Somebody changed this meanwhile.");
  await expect(place(other)).toHaveValue("https://meet.lumen.example/other");
  await accessible(other);
  await picture(other, "staff-stale-availability");
  await other.getByRole("button", { name: "Save mine over it" }).click();
  await expect(other.getByText(/^Saved\./)).toBeVisible();
  await open(dana, dana.url());
  await expect(place(dana)).toHaveValue("https://meet.lumen.example/other");
});

test("wrong input in a client's form is told at the field and stays", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/clients?new=1");
  const client = dana.getByRole("complementary", { name: "New client" });
  await client.getByLabel(/^Notes/).fill("Met at a fair.");
  await refused(client, client.getByLabel("Name", { exact: true }), /Please fill this in/);
  await expect(client.getByLabel(/^Notes/)).toHaveValue("Met at a fair.");
  await accessible(dana);
  await picture(dana, "staff-wrong-client");
});

test("wrong input in a candidate's form is told at the field and stays", async ({ app, person, expected }) => {
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: "New candidate" }).click();
  const candidate = dana.getByRole("complementary", { name: "New candidate" });
  await candidate.getByLabel("Name", { exact: true }).fill("Nadia Novak");
  await candidate.getByLabel("Mail address").fill("nadia at example");
  await candidate.getByLabel(/^Telephone/).fill("later");
  await refused(candidate, candidate.getByLabel("Mail address"), /This is not a mail address/);
  await expect(candidate.getByLabel(/^Telephone/)).toHaveAccessibleDescription(/This is not a telephone number/);
  await expect(candidate.getByLabel("Name", { exact: true })).toHaveValue("Nadia Novak");
  await expect(candidate.getByLabel(/^Telephone/)).toHaveValue("later");
  await picture(dana, "staff-wrong-candidate");

  // Only the server knows who is there already; it says who, and leads there.
  await candidate.getByLabel("Mail address").fill("asha.rao@example.com");
  await candidate.getByLabel(/^Telephone/).fill("");
  await refused(candidate, candidate.getByLabel("Mail address"), /Asha Rao has this mail address already/);
  await expect(candidate.getByRole("link", { name: "Open Asha Rao instead" })).toBeVisible();
  await accessible(dana);
});

test("wrong input in a job's form is told at the field and stays", async ({ app, person, expected }) => {
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/jobs?new=1");
  const job = dana.getByRole("main");
  await job.getByLabel(/^Place of work/).fill("Lisbon");
  await job.getByLabel("Name", { exact: true }).first().fill("");
  await refused(job, job.getByLabel("Title", { exact: true }), /Please fill this in/);
  await expect(job.getByLabel("Name", { exact: true }).first()).toHaveAccessibleDescription(/Please fill this in/);
  await expect(job.getByLabel(/^Place of work/)).toHaveValue("Lisbon");
  await accessible(dana);
  await picture(dana, "staff-wrong-job");
});

test("a file of other content than its name says is refused", async ({ app, person, expected }) => {
  expected(/status of 422/);
  // Chromium's own viewer of PDFs.
  expected(/third party: chrome(-extension)?:|\(chrome(-extension)?:/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: "Ethan Cole" }).click();
  const files = dana.getByRole("region", { name: "Files" });
  const upload = async (name: string, buffer: Buffer) => {
    await files.getByLabel("File", { exact: true }).setInputFiles({ name, mimeType: "application/pdf", buffer });
    await files.getByRole("button", { name: "Upload" }).click();
  };
  await upload("page.pdf", Buffer.from("<html><script>alert(1)</script></html>"));
  await expect(files.getByRole("alert")).toContainText("Please choose a PDF or Word document (.pdf, .doc, .docx).");
  await expect(files.getByLabel("File", { exact: true })).toHaveAccessibleDescription(/Please choose a PDF or Word document/);
  await upload("empty.pdf", Buffer.from(""));
  await expect(files.getByRole("alert")).toContainText("Please choose a file that is not empty.");
  await expect(files.getByRole("link", { name: "page.pdf" })).toHaveCount(0);
  await expect(files.getByRole("link", { name: "Ethan Cole.pdf" })).toBeVisible();
  await accessible(dana);
  await picture(dana, "staff-wrong-file");

  // A PDF is looked at in its place; the browser asks for it when that is opened.
  const shown = dana.waitForResponse((answer) => answer.url().includes("/files/"));
  await files.getByText("Preview", { exact: true }).click();
  const answer = await shown;
  expect([answer.status(), answer.headers()["content-type"], answer.headers()["x-frame-options"]]).toEqual([200, "application/pdf", "SAMEORIGIN"]);
  await expect(files.getByTitle("Preview of Ethan Cole.pdf")).toBeVisible();

  // What is neither résumé nor cover letter has a kind, too.
  await files.getByLabel("What it is").selectOption("Other document");
  await upload("certificate.pdf", Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"));
  await expect(files.getByRole("listitem").filter({ hasText: "certificate.pdf" })).toContainText("Other document");
  await files.getByRole("button", { name: "Delete certificate.pdf" }).click();
  await dana.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(files.getByRole("link", { name: "certificate.pdf" })).toHaveCount(0);

  // Deleting asks first, by name, and says that it was done.
  await files.getByRole("button", { name: "Delete Ethan Cole.pdf" }).click();
  const asked = dana.getByRole("dialog", { name: "Delete this file?" });
  await expect(asked).toContainText("Ethan Cole.pdf is deleted for good.");
  await asked.getByRole("button", { name: "Delete" }).click();
  await expect(dana.getByText("Deleted.").last()).toBeVisible();
  await expect(files.getByText("No files yet")).toBeVisible();
});

/** Henrik's page as staff see it, by the way that they go. */
async function openHenriksPage(page: Page): Promise<void> {
  await open(page, "/jobs");
  await page.getByRole("link", { name: "Motion designer" }).click();
  await page.getByRole("link", { name: HENRIK.name }).click();
  await expect(page.getByRole("heading", { level: 2, name: "When can you meet?" })).toBeVisible();
}

function card(page: Page, name: string): Locator {
  return page.getByRole("listitem").filter({ hasText: name });
}

/** Readable is enough here: the scripts are not waited for. */
async function expectOpen(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expect(card(page, SAMIRA.name)).toBeVisible();
  await page.close();
}

/** Saves: the summary takes the focus, leads to the first wrong field, and the field says what is wrong. */
async function refused(form: Locator, field: Locator, error: RegExp): Promise<void> {
  await form.getByRole("button", { name: "Save", exact: true }).click();
  const summary = form.getByRole("alert").filter({ hasText: "Please check the marked fields." });
  await expect(summary).toBeFocused();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(error);
  await summary.getByRole("link", { name: error }).first().click();
  await expect(field).toBeFocused();
}
