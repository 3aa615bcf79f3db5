// The manual within the app: from where a question arises to its page, on to others, to a heading, and back.

import { signIn, WEDNESDAY } from "../support/demo.ts";
import { fits } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "looked at", present: WEDNESDAY });

test("help is where the question arises", async ({ app, person, expected }) => {
  test.setTimeout(90_000);
  const dana = await person();
  await signIn(dana, app);
  const title = (name: string) => dana.getByRole("heading", { level: 1, name, exact: true });
  const text = dana.getByRole("main").getByRole("article");

  await open(dana, "/calendar");
  await dana.getByRole("link", { name: "Help: scheduling", exact: true }).click();
  await expect(title("Put interviews on the calendar")).toBeVisible();
  await expect(dana.getByRole("navigation", { name: "Pages of the manual" }).locator("[aria-current=page]")).toHaveText("Put interviews on the calendar");
  await dana.getByRole("navigation", { name: "On this page" }).getByRole("link", { name: "Keyboard", exact: true }).click();
  await expect(text.getByRole("heading", { level: 2, name: "Keyboard", exact: true })).toBeInViewport();

  await text.getByRole("link", { name: "room", exact: true }).click();
  await expect(title("Rooms")).toBeVisible();
  await expect(dana).toHaveURL(/\/help\/rooms$/);
  await dana.getByRole("main").getByRole("link", { name: "Help", exact: true }).first().click();
  await expect(title("Help")).toBeVisible();

  await text.getByRole("link", { name: "messages that could not be sent", exact: true }).click();
  await expect(title("Settings")).toBeVisible();
  await expect(text.getByRole("heading", { level: 2, name: "A message could not be sent" })).toBeInViewport();

  expected(/status of 404/);
  await open(dana, "/help/no-such-page");
  await expect(dana.getByText("This does not exist, or your account may not see it.")).toBeVisible();
  await fits(dana);
});

test("the manual opens without scripts, for interviewers too", async ({ app, person }) => {
  const mia = await person({ scripts: false });
  await signIn(mia, app, "mia@weiss.example");
  await mia.goto("/help/evaluate");
  await expect(mia.getByRole("heading", { level: 1, name: "Fill in forms and compare evaluations" })).toBeVisible();
  await expect(mia.getByRole("main").getByRole("article")).toContainText("Submit evaluation");
});
