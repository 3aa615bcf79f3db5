"""A mail server for the server's own tests: takes mails into a folder, and misbehaves towards some addresses.

smtp.py FOLDER PLAN: prints `port N`, then runs until its input closes. Mail number 7 becomes 0007.eml, in the order taken.

PLAN is JSON, `{"address": ["451", "drop"]}`: what the first, second, … mail to the address meets; after that it is taken.
A number is the reply to RCPT; `drop` breaks the connection before the mail is taken, `lost` after it, before the reply;
`slow` takes it after half a second.
"""

import asyncio
import json
import os
import sys

from aiosmtpd.smtp import SMTP


class Keep:
    def __init__(self, folder, plan):
        self.folder = folder
        self.plan = plan
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        steps = self.plan.get(address)
        envelope.step = steps.pop(0) if steps else ""
        if envelope.step.isdigit():
            return f"{envelope.step} not now, not here"
        envelope.rcpt_tos.append(address)
        return "250 go on"

    async def handle_DATA(self, server, session, envelope):
        if envelope.step == "drop":
            server.transport.abort()
            return "421 gone"
        if envelope.step == "slow":
            await asyncio.sleep(0.5)
        self.count += 1
        name = os.path.join(self.folder, f"{self.count:04}")
        with open(name + ".part", "wb") as file:
            file.write(envelope.original_content)
        os.rename(name + ".part", name + ".eml")
        if envelope.step == "lost":
            server.transport.abort()
        return "250 kept"


async def main():
    loop = asyncio.get_running_loop()
    keep = Keep(sys.argv[1], json.loads(sys.argv[2]))
    server = await loop.create_server(lambda: SMTP(keep, hostname="127.0.0.1", enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
