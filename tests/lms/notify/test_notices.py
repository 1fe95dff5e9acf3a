import pytest
from django.core import mail

from lms.notify.actions import send, tell
from lms.notify.models import Notice
from lms.notify.tasks import send_late_notices


@pytest.fixture
def a_text(settings, tmp_path):
    """A kind of notice for these tests alone."""
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "hello.txt").write_text("Hei {{ person.alias }}\n\nSe her: {{ link }}\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]


def test_the_same_reason_tells_once(cast, a_text):
    first = tell(cast.tuva, "hello", reason="x:1", link="/me/")
    assert tell(cast.tuva, "hello", reason="x:1", link="/me/") is None
    assert (Notice.objects.count(), len(mail.outbox)) == (1, 1)
    assert mail.outbox[0].subject == "Hei Tuva"
    assert "/nb/me/" in mail.outbox[0].body
    assert first is not None


def test_sending_again_sends_nothing(cast, a_text):
    notice = tell(cast.tuva, "hello", reason="x:1")
    assert [send(notice.pk) for _again in range(3)] == [False] * 3
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_leave_waits_and_leaves_once(cast, a_text, monkeypatch):
    notice = tell(cast.tuva, "hello", reason="x:1", by_mail=False)
    Notice.objects.update(by_mail=True, created_at="2026-01-01T00:00Z")
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError))
    with pytest.raises(OSError):
        send(notice.pk)
    monkeypatch.undo()
    send_late_notices.enqueue()
    send_late_notices.enqueue()
    assert len(mail.outbox) == 1


def test_nobody_inactive_gets_mail(cast, a_text):
    notice = tell(cast.tuva, "hello", reason="x:1", by_mail=False)
    type(cast.tuva).objects.filter(pk=cast.tuva.pk).update(is_active=False)
    assert send(notice.pk) is False


def test_one_reads_only_ones_own(cast, sign_in, a_text):
    tell(cast.tuva, "hello", reason="x:1", by_mail=False)
    assert "Hei Tuva" in sign_in(cast.tuva).get("/nb/notices/").content.decode()
    assert "Hei Tuva" not in sign_in(cast.stein).get("/nb/notices/").content.decode()
