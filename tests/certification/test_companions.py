"""The two further programmes of the starter kit, each walked whole on the screens to a certificate that a stranger can check.

Their requirements are the real ones; behind each module stands one short lesson, and behind the quiz a small one.
"""

import re
import shutil
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from certification.assessment.gold import GoldVersion
from certification.credentials import keys
from certification.credentials.models import Certificate
from certification.decisions import stepup
from certification.decisions.models import SignOff
from certification.package import load_certification
from certification.programmes import rules
from certification.programmes.models import Enrolment, ProgrammeVersion
from certification.programmes.queries import content_key
from courses.outline.models import ModulePage
from courses.outline.queries import module_outline
from courses.quizzes.models import Quiz, QuizAttempt
from lms.people.actions import accept_invitation, invite
from lms.people.models import Person
from tests.builders import a_course, a_gold, a_quiz, a_rubric_version, answer_all

PACKAGES = Path(__file__).resolve().parents[2] / "courses" / "packages"
TICKS = {"tick": [f"{one}-b{n}" for one in ("opening", "presence") for n in (1, 2)], "skip-noticing": "on", "judgement": "3", "submit": "1"}
SHIFT = {"minutes": "180", "talks": "2", "next_time": "3"}
PROPOSAL = {"statement": "Sees what is there, and says it kindly.", "valid_months": "24", "code": "123456"}


@pytest.fixture
def house(cast, tmp_path, settings, monkeypatch):
    """The papers of the chat hosts, one transcript to calibrate on, keys to sign with; every second factor is right."""
    for name in ("package.yaml", "agreements/confidentiality", "agreements/code-of-conduct"):
        taken("chatvert", name, tmp_path / "papers")
    assert load_certification(tmp_path / "papers").errors == []
    a_rubric_version()
    a_gold()
    settings.SIGNING_KEYS = tmp_path / "keys"
    keys.ensure()
    monkeypatch.setattr(stepup, "confirm", lambda person, code: None)
    return cast


def taken(package, name, folder):
    """A file or a folder of a package, copied to where a smaller one is put together."""
    source, there = PACKAGES / package / name, folder / name
    there.parent.mkdir(parents=True, exist_ok=True)
    (shutil.copytree if source.is_dir() else shutil.copy)(source, there)


def small_content(programme):
    """One lesson for every module and three questions for the quiz that a programme names."""
    asked = rules.requirements(ProgrammeVersion.objects.get(slug=programme).rules)
    modules = [r.params["module"] for r in asked if r.kind == "lesson_set"]
    a_course(slug=programme, lessons=(1,) * len(modules), languages=("nb", "en"))
    for number, key in enumerate(modules, 1):
        ModulePage.objects.filter(slug=f"m{number}").update(translation_key=key)
    (quiz,) = [r.params["quiz"] for r in asked if r.kind == "quiz"]
    Quiz.objects.filter(translation_key=a_quiz().translation_key).update(translation_key=quiz)


class Walk:
    """One person's way; every step is a form that somebody sends."""

    def __init__(self, cast, sign_in, person, programme, folder):
        for name in ("package.yaml", "programme.yaml"):
            taken(programme, name, folder / programme)
        assert load_certification(folder / programme).errors == []
        small_content(programme)
        accept_invitation(invite(cast.fjordvik, email=person.email, by=cast.kari, programme=programme), by=person)
        self.person, self.cast = Person.objects.get(pk=person.pk), cast
        self.way = Enrolment.objects.select_related("version").get(person=person, programme=programme)
        self.clients = {one.pk: sign_in(one) for one in (self.person, cast.siv, cast.carl, cast.kari, cast.vera)}

    def send(self, by, address, **words):
        answer = self.clients[by.pk].post(f"/en/{address}", words)
        assert answer.status_code == 302, (address, answer.status_code)
        return answer

    def see(self, by, address):
        answer = self.clients[by.pk].get(f"/en/{address}", follow=True)
        assert answer.status_code == 200, address
        return answer.content.decode()

    def marked(self, asked, by, **numbers):
        there = f"enrolments/{self.way.pk}/marks/{asked.key}/"
        self.see(by, there)
        self.send(by, there, on=timezone.localdate().isoformat(), **numbers)

    def state(self, asked):
        return self.way.fulfilments.get(requirement=asked.key).state

    # how each kind is met

    def manual(self, asked):
        self.marked(asked, {"certifier": self.cast.carl}.get(asked.params.get("role"), self.cast.siv))

    def external_course(self, asked):
        self.marked(asked, self.cast.kari, source="Sosialt arbeid", proof="diploma")

    def background_check(self, asked):
        there = f"enrolments/{self.way.pk}/background-check/"
        self.send(self.cast.vera, there, on=timezone.localdate().isoformat(), type="children")

    def agreement(self, asked):
        self.send(self.person, f"agreements/{content_key('agreement', asked.params['agreement'])}/", agree="on")

    def lesson_set(self, asked):
        outline = module_outline(content_key("module", asked.params["module"]), "en")
        for lesson in outline.lessons:
            self.send(self.person, f"lessons/{lesson.key}/complete/")

    def quiz(self, asked):
        key = content_key("quiz", asked.params["quiz"])
        assert "Quiz en" in self.see(self.person, f"quiz/{key}/")
        self.send(self.person, f"quiz/{key}/")
        attempt = answer_all(QuizAttempt.objects.get(person=self.person, quiz_key=key))
        self.send(self.person, f"quiz/attempt/{attempt.pk}/review/")

    def calibrated(self, asked):
        there = f"calibration/{GoldVersion.objects.library().get().pk}/"
        self.send(self.person, f"{there}begin/")
        self.send(self.person, there, **TICKS)

    def supported_shift(self, asked):
        for _shift in range(asked.params["count"]):
            self.marked(asked, self.cast.siv, **SHIFT)

    def selfcare_plan(self, asked):
        self.send(self.person, "self-care/", calms="En tur")
        self.marked(asked, self.cast.siv)


def decided(walk, level):
    """A supervisor proposes, a certifier grants."""
    cast, there = walk.cast, f"enrolments/{walk.way.pk}/propose/"
    assert re.findall(r'name="level" value="(\d)"[^>]* checked', walk.see(cast.siv, there)) == [str(level)]
    walk.send(cast.siv, there, level=str(level), **PROPOSAL)
    signoff = SignOff.objects.get(enrolment=walk.way)
    walk.send(cast.carl, f"signoffs/{signoff.pk}/countersign/", decision="grant", code="123456")
    return Certificate.objects.get(signoff=signoff)


@pytest.mark.parametrize(
    ("programme", "level", "name", "title"),
    [("mentor", 4, "tuva", "a certified mentor"), ("veileder", 5, "stein", "a certified supervisor")],
)
def test_from_the_invitation_to_a_certificate_that_a_stranger_checks(house, sign_in, tmp_path, programme, level, name, title):
    walk = Walk(house, sign_in, getattr(house, name), programme, tmp_path)
    early = walk.clients[house.siv.pk].post(f"/en/enrolments/{walk.way.pk}/propose/", {"level": level, **PROPOSAL})
    assert (early.status_code, SignOff.objects.count()) == (409, 0)
    for asked in rules.asked_of(walk.way.version.rules, renewing=False):
        if asked.optional:
            continue
        assert walk.state(asked) not in ("met", "locked"), asked.key
        getattr(walk, asked.kind)(asked)
        assert walk.state(asked) == "met", asked.key
    certificate = decided(walk, level)
    stranger = Client()
    told = stranger.get(f"/verify/{certificate.public_id}/", headers={"accept": "application/json"}).json()
    assert (told["status"], told["valid"], bool(told["credential"])) == ("active", True, True)
    assert title in stranger.get(f"/en/verify/{certificate.public_id}/").content.decode()
    assert title.split()[-1] in walk.see(walk.person, f"certificates/{certificate.public_id}/").lower()
