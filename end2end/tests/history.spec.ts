// The history of a candidate: read, narrowed, printed, exported; true at once; without scripts.

import { readFileSync } from "node:fs";

import { ASHA, signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook, fits, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "history", present: WEDNESDAY });

test("the history says who did what, follows what happens, and goes to Excel and to paper", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: ASHA.name }).first().click();
  await dana.getByRole("navigation", { name: "Candidate" }).or(dana.getByRole("navigation")).getByRole("link", { name: "History" }).click();
  await expect(dana.getByRole("row").nth(1)).toBeVisible();
  await expect(dana.getByRole("row", { name: new RegExp(`entered ${ASHA.name}`) })).toContainText("Dana Weiss");
  const path = new URL(dana.url()).pathname;

  // Somebody writes a note meanwhile.
  const before = await dana.getByRole("row").count();
  const other = await person();
  await signIn(other, app);
  await open(other, path.replace("/history", "/notes?new=1"));
  await other.getByLabel(/^Note/).fill("=HYPERLINK(\"https://evil.example\")");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByRole("row", { name: /wrote a note/ })).toHaveCount(1);
  await expect(dana.getByRole("row")).toHaveCount(before + 1);

  await dana.getByRole("combobox", { name: "Kind" }).selectOption("Notes and tasks");
  await dana.getByRole("button", { name: "Apply" }).click();
  await expect(dana.getByRole("row")).toHaveCount(2);
  await expect(dana).toHaveURL(/kind=note/);
  await dana.getByRole("combobox", { name: "Kind" }).selectOption("Forms");
  await dana.getByRole("button", { name: "Apply" }).click();
  await expect(dana.getByText("Nothing of this kind")).toBeVisible();
  await accessible(dana);
  await dana.getByRole("link", { name: "Show all" }).first().click();
  await expect(dana.getByRole("row")).toHaveCount(before + 1);
  await dana.getByRole("combobox", { name: "Person" }).selectOption("Dana Weiss");
  await dana.getByRole("button", { name: "Apply" }).click();
  await expect(dana).toHaveURL(/person=user/);
  await expect(dana.getByRole("row", { name: /Dana Weiss/ })).toHaveCount((await dana.getByRole("row").count()) - 1);

  // The table has what is shown.
  const saved = dana.waitForEvent("download");
  await dana.getByRole("link", { name: "Export to Excel" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe(`${ASHA.name} - History.xlsx`);
  expect(readFileSync(await file.path()).subarray(0, 2).toString()).toBe("PK");
  await other.goto(path.replace("/history", "/notes"));
  const notes = other.waitForEvent("download");
  await other.getByRole("link", { name: "Export to Excel" }).click();
  expect((await notes).suggestedFilename()).toBe(`${ASHA.name} - Notes.xlsx`);

  await open(dana, path);
  await everyLook(dana, "history");
  await dana.setViewportSize({ width: 1280, height: 800 });
  await dana.getByRole("link", { name: "Print view" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: `History of ${ASHA.name}` })).toBeVisible();
  await expect(dana.getByRole("navigation", { name: "Candidate" })).toHaveCount(0);
  await accessible(dana);
  await dana.emulateMedia({ media: "print" });
  await expect(dana.getByRole("button", { name: "Print" })).toBeHidden();
  await picture(dana, "history-print");
});

test("without scripts and on a phone", async ({ app, person }) => {
  const dana = await person({ phone: true, scripts: false });
  await signIn(dana, app);
  await dana.goto("/candidates");
  await dana.getByRole("link", { name: ASHA.name }).first().click();
  await dana.getByRole("link", { name: "History" }).click();
  await dana.getByRole("combobox", { name: "Kind" }).selectOption("Details and files");
  await dana.getByRole("button", { name: "Apply" }).click();
  await expect(dana.getByRole("row", { name: new RegExp(`entered ${ASHA.name}`) })).toBeVisible();
  await fits(dana);
});
