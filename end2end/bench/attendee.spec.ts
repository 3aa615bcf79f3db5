// From choosing an attendee to their busy times on the grid: what the product promises within 100 ms.

import { signIn, SOFIA, WEDNESDAY } from "../support/demo.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "attendee", present: WEDNESDAY });

const RUNS = 9;
const MOST_MS = 100;

test("an added attendee's busy times", async ({ app, person }) => {
  test.setTimeout(180_000);
  const dana = await person();
  await signIn(dana, app);
  const waits: number[] = [];
  await open(dana, "/calendar?date=2027-03-26&plan=new");
  const panel = dana.getByRole("complementary", { name: "Add Interview" });
  await panel.getByRole("combobox", { name: "Candidate" }).fill(SOFIA.name);
  await panel.getByRole("option", { name: new RegExp(SOFIA.name) }).click();
  const attendee = panel.getByRole("combobox", { name: "Attendees" });
  // She takes part by the stage's template; her busy times are there from the beginning.
  const busy = dana.locator('.event--busy[aria-label^="Mia Kern"]');
  const remove = panel.getByRole("button", { name: "Remove Mia Kern" });
  await remove.click();
  await expect(busy).toHaveCount(0);
  for (let run = 0; run < RUNS; run += 1) {
    await attendee.fill("mia");
    const option = panel.getByRole("option", { name: /Mia Kern/ });
    await expect(option).toBeVisible();
    // In the page, so that the way from test to browser is not part of it: from the choice until busy times are laid out.
    waits.push(
      await option.evaluate(async (option) => {
        const begun = performance.now();
        for (const kind of ["mousedown", "mouseup", "click"]) option.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
        while (!document.querySelector('.event--busy[aria-label^="Mia Kern"]')) {
          if (performance.now() - begun > 10_000) throw new Error("no busy times after 10 s");
          await new Promise((done) => setTimeout(done, 0));
        }
        document.body.offsetHeight;
        return performance.now() - begun;
      }),
    );
    // The list stays open for the next one.
    await attendee.press("Escape");
    await remove.click();
    await expect(busy).toHaveCount(0);
  }
  // The first time they are asked for, later the page has them.
  const [first = NaN, ...later] = waits;
  const median = [...later].sort((a, b) => a - b)[Math.floor(later.length / 2)] ?? NaN;
  console.log(`\nan added attendee's busy times, in ms of the ${MOST_MS} wanted: ${first.toFixed(1)} at first, ${median.toFixed(1)} later (median of ${later.length})\n`);
});
