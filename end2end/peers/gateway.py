"""Gateways for the server's own tests: text messages by Twilio's contract, and an incoming webhook of Microsoft Teams.

gateway.py FOLDER PLAN: prints `port N`, then runs until its input closes. Message number 7 that is taken becomes 0007.json.

The account's token is `secret`, or what FOLDER/token says. GET /2010-04-01/Accounts/AC….json shows the account.
Texts: POST /2010-04-01/Accounts/AC…/Messages.json, Basic authentication (the account's SID, the token), a form with `To`,
`From` or `MessagingServiceSid`, `Body`; 201 and the message as JSON, or the error as JSON (`code`, `message`, `more_info`, `status`):
https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/usage/twilios-response.
Cards: POST /webhook/secret with {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", …}]}.

PLAN is JSON, `{"+491701234567": ["429", "drop"], "teams": ["500"]}`: what the first, second, … try to the number, or the webhook,
meets. `429`, `500`, `503`; an error code of Twilio's (`21211`, `21610`); `401`; `drop` breaks the connection; `lost` takes it, then
breaks the connection; `throttled` is what Teams' connectors say with status 200. After that it is taken.
"""

import base64
import json
import os
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FOLDER, PLAN = sys.argv[1], json.loads(sys.argv[2])
LOCK = threading.Lock()
COUNT = 0
MESSAGES = {20003: (401, "Authenticate"), 20404: (404, "The requested resource was not found"), 20429: (429, "Too Many Requests"),
            21211: (400, "Invalid 'To' Phone Number"), 21602: (400, "Message body is required."), 21603: (400, "A 'From' phone number is required."),
            21604: (400, "A 'To' phone number is required."), 21610: (400, "Attempt to send to unsubscribed recipient"),
            21617: (400, "The concatenated message body exceeds the 1600 character limit")}


def keep(message):
    global COUNT
    with LOCK:
        COUNT += 1
        name = os.path.join(FOLDER, f"{COUNT:04}")
        with open(name + ".part", "w") as file:
            json.dump(message, file)
        os.rename(name + ".part", name + ".json")
        return COUNT


def token():
    try:
        with open(os.path.join(FOLDER, "token"), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return "secret"


def step(key):
    with LOCK:
        steps = PLAN.get(key)
        return steps.pop(0) if steps else ""


class Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json"):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, code):
        status, message = MESSAGES[code]
        self.answer(status, {"code": code, "message": message, "more_info": f"https://www.twilio.com/docs/errors/{code}", "status": status})

    def drop(self):
        self.close_connection = True
        self.connection.close()

    def knows(self, account):
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        return kind == "Basic" and base64.b64decode(given).decode() == f"{account}:{token()}"

    def do_GET(self):
        account = re.fullmatch(r"/2010-04-01/Accounts/(AC[0-9a-f]{32})\.json", urlsplit(self.path).path)
        if account and not self.knows(account[1]):
            return self.refuse(20003)
        if account:
            return self.answer(200, {"sid": account[1], "friendly_name": "Test", "status": "active", "type": "Full", "auth_token": token()})
        self.answer(405, {"code": 20004, "message": "Method not allowed", "more_info": "", "status": 405})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        path = urlsplit(self.path).path
        texts = re.fullmatch(r"/2010-04-01/Accounts/(AC[0-9a-f]{32})/Messages\.json", path)
        if texts:
            self.text(texts[1], body)
        elif path == "/webhook/secret":
            self.card(body)
        else:
            self.refuse(20404)

    def text(self, account, body):
        if not self.knows(account):
            return self.refuse(20003)
        if self.headers.get("Content-Type", "") != "application/x-www-form-urlencoded":
            return self.refuse(21604)
        form = {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}
        to, sender, words = form.get("To", ""), form.get("From") or form.get("MessagingServiceSid"), form.get("Body", "")
        todo = step(to)
        if todo == "drop":
            return self.drop()
        if todo in ("500", "503"):
            return self.answer(int(todo), {"code": 20500, "message": "Internal Server Error", "more_info": "", "status": int(todo)})
        if todo == "429":
            return self.refuse(20429)
        if todo == "401":
            return self.refuse(20003)
        if todo and todo != "lost":
            return self.refuse(int(todo))
        if not to:
            return self.refuse(21604)
        if not re.fullmatch(r"\+[1-9]\d{7,14}", to):
            return self.refuse(21211)
        if not sender:
            return self.refuse(21603)
        if not words:
            return self.refuse(21602)
        if len(words) > 1600:
            return self.refuse(21617)
        number = keep({"text": form, "agent": self.headers.get("User-Agent", "")})
        if todo == "lost":
            return self.drop()
        sid = f"SM{number:032x}"
        self.answer(201, {
            "account_sid": account, "api_version": "2010-04-01", "body": words, "date_created": "Wed, 24 Mar 2027 09:00:00 +0000",
            "date_sent": None, "date_updated": "Wed, 24 Mar 2027 09:00:00 +0000", "direction": "outbound-api", "error_code": None,
            "error_message": None, "from": form.get("From"), "messaging_service_sid": form.get("MessagingServiceSid"), "num_media": "0",
            "num_segments": "1", "price": None, "price_unit": None, "sid": sid, "status": "queued", "to": to,
            "subresource_uris": {"media": f"/2010-04-01/Accounts/{account}/Messages/{sid}/Media.json"},
            "uri": f"/2010-04-01/Accounts/{account}/Messages/{sid}.json",
        })

    def card(self, body):
        todo = step("teams")
        if todo == "drop":
            return self.drop()
        if todo == "throttled":
            return self.answer(200, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x.", "text/plain")
        if todo and todo != "lost":
            return self.answer(int(todo), "refused", "text/plain")
        try:
            message = json.loads(body)
            attachment = message["attachments"][0]
            card = attachment["content"]
            sound = (message["type"] == "message" and attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
                     and card["type"] == "AdaptiveCard" and card["version"] == "1.4" and card["body"] and len(body) < 28_000)
        except (ValueError, KeyError, IndexError):
            sound = False
        if not sound:
            return self.answer(400, "Bad payload received by generic incoming webhook.", "text/plain")
        keep({"card": card})
        if todo == "lost":
            return self.drop()
        self.answer(202, "", "text/plain")


server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"port {server.server_address[1]}", flush=True)
sys.stdin.read()
os._exit(0)
