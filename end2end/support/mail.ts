// Mails as their receivers' programs read them: MIME by mailparser, calendars by ical.js.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ICAL from "ical.js";
import { simpleParser } from "mailparser";

export type Mail = {
  /** 1 for the first that arrived. */
  number: number;
  /** The envelope: who really gets it. */
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  /** Every address of the text part, in order. */
  links: string[];
  /** The calendar part, if there is one. */
  calendar?: Calendar;
  /** Names of the documents attached, the calendar file not counted. */
  documents: string[];
  /** As sent. */
  raw: string;
};

export type Calendar = {
  method: string;
  /** The method that the MIME header of the calendar part names. */
  headerMethod: string;
  uid: string;
  sequence: number;
  status: string;
  start: Date;
  end: Date;
  /** The zone that the start is written in. */
  zone: string;
  organizer: string;
  attendees: string[];
  summary: string;
  location: string;
  /** Whether the same calendar is attached as a file too. */
  attached: boolean;
};

/** The mails in a folder that smtp.py writes. */
export async function readMails(folder: string): Promise<Mail[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".eml")).sort();
  return Promise.all(names.map((name) => readMail(join(folder, name), Number.parseInt(name, 10))));
}

async function readMail(file: string, number: number): Promise<Mail> {
  const raw = readFileSync(file);
  const envelope = JSON.parse(readFileSync(file.replace(/eml$/, "json"), "utf8")) as { from: string; to: string[] };
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
  const text = mail.text ?? "";
  return {
    number,
    to: envelope.to,
    from: mail.from?.value[0]?.address ?? "",
    subject: mail.subject ?? "",
    text,
    html: mail.html || "",
    links: text.match(/https?:\/\/[^\s<>"')]+/g) ?? [],
    calendar: calendar(mail.attachments),
    documents: mail.attachments.flatMap((part) => (part.filename && !part.filename.endsWith(".ics") ? [part.filename] : [])),
    raw: raw.toString("utf8"),
  };
}

type Part = { contentType: string; headers: Map<string, unknown>; content: Buffer };

function calendar(parts: Part[]): Calendar | undefined {
  const body = parts.find((part) => part.contentType === "text/calendar");
  if (!body) return undefined;
  const text = body.content.toString("utf8");
  const root = new ICAL.Component(ICAL.parse(text));
  for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const component = root.getFirstSubcomponent("vevent");
  if (!component) throw new Error(`a calendar without an event:\n${text}`);
  const event = new ICAL.Event(component);
  const type = body.headers.get("content-type") as { params?: Record<string, string> } | undefined;
  const plain = (value: unknown) => String(value ?? "").replace(/^mailto:/i, "");
  const file = parts.find((part) => part !== body && /(application\/ics|text\/calendar)/.test(part.contentType));
  return {
    method: String(root.getFirstPropertyValue("method") ?? ""),
    headerMethod: type?.params?.method ?? "",
    uid: event.uid,
    sequence: event.sequence,
    status: String(component.getFirstPropertyValue("status") ?? ""),
    start: event.startDate.toJSDate(),
    end: event.endDate.toJSDate(),
    zone: event.startDate.zone?.tzid ?? "",
    organizer: plain(component.getFirstPropertyValue("organizer")),
    attendees: component.getAllProperties("attendee").map((property) => plain(property.getFirstValue())),
    summary: event.summary,
    location: event.location ?? "",
    attached: file?.content.equals(body.content) ?? false,
  };
}
