// From a key stroke in an offer to the letter that says it: what the product promises within 16 ms for a letter of five pages.

import { ASHA, signIn, WEDNESDAY } from "../support/demo.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "offer", present: WEDNESDAY });

const STROKES = 60;
const MOST_MS = 16;
/** A page holds about 45 lines of 90 characters. */
const PAGES = 5;

// The salary in each sentence, and where a letter names it: twice.
for (const [where, everywhere] of [["in each sentence", true], ["in two places", false]] as const) test(`a key stroke in an offer, with what is typed ${where}`, async ({ app, person }) => {
  test.setTimeout(180_000);
  const dana = await person();
  await signIn(dana, app);
  await open(dana, "/settings/offers/new");
  await dana.getByLabel("Name of the letter").fill(`Annex, salary ${where}`);
  const sentence = "We agree that **{{candidate.name}}** works as {{job.title}} at {{company.name}}, paid SALARY a year, and that both keep *what they learn* to themselves. ";
  const paid = sentence.replace("SALARY", everywhere ? "{{offer.salary}}" : "well");
  const paragraph = `${paid.repeat(4)}\n\n- one of two, for {{candidate.first_name}}\n- two of two\n\n`;
  const lines = PAGES * 45;
  await dana.getByLabel(/^Letter/).fill(`# Offer\n\n{{offer.salary}} a year, or {{offer.salary}} before tax.\n\n${paragraph.repeat(Math.ceil(lines / 10))}`);
  await dana.getByRole("button", { name: "Add tag" }).click();
  await dana.getByLabel(/^Tag/).fill("offer.salary");
  await dana.getByLabel("Label").fill("Salary");
  await dana.getByRole("button", { name: "Save and approve" }).click();
  await expect(dana.getByRole("region", { name: "Versions" })).toContainText("approved");
  await open(dana, "/candidates");
  await dana.getByRole("link", { name: ASHA.name }).first().click();
  await dana.getByRole("combobox", { name: /^Stage of/ }).first().selectOption({ label: "Offer" });
  await dana.getByRole("button", { name: "Move", exact: true }).first().click();
  await dana.getByRole("navigation", { name: "Candidate", exact: true }).getByRole("link", { name: "Offers" }).click();
  await dana.getByLabel("Offer Templates").selectOption({ label: `Annex, salary ${where} (version 1)` });
  const salary = dana.getByLabel("Salary");
  // In the page: from the event until the letter says it and is laid out.
  const waits = await salary.evaluate(async (field, strokes) => {
    const input = field as HTMLInputElement;
    // Found once: looking for them is not what is measured.
    const places = [...document.querySelectorAll('.letter mark[title="offer.salary"]')];
    const waits: number[] = [];
    for (let stroke = 1; stroke <= strokes; stroke += 1) {
      const typed = "EUR-85,000".slice(0, (stroke % 10) + 1);
      const begun = performance.now();
      input.value = typed;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      while (!places.every((place) => place.textContent === typed)) {
        if (performance.now() - begun > 10_000) throw new Error(`the letter does not say ${typed}`);
        await Promise.resolve();
      }
      document.body.offsetHeight;
      waits.push(performance.now() - begun);
      await new Promise((done) => requestAnimationFrame(done));
    }
    return waits;
  }, STROKES);
  const height = await dana.locator(".letter").evaluate((letter) => letter.scrollHeight);
  const places = await dana.locator('.letter mark[title="offer.salary"]').count();
  const sorted = [...waits].sort((a, b) => a - b);
  const [median, late] = [sorted[Math.floor(STROKES / 2)]!, sorted[Math.floor(STROKES * 0.95)]!];
  console.log(`\na key stroke in an offer, what is typed standing ${where}: ms of the ${MOST_MS} wanted: ${median.toFixed(1)} (95 %: ${late.toFixed(1)}, slowest: ${sorted[STROKES - 1]!.toFixed(1)}), ${places} places in a letter of ${height} px\n`);
});
