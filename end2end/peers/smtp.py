"""A mail server for the server's own tests: takes mails into a folder, and misbehaves towards some addresses.

smtp.py FOLDER PLAN: prints `port N`, then runs until its input closes. Mail number 7 becomes 0007.eml, in the order taken.

PLAN is JSON, `{"address": ["451", "drop"]}`: what the first, second, … mail to the address meets; after that it is taken.
`"login": ["user", "password"]`: who sends has to sign in so, without TLS, too. `"tls": "self-signed"`: offers STARTTLS with a
certificate that nobody vouches for.
A number is the reply to RCPT; `drop` breaks the connection before the mail is taken, `lost` after it, before the reply;
`slow` takes it after half a second.
"""

import asyncio
import json
import os
import ssl
import sys
import tempfile

from aiosmtpd.smtp import SMTP, AuthResult


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


def self_signed():
    """A TLS context with a certificate for 127.0.0.1, made for this run (`cryptography` comes with moto)."""
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                   .serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day)
                   .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
                   .sign(key, hashes.SHA256()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        file.write(certificate.public_bytes(serialization.Encoding.PEM))
        file.flush()
        context.load_cert_chain(file.name)
    return context


def options(plan):
    found = {}
    if "login" in plan:
        login, password = (text.encode() for text in plan["login"])

        def authenticate(server, session, envelope, mechanism, given):
            # Not handled: the server says 535 itself.
            return AuthResult(success=(given.login, given.password) == (login, password), handled=False)

        found.update(auth_required=True, auth_require_tls=False, authenticator=authenticate)
    if plan.get("tls") == "self-signed":
        found["tls_context"] = self_signed()
    return found


async def main():
    loop = asyncio.get_running_loop()
    keep = Keep(sys.argv[1], json.loads(sys.argv[2]))
    more = options(keep.plan)
    server = await loop.create_server(lambda: SMTP(keep, hostname="127.0.0.1", enable_SMTPUTF8=True, **more), "127.0.0.1", 0)
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
