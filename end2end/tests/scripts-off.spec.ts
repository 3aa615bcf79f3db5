// Candidate and client whose browsers run no scripts, on a phone: every step is a link or a plain form.

import type { Page } from "@playwright/test";

import { ASHA, HENRIK, JAN, NORA, SAMIRA, WEDNESDAY } from "../support/demo.ts";
import { accessibleCopy, fits, picture } from "../support/page.ts";
import { expect, test, type Person } from "../support/test.ts";

test.use({ demo: "scripts off", present: WEDNESDAY });

const PHONE: Person = { phone: true, scripts: false };

test("a candidate books, moves and calls off", async ({ app, person }) => {
  const [asha, copy] = [await person(PHONE), await person()];
  await asha.goto(await app.link(ASHA.email, "/b/"));
  await expect(asha.getByRole("heading", { level: 1, name: "First interview for Data engineer" })).toBeVisible();
  // Nobody told the server where she is: times are in the organisation's zone until she does.
  await expect(asha.getByText("Times are in Berlin (UTC+1).").first()).toBeVisible();
  await look(asha, copy, "booking");

  await asha.getByRole("link", { name: "Change time zone" }).first().click();
  await look(asha, copy, "booking-zone");
  await asha.getByLabel("Time zone").selectOption(ASHA.zone);
  await asha.getByRole("button", { name: "Show times in this zone" }).click();
  await expect(asha.getByText("Times are in Kolkata (UTC+5:30).").first()).toBeVisible();

  await asha.getByRole("link", { name: /^Monday 29 March 2027, \d+ free times?$/ }).click();
  await asha.getByRole("link", { name: "Monday 29 March 2027, 18:30 – 19:15, Kolkata (UTC+5:30)" }).click();
  await expect(asha.getByRole("heading", { name: "Confirm your interview" })).toBeVisible();
  await look(asha, copy, "booking-confirm");

  // Wrong input comes back as it was typed, with its error at the field, and the time is still the one picked.
  const phone = asha.getByLabel(/Telephone/);
  await phone.fill("call me maybe");
  await asha.getByRole("button", { name: "Confirm" }).click();
  await expect(phone).toHaveValue("call me maybe");
  await expect(phone).toHaveAccessibleDescription(/This is not a telephone number/);
  await expect(asha.getByRole("alert")).toContainText("Please check the marked fields.");
  await expect(asha.getByText("18:30 – 19:15")).toBeVisible();
  await look(asha, copy, "booking-wrong");
  await phone.fill("+91 98 7654 3210");
  await asha.getByRole("button", { name: "Confirm" }).click();

  await expect(asha.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
  await expect(asha.getByText("Monday 29 March 2027")).toBeVisible();
  await expect.soft(asha.getByText("18:30 – 19:15"), "booked in the zone that she chose").toBeVisible();
  await look(asha, copy, "booking-done");

  await asha.getByRole("link", { name: "Change the time" }).click();
  await expect(asha.getByText(/It stays there until you confirm another time/)).toBeVisible();
  await asha.getByRole("link", { name: /^Thursday 1 April 2027, \d+ free times?$/ }).click();
  await asha.getByRole("link", { name: /^Thursday 1 April 2027, / }).filter({ hasNotText: "free" }).first().click();
  await expect(asha.getByRole("heading", { name: "Move your interview to this time?" })).toBeVisible();
  await look(asha, copy, "booking-move");
  await asha.getByRole("button", { name: "Move it" }).click();
  await expect(asha.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
  await expect(asha.getByText("Thursday 1 April 2027")).toBeVisible();

  await asha.getByRole("link", { name: "Cancel", exact: true }).click();
  await expect(asha.getByText(/Your interview with Northwind on Thursday 1 April 2027.* will be called off/)).toBeVisible();
  await look(asha, copy, "booking-cancel");
  await asha.getByLabel(/Reason/).fill("I took another offer.");
  await asha.getByRole("button", { name: "Cancel the interview" }).click();
  await expect(asha.getByRole("button", { name: "Cancel the interview" })).toHaveCount(0);
  await expect(asha).not.toHaveURL(/step=/);
  await expect(asha.getByText(/^(Your interview on .* is cancelled\.|The interview was cancelled)/), "she is told that it is cancelled").toBeVisible();
  await look(asha, copy, "booking-cancelled");

  // Everybody learns each step once.
  await expect.poll(async () => (await app.mails()).filter((mail) => mail.to.includes(NORA.email) && mail.subject.includes(ASHA.name)).map((mail) => mail.calendar?.method)).toEqual(["REQUEST", "REQUEST", "CANCEL"]);
});

test("a client declines, chooses and shares availability", async ({ app, person }) => {
  const [henrik, copy] = [await person(PHONE), await person()];
  await henrik.goto(await app.link(HENRIK.email, "/c/"));
  await expect(henrik.getByRole("heading", { level: 1, name: "Who would you like to meet, and when?" })).toBeVisible();
  await look(henrik, copy, "client");

  const jan = henrik.getByRole("listitem").filter({ hasText: JAN.name });
  await jan.getByText(`Decline ${JAN.name}`).first().click();
  await jan.getByLabel(/Why not\?/).fill("Too far from film.");
  await jan.getByRole("button", { name: `Decline ${JAN.name}` }).click();
  await expect(jan).toContainText("Declined");
  await expect(jan).toContainText("Too far from film.");
  const samira = henrik.getByRole("listitem").filter({ hasText: SAMIRA.name });
  await samira.getByRole("button", { name: `Interview ${SAMIRA.name}` }).click();
  await expect(samira).toContainText("To interview");

  // Wrong input comes back as it was typed, with its error at the field.
  const monday = henrik.getByLabel("Hours on Monday");
  const unfold = async () => {
    if (!(await monday.isVisible())) await henrik.getByText("Every week, and dates that differ").first().click();
  };
  await unfold();
  await monday.fill("9 to noon");
  await henrik.getByRole("button", { name: "Save availability" }).click();
  await expect(henrik.getByRole("alert").first()).toContainText("Please check the marked fields.");
  await look(henrik, copy, "client-wrong");
  await expect.soft(monday, "the field with the error is in sight").toBeVisible();
  await unfold();
  await expect.soft(monday, "what was typed is still there").toHaveValue("9 to noon");
  await expect(monday).toHaveAccessibleDescription(/Please write times such as/);

  await monday.fill("9:00-12:00");
  await henrik.getByText("Windows as text").click();
  await henrik.getByRole("textbox", { name: "Windows as text" }).fill("2027-03-30 14:00-15:30");
  await henrik.getByRole("button", { name: "Save availability" }).click();
  await expect(henrik.getByText(/saved .* by Henrik Voss/)).toBeVisible();
  await expect(henrik.getByText(/^[1-9]\d* slots for candidates/)).toBeVisible();
  await expect(monday).toHaveValue("09:00-12:00");
  await look(henrik, copy, "client-saved");

  // The job invites by itself, and what he saved is what she gets.
  const booking = await person(PHONE);
  await booking.goto(await app.link(SAMIRA.email, "/b/"));
  await expect(booking.getByRole("link", { name: /^Monday 29 March 2027, \d+ free times$/ })).toBeVisible();
  await expect(booking.getByRole("link", { name: "Tuesday 30 March 2027, 4 free times" })).toBeVisible();
});

async function look(page: Page, copy: Page, name: string): Promise<void> {
  await fits(page);
  await picture(page, `scripts-off-${name}`);
  await accessibleCopy(page, copy);
}
