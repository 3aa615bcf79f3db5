// The main job, end to end: from a client's availability to a confirmed interview, in three browsers in three zones, in the week in which
// Europe's clocks change (28 March 2027) and after America's did (14 March).

import { accessible, picture } from "../support/page.ts";
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
  await dana.getByLabel(SOFIA.name).check();
  await dana.getByLabel(MARC.name).check();
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
  await expect(ana.getByText(SOFIA.name)).toBeVisible();
  await expect(ana.getByText(MARC.name)).toBeVisible();
  await accessible(ana);
  await picture(ana, "client-page-first");
  const sofia = ana.getByRole("listitem").filter({ hasText: SOFIA.name });
  await sofia.getByRole("button", { name: /Interview/ }).click();
  await expect(sofia).toContainText("To interview");
});
