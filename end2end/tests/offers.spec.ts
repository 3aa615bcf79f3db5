// Offers: letters written and approved by administrators.

import { signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "offers", present: WEDNESDAY });

test("a letter is written with a live preview, refused with the place of a wrong tag, approved and retired", async ({ app, person }) => {
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/settings");
  await dana.getByRole("link", { name: "Open offer letters" }).click();
  await expect(dana.getByText("No letters yet")).toBeVisible();
  await accessible(dana);
  await dana.getByRole("link", { name: "New letter" }).first().click();
  const asked: string[] = [];
  dana.on("request", (request) => asked.push(request.url()));
  await dana.getByLabel("Name", { exact: true }).fill("Permanent position");
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
  await dana.getByRole("button", { name: /^Approve/ }).click();
  await expect(dana.getByRole("region", { name: "Versions" })).toContainText("approved");
  await everyLook(dana, "offer-template");
  await open(dana, "/settings/offers");
  await expect(dana.getByRole("row", { name: /Permanent position/ })).toContainText("Version 1 approved");
});
