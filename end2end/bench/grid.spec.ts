// The week grid beside FullCalendar, in the same browser, with the same events: mounting, the step to another week, and dragging.

import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test, type CDPSession, type Page } from "@playwright/test";

type Event = { id: string; title: string; start: string; end: string };
type Bench = { mount(events: Event[]): void; gotoWeek(iso: string): void; count(): number; shows(monday: string): boolean };
declare global {
  interface Window extends Bench {}
}

const WEEKS = ["2027-03-15", "2027-03-22"] as const;
const RUNS = 9;
const BOTH = ["ours", "theirs"] as const;
type Both<T> = Record<(typeof BOTH)[number], T>;
/** What is to be reached, as ratios and milliseconds. */
const WANTED = { 500: { mount: 5, week: 8 }, 2000: { mount: 8, week: 10 } } as Record<number, { mount: number; week: number }>;
const MOST_FRAME_MS = 8;

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = join(root, "target/front/bundles/release/grid_bench/site");
const calendar = join(root, "end2end/node_modules/fullcalendar/index.global.min.js");

/** Events over two weeks, so many in each; the same at each call. */
function events(each: number): Event[] {
  let seed = 20270315;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  return WEEKS.flatMap((monday) =>
    Array.from({ length: each }, (_, number) => {
      const start = Date.parse(`${monday}T00:00:00Z`) + random(7) * 86_400_000 + random(23 * 4) * 900_000;
      const iso = (at: number) => new Date(at).toISOString();
      return { id: `${monday}-${number}`, title: `Interview ${number}`, start: iso(start), end: iso(start + (1 + random(4)) * 900_000) };
    }),
  );
}

/** Serves the two pages; answers their addresses. */
async function serve(): Promise<{ ours: string; theirs: string; close: () => void }> {
  const manifest = JSON.parse(readFileSync(join(site, "manifest.json"), "utf8")) as Record<string, string>;
  const page = (head: string, script: string) =>
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><style>body { margin: 0 }</style>${head}</head><body>${script}</body></html>`;
  const ours = page(
    `<link rel="stylesheet" href="/${manifest["main.css"]}">`,
    `<script type="module">
      import init, { grid_mount, grid_goto_week } from "/${manifest["grid_bench.js"]}";
      await init({ module_or_path: "/${manifest["grid_bench.wasm"]}" });
      window.mount = (events) => grid_mount(JSON.stringify(events));
      window.gotoWeek = grid_goto_week;
      // The weeks around the one shown stand, too, covered.
      const shown = ".day__entries:not(.day__entries--covered) > .event";
      window.count = () => document.querySelectorAll(shown).length;
      window.shows = (monday) => document.querySelector(shown)?.dataset.key.startsWith(monday) ?? false;
      document.body.dataset.ready = "";
    </script>`,
  );
  const theirs = page(
    "",
    `<div id="calendar"></div><script src="/fullcalendar.js"></script><script>
      let calendar;
      window.mount = (events) => {
        calendar?.destroy();
        calendar = new FullCalendar.Calendar(document.getElementById("calendar"), {
          initialView: "timeGridWeek", initialDate: events[0].start, firstDay: 1, timeZone: "UTC", events, editable: true,
          slotMinTime: "00:00:00", slotMaxTime: "24:00:00", allDaySlot: false, height: 900, slotDuration: "00:15:00",
        });
        calendar.render();
      };
      window.gotoWeek = (iso) => calendar.gotoDate(iso);
      window.count = () => document.querySelectorAll(".fc-event").length;
      window.shows = (monday) => document.querySelector(\`.fc-timegrid-col[data-date="\${monday}"]\`) !== null;
      document.body.dataset.ready = "";
    </script>`,
  );
  const server = createServer((request, answer) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const send = (type: string, body: string | Buffer) => answer.writeHead(200, { "content-type": type }).end(body);
    const types: Record<string, string> = { js: "text/javascript", wasm: "application/wasm", css: "text/css", woff2: "font/woff2" };
    if (path === "/ours") return send("text/html", ours);
    if (path === "/theirs") return send("text/html", theirs);
    if (path === "/fullcalendar.js") return send("text/javascript", readFileSync(calendar));
    const known = Object.values(manifest).find((file) => `/${file}` === path);
    if (!known) return answer.writeHead(404).end();
    return send(types[path.split(".").at(-1) ?? ""] ?? "application/octet-stream", readFileSync(join(site, known)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  const at = `http://127.0.0.1:${address.port}`;
  return { ours: `${at}/ours`, theirs: `${at}/theirs`, close: () => server.close() };
}

/** Milliseconds from the call until all events of the week stand on the page, laid out. */
function timed(page: Page, call: "mount" | "gotoWeek", argument: Event[] | string, count: number, monday: string): Promise<number> {
  return page.evaluate(
    async ([call, argument, count, monday]) => {
      // Whatever else waits is done before, the drawing of what was shown last too: it has threads of its own.
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)));
      const begun = performance.now();
      window[call](argument as never);
      const laidOut = () => window.shows(monday) && window.count() === count;
      // Whoever draws in microtasks is seen at once, whoever waits for tasks or frames with the next task.
      for (let turn = 0; turn < 20 && !laidOut(); turn += 1) await Promise.resolve();
      while (!laidOut()) {
        await new Promise((done) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done(undefined);
          channel.port2.postMessage(undefined);
        });
        if (performance.now() - begun > 30_000) throw new Error(`${window.count()} of ${count} events after 30 s`);
      }
      // Styles and layout are part of it.
      document.body.offsetHeight;
      return performance.now() - begun;
    },
    [call, argument, count, monday] as const,
  );
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Medians of mounting and of the step to the other week. Both have their turns, so whatever else the machine does falls on both. */
async function measure(pages: Both<Page>, all: Event[], each: number): Promise<Both<{ mount: number; week: number }>> {
  const none = (): { mount: number[]; week: number[] } => ({ mount: [], week: [] });
  const took = { ours: none(), theirs: none() };
  for (let run = 0; run < RUNS; run += 1) {
    for (const who of BOTH) {
      await pages[who].bringToFront();
      // It is drawn anew when it comes to the front.
      await pages[who].waitForTimeout(800);
      took[who].mount.push(await timed(pages[who], "mount", all, each, WEEKS[0]));
      for (const monday of [WEEKS[1], WEEKS[0]]) took[who].week.push(await timed(pages[who], "gotoWeek", `${monday}T12:00:00Z`, each, monday));
    }
  }
  // The first of each warms the engine up.
  const medians = ({ mount, week }: { mount: number[]; week: number[] }) => ({ mount: median(mount.slice(1)), week: median(week.slice(2)) });
  return { ours: medians(took.ours), theirs: medians(took.theirs) };
}

/** The main thread's work for each frame while an event is dragged: milliseconds, sorted. */
async function dragged(page: Page, selector: string): Promise<number[]> {
  const event = page.locator(selector).first();
  await event.scrollIntoViewIfNeeded();
  const box = await event.boundingBox();
  if (!box) throw new Error("no event");
  const cdp = await page.context().newCDPSession(page);
  const traced: TraceEvent[] = [];
  cdp.on("Tracing.dataCollected", ({ value }) => traced.push(...(value as unknown as TraceEvent[])));
  await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel", "devtools.timeline", "devtools.timeline.frame", "disabled-by-default-devtools.timeline"] } });
  await page.mouse.move(box.x + box.width / 2, box.y + 4);
  await page.mouse.down();
  for (let step = 1; step <= 120; step += 1) {
    await page.mouse.move(box.x + box.width / 2 + Math.sin(step / 9) * 150, box.y + 4 + Math.cos(step / 7) * 120);
    // One move a frame.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
  }
  await page.mouse.up();
  await stop(cdp);
  return frames(traced);
}

type TraceEvent = { name: string; ph: string; ts: number; dur?: number; tid: number; pid: number; args?: { name?: string } };

async function stop(cdp: CDPSession): Promise<void> {
  const done = new Promise((complete) => cdp.once("Tracing.tracingComplete", complete));
  await cdp.send("Tracing.end");
  await done;
  await cdp.detach();
}

/** Adds up the tasks of the page's main thread between one frame and the next. */
function frames(traced: TraceEvent[]): number[] {
  const drawn = traced.filter((event) => event.name === "BeginCommitCompositorFrame");
  const threads = new Map<string, number>();
  for (const event of drawn) threads.set(`${event.pid}/${event.tid}`, (threads.get(`${event.pid}/${event.tid}`) ?? 0) + 1);
  const main = [...threads.entries()].sort((a, b) => b[1] - a[1])[0]?.[0];
  const own = traced.filter((event) => `${event.pid}/${event.tid}` === main);
  const begins = own.filter((event) => event.name === "BeginCommitCompositorFrame").map((event) => event.ts).sort((a, b) => a - b);
  const tasks = own.filter((event) => event.ph === "X" && event.name === "RunTask");
  const work = begins.slice(1).map((until, index) => {
    const from = begins[index] ?? until;
    const within = tasks.filter((task) => task.ts >= from && task.ts < until);
    return within.reduce((sum, task) => sum + (task.dur ?? 0), 0) / 1000;
  });
  return work.sort((a, b) => a - b);
}

const p95 = (sorted: number[]) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? NaN;

test("the week grid beside FullCalendar", async ({ browser }) => {
  test.setTimeout(600_000);
  const pages = await serve();
  const rows: string[] = [];
  try {
    for (const each of [50, 500, 2000]) {
      const all = events(each);
      const open = async (at: string) => {
        const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
        page.on("pageerror", (error) => {
          throw error;
        });
        await page.goto(at);
        await page.locator("body[data-ready]").waitFor({ state: "attached" });
        return page;
      };
      const shown = { ours: await open(pages.ours), theirs: await open(pages.theirs) };
      const result = await measure(shown, all, each);
      expect(await shown.ours.locator(".event *").count(), "one element per event").toBe(0);
      const frame: Both<number[]> = { ours: [], theirs: [] };
      for (const who of BOTH) {
        await shown[who].bringToFront();
        frame[who] = await dragged(shown[who], who === "ours" ? ".event" : ".fc-event");
        expect(frame[who].length, "frames while dragging").toBeGreaterThan(30);
        await shown[who].close();
      }
      const ratio = { mount: result.theirs.mount / result.ours.mount, week: result.theirs.week / result.ours.week };
      const ms = (value: number) => value.toFixed(1).padStart(9);
      const times = (value: number) => `${value.toFixed(1)} x`.padStart(9);
      const wanted = WANTED[each];
      rows.push(
        [String(each).padStart(6), ms(result.ours.mount), ms(result.theirs.mount), times(ratio.mount), (wanted ? `${wanted.mount} x` : "").padStart(7)].join(" ") +
          " |" +
          [ms(result.ours.week), ms(result.theirs.week), times(ratio.week), (wanted ? `${wanted.week} x` : "").padStart(7)].join(" ") +
          " |" +
          [ms(p95(frame.ours)), ms(p95(frame.theirs)), (each === 500 ? `${MOST_FRAME_MS} ms` : "").padStart(7)].join(" "),
      );
    }
  } finally {
    pages.close();
  }
  const head = "events | mount: ours  FullCalendar  ratio  wanted | week: ours  FullCalendar  ratio  wanted | frame p95 while dragging: ours  FullCalendar  wanted";
  console.log(`\nmilliseconds, median of ${RUNS - 1} and ${2 * RUNS - 2} runs; events in each of two weeks\n${head}\n${rows.join("\n")}\n`);
});
