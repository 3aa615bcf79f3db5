// Offers: letters written and approved by administrators; an offer written, sent, read and answered; also without scripts.

import type { Page } from "@playwright/test";

import type { App } from "../support/app.ts";
import { ASHA, JAN, SAMIRA, signIn, SOFIA, WEDNESDAY } from "../support/demo.ts";
import { accessible, accessibleCopy, everyLook, fits, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open, reload } from "../support/world.ts";

test.use({ demo: "offers", present: WEDNESDAY });

test("a letter is written with a live preview, refused with the place of a wrong tag, approved and retired", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/settings");
  await dana.getByRole("link", { name: "Open offer letters" }).click();
  await expect(dana.getByRole("row", { name: /Permanent position/ })).toContainText("Version 1 approved");
  await accessible(dana);
  await dana.getByRole("link", { name: "New letter" }).first().click();
  const asked: string[] = [];
  dana.on("request", (request) => asked.push(request.url()));
  await dana.getByLabel("Name of the letter").fill("Fixed term");
  await dana.getByLabel(/^Letter/).fill("# Offer\n\nDear {{candidate.frist_name}},\n\n- {{offer.salary}} a year\n- <b>no</b> **bold**");
  const preview = dana.getByRole("region", { name: "Preview" });
  await expect(preview.getByRole("heading", { name: "Offer" })).toBeVisible();
  await expect(preview.getByRole("listitem").nth(1)).toContainText("<b>no</b> bold");
  await expect(preview.locator("mark")).toHaveText(["[candidate.frist_name]", "[offer.salary]"]);
  await dana.getByRole("button", { name: "Save draft" }).click();
  await expect(dana.getByLabel(/^Letter/)).toHaveAccessibleDescription(/Line 3, column 6.*Did you mean candidate.first_name/);
  expect(asked.filter((url) => url.includes("/api/offer")), "checked and drawn without the server").toEqual([]);

  await dana.getByLabel(/^Letter/).fill("# Offer\n\nDear {{candidate.first_name}},\n\n- {{offer.salary}} a year");
  await dana.getByRole("button", { name: "Save draft" }).click();
  await expect(dana.getByLabel(/^Letter/)).toHaveAccessibleDescription(/there is no tag offer.salary/);
  await dana.getByRole("button", { name: "Add tag" }).click();
  await dana.getByLabel(/^Tag/).fill("offer.salary");
  await dana.getByRole("button", { name: "Save draft" }).click();
  await expect(dana.getByLabel("Label")).toHaveAccessibleDescription(/Please fill this in/);
  await dana.getByLabel("Label").fill("Salary");
  await dana.getByLabel("Kind").selectOption("Money");
  await accessible(dana);
  await picture(dana, "offer-template-new");
  await dana.getByRole("button", { name: "Save draft" }).click();
  await expect(dana).toHaveURL(/\/settings\/offers\/[0-9a-f-]{36}$/);
  await expect(dana.getByRole("region", { name: "Versions" })).toContainText("Version 1");
  await dana.getByRole("button", { name: "Save and approve" }).click();
  await expect(dana.getByRole("region", { name: "Versions" })).toContainText("approved");
  await everyLook(dana, "offer-template");
  await open(dana, "/settings/offers");
  await expect(dana.getByRole("row", { name: /Fixed term/ })).toContainText("Version 1 approved");
});

const [DANA, TOM] = ["dana@weiss.example", "tom@weiss.example"];

/** Moves a candidate into the offer stage, and opens the Offers tab. */
async function toOffers(dana: Page, app: App, name: string, colleague?: string): Promise<void> {
  await signIn(dana, app, colleague);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name }).first().click();
  await expect(dana.getByRole("heading", { level: 1, name })).toBeVisible();
  const tabs = dana.getByRole("navigation", { name: "Candidate", exact: true });
  await expect(tabs.getByRole("link", { name: "Offers" }), "no tab outside the offer stage").toHaveCount(0);
  await dana.getByRole("combobox", { name: /^Stage of/ }).first().selectOption({ label: "Offer" });
  await dana.getByRole("button", { name: "Move", exact: true }).first().click();
  await tabs.getByRole("link", { name: "Offers" }).click();
  await dana.getByLabel("Offer Templates").selectOption({ label: "Permanent position (version 1)" });
}

/** Fills in what the record does not know. */
async function fillIn(dana: Page): Promise<void> {
  await dana.getByLabel("Salary a year").fill("EUR 85,000");
  await dana.getByLabel("Start date").fill("2027-06-01");
  await dana.getByLabel("Hours").selectOption("full time");
  await dana.getByLabel("Manager").fill("Mia Kern");
}

async function send(dana: Page): Promise<void> {
  await dana.getByRole("button", { name: /^Send Offer/ }).click();
  await dana.getByRole("dialog").getByRole("button", { name: "Send Offer" }).click();
  await expect(status(dana)).toContainText("Sent, not answered");
}

function status(dana: Page) {
  return dana.getByRole("toolbar").getByRole("status");
}

test("an offer is written with a live letter, sent, read behind a code, and accepted", async ({ app, person, expected }) => {
  test.setTimeout(180_000);
  // The browser's own viewer of PDF, in the tab that the download opens.
  expected(/third party: chrome(-extension)?:|\(chrome(-extension)?:|status of 422/);
  const dana = await person();
  await toOffers(dana, app, ASHA.name);
  const letter = dana.getByRole("region", { name: "Letter" });
  const mark = (text: string) => letter.locator("mark").filter({ hasText: text });
  await expect(mark("Asha").first()).toBeVisible();
  await expect(mark("[Salary a year]")).toBeVisible();
  await expect(dana.getByRole("toolbar")).toContainText("Missing: ");
  await accessible(dana);
  await picture(dana, "offer-begun");

  // Every key stroke is in the letter, and nothing is asked of the server for it.
  const asked: string[] = [];
  dana.on("request", (request) => asked.push(request.url()));
  await fillIn(dana);
  await expect(mark("EUR 85,000")).toBeVisible();
  await expect(mark("1 June 2027")).toBeVisible();
  await dana.getByLabel("What else is agreed").pressSequentially("<script>alert(1)</script> {{today}} **x**");
  await expect(mark("<script>alert(1)</script> {{today}} **x**"), "text stays text").toBeVisible();
  expect(asked.filter((url) => url.includes("/api/"))).toEqual([]);
  const send_ = dana.getByRole("button", { name: /^Send Offer/ });
  await expect(send_).toHaveAttribute("aria-disabled", "true");
  await expect(dana.getByRole("toolbar")).toContainText("Save first");

  // What the record knows is changed on purpose only, with a caution, and can be taken back.
  await dana.getByRole("button", { name: "Change Candidate’s first name for this letter" }).click();
  await dana.getByLabel("Candidate’s first name").fill("Ashi");
  await expect(mark("Ashi")).toBeVisible();
  await expect(dana.getByText(/The record says “Asha”/)).toBeVisible();
  await accessible(dana);
  await dana.getByRole("button", { name: "Use what the record says" }).click();
  await expect(mark("Ashi")).toHaveCount(0);

  // Wrong input is told at its field, and nothing is saved.
  await dana.getByLabel("Salary a year").fill("a lot");
  await dana.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dana.getByLabel("Salary a year")).toHaveAccessibleDescription(/An amount with its currency/);
  await dana.getByLabel("Salary a year").fill("EUR 85,000");
  await dana.getByRole("button", { name: "Save", exact: true }).click();
  await expect(status(dana)).toContainText("Draft, not sent");
  await expect(status(dana)).not.toContainText("Not saved");
  await everyLook(dana, "offer-draft");
  await dana.setViewportSize({ width: 1280, height: 900 });
  await reload(dana);
  await expect(dana.getByLabel("Manager")).toHaveValue("Mia Kern");

  await send(dana);
  await expect(dana.getByRole("button", { name: "Rescind Offer" })).toBeVisible();
  await picture(dana, "offer-sent");

  // Asha, on a phone in Kolkata.
  const asha = await person({ zone: ASHA.zone, phone: true });
  await open(asha, await app.link(ASHA.email, "/o/"));
  await expect(asha.getByRole("heading", { name: "Your offer" })).toBeVisible();
  await expect(asha.getByText("85,000"), "nothing of it is said before the code").toHaveCount(0);
  await accessible(asha);
  await picture(asha, "portal-locked");
  const before = (await app.mails()).length;
  await asha.getByRole("button", { name: "Send me the code" }).click();
  await expect(asha.getByText(/A code is on its way to a…@example.com/)).toBeVisible();
  const code = /Code: (\d{6})/.exec((await app.mail(ASHA.email, { subject: /Your code/, after: before })).text)![1]!;
  await asha.getByLabel("Code").fill(code === "111111" ? "222222" : "111111");
  await asha.getByRole("button", { name: "Open the offer" }).click();
  await expect(asha.getByLabel("Code")).toHaveAccessibleDescription(/This is not the code/);
  await accessible(asha);
  await asha.getByLabel("Code").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await asha.getByRole("button", { name: "Open the offer" }).click();
  await expect(asha.getByText("EUR 85,000")).toBeVisible();
  await expect(asha.locator("mark"), "the candidate reads a letter, not a template").toHaveCount(0);
  await accessible(asha);
  await fits(asha);
  await picture(asha, "portal-open");
  const [paper] = await Promise.all([asha.context().waitForEvent("page"), asha.getByRole("button", { name: "Download as PDF" }).click()]);
  await paper.close();

  await asha.getByRole("button", { name: "Accept the offer" }).click();
  await expect(asha.getByLabel("Your name, as your signature")).toHaveAttribute("aria-invalid", "true");
  await expect(asha.getByText("Please tick this: without it the typed name is no signature.").first()).toBeVisible();
  await asha.getByLabel("Your name, as your signature").fill("Asha Rao");
  await asha.getByLabel(/My typed name stands for my signature/).check();
  await asha.getByRole("button", { name: "Accept the offer" }).click();
  await expect(asha.getByRole("heading", { name: "You accepted the offer" })).toBeVisible();
  await expect(asha.getByText(/Signed as Asha Rao/)).toBeVisible();
  await picture(asha, "portal-accepted");
  await app.mail(ASHA.email, { subject: /You accepted the offer/ });

  // The recruiter's page follows by itself, and the history tells it all.
  await expect(status(dana)).toContainText("Accepted");
  await dana.getByRole("button", { name: "View History" }).click();
  const dialog = dana.getByRole("dialog", { name: "View History" });
  for (const what of ["wrote an offer", "sent the offer to asha.rao@example.com", "opened the offer", "downloaded the offer", "accepted the offer, signed “Asha Rao”"]) {
    await expect(dialog.getByRole("row").filter({ hasText: what })).toHaveCount(1);
  }
  await accessible(dana);
  await picture(dana, "offer-history");
});

test("without scripts an offer is declined; another is rescinded before the candidate's eyes", async ({ app, person, expected }) => {
  test.setTimeout(180_000);
  expected(/status of (409|422)/);
  const [dana, copy] = [await person(), await person()];
  await toOffers(dana, app, SOFIA.name);
  await fillIn(dana);
  await dana.getByRole("button", { name: "Save", exact: true }).click();
  await expect(status(dana)).toContainText("Draft, not sent");
  await send(dana);

  const sofia = await person({ zone: SOFIA.zone, phone: true, scripts: false });
  const link = await app.link(SOFIA.email, "/o/");
  await sofia.goto(link);
  await sofia.getByRole("button", { name: "Send me the code" }).click();
  const code = /Code: (\d{6})/.exec((await app.mail(SOFIA.email, { subject: /Your code/ })).text)![1]!;
  await sofia.getByLabel("Code").fill(code);
  await sofia.getByRole("button", { name: "Open the offer" }).click();
  await expect(sofia.getByText("EUR 85,000")).toBeVisible();
  await accessibleCopy(sofia, copy);
  await picture(sofia, "portal-open-scripts-off");
  await sofia.getByText("Decline the offer…").click();
  await sofia.getByRole("button", { name: "Decline the offer", exact: true }).click();
  await expect(sofia.getByLabel("Why not")).toHaveAccessibleDescription(/Please fill this in/);
  await sofia.getByLabel("Why not").fill("The way is too far.");
  await sofia.getByRole("button", { name: "Decline the offer", exact: true }).click();
  await expect(sofia.getByRole("heading", { name: "You declined the offer" })).toBeVisible();

  await expect(status(dana)).toContainText("Declined");
  await expect(dana.getByText("The way is too far.")).toBeVisible();
  await picture(dana, "offer-declined");
  const before = (await app.mails()).length;
  await dana.getByRole("button", { name: "Send New Offer" }).click();
  await expect(dana.getByLabel("Manager"), "begins with what the last one said").toHaveValue("Mia Kern");
  await dana.getByLabel("Salary a year").fill("EUR 90,000");
  await dana.getByRole("button", { name: "Save", exact: true }).click();
  await expect(status(dana)).toContainText("Draft, not sent");
  await send(dana);

  // An open offer keeps the candidate in the stage.
  const other = await person();
  await signIn(other, app);
  await open(other, new URL(dana.url()).pathname.replace("/offers", ""));
  await other.getByRole("combobox", { name: /^Stage of/ }).first().selectOption({ label: "Hired" });
  await other.getByRole("button", { name: "Move", exact: true }).first().click();
  await expect(other.getByText(/rescind it first/).first()).toBeVisible();
  // Nor does the stage become one of another kind.
  await open(other, "/jobs");
  await other.getByRole("link", { name: "Data engineer" }).first().click();
  await other.getByRole("link", { name: "Set-up" }).click();
  const stage = other.getByRole("listitem").filter({ has: other.getByRole("button", { name: "Move Offer up" }) });
  await stage.getByLabel("Kind", { exact: true }).selectOption({ label: "Screen" });
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await expect(stage.getByLabel("Kind", { exact: true })).toHaveAccessibleDescription(/rescind them first/);

  // With scripts this time: the page that lies open follows.
  const again = await person({ zone: SOFIA.zone });
  const codes = (await app.mails()).length;
  await open(again, await app.link(SOFIA.email, "/o/", before));
  await again.getByRole("button", { name: "Send me the code" }).click();
  const second = /Code: (\d{6})/.exec((await app.mail(SOFIA.email, { subject: /Your code/, after: codes })).text)![1]!;
  await again.getByLabel("Code").fill(second);
  await again.getByRole("button", { name: "Open the offer" }).click();
  await expect(again.getByText("EUR 90,000")).toBeVisible();
  await dana.getByRole("button", { name: "Rescind Offer" }).click();
  const dialog = dana.getByRole("dialog", { name: "Rescind Offer" });
  await dialog.getByRole("button", { name: "Rescind Offer" }).click();
  await expect(dialog.getByLabel("Reason")).toHaveAccessibleDescription(/Please fill this in/);
  await dialog.getByLabel("Reason").fill("The budget was cut.");
  await accessible(dana);
  await dialog.getByRole("button", { name: "Rescind Offer" }).click();
  await expect(again.getByRole("heading", { name: "This offer was withdrawn" })).toBeVisible();
  await expect(again.getByText("budget")).toHaveCount(0);
  await app.mail(SOFIA.email, { subject: /was withdrawn/ });
  await everyLook(again, "portal-rescinded");

  // By the filter of the list, and from one to the next on this tab.
  await toOffers(other, app, JAN.name);
  await open(other, "/candidates?filter=offer");
  await expect(other.getByRole("row", { name: new RegExp(SOFIA.name) })).toBeVisible();
  await expect(other.getByRole("row", { name: new RegExp(SAMIRA.name) }), "not in the offer stage").toHaveCount(0);
  await other.getByRole("link", { name: JAN.name }).click();
  await expect(other).toHaveURL(/\/offers$/);
  await other.getByRole("link", { name: `Next: ${SOFIA.name}` }).click();
  await expect(other.getByRole("heading", { level: 1, name: SOFIA.name })).toBeVisible();
  await expect(other).toHaveURL(/\/offers$/);
  await expect(other.getByRole("link", { name: `Previous: ${JAN.name}` })).toBeVisible();
});

test("an offer that has to be approved waits for whoever is asked", async ({ app, person }) => {
  test.setTimeout(180_000);
  const [dana, tom, mia] = [await person(), await person(), await person()];
  await signIn(dana, app);
  await open(dana, "/settings/offers/new");
  await dana.getByLabel("Name of the letter").fill("With approval");
  await dana.getByLabel(/^Letter/).fill("# Offer\n\nDear {{candidate.first_name}}, come and join us.");
  await dana.getByLabel("Add somebody who approves").selectOption("Mia Kern");
  await expect(dana.getByRole("button", { name: "Remove Mia Kern" })).toBeVisible();
  await dana.getByRole("button", { name: "Save and approve" }).click();
  await expect(dana.getByRole("region", { name: "Versions" })).toContainText("approved");

  // Tom writes it; Dana is the job's recruiter.
  await toOffers(tom, app, SAMIRA.name, TOM);
  await tom.getByLabel("Offer Templates").selectOption({ label: "With approval (version 1)" });
  await tom.getByRole("button", { name: "Save", exact: true }).click();
  await expect(status(tom)).toContainText("Draft, not sent");
  await expect(tom.getByRole("button", { name: /^Send Offer/ })).toHaveAttribute("aria-disabled", "true");
  await tom.getByRole("button", { name: /^Ask for Approval/ }).click();
  await expect(status(tom)).toContainText("Waits for approval");
  await accessible(tom);
  await picture(tom, "offer-approving");

  // Mia interviews, and sees no offers otherwise; the mail leads her to this one.
  await signIn(mia, app, "mia@weiss.example");
  const asked = await app.mail("mia@weiss.example", { subject: /Please approve the offer to Samira Haddad/ });
  await open(mia, asked.links.find((link) => link.includes("/offers"))!);
  const approval = mia.getByRole("region", { name: "Approval" });
  await expect(mia.getByRole("region", { name: "Letter", exact: true })).toContainText("Dear Samira, come and join us.");
  await expect(mia.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
  await approval.getByRole("button", { name: "Refuse" }).click();
  await expect(approval.getByLabel(/^What you want to say/)).toHaveAttribute("aria-invalid", "true");
  await accessible(mia);
  await approval.getByLabel(/^What you want to say/).fill("Add the salary, please.");
  await everyLook(mia, "offer-approve");
  await mia.setViewportSize({ width: 1280, height: 900 });
  await approval.getByRole("button", { name: "Refuse" }).click();
  await expect(status(tom)).toContainText("Draft, not sent");
  for (const colleague of [DANA, TOM]) await app.mail(colleague, { subject: /The offer to Samira Haddad .* was not approved/ });

  const before = (await app.mails()).length;
  await tom.getByRole("button", { name: /^Ask for Approval/ }).click();
  await app.mail("mia@weiss.example", { subject: /Please approve/, after: before });
  await open(mia, asked.links.find((link) => link.includes("/offers"))!);
  await approval.getByRole("button", { name: "Approve" }).click();
  await expect(approval).toContainText("Approved by Mia Kern");
  await expect(status(tom)).toContainText("Approved, not sent");
  for (const colleague of [DANA, TOM]) await app.mail(colleague, { subject: /The offer to Samira Haddad .* is approved/, after: before });
  await send(tom);
  await open(dana, new URL(tom.url()).pathname.replace(/offers$/, "history"));
  const approved = dana.getByRole("row").filter({ hasText: "approved the offer" });
  for (const name of ["Dana Weiss", "Tom Berger"]) await expect(approved.getByRole("listitem").filter({ hasText: name })).toHaveCount(1);
});
