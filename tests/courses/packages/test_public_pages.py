"""What strangers read: easy, in their own language, and every link leads somewhere."""

import re

from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.pages import StandardPage
from cms.training.findings import findings
from courses.exchange.loader import load
from courses.exchange.reading import HARDEST, reading_of, sentences_of, words_of
from lms.people.models import Organisation
from tests.courses.packages.shelf import folders, on_page, packages, pages
from tests.courses.packages.test_content import GIVE_AWAY, MOST_WORDS, lines

LANGUAGES = ("nb", "da", "en")
LINK = re.compile(r"\]\(([^)]+)\)")
WANTED = {
    "hva-er-det", "bli-frivillig", "chatvert", "samtalepartner", "mentor", "kommuner", "veileder", "arbeidsgivere", "ungdomspanel",
    "personvern", "tilgjengelighet",
}  # fmt: skip


def addresses(code):
    """Where the pages of a language stand: the address under which each page can be asked for."""
    tail: dict[str, str] = {}
    for one in packages()["chatvert"].pages:
        tail[one.key] = f"{tail[one.source.under]}{one.slug}/" if one.source.under else f"/{code}/{one.slug}/"
    return tail


def test_the_pages_a_programme_needs_are_there_in_every_language():
    assert {text.key for _code, text in pages()} == WANTED
    assert {code for code, _text in pages()} == set(LANGUAGES)


def test_a_public_page_is_easy_to_read():
    assert not lines((text.file, round(lix, 1)) for _code, text in pages() if (lix := reading_of(on_page(text)).lix) > HARDEST)
    long = [(text.file, one) for _code, text in pages() for words in on_page(text) for one in sentences_of(words)]
    assert not lines((file, one) for file, one in long if len(words_of(one)) > MOST_WORDS)


def test_a_caseworker_has_understood_it_in_a_minute():
    """Two hundred and thirty words a minute; what they may do when they have another one stands last."""
    for code, text in pages():
        if text.key == "kommuner":
            start = on_page(text)[2].split("\n## ")
            assert reading_of([text.intro, *start[:3]]).words <= 230, code


def test_every_link_leads_to_a_page_of_the_same_language():
    for code, text in pages():
        known = {*addresses(code).values(), f"/{code}/", f"/{code}/verify/"}
        assert {link for words in on_page(text) for link in LINK.findall(words)} <= known, text.file


def test_what_differs_from_place_to_place_is_named_for_the_editor():
    to_check = {text.key for code, text in pages() if code == "nb" and text.verify}
    assert to_check >= {"bli-frivillig", "chatvert", "kommuner", "ungdomspanel", "personvern", "tilgjengelighet"}


def test_the_danish_pages_speak_of_danish_papers_and_authorities():
    danish = " ".join(words for code, text in pages() if code == "da" for words in on_page(text))
    assert "børneattest" in danish
    assert "politiattest" not in danish
    assert danish.index("Digitaliseringsstyrelsen") < danish.index("Uutilsynet")


def read_in(tmp_path, *names):
    """The public pages of the programme in the database, without its courses; only those named, when some are."""
    folder = folders()["chatvert"]
    for path in ("package.yaml", *(one for one in folder.under("pages/") if not names or one.split("/")[1][3:] in names)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(folder.texts[path], encoding="utf-8")
    with disable_reference_index_auto_update():
        report = load(tmp_path)
    assert (report.errors, set(report.made)) == ([], {"page"})
    return report.made["page"]


def test_every_public_page_opens_for_strangers_in_its_own_language_and_is_pointed_to(db, client, tmp_path):
    assert read_in(tmp_path) == 3 * len(WANTED)
    for code in LANGUAGES:
        foreign = {word for other in LANGUAGES if other != code for word in GIVE_AWAY[other].split()} - set(GIVE_AWAY[code].split())
        for key, address in addresses(code).items():
            answer = client.get(address)
            assert answer.status_code == 200, address
            page = answer.content.decode()
            assert f'<html lang="{code}"' in page
            main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
            assert not foreign & {word.lower() for word in words_of(main)}, (address, key)
        main, foot = client.get(f"/{code}/").content.decode().split("<footer", 1)
        at_the_foot = {"hva-er-det", "bli-frivillig", "kommuner", "arbeidsgivere", "ungdomspanel", "personvern", "tilgjengelighet"}
        assert client.get(f"/{code}/verify/").status_code == 200
        in_front = {"chatvert", "samtalepartner", "mentor", "kommuner", "arbeidsgivere", "hva-er-det", "bli-frivillig", "ungdomspanel"}
        assert {key for key, address in addresses(code).items() if f'href="{address}"' in foot} == at_the_foot
        assert {key for key, address in addresses(code).items() if f'href="{address}"' in main} == in_front  # no course for supervisors


def test_what_must_be_verified_is_shown_to_editors_only_and_goes_with_a_date(client, cast, sign_in, tmp_path):
    read_in(tmp_path, "personvern")
    told, address = "Navn på behandlingsansvarlig", "/nb/personvern/"
    assert told not in client.get(address).content.decode()
    assert told not in sign_in(cast.tuva).get(address).content.decode()
    assert told in sign_in(cast.ed).get(address).content.decode()
    assert any(told in str(one.what) for one in findings())
    StandardPage.objects.filter(slug="personvern").update(verified_on="2026-11-01")
    assert told not in sign_in(cast.ed).get(address).content.decode()
    assert not any(told in str(one.what) for one in findings())


def test_whom_to_write_to_stands_below_what_one_can_become(cast, client, tmp_path):
    Organisation.objects.filter(pk=cast.fjordvik.pk).update(contact_email="post@fjordvik.example")
    read_in(tmp_path, "bli-frivillig")
    page = client.get("/nb/bli-frivillig/").content.decode()
    assert page.count("/join-in/") == 1
    assert 'href="/nb/join-in/fjordvik/"' in page
