// A table of candidates is looked through and taken, with scripts and without.

import type { Page } from "@playwright/test";

import { signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "import", present: WEDNESDAY });
test.describe.configure({ mode: "serial" });

function table(rows: string[]): { name: string; mimeType: string; buffer: Buffer } {
  const text = ["Vorname;Nachname;E-Mail;Telefon", ...rows].join("\r\n");
  // As Excel saves it on Windows: not UTF-8.
  return { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text, "latin1") };
}

async function upload(page: Page, rows: string[]): Promise<void> {
  await page.getByLabel("Table as CSV").setInputFiles(table(rows));
  await page.getByRole("button", { name: "Look through it" }).click();
}

test("a table is refused, looked through, and imported", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: "Import candidates" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "Import candidates" })).toBeVisible();
  await upload(dana, []);
  await expect(dana.getByText("There is no row below the headings.")).toBeVisible();
  await everyLook(dana, "import");
  await dana.setViewportSize({ width: 1280, height: 800 });
  await dana.emulateMedia({ colorScheme: "light" });

  await upload(dana, ["Zoë;Müller;zoe@import.example;", "Ben;Oduya;nowhere;", "Cy;Young;zoe@import.example;"]);
  await expect(dana.getByRole("heading", { level: 1, name: "Look through the table" })).toBeVisible();
  const row = (name: string) => dana.getByRole("row").filter({ hasText: name });
  await expect(row("Zoë Müller")).toContainText("New");
  await expect(row("Ben Oduya")).toContainText("This is not a mail address");
  await expect(row("Cy Young")).toContainText("Line 2 has this mail address, too.");
  await accessible(dana);
  await picture(dana, "import-review");

  await dana.getByLabel(/^Job/).selectOption({ index: 1 });
  await dana.getByRole("button", { name: "Apply" }).click();
  await expect(dana.getByText("1 new, 0 known and put on the job, 0 known, 2 with errors")).toBeVisible();
  await dana.getByRole("button", { name: "Import one row" }).click();
  await expect(dana.getByText("1 new, 0 put on the job.")).toBeVisible();
  await accessible(dana);
  await open(dana, "/candidates?search=import.example");
  await expect(dana.getByRole("link", { name: "Zoë Müller" })).toBeVisible();
});

test("without scripts it is the same, and a table can be discarded", async ({ app, person }) => {
  const dana = await person({ scripts: false });
  await signIn(dana, app);
  await dana.goto("/candidates/import");
  await upload(dana, ["Zoë;Müller;zoe@import.example;", "Dee;Dee;dee@import.example;"]);
  await expect(dana.getByRole("row").filter({ hasText: "Zoë Müller" })).toContainText("Known");
  await dana.getByLabel("Telephone").selectOption({ index: 0 });
  await dana.getByRole("button", { name: "Apply" }).click();
  await dana.getByRole("button", { name: "Discard the table" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "Import candidates" })).toBeVisible();
  await upload(dana, ["Dee;Dee;dee@import.example;"]);
  await dana.getByRole("button", { name: "Import one row" }).click();
  await expect(dana.getByText("1 new, 0 put on the job.")).toBeVisible();
});
