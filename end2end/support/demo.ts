// The demo organisation as its story leaves it (src/server/services/demo): who plays in it, and how staff comes in.

import { expect, type Page } from "@playwright/test";

import type { App } from "./app.ts";

/** A Wednesday morning in the week before Europe's clocks change. */
export const WEDNESDAY = "2027-03-24T09:00:00Z";

/** Has shared availability, from New York. */
export const NORA = { name: "Nora Blake", email: "nora.blake@northwind.example", zone: "America/New_York" };
/** Nora chose her; she has not picked a time yet. */
export const ASHA = { name: "Asha Rao", email: "asha.rao@example.com", zone: "Asia/Kolkata" };
/** Nora has not decided on her. */
export const SOFIA = { name: "Sofia Lindqvist", email: "sofia.lindqvist@example.com", zone: "Europe/Stockholm" };

/** Has not opened his link yet, in Berlin. */
export const HENRIK = { name: "Henrik Voss", email: "henrik.voss@lumen.example", zone: "Europe/Berlin" };
/** Presented to Henrik. */
export const SAMIRA = { name: "Samira Haddad", email: "samira.haddad@example.com", zone: "Europe/Paris" };
/** Presented to Henrik, too. */
export const JAN = { name: "Jan Kowalski", email: "jan.kowalski@example.com", zone: "Europe/Warsaw" };

/** Mail address and password of the administrator, Dana Weiss, as the server prints them. */
export function administrator(app: App): { email: string; password: string } {
  return { email: /^ {2}(\S+@\S+).*administrator/m.exec(app.log())![1]!, password: /all with the password (.*)/.exec(app.log())![1]! };
}

/** Gives a browser a session, the administrator's or another colleague's, as signing in does (keyboard.spec.ts goes through the page), without the time that two pages take. */
export async function signIn(page: Page, app: App, colleague?: string): Promise<void> {
  const { email, password } = { ...administrator(app), ...(colleague && { email: colleague }) };
  const answer = await page.request.post("/api/account/sign-in", {
    headers: { Origin: app.url, Accept: "text/html" },
    form: { "input[email]": email, "input[password]": password, "input[next]": "/account" },
  });
  expect(answer.url()).toBe(`${app.url}/account`);
}
