// Every page of staff: no axe violation, no error, a picture at phone, tablet and desktop width, light and dark.
//
// Not in `make test` yet: one of these pages fails to hydrate at times (tachys hydration.rs:216 at src/ui/components/button.rs:96, seen on
// the first run on a fresh server). Run it with `node_modules/.bin/playwright test -c known-faults.config.ts` and move it to tests/ once it passes.

import { accessible, picture } from "../support/page.ts";
import { expect, test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: true });

const WIDTHS = [390, 1024, 1440];
const PAGES = ["/", "/calendar", "/calendar?view=list", "/pipeline", "/pipeline?view=table", "/candidates", "/jobs", "/clients", "/settings", "/account"];

for (const dark of [false, true]) {
  test(`staff's pages, ${dark ? "dark" : "light"}`, async ({ app, person }) => {
    test.setTimeout(300_000);
    const dana = await person({ dark });
    const password = /all with the password (.*)/.exec(app.log())![1]!;
    const email = /^ {2}(\S+@\S+).*administrator/m.exec(app.log())![1]!;
    await open(dana, "/sign-in");
    await accessible(dana);
    await dana.getByLabel("Mail address").fill(email);
    await dana.getByLabel("Password").fill(password);
    await dana.getByRole("button", { name: "Sign in" }).click();
    await expect(dana.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
    const records: string[] = [];
    for (const list of ["/candidates", "/jobs", "/clients"]) {
      await open(dana, list);
      records.push((await dana.getByRole("table").getByRole("rowheader").getByRole("link").first().getAttribute("href"))!);
    }
    for (const path of [...PAGES, ...records]) {
      await open(dana, path);
      await accessible(dana);
      const name = path.replace(/[0-9a-f-]{36}/, "one").replace(/[^a-z]+/g, "-").replace(/^-|-$/g, "") || "home";
      for (const width of WIDTHS) {
        await dana.setViewportSize({ width, height: 900 });
        await picture(dana, `${name}-${width}${dark ? "-dark" : ""}`);
      }
      await dana.setViewportSize({ width: 1280, height: 800 });
    }
  });
}
