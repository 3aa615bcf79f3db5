// Interview forms: built by an administrator, filled in by attendees, compared by the recruiter; what is written survives what may happen to a browser.

import { Buffer } from "node:buffer";

import type { Page } from "@playwright/test";

import { administrator, signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook, fits, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "forms", present: WEDNESDAY });
test.describe.configure({ mode: "serial" });

const MAYA = "Maya Okafor";
const MIA = "mia@weiss.example";
const WORDS = "She asked what happens when the disk is full, before I did.";

const PDF = Buffer.from(
  "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n" +
    "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n",
);

test("an administrator builds a form with a live preview, orders it by keyboard, and approves it", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/settings/forms");
  await expect(dana.getByRole("link", { name: "Scorecard" })).toBeVisible();
  await accessible(dana);
  await open(dana, "/settings/forms/new");
  await dana.getByLabel("Name of the form").fill("Culture");
  await dana.getByLabel("Title of the section").fill("How we work");
  await dana.getByLabel("Question", { exact: true }).fill("Takes and gives feedback?");
  await dana.getByLabel("5 means").fill("Asks for it");
  const preview = dana.getByRole("region", { name: "Preview" });
  await expect(preview.getByText("Takes and gives feedback?")).toBeVisible();
  await expect(preview.getByText("Asks for it")).toBeVisible();

  await dana.getByRole("button", { name: "Add question" }).click();
  await dana.getByLabel("Question", { exact: true }).nth(1).fill("What else?");
  await dana.getByLabel("Answered by").nth(1).selectOption("text");
  const handle = dana.getByRole("button", { name: /^Drag to move What else/ });
  await handle.focus();
  await handle.press("Alt+ArrowUp");
  await expect(dana.getByLabel("Question", { exact: true }).first()).toHaveValue("What else?");
  await expect(handle).toBeFocused();

  await dana.getByRole("button", { name: /^Drag to move Takes/ }).dragTo(dana.getByRole("button", { name: /^Drag to move What else/ }));
  await expect(dana.getByLabel("Question", { exact: true }).first()).toHaveValue("Takes and gives feedback?");
  await accessible(dana);
  await picture(dana, "form-builder");

  await dana.getByRole("button", { name: "Save and approve" }).click();
  await expect(dana.getByText("Version 1", { exact: true })).toBeVisible();
  await dana.getByLabel("Introduction").fill("Be fair.");
  await dana.getByRole("button", { name: "Save draft" }).click();
  await expect(dana.getByText("Version 2", { exact: true })).toBeVisible();
  await everyLook(dana, "form-template");
});

test("what an attendee writes survives a closed tab, a lost connection and another tab", async ({ app, person, expected }) => {
  expected(/ERR_INTERNET_DISCONNECTED|status of 409/);
  const mia = await person();
  await come(mia, app.log(), MIA);
  await mia.getByRole("link", { name: MAYA }).last().click();
  const path = await formOf(mia);
  await expect(mia.getByRole("heading", { level: 1, name: `Evaluation of ${MAYA}` })).toBeVisible();
  const words = mia.getByLabel(/What did you talk about/);
  await words.fill(WORDS);
  await expect(mia.getByText("All changes saved.")).toBeVisible();
  await open(mia, path);
  await expect(words).toHaveValue(WORDS);

  // Without a connection; the tab is closed before the server has it.
  await mia.context().setOffline(true);
  await words.fill(`${WORDS} More.`);
  await expect(mia.getByText(/No connection: your answers are kept/)).toBeVisible();
  const next = await mia.context().newPage();
  await mia.close();
  await next.context().setOffline(false);
  await open(next, path);
  const again = next.getByLabel(/What did you talk about/);
  await expect(again).toHaveValue(`${WORDS} More.`);
  await expect(next.getByText("All changes saved.")).toBeVisible();

  // A tab that knows an older version overwrites nothing.
  const old = await next.context().newPage();
  await open(old, path);
  await again.fill(`${WORDS} Newer.`);
  await expect(next.getByText("All changes saved.")).toBeVisible();
  await old.getByLabel(/What did you talk about/).fill("Older.");
  await expect(old.getByText(/was changed elsewhere meanwhile/)).toBeVisible();
  await old.getByRole("button", { name: "Show what is saved" }).click();
  await expect(old.getByLabel(/What did you talk about/)).toHaveValue(`${WORDS} Newer.`);
  await old.close();

  await next.getByRole("button", { name: "Submit evaluation" }).click();
  for (const question of ["How well does", "How does the candidate go", "How clearly"]) {
    await next.getByRole("group", { name: new RegExp(question) }).getByText("4", { exact: true }).click();
  }
  await next.getByRole("group", { name: /Would you work/ }).getByText("Thumbs up").click();
  await everyLook(next, "form-fill");
  await next.getByRole("button", { name: "Submit evaluation" }).click();
  await expect(next.getByText("Submitted", { exact: true })).toBeVisible();
  await expect(next.getByText(`${WORDS} Newer.`)).toBeVisible();
  await everyLook(next, "form-read");
});

test("the recruiter finds the form by interview and attendee, uploads, removes, compares", async ({ app, person, expected }) => {
  expected(/status of 422/);
  // Chromium's own PDF viewer, in the window of the uploaded form.
  expected(/third party: chrome(-extension)?:|\(chrome(-extension)?:/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: MAYA }).click();
  await dana.getByRole("navigation", { name: "Candidate" }).getByRole("link", { name: "Interview" }).click();
  await dana.getByRole("link", { name: "Forms", exact: true }).click();
  await expect(dana.getByLabel("Select Interview")).toBeVisible();
  await expect(dana.getByLabel("Select Attendee")).toContainText("Mia Kern (submitted)");
  await expect(dana.getByText(`${WORDS} Newer.`)).toBeVisible();
  await expect(dana.getByRole("button", { name: /^Edit HR Form/ })).toHaveAttribute("aria-disabled", "true");
  await everyLook(dana, "candidate-forms");

  const file = dana.locator('input[type="file"]');
  await file.setInputFiles({ name: "notes.pdf", mimeType: "application/pdf", buffer: Buffer.from("<html>") });
  await expect(dana.getByText("Please choose a PDF or Word document")).toBeVisible();
  await file.setInputFiles({ name: "notes.pdf", mimeType: "application/pdf", buffer: PDF });
  await expect(dana.locator("iframe")).toHaveAttribute("title", "notes.pdf");
  await expect(dana.locator("button", { hasText: "Upload HR Form" })).toHaveAttribute("aria-disabled", "true");
  await picture(dana, "candidate-forms-upload");
  await dana.getByRole("button", { name: "Remove", exact: true }).click();
  await dana.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(dana.locator("iframe")).toHaveCount(0);

  await dana.getByRole("link", { name: "Compare evaluations" }).click();
  await expect(dana.getByRole("columnheader", { name: "Mia Kern" })).toBeVisible();
  await everyLook(dana, "evaluations");
});

test("an attendee without an account fills in the form by its link, without scripts, on a phone", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  const key = await linkOfABlankForm(dana);
  const guest = await person({ scripts: false, phone: true });
  await guest.goto(key);
  await fits(guest);
  await guest.getByLabel(/What did you talk about/).fill("By hand.");
  await guest.getByRole("button", { name: "Submit evaluation" }).click();
  await expect(guest.getByText("Please fill this in.").or(guest.locator(".field__error")).first()).toBeVisible();
  await expect(guest.getByLabel(/What did you talk about/)).toHaveValue("By hand.");
  for (const question of [/How well does/, /How does the candidate go/, /How clearly/]) {
    await guest.getByRole("group", { name: question }).getByRole("radio").nth(2).check();
  }
  await guest.getByRole("group", { name: /Would you work/ }).getByRole("radio").first().check();
  await guest.getByRole("button", { name: "Submit evaluation" }).click();
  await expect(guest.getByText("Thank you: your evaluation is submitted.")).toBeVisible();
  await picture(guest, "form-linked-phone");
});

/** Signs a colleague in. */
async function come(page: Page, log: string, email: string): Promise<void> {
  const { password } = administrator({ log: () => log } as never);
  await open(page, "/sign-in");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
}

/** The address of the form that is open. */
async function formOf(page: Page): Promise<string> {
  await page.waitForURL(/\/forms\//);
  return new URL(page.url()).pathname;
}

/** Reads the link that "Copy link" makes from what its function answers. */
async function linkOfABlankForm(page: Page): Promise<string> {
  await open(page, "/calendar?view=list");
  const interviews = await page.getByRole("main").getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  for (const interview of interviews.map((href) => /interview=([0-9a-f-]{36})/.exec(decodeURIComponent(href))?.[1]).filter((id) => id !== undefined)) {
    await open(page, `/interviews/${interview}`);
    const candidate = await page.getByRole("main").locator('a[href^="/candidates/"]').first().getAttribute("href");
    await open(page, `${candidate}/forms`);
    const copy = page.getByRole("button", { name: "Copy link for the attendee" });
    if (!(await copy.count()) || (await page.getByText("Not begun").count()) === 0) continue;
    const answer = page.waitForResponse(/forms\/link/);
    await copy.click();
    const response = await answer;
    if (response.ok()) return ((await response.json()) as { address: string }).address;
  }
  throw new Error("no interview with a blank form in the demo");
}
