// A page used by keyboard alone.

import { expect, type Locator, type Page } from "@playwright/test";

/** Presses one key after the other. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Goes on with Tab (or Shift+Tab) until the focus is there. */
export async function tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const page = target.page();
  await expect(target).toBeVisible();
  const passed: string[] = [];
  while (passed.length < 120) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    passed.push(await focused(page));
  }
  throw new Error(`${target} is not reached by ${key}; passed:\n  ${passed.join("\n  ")}`);
}

/** Goes there with Tab and presses Enter. */
export async function choose(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press("Enter");
}

/** Nothing that had the focus was taken away without giving it on, at the latest with the next frames. To be asked once the outcome is in sight. */
export async function focusKept(page: Page, after: string): Promise<void> {
  const has = async () => focused(page);
  await expect.configure({ soft: true }).poll(has, { message: `what has the focus after ${after}`, timeout: 5_000 }).not.toBe("nothing");
}

/**
 * Tab goes around in a dialog, forwards and backwards. Between its last and its first stop lies the browser's own bar, where nothing of the page has the focus:
 * once on the way around, never twice running.
 */
export async function staysIn(dialog: Locator): Promise<void> {
  for (const key of ["Tab", "Shift+Tab"]) {
    let outside = 0;
    for (let i = 0; i < 8; i++) {
      await dialog.page().keyboard.press(key);
      const where = await dialog.evaluate((element) => (element.contains(document.activeElement) ? "in" : document.activeElement === document.body ? "bar" : "page"));
      outside = where === "bar" ? outside + 1 : 0;
      expect.soft(where, `${key} stays in the dialog`).not.toBe("page");
      expect.soft(outside, `${key} comes back into the dialog`).toBeLessThan(2);
    }
  }
}

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "nothing";
    return `${element.tagName.toLowerCase()} ${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 60)}`;
  });
}
