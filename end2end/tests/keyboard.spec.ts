// The whole job by keyboard alone: nothing is clicked, and the focus is always somewhere that makes sense.

import { administrator, HENRIK, JAN, SAMIRA, WEDNESDAY } from "../support/demo.ts";
import { choose, focusKept, press, staysIn, tabTo } from "../support/keyboard.ts";
import { accessible, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "keyboard", present: WEDNESDAY });

test("staff signs in, finds the job and presents a candidate", async ({ app, person }) => {
  const dana = await person();
  const { email, password } = administrator(app);
  await open(dana, "/sign-in");
  await tabTo(dana.getByLabel("Mail address"));
  await dana.keyboard.type(email);
  await press(dana, "Tab");
  await expect(dana.getByLabel("Password")).toBeFocused();
  await dana.keyboard.type(password);
  await press(dana, "Enter");
  await expect(dana.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();

  // The first stop of a page leads past its navigation.
  await press(dana, "Tab");
  await expect(dana.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await picture(dana, "keyboard-skip");
  await press(dana, "Enter");
  await expect(dana.getByRole("main")).toBeFocused();

  // Each page begins at its beginning.
  const navigation = dana.getByRole("navigation", { name: "Main" });
  await tabTo(navigation.getByRole("link", { name: "Jobs" }), "Shift+Tab");
  await press(dana, "Enter");
  await expect(dana.getByRole("heading", { level: 1, name: "Jobs" })).toBeVisible();
  await expect(dana.getByRole("main")).toBeFocused();
  await choose(dana.getByRole("link", { name: "Motion designer" }));
  await expect(dana.getByRole("heading", { level: 1, name: "Motion designer" })).toBeVisible();
  await expect(dana.getByRole("main")).toBeFocused();

  // A panel takes the focus, and gives it back on Escape.
  const present = dana.getByRole("link", { name: "Present to client" });
  const panel = dana.getByRole("complementary", { name: "Present to client" });
  await choose(present);
  await expect(panel).toBeFocused();
  await press(dana, "Escape");
  await expect(panel).toHaveCount(0);
  await expect.soft(present, "the panel gives the focus back").toBeFocused();
  await choose(present);
  await expect(panel).toBeFocused();
  await tabTo(panel.getByRole("checkbox", { name: "Priya Nair" }));
  await press(dana, "Space");
  await expect(panel.getByRole("checkbox", { name: "Priya Nair" })).not.toBeChecked();
  await tabTo(panel.getByLabel(/Message/));
  await dana.keyboard.type("Checkout is what he knows best.");
  const seen = (await app.mails()).length;
  await choose(panel.getByRole("button", { name: "Send link" }));
  await expect(dana.getByText("Sent. The client's page is ready.")).toBeVisible();
  await expect(panel).toHaveCount(0);
  await focusKept(dana, "sending the link");
  expect((await app.mail(HENRIK.email, { after: seen })).text).toContain("Checkout is what he knows best.");

  // A menu opens, closes on Escape, and gives the focus back.
  const menu = dana.getByTitle("Account of Dana Weiss");
  await tabTo(menu, "Shift+Tab");
  await press(dana, "Enter");
  await expect(dana.getByRole("button", { name: "Sign out" })).toBeVisible();
  await press(dana, "Tab", "Tab", "Escape");
  await expect(dana.getByRole("button", { name: "Sign out" })).toBeHidden();
  await expect(menu).toBeFocused();

  // A dialog keeps the focus, and gives it back.
  const more = dana.getByRole("link", { name: HENRIK.name });
  await tabTo(more);
  await press(dana, "Control+k");
  const palette = dana.getByRole("dialog", { name: "Go to" });
  await expect.soft(palette.getByRole("combobox", { name: "Where to?" }), "one types at once").toBeFocused();
  await accessible(dana);
  await picture(dana, "keyboard-palette");
  await staysIn(palette);
  await press(dana, "Escape");
  await expect(palette).toBeHidden();
  await expect(more).toBeFocused();
  await press(dana, "Control+k");
  await dana.keyboard.type("pipe");
  await press(dana, "Enter");
  await expect(dana.getByRole("heading", { level: 1, name: "Pipeline" })).toBeVisible();
  await expect(dana.getByRole("main")).toBeFocused();
});

test("a client decides and paints, a candidate books and calls off", async ({ app, person }) => {
  test.setTimeout(120_000);
  const henrik = await person({ zone: HENRIK.zone });
  await open(henrik, await app.link(HENRIK.email, "/c/"));
  const card = (name: string) => henrik.getByRole("listitem").filter({ hasText: name });
  await choose(henrik.getByRole("button", { name: `Interview ${SAMIRA.name}` }));
  await expect(card(SAMIRA.name)).toContainText("To interview");
  await focusKept(henrik, "choosing a candidate");
  await choose(card(JAN.name).getByText(`Decline ${JAN.name}`).first());
  await press(henrik, "Tab");
  await expect(card(JAN.name).getByLabel(/Why not\?/)).toBeFocused();
  await henrik.keyboard.type("Too far from film.");
  await press(henrik, "Tab", "Enter");
  await expect(card(JAN.name)).toContainText("Declined");
  await focusKept(henrik, "declining a candidate");

  // Friday 26 March, 10:00 to 12:00: the keys begin at the present, Wednesday 10:00.
  const grid = henrik.getByRole("application", { name: /^Your availability/ });
  const said = henrik.getByRole("region", { name: "Your availability" }).getByRole("status");
  await tabTo(grid);
  await press(henrik, "ArrowDown", "ArrowRight", "ArrowRight");
  await expect(said).toContainText("Friday 26 March 2027, 10:00 – 10:15, Berlin (UTC+1)");
  await press(henrik, ...Array<string>(7).fill("Shift+ArrowDown"));
  await expect(said).toContainText("Friday 26 March 2027, 10:00 – 12:00, Berlin (UTC+1), 2 h, adds 6 slots");
  await picture(henrik, "keyboard-selection");
  await press(henrik, "Enter");
  await expect(henrik.getByText("6 slots for candidates")).toBeVisible();
  await expect(grid).toBeFocused();
  // Escape takes a selection back without painting it.
  await press(henrik, "Shift+ArrowDown");
  await expect(said).not.toBeEmpty();
  await press(henrik, "Escape");
  await expect(said).toBeEmpty();
  await expect(grid).toBeFocused();

  // The window opens to be changed; its dialog keeps the focus and gives it back.
  const painted = henrik.getByRole("button", { name: "offered, Friday 26 March 2027, 10:00 – 12:00, Berlin (UTC+1)" });
  const editor = henrik.getByRole("dialog", { name: "Friday 26 March 2027" });
  await choose(painted);
  await expect(editor).toBeVisible();
  await accessible(henrik);
  await picture(henrik, "keyboard-window");
  await staysIn(editor);
  await press(henrik, "Escape");
  await expect(editor).toBeHidden();
  await expect(painted).toBeFocused();
  const save = henrik.getByRole("button", { name: "Save availability" });
  await choose(save);
  await expect(henrik.getByText("Saved. Candidates see 6 slots.")).toBeVisible();
  await expect(save).toBeFocused();
  await accessible(henrik);

  // Each step of the candidate begins at its heading.
  const samira = await person({ zone: SAMIRA.zone });
  await open(samira, await app.link(SAMIRA.email, "/b/"));
  const day = samira.getByRole("link", { name: "Friday 26 March 2027, 6 free times" });
  await choose(day);
  await expect(day).toBeFocused();
  await choose(samira.getByRole("link", { name: "Friday 26 March 2027, 10:30 – 11:15, Paris (UTC+1)" }));
  await expect.soft(samira.getByRole("heading", { name: "Confirm your interview" })).toBeFocused();
  await picture(samira, "keyboard-confirm");
  await choose(samira.getByRole("button", { name: "Confirm" }));
  await expect.soft(samira.getByRole("heading", { name: "Your interview is confirmed" })).toBeFocused();
  await choose(samira.getByRole("link", { name: "Cancel", exact: true }));
  await expect.soft(samira.getByRole("heading", { name: "Cancel this interview?" })).toBeFocused();
  await tabTo(samira.getByLabel(/Reason/));
  await samira.keyboard.type("I took another offer.");
  await choose(samira.getByRole("button", { name: "Cancel the interview" }));
  await expect(samira.getByRole("heading", { name: "Cancel this interview?" })).toHaveCount(0);
  await expect.soft(samira.getByRole("heading", { level: 2 }).first()).toBeFocused();
  await accessible(samira);
  await picture(samira, "keyboard-cancelled");
});
