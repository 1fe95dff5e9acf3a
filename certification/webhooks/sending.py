"""One HTTP request to an address that somebody typed in: to a public machine only, looked up once, no redirect followed."""

import http.client
import socket
import ssl
from urllib.parse import urlsplit

from django.conf import settings

from certification.webhooks.rules import is_public

PATIENCE = 10  # seconds, for the whole of it


class Unreachable(Exception):
    """There was no answer; the message is one of a few short words for the log of deliveries."""


def resolved(url: str) -> tuple[str, int, str]:
    """(host, port, numeric address) behind an address. Raises Unreachable: `address`, `name` (unknown), `private`, `https`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as broken:
        raise Unreachable("address") from broken
    if not host or parts.scheme not in ("http", "https") or parts.username or parts.password:
        raise Unreachable("address")
    if parts.scheme != "https" and not settings.WEBHOOKS_PRIVATE:
        raise Unreachable("https")
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as unknown:
        raise Unreachable("name") from unknown
    if not settings.WEBHOOKS_PRIVATE and not all(map(is_public, found)):
        raise Unreachable("private")
    return host, port, sorted(found)[0]


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send and return the status of the answer; what else stands in it is not read. Raises Unreachable."""
    host, port, address = resolved(url)
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        # to the address that was looked at, not to what the name says a moment later
        connection.sock = socket.create_connection((address, port), timeout=PATIENCE)
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers={"Content-Type": "application/json", "User-Agent": "Ledestjerne", **headers})
        return connection.getresponse().status
    except TimeoutError as late:
        raise Unreachable("slow") from late
    except ssl.SSLError as untrusted:
        raise Unreachable("certificate") from untrusted
    except (OSError, http.client.HTTPException) as closed:
        raise Unreachable("closed") from closed
    finally:
        connection.close()
