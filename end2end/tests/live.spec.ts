// Open pages follow what others do: at once, after a lost connection, and from the first moment on.

import type { Page } from "@playwright/test";

import { ASHA, signIn, WEDNESDAY } from "../support/demo.ts";
import { hydrated, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "live", present: WEDNESDAY });

test("a change is seen within a second, and after a lost connection", async ({ app, person, expected }) => {
  expected(/ERR_INTERNET_DISCONNECTED/);
  const [dana, other] = [await person(), await person()];
  await signIn(dana, app);
  await signIn(other, app);
  for (const page of [dana, other]) await openAsha(page);

  await moveTo(other, "Screening");
  await expect(stage(dana)).toHaveText("Screening", { timeout: 1_000 });

  await dana.context().setOffline(true);
  await expect(dana.getByText(/Connection lost/)).toBeVisible();
  await moveTo(other, "Offer");
  await picture(dana, "live-lost");
  await expect(stage(dana)).toHaveText("Screening");
  await dana.context().setOffline(false);
  await expect(stage(dana)).toHaveText("Offer");
  await expect(dana.getByText(/Connection lost/)).toHaveCount(0);
});

test("what changes between the page's making and its first listening is not missed", async ({ app, person }) => {
  const [dana, other] = [await person(), await person()];
  await signIn(dana, app);
  await signIn(other, app);
  await openAsha(other);
  const path = new URL(other.url()).pathname;
  // The stream opens late: another change comes in between.
  let open: () => void = () => {};
  const opened = new Promise<void>((done) => (open = done));
  await dana.route("**/events", async (route) => {
    await opened;
    await route.continue();
  });
  await dana.goto(path);
  await hydrated(dana);
  await moveTo(other, "Hired");
  await expect(stage(dana)).not.toHaveText("Hired");
  open();
  await expect(stage(dana)).toHaveText("Hired");
});

test("whoever is signed out meanwhile is led to signing in, not told to wait", async ({ app, person, expected }) => {
  expected(/status of 401|ERR_INTERNET_DISCONNECTED/);
  const dana = await person();
  await signIn(dana, app);
  await openAsha(dana);
  await dana.context().clearCookies();
  await dana.context().setOffline(true);
  await expect(dana.getByText(/Connection lost/)).toBeVisible();
  await dana.context().setOffline(false);
  const again = dana.getByRole("alert").getByRole("link");
  await expect(again).toHaveAttribute("href", /^\/sign-in\?next=%2Fcandidates%2F/);
  await expect(dana.getByText(/Connection lost/)).toHaveCount(0);
});

async function openAsha(page: Page): Promise<void> {
  await open(page, "/candidates");
  await page.getByRole("link", { name: ASHA.name }).click();
  await expect(page.getByRole("heading", { level: 1, name: ASHA.name })).toBeVisible();
}

function stage(page: Page) {
  return page.getByRole("combobox", { name: /^Stage of/ }).first().locator("option:checked");
}

async function moveTo(page: Page, name: string): Promise<void> {
  await page.getByRole("combobox", { name: /^Stage of/ }).first().selectOption({ label: name });
  await page.getByRole("button", { name: "Move", exact: true }).first().click();
  await expect(stage(page)).toHaveText(name);
  await expect(page.getByText("Moved.").first()).toBeVisible();
}
