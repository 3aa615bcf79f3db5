// The pages behind links, in the demo organisation: no axe violation, no error, a picture at phone, tablet and desktop width, light and dark.

import { accessible, picture } from "../support/page.ts";
import { test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: true });

const WIDTHS = [390, 1024, 1440];

for (const dark of [false, true]) {
  test(`the pages behind links, ${dark ? "dark" : "light"}`, async ({ app, person }) => {
    test.setTimeout(120_000);
    const visitor = await person({ dark, zone: "America/New_York" });
    for (const kind of ["c", "b"]) {
      const link = new RegExp(`/${kind}/[\\w-]{43}`).exec(app.log())![0];
      await open(visitor, link);
      await accessible(visitor);
      for (const width of WIDTHS) {
        await visitor.setViewportSize({ width, height: 900 });
        await picture(visitor, `${kind === "c" ? "client" : "booking"}-${width}${dark ? "-dark" : ""}`);
      }
    }
  });
}
