"""axe looks at every screen of a professional that test_barriers.py does not: inboxes, cohorts, dossiers and signatures, people and
papers, certificates in care. On a phone in bokmål, Danish and English; light, dark and on a desk in one."""

import pytest

from certification.credentials import keys
from certification.decisions.cases import Appeal
from certification.package import load_certification
from certification.programmes.models import Enrolment, ProgrammeVersion
from courses.quizzes.actions import start_attempt, submit_attempt
from courses.quizzes.angoff_models import AngoffItem
from lms.people.actions import invite
from lms.people.api_keys import Scope, make_key
from lms.people.applications import apply
from lms.people.models import Person, Role, RoleAssignment
from tests.browser.barriers import LANGUAGES, Screen, look, visit
from tests.browser.signing import with_an_app
from tests.builders import a_programme_version, a_quiz, a_signoff, an_enrolment
from tests.cast import Cast
from tests.world import assemble_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Office:
    """The world of everybody's rights, and what makes its pages longer: a second trainee on the real programme, and things that wait."""

    def __init__(self, cast: Cast, package) -> None:
        self.cast, self.world = cast, assemble_world(cast)
        place = cast.fjordvik
        assert load_certification(package).ok
        liv = Person.objects.create_user("liv@example.org", alias="Liv", legal_name="Liv Eksempel", language="nb")
        RoleAssignment.objects.create(person=liv, role=Role.TRAINEE, organisation=place)
        self.way = an_enrolment(person=liv, organisation=place, version=ProgrammeVersion.objects.filter(slug="chatvert").latest("pk"))
        Enrolment.objects.filter(pk=self.way.pk).update(cohort=self.world.cohort)
        a_programme_version(requirements=[{"key": "more", "kind": "manual"}])  # which Tuva does not walk yet
        done = an_enrolment(person=liv, organisation=place, version=a_programme_version(slug="done", requirements=[]))
        self.granted = a_signoff(done, proposed_by=cast.siv, state="granted", level=2, conditions="ikke om natten")
        self.ready = an_enrolment(person=liv, organisation=place, version=a_programme_version(slug="ready", requirements=[]))
        self.declined = a_signoff(done, proposed_by=cast.siv, state="declined", reasons="…")
        Appeal.objects.create(signoff=self.declined, words="Dere så bare to kvelder.")
        invite(place, email="ny@example.org", role=Role.TRAINEE, language="nb", by=cast.kari)
        apply(place, name="Ola", email="ola@example.org", words="Jeg vil gjerne være med.", language="nb")
        make_key(place, name="Vaktlisten", scopes=[Scope.DUTY], by=cast.kari)
        with_an_app(cast.tuva)
        self.used_up = a_quiz(slug="used-up", max_attempts=1, questions=False, draw=[("role", False, 1)])
        submit_attempt(start_attempt(self.used_up, by=cast.tuva), by=cast.tuva)
        panel = self.world.things["quizzes.judge"]
        for number, question in enumerate(self.world.things["quizzes"].questions.all(), 1):
            AngoffItem.objects.create(panel=panel, position=number, row=0, version_id=question.version_id)

    def screens(self) -> list[Screen]:
        things, way, place = self.world.things, self.world.way.pk, [self.cast.fjordvik.pk]
        quiz, tuva = self.used_up.translation_key, self.cast.tuva
        held = things["credentials"].public_id
        return [
            *[Screen(who, "inbox") for who in ("siv", "carl", "kari", "vera", "nora")], Screen("siv", "inbox", query="?show=ratings"),
            *[Screen(who, "cohort") for who in ("siv", "kari", "nora")], Screen("carl", "cohort_of", [self.world.cohort.pk]),
            *[Screen(who, "cohort_room", [self.world.cohort.pk]) for who in ("siv", "kari")],
            Screen("kari", "cohort_new"), Screen("kari", "cohort_new", sends="main form"), Screen("kari", "cohort_keep", [self.world.cohort.pk]),
            *[Screen(who, "enrolment", [one]) for who in ("siv", "carl", "kari") for one in (way, self.way.pk)],
            *[Screen("siv", "dossier", [one]) for one in (way, self.way.pk, self.ready.pk)],
            Screen("siv", "propose", [self.ready.pk]), Screen("siv", "propose", [self.ready.pk], sends="main form"),
            Screen("carl", "countersign", [things["decisions.countersign"].pk]), *[Screen(who, "signoff", [things["decisions.countersign"].pk]) for who in ("siv", "carl")],
            Screen("carl", "signoff_dossier", [things["decisions.countersign"].pk]), Screen("siv", "vary", [self.granted.pk]),
            Screen("carl", "appeal", [things["decisions.see_appeal"].pk]), Screen("kari", "appeal_reviewer", [self.declined.pk]),
            Screen("kari", "appeal_reviewer", [self.declined.pk], sends="main form"), *[Screen(who, "concern", [things["decisions.see_concern"].pk]) for who in ("kari", "carl")],
            *[Screen("kari", "mark", [self.way.pk, key]) for key in ("talk", "adult", "guardian")], *[Screen("siv", "mark", [self.way.pk, key]) for key in ("workshop", "observed", "supported", "guided")],
            Screen("siv", "mark", [self.way.pk, "workshop"], sends="main form"),
            Screen("siv", "waiver_propose", [self.way.pk, "workshop"]), *[Screen(who, "waiver", [things["programmes.decide_waiver"].pk]) for who in ("siv", "carl")],
            *[Screen("vera", "background_check", [one]) for one in (way, self.way.pk)], Screen("carl", "movers", ["chatvert"]),
            *[Screen("siv", name, arguments) for name, arguments in (("quiz_talk", [quiz, tuva.pk]), ("quiz_extra_time", [tuva.pk]), ("angoff_judge", [things["quizzes.judge"].pk]))],
            *[Screen("siv", name) for name in ("approvals", "styleguide", "certificates_held")],
            Screen("siv", "approval", [things["approval"].pk]), *[Screen("siv", "approval_preview", [things["approval"].pk], query, speaks="nb") for query in ("", "?mode=after")],
            *[Screen(who, "certificate_care", [held]) for who in ("siv", "carl", "kari")],
            *[Screen("kari", name, place) for name in ("people", "invitations", "keys", "listeners", "elsewhere")],
            *[Screen("kari", name, place, sends="main form.form") for name in ("invitations", "keys", "listeners", "elsewhere")],
            Screen("kari", "people", place, "?q=zzz"), Screen("kari", "factor_take", [tuva.roles.get().pk]), Screen("", "api_about"),
        ]  # fmt: skip


def test_no_screen_of_a_professional_has_a_barrier(cast, phone, axe_source, settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path / "keys"
    keys.ensure()
    office, told, pages = Office(cast, settings.ROOT / "courses" / "packages" / "chatvert"), [], {"": phone()}
    for language in LANGUAGES:
        Person.objects.update(language=language)
        for screen in office.screens():
            page = pages.get(screen.who) or pages.setdefault(screen.who, phone(getattr(cast, screen.who)))
            there = visit(page, language, screen)
            told += [f"{screen.who} {there} {one}" for one in look(page, axe_source, language)]
    assert not told, "\n".join(told)
