// The pages behind links, in the demo organisation: no axe violation, no error, a picture at phone, tablet and desktop width, light and dark.

import { NORA, ASHA, WEDNESDAY } from "../support/demo.ts";
import { everyLook } from "../support/page.ts";
import { test } from "../support/test.ts";
import { open } from "../support/world.ts";

test.use({ demo: "looked at", present: WEDNESDAY });

test("the pages behind links", async ({ app, person }) => {
  test.setTimeout(120_000);
  const client = await person({ zone: NORA.zone });
  await open(client, await app.link(NORA.email, "/c/"));
  await everyLook(client, "client");
  const candidate = await person({ zone: ASHA.zone });
  await open(candidate, await app.link(ASHA.email, "/b/"));
  await everyLook(candidate, "booking");
});
