// What tests do to pages.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { expect, type Page } from "@playwright/test";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] };

/** Waits until the page's script has taken it over. Pages are readable before; what needs scripts works from here on. */
export async function hydrated(page: Page): Promise<void> {
  await page.locator("body[data-hydrated]").waitFor({ state: "attached" });
}

/** No violation that axe finds: WCAG 2.2 A and AA, and what it calls best practice. */
export async function accessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    // @ts-expect-error: axe is the script above
    const result = await window.axe.run(document, { resultTypes: ["violations"] });
    return result.violations as Violation[];
  });
  const told = violations.map((found) => `${found.id}: ${found.help}\n${found.nodes.map((node) => `    ${node.html}\n    ${node.failureSummary}`).join("\n")}`);
  expect(told, `axe on ${page.url()}`).toEqual([]);
}

/** A picture of the whole page in screenshots/. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join("screenshots", `${name}.png`), fullPage: true, animations: "disabled" });
}
