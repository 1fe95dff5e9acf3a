"""A changed agreement: small or large, asked before it is published."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from certification.programmes.models import AgreementSignature, AgreementVersion
from certification.programmes.queries import versions_to_sign
from certification.programmes.sources import Agreement
from cms.changes.asking import question_for
from cms.editors import grant


@pytest.fixture
def agreement(cast):
    """A published agreement that Tuva and Pia have signed, with a newer draft."""
    locale = Locale.objects.get(language_code="nb")
    row = Agreement.objects.create(slug="taushet", title="Taushet", summary="Kort", text="Lang", locale=locale, live=False)
    row.save_revision().publish()
    version = AgreementVersion.objects.get()
    for person in (cast.tuva, cast.pia):
        AgreementSignature.objects.create(person=person, version=version, digest="x", signed_at=timezone.now())
    row = Agreement.objects.get()
    row.text = "Lang, og annerledes"
    row.save_revision(user=cast.ed)
    return Agreement.objects.get()


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def needed(agreement):
    return versions_to_sign([agreement.translation_key])[agreement.translation_key].number


@pytest.mark.parametrize(("size", "number"), [("minor", 1), ("major", 2)])
def test_the_answer_says_whether_two_people_sign_again(agreement, editor, size, number):
    url = reverse("change_question", args=[agreement.latest_revision_id])
    assert question_for(agreement).choices[1].people == 2
    assert "2 p" in editor.get(url).content.decode()
    assert editor.post(url, {"size": size}).status_code == 302
    assert Agreement.objects.get().text == "Lang, og annerledes"
    assert needed(agreement) == number
    assert AgreementSignature.objects.count() == 2


def test_the_button_publish_of_an_agreement_asks_first(agreement, editor):
    sent = {
        "title": "Taushet",
        "summary": "Kort",
        "text": "Ny tekst",
        "slug": "taushet",
        "to_verify": "",
        "verified_on": "",
        "action-publish": "1",
    }
    answer = editor.post(reverse(Agreement.snippet_viewset.get_url_name("edit"), args=[agreement.pk]), sent)
    assert answer.url == reverse("change_question", args=[Agreement.objects.get().latest_revision_id])
    assert Agreement.objects.get().text == "Lang"


def test_nothing_is_asked_where_nobody_signed_or_no_word_changed(agreement, cast):
    agreement.text = "Lang"
    agreement.save_revision(user=cast.ed)
    assert question_for(Agreement.objects.get()) is None
    agreement.text = "Ny"
    agreement.save_revision(user=cast.ed)
    AgreementSignature.objects.all().delete()
    assert question_for(Agreement.objects.get()) is None
