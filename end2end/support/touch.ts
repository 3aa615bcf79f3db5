// A finger on the screen, as Chromium's own input sees it: Playwright's touchscreen only taps.

import type { Page } from "@playwright/test";

type Point = { x: number; y: number };

/** A finger that goes down and rests; move it, then lift it. */
export async function finger(page: Page, at: Point) {
  const session = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: Point[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await send("touchStart", [at]);
  let last = at;
  return {
    /** In steps, as fingers do. */
    async move(to: Point, steps = 8) {
      for (let step = 1; step <= steps; step++) {
        await send("touchMove", [{ x: last.x + ((to.x - last.x) * step) / steps, y: last.y + ((to.y - last.y) * step) / steps }]);
      }
      last = to;
    },
    async lift() {
      await send("touchEnd", []);
      await session.detach();
    },
  };
}
