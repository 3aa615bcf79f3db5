// A client who comes back changes what was shared, and finds what was agreed.

import { ASHA, NORA, WEDNESDAY } from "../support/demo.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "returning", present: WEDNESDAY });

test("a client who comes back changes availability; what is confirmed stays", async ({ app, person }) => {
  const asha = await person({ zone: ASHA.zone });
  await open(asha, await app.link(ASHA.email, "/b/"));
  await asha.getByRole("link", { name: /^Monday 29 March 2027, \d+ free times?$/ }).click();
  await asha.getByRole("region", { name: /^Monday \d+ March$/ }).getByRole("link").first().click();
  await asha.getByRole("button", { name: "Confirm" }).click();
  await expect(asha.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();

  const nora = await person({ zone: NORA.zone });
  await open(nora, await app.link(NORA.email, "/c/"));
  const interview = nora.getByRole("region", { name: "Confirmed interviews" }).getByRole("listitem").filter({ hasText: ASHA.name });
  const agreed = await interview.locator("p").first().textContent();
  const monday = nora.getByLabel("Hours on Monday");
  if (!(await monday.isVisible())) await nora.getByText("Every week, and dates that differ").first().click();
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) await nora.getByLabel(`Hours on ${day}`).fill("");
  await nora.getByLabel("Hours on Friday").fill("14:00-17:00");
  await nora.getByRole("button", { name: "Save availability" }).click();
  await expect(nora.getByText(/^Saved\./)).toBeVisible();
  await open(nora, new URL(nora.url()).pathname);
  await expect(nora.getByLabel("Hours on Friday")).toHaveValue("14:00-17:00");
  await expect(interview.locator("p").first()).toHaveText(agreed!);
  await expect(asha.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
});
