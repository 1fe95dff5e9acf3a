"""What holds for every answer: the shipped production settings, the headers, no third party, nothing inline."""

import os
import re
import runpy
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from lms.kernel.checks import our_views

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DEMO": "false",
    "HTTPS": "true",
    "SECRET_KEY": "Zk7-qX2m" * 8,
    "BASE_URL": "https://laer.example",
    "ALLOWED_HOSTS": "laer.example",
}
SHIPPED = re.compile(r"SECURE_|SESSION_|CSRF_|LANGUAGE_COOKIE|X_FRAME|MESSAGE_STORAGE")


@pytest.fixture
def production(settings, monkeypatch, tmp_path):
    """The safety settings as they are shipped, read from the very file; the rest stays as in tests."""
    for name, value in {**PRODUCTION, "VAR_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    for name, value in runpy.run_path(str(ROOT / "lms" / "settings.py")).items():
        if SHIPPED.match(name):
            setattr(settings, name, value)
    return settings


def secure_client(person=None) -> Client:
    client = Client(headers={"x-forwarded-proto": "https", "host": "laer.example"})
    if person:
        client.force_login(person, backend="lms.people.backends.Backend")
    return client


def addresses():
    """Every address of ours that needs no argument, and some of others and of nobody."""
    for name, _route, view in our_views():
        try:
            if "GET" in view.methods:
                yield reverse(name)
        except NoReverseMatch:
            continue
    yield from ["/nb/nowhere/", "/admin/", "/admin/login/", reverse("account_request_login_code")]


def test_check_deploy_has_nothing_to_say_about_the_shipped_settings(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], **PRODUCTION, "VAR_DIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 0


def test_the_process_does_not_start_without_a_secret(monkeypatch, tmp_path):
    for name, value in {"DEMO": "false", "SECRET_KEY": "", "VAR_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Exception, match="SECRET_KEY is missing"):
        runpy.run_path(str(ROOT / "lms" / "settings.py"))


def test_every_answer_carries_the_headers_whoever_asks(production, cast):
    for person in (None, cast.tuva, cast.kari):
        client = secure_client(person)
        for address in addresses():
            answer = client.get(address)
            assert answer.headers["X-Content-Type-Options"] == "nosniff", address
            assert answer.headers["Referrer-Policy"] == "same-origin", address
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", address
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", address
            assert answer.headers["X-Frame-Options"] == "DENY", address
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, address
            assert "unsafe-eval" not in policy, address
            assert ("unsafe-inline" in policy) == address.startswith("/admin/"), address
            assert ("frame-ancestors 'none'" in policy) != address.startswith("/admin/"), address


def test_scripts_are_ours_by_address_or_nonce_and_the_nonce_is_new_each_time(production, db):
    client, seen = secure_client(), set()
    for _ in range(2):
        answer = client.get(reverse("account_request_login_code"))
        (nonce,) = set(re.findall(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"]))
        scripts = re.findall(r"<script[^>]*>", answer.content.decode())
        assert scripts
        assert all(f'nonce="{nonce}"' in tag or 'src="/static/' in tag or "json" in tag for tag in scripts)
        seen.add(nonce)
    assert len(seen) == 2


def test_plain_http_is_sent_to_https_but_the_load_balancer_may_ask(production, db):
    client = Client(headers={"host": "laer.example"})
    assert client.get("/nb/")["Location"] == "https://laer.example/nb/"
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_cookies_are_bound_to_this_host_and_to_https(production, cast):
    client = secure_client()
    client.get(reverse("account_request_login_code"))
    client.post(reverse("set_language"), {"language": "da"})
    client.post(reverse("account_request_login_code"), {"email": cast.tuva.email})
    assert {"__Host-csrf", "__Host-session", "__Host-language"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-"), name
        assert cookie["secure"], name
        assert cookie["path"] == "/", name
        assert not cookie["domain"], name
        assert cookie["samesite"] == "Lax", name
    assert client.cookies["__Host-session"]["httponly"]


def test_security_txt_says_where_to_tell_and_never_runs_out(db, settings):
    answer = Client().get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == f"mailto:security@{settings.MAIL_DOMAIN}"
    assert timedelta(days=90) < datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC) < timedelta(days=365)


# what makes a browser fetch something, in HTML, CSS and JavaScript
FETCHES = re.compile(
    r"""(?:\b(?:src|srcset|poster|data|action|formaction|background|manifest|ping)\s*=\s*["']?|<link\b[^>]*\bhref\s*=\s*["']?
    |url\(\s*["']?|@import\s+["']|\bimport\s*\(?\s*["'`]|\bfrom\s+["'`]|\bfetch\(\s*["'`]|EventSource\(\s*["'`]|WebSocket\(\s*["'`]
    |sendBeacon\(\s*["'`])\s*(?:https?:|wss?:|//)""",
    re.VERBOSE | re.IGNORECASE,
)
INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")|<style\b|\son[a-z]+\s*=\s*["']|\sstyle\s*=|javascript:""", re.I
)


def shipped_files():
    for folder in [ROOT / "templates", *ROOT.glob("*/static")]:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".html", ".css", ".js", ".mjs", ".svg", ".webmanifest"):
                yield path


@pytest.mark.parametrize("path", list(shipped_files()), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_fetches_anything_from_a_third_party(path):
    text = re.sub(r"""\bxmlns(:\w+)?=["'][^"']*["']""", "", path.read_text())
    assert [hit.group(0) for hit in FETCHES.finditer(text)] == []


@pytest.mark.parametrize("path", [p for p in shipped_files() if p.suffix == ".html"], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_inline_code_or_style(path):
    assert [hit.group(0) for hit in INLINE.finditer(path.read_text())] == []


@pytest.mark.parametrize(
    "bad", ['<img src="https://x.y/a.png">', "@import 'https://x'", 'fetch("//x")', '<link rel=x href="http://x">', "url(//x)"]
)
def test_the_scan_finds_what_it_looks_for(bad):
    assert FETCHES.search(bad)


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", '<p onclick="x()">', '<p style="color:red">', "<style>", '<a href="javascript:x">']
)
def test_the_inline_scan_finds_what_it_looks_for(bad):
    assert INLINE.search(bad)


def test_the_admin_calls_nobody(settings):
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAILEMBEDS_FINDERS == []
