// What tests do to pages.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { expect, type Page } from "@playwright/test";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] };

/** Waits until the page's script has taken it over. Pages are readable before; what needs scripts works from here on. */
export async function hydrated(page: Page): Promise<void> {
  await page.locator("body[data-hydrated]").waitFor({ state: "attached", timeout: 40_000 });
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
  expect.soft(told, `axe on ${page.url()}`).toEqual([]);
}

/** The same for a page whose browser runs no scripts: axe needs them, so it looks at a copy of the page in another browser. */
export async function accessibleCopy(page: Page, copy: Page): Promise<void> {
  const html = (await page.content()).replace(/<script\b[^>]*>.*?<\/script>|<link rel="modulepreload"[^>]*>/gs, "");
  await copy.route(page.url().replace(/#.*/, ""), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await copy.setViewportSize(page.viewportSize()!);
  await copy.goto(page.url());
  await accessible(copy);
  await copy.unrouteAll();
}

/** Nothing lies beside the page: it does not scroll sideways. */
export async function fits(page: Page): Promise<void> {
  const [needed, there] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const);
  expect.soft(needed, `pixels across that ${page.url()} needs`).toBeLessThanOrEqual(there);
}

/** Looks at a page as everybody meets it: at phone, tablet and desktop width, light and dark; axe, and a picture of each. */
export async function everyLook(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [390, 1024, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await fits(page);
      await picture(page, `${name}-${width}${colorScheme === "dark" ? "-dark" : ""}`);
    }
    await accessible(page);
  }
}

/** A picture of the whole page in screenshots/. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join("screenshots", `${name}.png`), fullPage: true, animations: "disabled" });
}

/** Drags over a day of the week grid with the mouse: from and until are minutes of the day. */
export async function drag(page: Page, day: RegExp, from: number, until: number): Promise<void> {
  const column = page.getByRole("group", { name: day });
  await column.evaluate((element, minutes) => {
    const frame = element.closest(".week__scroll")!;
    frame.scrollTop = (element.clientHeight * (minutes - 60)) / 1440;
    frame.scrollIntoView({ block: "nearest" });
  }, from);
  const box = (await column.boundingBox())!;
  const at = (minutes: number) => box.y + (box.height * minutes) / 1440;
  await page.mouse.move(box.x + box.width / 2, at(from) + 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, at(from) + 20, { steps: 3 });
  await page.mouse.move(box.x + box.width / 2, at(until) - 2, { steps: 8 });
}
