// What a candidate was told: on the tab by itself, with its state; a mail written from a kept text; sent again; without scripts.

import { ASHA, signIn, WEDNESDAY } from "../support/demo.ts";
import { accessible, everyLook, fits, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "communication", present: WEDNESDAY });

test("what was sent stands on the tab, and a mail is written from a kept text", async ({ app, person, expected }) => {
  expected(/status of 422/);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/settings");
  await dana.getByRole("link", { name: "Open texts for mails" }).click();
  await dana.getByRole("link", { name: "New text" }).click();
  await dana.getByLabel("Name of the text").fill("What to bring");
  await dana.getByLabel("Subject").fill("Your visit, {{candidate.first_name}}");
  await dana.getByLabel("Text", { exact: true }).fill("Dear {{candidate.frist_name}},\n\nplease bring an identity card.");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByLabel("Text", { exact: true })).toHaveAccessibleDescription(/Did you mean candidate.first_name/);
  await accessible(dana);
  await dana.getByLabel("Text", { exact: true }).fill("Dear {{candidate.first_name}},\n\nplease bring an identity card.");
  await dana.getByRole("button", { name: "Save" }).click();
  await expect(dana.getByRole("row", { name: /What to bring/ })).toBeVisible();
  await picture(dana, "mail-templates");
  await accessible(dana);

  await open(dana, "/candidates");
  await dana.getByRole("link", { name: ASHA.name }).first().click();
  await dana.getByRole("navigation", { name: "Candidate", exact: true }).getByRole("link", { name: "Communication" }).click();
  const invitation = dana.getByRole("listitem").filter({ hasText: "Data engineer" }).first();
  await expect(invitation).toContainText("Sent");
  await invitation.getByText("What it says").click();
  await expect(invitation.getByText(/\/b\/…/), "the link's key is cut").toBeVisible();
  // Sent again it leads to the same, by a fresh link.
  const [first, many] = [await app.link(ASHA.email, "/b/"), (await app.mails()).length];
  await invitation.getByRole("button", { name: /^Send again/ }).click();
  const fresh = await app.link(ASHA.email, "/b/", many);
  expect(fresh).not.toBe(first);
  const asha = await person({ zone: ASHA.zone });
  await open(asha, fresh);
  await expect(asha.getByRole("heading", { name: "Pick a day and a time" })).toBeVisible();

  await dana.getByRole("link", { name: "Write a mail" }).click();
  await dana.getByRole("button", { name: "Send", exact: true }).click();
  await expect(dana.getByLabel("Subject")).toHaveAttribute("aria-invalid", "true");
  await dana.getByLabel("Begin with a text").selectOption("What to bring");
  await expect(dana.getByLabel("Subject")).toHaveValue("Your visit, Asha");
  await expect(dana.getByLabel("Text", { exact: true })).toHaveValue("Dear Asha,\n\nplease bring an identity card.");
  await accessible(dana);
  await picture(dana, "communication-new");
  const before = (await app.mails()).length;
  await dana.getByRole("button", { name: "Send", exact: true }).click();
  const mail = await app.mail(ASHA.email, { subject: /Your visit, Asha/, after: before });
  expect(mail.text).toContain("please bring an identity card.");
  const sent = dana.getByRole("listitem").filter({ hasText: "Your visit, Asha" });
  await expect(sent).toHaveCount(1);
  await expect(sent).toContainText("Sent");
  await everyLook(dana, "communication");

  const again = (await app.mails()).length;
  await sent.getByRole("button", { name: /^Send again/ }).click();
  await app.mail(ASHA.email, { subject: /Your visit, Asha/, after: again });
  await expect(sent).toHaveCount(2);

  // Without scripts, on a phone.
  const plain = await person({ phone: true, scripts: false });
  await signIn(plain, app);
  await plain.goto(`${new URL(dana.url()).pathname}?new=1`);
  await fits(plain);
  await plain.getByLabel("Subject").fill("Short");
  await plain.getByRole("button", { name: "Send", exact: true }).click();
  await expect(plain.getByLabel("Subject")).toHaveValue("Short");
  await expect(plain.getByLabel("Text", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await plain.getByLabel("Text", { exact: true }).fill("By hand.");
  await plain.getByRole("button", { name: "Send", exact: true }).click();
  await expect(plain.getByRole("listitem").filter({ hasText: "Short" })).toHaveCount(1);
});
