from datetime import time
from pathlib import Path

import pytest
from django.urls import reverse

from certification.package import load_certification
from certification.practice.actions import invite_now, offer_opening
from certification.practice.times.actions import change_day, keep_hours
from certification.practice.times.onboarding import MODULE, onboarding_of
from certification.programmes.actions import sign_agreement
from certification.programmes.queries import PARTNER_AGREEMENT, newest_agreement
from cms.site import ensure_site
from courses.exchange import load
from courses.outline.models import LessonPage
from courses.outline.queries import module_outline
from courses.progress.actions import complete_lesson
from lms.kernel.errors import DomainError, NotAllowed
from tests.builders import an_evening

PACKAGE = Path(__file__).resolve().parents[4] / "courses" / "packages" / "samtalepartner"


@pytest.fixture
def package(cast):
    ensure_site()
    for part in (load, load_certification):
        report = part(PACKAGE)
        assert report.ok, str(report)
    return module_outline(MODULE, "nb")


def offers(cast):
    yield lambda: keep_hours(cast.fjordvik, duty="partner", weekday=0, begins=time(17), ends=time(19), by=cast.pia)
    yield lambda: change_day(cast.fjordvik, duty="partner", on=an_evening().date(), begins=time(17), ends=time(19), by=cast.pia)
    yield lambda: invite_now(cast.fjordvik, by=cast.pia)
    yield lambda: offer_opening(cast.fjordvik, starts_at=an_evening(days=5), by=cast.pia)


def test_a_partner_reads_and_signs_before_the_first_offer(cast, package, sign_in):
    client = sign_in(cast.pia)
    page = client.get(reverse("practice")).content.decode()
    assert package.lessons[0].url.split("/", 2)[2] in page
    assert reverse("practice_invite_now", args=[cast.fjordvik.pk]) not in page
    for offer in offers(cast):
        with pytest.raises(DomainError) as refused:
            offer()
        assert refused.value.code == "onboarding"
    for lesson in LessonPage.objects.filter(translation_key__in=[one.key for one in package.lessons], locale__language_code="nb"):
        complete_lesson(lesson, by=cast.pia)
    assert (onboarding_of(cast.pia).read, onboarding_of(cast.pia).complete) == (True, False)
    agreement = reverse("agreement", args=[PARTNER_AGREEMENT])
    assert agreement in client.get(reverse("practice_hours")).content.decode()
    assert client.get(agreement).status_code == 200
    assert client.post(agreement, {"agree": "on"}).status_code == 302
    assert onboarding_of(cast.pia).complete
    for offer in offers(cast):
        assert offer()
    assert reverse("practice_withdraw", args=[cast.pia.openings.first().pk]) in client.get(reverse("practice")).content.decode()


def test_a_day_off_and_a_supervisors_hours_need_no_module(cast, package):
    change_day(cast.fjordvik, duty="partner", on=an_evening().date(), by=cast.pia)
    keep_hours(cast.fjordvik, duty="supervisor", weekday=0, begins=time(17), ends=time(19), by=cast.siv)


@pytest.mark.parametrize("who", ["tuva", "siv", "kari", "stein"])
def test_the_agreement_is_for_partners(cast, package, sign_in, who):
    person = getattr(cast, who)
    assert sign_in(person).get(reverse("agreement", args=[PARTNER_AGREEMENT])).status_code == 404
    with pytest.raises(NotAllowed):
        sign_agreement(newest_agreement(PARTNER_AGREEMENT), by=person)


def test_where_nothing_was_published_nothing_is_asked(cast):
    assert onboarding_of(cast.pia).complete
    assert all(offer() for offer in offers(cast))


def test_loading_the_package_twice_changes_nothing(cast, package):
    for part in (load, load_certification):
        assert not part(PACKAGE).changed
