"""A real SMTP server for the tests: takes every mail and writes it to a folder.

smtp.py FOLDER: prints `port N`, then runs until its input closes. Mail number 7 becomes 0007.eml, its envelope 0007.json.
While FOLDER/refuse exists, every mail is refused with the line in that file, such as "451 try again later".
"""

import asyncio
import json
import os
import sys

from aiosmtpd.smtp import SMTP


class Keep:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        refuse = os.path.join(self.folder, "refuse")
        if os.path.exists(refuse):
            with open(refuse, encoding="utf-8") as file:
                return file.read().strip() or "451 try again later"
        self.count += 1
        name = os.path.join(self.folder, f"{self.count:04}")
        with open(name + ".json", "w", encoding="utf-8") as file:
            json.dump({"from": envelope.mail_from, "to": envelope.rcpt_tos}, file)
        # the mail last and by renaming: whoever sees it finds all of it, and its envelope
        with open(name + ".part", "wb") as file:
            file.write(envelope.original_content)
        os.rename(name + ".part", name + ".eml")
        return "250 kept"


async def main():
    loop = asyncio.get_running_loop()
    keep = Keep(sys.argv[1])
    server = await loop.create_server(lambda: SMTP(keep, hostname="127.0.0.1", enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
