// The main job, end to end: from a client's availability to a confirmed interview, in three browsers in three zones, in the week in which
// Europe's clocks change (28 March 2027) and after America's did (14 March).

import { accessible, drag, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { addCandidate, addClient, addJob, open, setUp } from "../support/world.ts";

test.use({ present: "2027-03-24T09:00:00Z" });

const ANA = { name: "Ana Ruiz", email: "ana@northwind.example", zone: "America/New_York" };
const SOFIA = { name: "Sofia Ito", email: "sofia@candidates.example", zone: "Asia/Kolkata" };
const MARC = { name: "Marc Okafor", email: "marc@candidates.example", zone: "Europe/London" };

test("a candidate is presented, the client shares availability, the candidate books, moves and calls off", async ({ app, person }) => {
  test.setTimeout(240_000);
  const dana = await person({ zone: "Europe/Berlin" });
  await setUp(dana);
  await addClient(dana, "Northwind", ANA);
  await addJob(dana, "Platform Engineer", "Northwind");
  await addCandidate(dana, SOFIA, /Platform Engineer/);
  await addCandidate(dana, MARC, /Platform Engineer/);

  // The recruiter presents both.
  await open(dana, "/jobs");
  await dana.getByRole("link", { name: "Platform Engineer" }).click();
  await dana.getByRole("link", { name: "Present to client" }).or(dana.getByRole("button", { name: "Present to client" })).first().click();
  await dana.getByRole("checkbox", { name: SOFIA.name }).check();
  await dana.getByRole("checkbox", { name: MARC.name }).check();
  await dana.getByRole("button", { name: "Send link" }).click();
  const presented = await app.mail(ANA.email);
  await picture(dana, "job");
  await accessible(dana);

  // The recruiter leaves the pipeline open: it follows by itself from here on.
  await open(dana, "/pipeline");
  const card = dana.getByRole("article").filter({ hasText: SOFIA.name });
  await expect(card).toContainText("Client, since today");
  await picture(dana, "pipeline");
  await accessible(dana);

  // The client, in New York, sees who is presented, and wants to meet Sofia.
  const ana = await person({ zone: ANA.zone });
  const clientLink = presented.links.find((link) => link.includes("/c/"))!;
  await open(ana, clientLink);
  await expect(ana.getByText(SOFIA.name).first()).toBeVisible();
  await expect(ana.getByText(MARC.name).first()).toBeVisible();
  await accessible(ana);
  await picture(ana, "client-page-first");
  const sofia = ana.getByRole("listitem").filter({ hasText: SOFIA.name });
  await sofia.getByRole("button", { name: /Interview/ }).click();
  await expect(sofia).toContainText("To interview");

  // She paints Monday 29 March, 10:00 to 12:00 in New York, and saves. The count is there before any request.
  await ana.getByRole("button", { name: "Later" }).or(ana.getByRole("link", { name: "Later" })).first().click();
  await drag(ana, /Monday 29 March 2027/, 10 * 60, 12 * 60);
  await expect(ana.getByText(/adds 3 slots/)).toBeVisible();
  await ana.mouse.up();
  await expect(ana.getByText("3 slots for candidates")).toBeVisible();
  await ana.getByRole("button", { name: "Save availability" }).click();
  await expect(ana.getByText(/Saved/)).toBeVisible();
  await accessible(ana);
  await picture(ana, "client-page");

  // The job invites by itself: Sofia gets her link, and the pipeline waits for her.
  const invited = await app.mail(SOFIA.email);
  await expect(card).toContainText("Candidate, since today");

  // Sofia, on a phone in Kolkata, picks 19:30 (10:00 in New York; India knows no summer time).
  const sofiaPhone = await person({ zone: SOFIA.zone, phone: true });
  const bookingLink = invited.links.find((link) => link.includes("/b/"))!;
  await open(sofiaPhone, bookingLink);
  await expect(sofiaPhone.getByText(/Kolkata/).first()).toBeVisible();
  await accessible(sofiaPhone);
  await picture(sofiaPhone, "booking-phone");
  await sofiaPhone.getByRole("link", { name: /29 March/ }).or(sofiaPhone.getByRole("button", { name: /29 March/ })).first().click();
  await sofiaPhone.getByRole("link", { name: /19:30/ }).or(sofiaPhone.getByRole("button", { name: /19:30/ })).first().click();
  await expect(sofiaPhone.getByRole("heading", { name: "Confirm your interview" })).toBeVisible();
  await picture(sofiaPhone, "booking-phone-confirm");
  await sofiaPhone.getByRole("button", { name: "Confirm" }).click();
  await expect(sofiaPhone.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
  await accessible(sofiaPhone);
  await picture(sofiaPhone, "booking-phone-done");

  // The open pipeline shows it, untouched, and the client's open page too.
  await expect(card).toContainText("Booked");
  await expect(ana.getByRole("heading", { name: "Confirmed interviews" })).toBeVisible();

  // Everybody has one right mail with an invitation.
  const start = "2027-03-29T14:00:00.000Z";
  for (const to of [SOFIA.email, ANA.email, "dana@weiss.example"]) {
    const mail = await app.mail(to, { subject: /confirmed|Interview/i });
    const calendar = mail.calendar!;
    expect(calendar, `${to}: ${mail.subject}`).toBeTruthy();
    expect([calendar.method, calendar.headerMethod, calendar.sequence, calendar.start.toISOString(), calendar.attached]).toEqual(["REQUEST", "REQUEST", 0, start, true]);
    expect(mail.text).toMatch(/UTC[+−]\d/);
  }

  // The recruiter's calendar shows it at 16:00: Berlin has had summer time since yesterday.
  await open(dana, "/calendar?date=2027-03-29");
  await expect(dana.getByRole("link", { name: /Sofia Ito.*16:00|16:00.*Sofia Ito/ }).or(dana.getByRole("button", { name: /Sofia Ito.*16:00|16:00.*Sofia Ito/ })).first()).toBeVisible();
  await accessible(dana);
  await picture(dana, "calendar");

  // Sofia moves it by the same link, then calls it off.
  await open(sofiaPhone, bookingLink);
  await sofiaPhone.getByRole("link", { name: "Change the time" }).or(sofiaPhone.getByRole("button", { name: "Change the time" })).first().click();
  await sofiaPhone.getByRole("link", { name: /29 March/ }).or(sofiaPhone.getByRole("button", { name: /29 March/ })).first().click();
  await sofiaPhone.getByRole("link", { name: /20:00/ }).or(sofiaPhone.getByRole("button", { name: /20:00/ })).first().click();
  await sofiaPhone.getByRole("button", { name: "Move it" }).click();
  await expect(sofiaPhone.getByRole("heading", { name: "Your interview is confirmed" })).toBeVisible();
  await expect.poll(async () => (await app.mails()).filter((mail) => mail.to.includes(ANA.email)).at(-1)?.calendar?.sequence).toBe(1);
  await sofiaPhone.getByRole("link", { name: "Cancel", exact: true }).or(sofiaPhone.getByRole("button", { name: "Cancel", exact: true })).first().click();
  await sofiaPhone.getByRole("button", { name: "Cancel the interview" }).click();
  await expect.poll(async () => (await app.mails()).filter((mail) => mail.to.includes(ANA.email)).at(-1)?.calendar?.method).toBe("CANCEL");

  // Each of the three got each message once.
  const all = (await app.mails()).filter((mail) => mail.calendar);
  for (const to of [SOFIA.email, ANA.email, "dana@weiss.example"]) {
    expect(all.filter((mail) => mail.to.includes(to)).map((mail) => `${mail.calendar!.method} ${mail.calendar!.sequence}`)).toEqual(["REQUEST 0", "REQUEST 1", "CANCEL 2"]);
  }
});
