"""A second system: the desk that opens shifts in a chat service. It knows of us what stands in the open description, and nothing else.

It keeps who may be on duty, asks when somebody signs in and when it hears that something has happened, and believes only what is signed.
"""

import hashlib
import hmac
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet

OLD = 300  # seconds after which a message, or an answer, is not believed any more


class NotBelieved(Exception):
    """What came was not signed, not for us, or too old."""


class ShiftDesk:
    """`on_duty` is who may sit there now: person → (level, limit, until). `log` is what it was told, in order, each once."""

    def __init__(self, site: str, *, place: str, key: str) -> None:
        self.site, self.place, self.key, self.secret = site, place, key, ""
        self.on_duty: dict[str, tuple[int, str, str]] = {}
        self.log: list[str] = []
        self.known: set[str] = set()
        self.refused: list[str] = []
        self.server: ThreadingHTTPServer | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/from-ledestjerne"

    # asking

    def ask(self, person: str) -> dict[str, Any]:
        """The signed answer about one person, opened; raises NotBelieved."""
        body = self._get(f"/api/v1/duty/{person}", {"Authorization": f"Bearer {self.key}"})
        told = self.opened(body["token"])["duty"][0]
        if told != body["duty"] or told["ref"] != person:
            raise NotBelieved("the plain answer and the signed one differ")
        return told

    def opened(self, token: str, *, now: float | None = None) -> dict[str, Any]:
        """The claims of a token by one of the published keys, for us, still fresh."""
        published = KeySet.import_key_set(self._get("/.well-known/jwks.json", {}))
        try:
            claims = jwt.decode(token, published, algorithms=["EdDSA"]).claims
        except Exception as broken:
            raise NotBelieved(type(broken).__name__) from broken
        if claims["aud"] != self.place or not claims["iat"] - 60 <= (now or time.time()) <= claims["exp"]:
            raise NotBelieved("not for us, or not now")
        return claims

    def look_up(self, person: str) -> bool:
        """Ask and note whether they may sit here."""
        told = self.ask(person)
        if told["may"]:
            self.on_duty[person] = (told["level"], told["limit"], told["until"])
        else:
            self.on_duty.pop(person, None)
        return bool(told["may"])

    def _get(self, path: str, headers: dict[str, str]) -> Any:
        with urllib.request.urlopen(urllib.request.Request(self.site + path, headers=headers), timeout=20) as answer:
            return json.load(answer)

    # hearing

    def hear(self, body: bytes, headers: dict[str, str]) -> int:
        """One message: believed, noted once, and followed by a question of our own. The status to answer with."""
        try:
            at, mac = (part.partition("=")[2] for part in headers["Ledestjerne-Signature"].split(","))
            due = hmac.new(self.secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
            message = json.loads(body)
            if not hmac.compare_digest(mac, due) or abs(time.time() - int(at)) > OLD or message["id"] != headers["Ledestjerne-Id"]:
                raise NotBelieved
        except (KeyError, ValueError, NotBelieved):
            self.refused.append(body.decode(errors="replace"))
            return 401
        if message["id"] not in self.known:
            if "person" in message:
                self.look_up(message["person"])  # should this fail, the message is not known yet and comes again
            self.known.add(message["id"])
            self.log.append(message["event"])
        return 204

    def open(self) -> None:
        """Begin to listen, always at the same address."""
        desk = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                try:
                    status = desk.hear(body, dict(self.headers))
                except (OSError, NotBelieved):
                    status = 503
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Door)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Down, as after a power cut: nobody answers at the address."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
