// Rooms: kept by administrators and coordinators, offered where an interview is planned, declined where they are taken.

import type { Locator, Page } from "@playwright/test";

import { signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open, reload } from "../support/world.ts";

test.use({ demo: "rooms", present: WEDNESDAY });
test.describe.configure({ mode: "serial" });

test("a room is added, changed, and offered no longer", async ({ app, person, expected }) => {
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/settings");
  await dana.getByRole("link", { name: "Manage rooms" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "Rooms" })).toBeVisible();
  await expect(dana.getByRole("row")).toHaveCount(4);
  await everyLook(dana, "rooms");
  await dana.setViewportSize({ width: 1280, height: 800 });
  await dana.emulateMedia({ colorScheme: "light" });

  await dana.getByRole("link", { name: "New room" }).click();
  await dana.getByLabel("Room", { exact: true }).fill("Garden");
  await dana.getByLabel("Seats").fill("0");
  await dana.getByLabel(/^Features/).fill("Screen, Whiteboard");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("From 1 to 1000.").first()).toBeVisible();
  await accessible(dana);
  await picture(dana, "rooms-new-refused");
  await dana.getByLabel("Seats").fill("8");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "Garden" })).toBeVisible();
  await accessible(dana);

  // The name of another room is refused where it is typed.
  await dana.getByLabel("Room", { exact: true }).fill("aquarium");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("This is taken already.").first()).toBeVisible();
  await dana.getByLabel("Room", { exact: true }).fill("Winter garden");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByRole("heading", { level: 1, name: "Winter garden" })).toBeVisible();

  await dana.getByRole("button", { name: "Offer no longer" }).click();
  await expect(dana.getByText("This room is no longer offered.")).toBeVisible();
  await accessible(dana);
  await picture(dana, "rooms-retired");
  await open(dana, "/settings/rooms");
  await expect(dana.getByRole("row").filter({ hasText: "Winter garden" })).toContainText("No longer offered");
});

test("free rooms come first, a taken one names who has it, and declines at once", async ({ app, person, expected }) => {
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await begin(dana, "Samira");
  const rooms = await offered(dana);
  // Candidate alone: the smallest that holds one comes first; what is not offered is not there.
  await expect(rooms.getByRole("option")).toHaveText([/^Kiosk.*2 seats/, /^Aquarium.*6 seats · Screen · Video/, /^Loft/]);
  await accessible(dana);
  await rooms.getByRole("option", { name: /Aquarium/ }).click();
  await expect(dana.getByText("Aquarium, 2nd floor, Linienstr. 40")).toBeVisible();
  await dana.getByLabel("Where", { exact: true }).selectOption("onsite");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("The interview stands, everybody is told.")).toBeVisible();

  // The invitation says where.
  const mail = await app.mail("samira.haddad@example.com", { subject: /interview/i });
  expect(mail.text).toContain("Room: Aquarium, 2nd floor, Linienstr. 40");

  // The next one at the same time: it is taken, and says by whom.
  await begin(dana, "Jan");
  const again = await offered(dana);
  const taken = again.getByRole("option", { name: /Aquarium/ });
  await expect(again.getByRole("option").last()).toContainText("Aquarium");
  await expect(taken).toContainText(/taken: .* · Samira Haddad, 14:00 – 15:00/);
  await expect(taken).toHaveAttribute("aria-disabled", "true");
  await picture(dana, "rooms-offered");
  await taken.click({ force: true });
  await expect(dana.getByRole("button", { name: "Without Aquarium" })).toHaveCount(0);
  await offered(dana);
  await again.getByRole("option", { name: /Loft/ }).click();
  await expect(dana.getByRole("button", { name: "Without Loft" })).toBeVisible();

  // Another recruiter takes it meanwhile: the panel says so by itself, and saving is refused at the field with what is free.
  const other = await dana.context().newPage();
  await begin(other, "Ethan");
  await (await offered(other)).getByRole("option", { name: /Loft/ }).click();
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("The interview stands, everybody is told.")).toBeVisible();
  await expect(dana.getByRole("status").getByText(/Loft: .* · Ethan Cole, 14:00 – 15:00/)).toBeVisible();
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText(/Loft is taken: .* · Ethan Cole, 14:00 – 15:00 in Berlin\. Free at this time: Kiosk\./).first()).toBeVisible();
  await accessible(dana);
  await everyLook(dana, "rooms-declined");
  await dana.setViewportSize({ width: 1280, height: 800 });
  await dana.emulateMedia({ colorScheme: "light" });

  // Another time will do.
  await dana.getByLabel("Start, hour").selectOption("15");
  await expect(dana.getByRole("status").getByText(/Loft: /)).toHaveCount(0);
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByText("The interview stands, everybody is told.")).toBeVisible();

  // Each room has its calendar, and the interview its room.
  await open(dana, "/calendar?date=2027-03-25&view=list");
  await dana.getByRole("combobox", { name: "Room" }).selectOption({ label: "Loft" });
  await dana.getByRole("button", { name: "Apply" }).click();
  await expect(dana.getByRole("link", { name: /Ethan Cole/ })).toBeVisible();
  await expect(dana.getByRole("link", { name: /Samira Haddad/ })).toHaveCount(0);
  await picture(dana, "rooms-calendar");
  await dana.getByRole("link", { name: /Jan Kowalski/ }).click();
  await expect(dana.getByRole("link", { name: "Loft, 4th floor, Linienstr. 40" })).toBeVisible();
  await other.close();
});

test("a coordinator keeps rooms, a recruiter does not", async ({ app, person, expected }) => {
  expected(/status of 403/);
  for (const [email, keeps] of [["tom@weiss.example", true], ["ines@weiss.example", false]] as const) {
    const page = await person();
    const answer = await page.request.post("/api/account/sign-in", {
      headers: { Origin: app.url, Accept: "text/html" },
      form: { "input[email]": email, "input[password]": "morning canal violet", "input[next]": "/account" },
    });
    expect(answer.ok()).toBe(true);
    await open(page, "/settings/rooms");
    await expect(page.getByRole("link", { name: "Aquarium", exact: true })).toHaveCount(keeps ? 1 : 0);
    await expect(page.getByRole("navigation").getByRole("link", { name: "Settings" })).toHaveCount(keeps ? 1 : 0);
    await page.close();
  }
});

test("a template wants any two of three colleagues, and a room", async ({ app, person, expected }) => {
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/jobs");
  await dana.getByRole("link", { name: "Talent researcher" }).click();
  await dana.getByRole("link", { name: "Set-up" }).click();
  const add = dana.getByRole("button", { name: "Add a group of which some take part" }).first();
  await add.click();
  const people = dana.getByRole("combobox", { name: "Colleagues in the group" });
  for (const name of ["Jonas", "Tom", "Ines"]) {
    await people.fill(name);
    await dana.getByRole("listbox").getByRole("option", { name: new RegExp(name) }).click();
  }
  await people.press("Escape");
  await dana.getByLabel("Of this group").selectOption({ label: "any 2" });
  await dana.getByLabel("Needs a room").check();
  await dana.getByLabel("Seats").fill("0");
  await dana.getByLabel(/^Features/).fill("screen");
  await dana.getByLabel(/^Message to the attendees/).fill("Please read the résumé before.");
  const save = dana.getByRole("main").getByRole("button", { name: "Save", exact: true });
  await save.click();
  await expect(dana.getByText("From 1 to 1000.").first()).toBeVisible();
  await dana.getByLabel("Seats").fill("4");
  await save.click();
  await expect(dana.getByText("Saved.")).toBeVisible();
  await reload(dana);
  await expect(dana.getByLabel("Of this group")).toHaveValue("2");
  await expect(dana.getByRole("button", { name: "Remove Jonas Ott" })).toBeVisible();
  await expect(dana.getByLabel("Seats")).toHaveValue("4");
  await accessible(dana);
  await everyLook(dana, "rooms-template");
});

/** Opens the panel for somebody, for Thursday 25 March 2027, 14:00 to 15:00. */
async function begin(page: Page, name: string): Promise<void> {
  await open(page, "/calendar?view=list&date=2027-03-25&plan=new");
  const form = panel(page);
  await form.getByRole("combobox", { name: "Candidate" }).fill(name);
  await form.getByRole("option", { name: new RegExp(name) }).click();
  await expect(form.getByText(name).first()).toBeVisible();
  await form.getByLabel("Date", { exact: true }).first().fill("2027-03-25");
  await form.getByLabel("Start, hour").selectOption("14");
  await form.getByLabel("Start, minute").selectOption("0");
  await form.getByLabel("Date", { exact: true }).nth(1).fill("2027-03-25");
  await form.getByLabel("End, hour").selectOption("15");
  await form.getByLabel("End, minute").selectOption("0");
}

/** The panel beside the calendar. */
function panel(page: Page): Locator {
  return page.getByRole("complementary", { name: "Add Interview" });
}

/** The list of rooms, opened. */
async function offered(page: Page): Promise<Locator> {
  await panel(page).getByRole("combobox", { name: "Room" }).click();
  const list = panel(page).getByRole("listbox", { name: "Room" });
  await expect(list).toBeVisible();
  return list;
}
