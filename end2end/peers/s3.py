"""An object store for the server's own tests, by Amazon S3's published contract (moto).

s3.py BUCKET: makes the bucket, prints `port N`, then runs until its input closes.
"""

import logging
import sys
import urllib.request

from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
request = urllib.request.Request(f"http://{host}:{port}/{sys.argv[1]}", method="PUT")
urllib.request.urlopen(request).close()
print("port", port, flush=True)
sys.stdin.read()
server.stop()
