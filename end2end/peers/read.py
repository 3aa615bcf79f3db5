"""Reads mails and calendar files with libraries that are not ours, for the server's own tests.

read.py FOLDER: a JSON object from each file's name (.eml, .ics) to what is in it. Moments come from the file's own
VTIMEZONE, never from a zone database.
"""

import json
import os
import sys
from datetime import timezone
from email import policy
from email.parser import BytesParser

from icalendar import Calendar


def moment(prop, zones):
    value = prop.dt
    if value.tzinfo is not None and "TZID" in prop.params:
        value = value.replace(tzinfo=zones[prop.params["TZID"]], fold=0)
    return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def address(prop):
    return {name.lower(): str(value) for name, value in prop.params.items()} | {"address": str(prop)}


def calendar(raw):
    whole = Calendar.from_ical(raw)
    zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in whole.walk("VTIMEZONE")}
    for zone in whole.walk("VTIMEZONE"):
        assert not {"DTSTAMP", "UID"} & set(zone), "not in a VTIMEZONE"
    (event,) = whole.walk("VEVENT")
    assert not event.errors, event.errors
    attendees = event.get("ATTENDEE", [])
    return {
        "method": str(whole["METHOD"]),
        "zones": sorted(zones),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event.get("STATUS", "")),
        "transp": str(event["TRANSP"]),
        "stamp": moment(event["DTSTAMP"], zones),
        "start": moment(event["DTSTART"], zones),
        "end": moment(event["DTEND"], zones),
        "tzid": event["DTSTART"].params.get("TZID", ""),
        "summary": str(event["SUMMARY"]),
        "description": str(event.get("DESCRIPTION", "")),
        "location": str(event.get("LOCATION", "")),
        "url": str(event.get("URL", "")),
        "organizer": address(event["ORGANIZER"]),
        "attendees": [address(one) for one in (attendees if isinstance(attendees, list) else [attendees])],
    }


def shape(part):
    if part.is_multipart():
        return [part.get_content_type(), [shape(inner) for inner in part.iter_parts()]]
    return part.get_content_type()


def people(message, header):
    value = message[header]
    return [[one.display_name, one.addr_spec] for one in value.addresses] if value else []


def mail(raw):
    message = BytesParser(policy=policy.default).parsebytes(raw)
    parts = list(message.walk())
    of = lambda kind: [part for part in parts if part.get_content_type() == kind]
    read = {
        "headers": sorted({name.lower() for name in message.keys()}),
        "message_id": message["Message-ID"],
        "date": message["Date"].datetime.astimezone(timezone.utc).isoformat().replace("+00:00", "Z"),
        "auto": message["Auto-Submitted"],
        "subject": message["Subject"],
        "from": people(message, "From"),
        "to": people(message, "To"),
        "reply_to": people(message, "Reply-To"),
        "shape": shape(message),
        "text": of("text/plain")[0].get_content().replace("\r\n", "\n"),
        "html": of("text/html")[0].get_content().replace("\r\n", "\n"),
    }
    if of("text/calendar"):
        (part,), (file,) = of("text/calendar"), of("application/ics")
        text = part.get_content()
        read["calendar"] = calendar(text)
        read["header_method"] = part.get_param("method")
        read["charset"] = part.get_param("charset")
        read["disposition"] = part.get_content_disposition() or ""
        read["file_name"] = file.get_filename()
        read["file_same"] = file.get_content().decode().replace("\r\n", "\n").strip() == text.replace("\r\n", "\n").strip()
    return read


def read(path):
    with open(path, "rb") as file:
        raw = file.read()
    return mail(raw) if path.endswith(".eml") else calendar(raw)


folder = sys.argv[1]
names = sorted(name for name in os.listdir(folder) if name.endswith((".eml", ".ics")))
json.dump({name: read(os.path.join(folder, name)) for name in names}, sys.stdout)
