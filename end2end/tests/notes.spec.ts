// Notes about a candidate: written, made a task, done on Home, told to who is named; wrong input; two at once; without scripts.

import { ASHA, signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook, fits, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "notes", present: WEDNESDAY });

test("a note becomes a task, is done on Home, and who is named in it is told", async ({ app, person, expected }) => {
  expected(/status of (409|422)/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: ASHA.name }).first().click();
  await dana.getByRole("navigation", { name: "Candidate" }).or(dana.getByRole("navigation")).getByRole("link", { name: "Notes" }).click();
  await expect(dana.getByText("No notes yet")).toBeVisible();
  await accessible(dana);

  await dana.getByRole("link", { name: "Add New Note" }).click();
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByLabel(/^Note/)).toHaveAttribute("aria-invalid", "true");
  await dana.getByLabel(/^Note/).fill("Ask for references.");
  await dana.getByLabel("Name a colleague").selectOption("Mia Kern");
  await expect(dana.getByLabel(/^Note/)).toHaveValue("Ask for references. @Mia Kern ");
  await accessible(dana);
  await picture(dana, "notes-new");
  await dana.getByRole("button", { name: "Save" }).click();
  const note = dana.getByRole("listitem").filter({ hasText: "Ask for references." });
  await expect(note).toContainText("Dana Weiss");
  await expect(note).toContainText("dana@weiss.example");
  await expect(dana.getByLabel(/^Note/)).toHaveCount(0);

  // Edited: a task with a date that has passed.
  await note.getByRole("link", { name: "Edit note" }).click();
  await dana.getByLabel(/^Task/).check();
  await dana.getByLabel(/^Due Date/).fill("2027-03-22");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(note).toContainText("Overdue since");
  await everyLook(dana, "notes");
  await dana.setViewportSize({ width: 1280, height: 800 });

  await open(dana, "/");
  const todo = dana.getByRole("region", { name: /^To-Do/ });
  await expect(todo.getByRole("listitem")).toHaveCount(1);
  await fits(dana);
  await picture(dana, "notes-home");
  await accessible(dana);
  const second = await person();
  await signIn(second, app);
  await open(second, "/");
  await expect(second.getByRole("region", { name: /^To-Do/ })).toBeVisible();
  await todo.getByRole("button", { name: /^Mark as done: Ask for references/ }).click();
  await expect(todo).toHaveCount(0);
  await expect(second.getByRole("region", { name: /^To-Do/ })).toHaveCount(0);
});

test("a change that somebody else made meanwhile is told, and what is typed stays", async ({ app, person, expected }) => {
  expected(/status of 409/);
  const [dana, other] = [await person(), await person()];
  await signIn(dana, app);
  await signIn(other, app);
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: ASHA.name }).first().click();
  await expect(dana.getByRole("heading", { level: 1, name: ASHA.name })).toBeVisible();
  const notes = `${new URL(dana.url()).pathname}/notes`;
  await open(dana, `${notes}?new=1`);
  await dana.getByLabel(/^Note/).fill("Likes remote work.");
  await dana.getByRole("button", { name: "Save" }).click();
  const row = (page: typeof dana) => page.getByRole("listitem").filter({ hasText: /remote work/ });
  await row(dana).getByRole("link", { name: "Edit note" }).click();
  await dana.getByLabel(/^Note/).fill("Likes remote work, two days.");

  await open(other, notes);
  await row(other).getByRole("link", { name: "Edit note" }).click();
  await other.getByLabel(/^Note/).fill("Hates remote work.");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(row(other)).toContainText("Hates remote work.");

  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByRole("alert").first()).toContainText(/changed/i);
  await expect(dana.getByLabel(/^Note/)).toHaveValue("Likes remote work, two days.");
  await dana.getByRole("link", { name: "Discard" }).click();
  await expect(row(dana)).toContainText("Hates remote work.");
  await row(dana).getByRole("button", { name: "Delete note" }).click();
  await dana.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(row(dana)).toHaveCount(0);
  await expect(row(other)).toHaveCount(0);
});

test("without scripts a task is written and done", async ({ app, person }) => {
  const dana = await person({ scripts: false, phone: true });
  await signIn(dana, app);
  await dana.goto("/candidates");
  await dana.getByRole("link", { name: ASHA.name }).first().click();
  await dana.getByRole("link", { name: "Notes" }).click();
  await dana.getByRole("link", { name: "Add New Note" }).click();
  await dana.getByLabel(/^Note/).fill(" ");
  await dana.getByLabel(/^Task/).check();
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByLabel(/^Task/)).toBeChecked();
  await dana.getByLabel(/^Note/).fill("Send the papers.");
  await dana.getByRole("button", { name: "Save" }).click();
  const note = dana.getByRole("listitem").filter({ hasText: "Send the papers." });
  await note.getByRole("button", { name: /^Mark as done/ }).click();
  await expect(note).toContainText("Done by Dana Weiss");
  await fits(dana);
});
