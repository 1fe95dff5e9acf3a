"""Kari brings in what people earned before they came. A file is shown before it is written, and written as a whole."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certification.elsewhere import actions, rules
from certification.elsewhere.models import EarnedElsewhere
from lms.audit.models import AuditEntry
from lms.kernel.errors import Invalid, NotAllowed
from lms.people.models import RoleAssignment

TODAY = date(2026, 11, 26)
HEAD = "email,title,issuer,issued,valid_until,link\n"


def row(**other):
    said = {
        "email": "tuva@example.org",
        "title": "Førstehjelp",
        "issuer": "Solvik Røde Kors",
        "issued": "2025-05-01",
        "valid_until": "",
        "link": "",
    }
    return ",".join({**said, **other}.values()) + "\n"


def read(text):
    return rules.read(text, today=TODAY)


@pytest.mark.parametrize("divider", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_table_is_read_as_spreadsheets_write_it(divider, newline):
    lines = ["\ufeffTitle", "Issued", "E-post", "email", "Issuer"], ["Kurs «æøå»", "1.5.2025", "x", "a@example.org", "Norsk\u00a0hus"]
    (line,) = read(newline.join(divider.join(cells) for cells in lines) + newline)
    assert (line.title, line.issued, line.email, line.faults, line.number) == ("Kurs «æøå»", date(2025, 5, 1), "a@example.org", (), 2)


def test_words_with_a_divider_or_a_line_break_stay_whole():
    (line,) = read(HEAD + 'a@example.org,"Kurs, del 1",' + '"Hus\nmed to linjer",2025-05-01,,\n')
    assert (line.title, line.issuer) == ("Kurs, del 1", "Hus\nmed to linjer")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"email": ""}, "no_email"), ({"title": ""}, "no_title"), ({"issuer": " "}, "no_issuer"), ({"issued": ""}, "no_day"),
        ({"issued": "i fjor"}, "bad_day"), ({"issued": "2025-02-30"}, "bad_day"), ({"valid_until": "snart"}, "bad_day"),
        ({"issued": "2027-01-01"}, "future"), ({"valid_until": "2024-01-01"}, "ends_before"), ({"title": "x" * 201}, "long"),
        ({"link": "javascript:alert(1)"}, "bad_link"), ({"link": "file:///etc/passwd"}, "bad_link"), ({"link": "https://"}, "bad_link"),
    ],
)  # fmt: skip
def test_every_fault_is_named_at_its_line(change, fault):
    good, bad = read(HEAD + row() + "\n" + row(**change))
    assert (good.faults, bad.faults, bad.number) == ((), (fault,), 4)


@pytest.mark.parametrize(("text", "missing"), [("", 4), ("bare tekst", 4), ("email,title,issuer\n", 1), ("\x00\x00", 4)])
def test_a_text_without_the_names_of_the_columns_is_no_table(text, missing):
    with pytest.raises(rules.NoTable) as refused:
        read(text)
    assert len(refused.value.missing) == missing


def test_the_table_comes_in_whole_and_a_second_time_changes_nothing(cast):
    text = (
        HEAD
        + row(email="TUVA@example.org")
        + row(email="pia@example.org", title="Samtale", valid_until="2030-01-01", link="https://solvik.example/b/1")
    )
    assert actions.import_table(cast.fjordvik, text, by=cast.kari) == 2
    assert actions.import_table(cast.fjordvik, text, by=cast.kari) == 0
    one = EarnedElsewhere.objects.get(person=cast.pia)
    assert (one.title, one.valid_until, one.recorded_by) == ("Samtale", date(2030, 1, 1), cast.kari)
    assert AuditEntry.objects.filter(deed="elsewhere.import").count() == 1


@pytest.mark.parametrize("bad", [row(issued=""), row(email="ingen@example.org"), row()], ids=["fault", "stranger", "twice"])
def test_one_line_that_cannot_be_used_stops_the_whole_table(cast, bad):
    with pytest.raises(Invalid):
        actions.import_table(cast.fjordvik, HEAD + row() + bad, by=cast.kari)
    assert not EarnedElsewhere.objects.exists()


def test_people_of_another_house_are_strangers(cast):
    RoleAssignment.objects.filter(person=cast.tuva).update(organisation=cast.sundby)
    (one,) = actions.plan(cast.fjordvik, HEAD + row(), by=cast.kari)
    assert (one.person, one.faults) == (None, ("nobody here has this e-mail",))


@pytest.mark.parametrize("who", ["tuva", "siv", "carl"])
def test_who_does_not_coordinate_here_brings_nothing_in(cast, who):
    with pytest.raises(NotAllowed):
        actions.import_table(cast.fjordvik, HEAD + row(), by=getattr(cast, who))


def test_a_long_table_is_refused_and_costs_no_more_questions(cast, django_assert_max_num_queries):
    many = HEAD + "".join(row(title=f"Kurs {n}") for n in range(500))
    with django_assert_max_num_queries(8):
        assert sum(one.new for one in actions.plan(cast.fjordvik, many, by=cast.kari)) == 500
    with pytest.raises(Invalid):
        actions.plan(cast.fjordvik, HEAD + row() * (rules.MOST_LINES + 1), by=cast.kari)


def url(cast):
    return f"/en/people/{cast.fjordvik.pk}/elsewhere/"


def sent(client, cast, text):
    return client.post(url(cast), {"file": SimpleUploadedFile("t.csv", text.encode())})


def test_the_page_shows_first_and_writes_on_the_second_yes(cast, sign_in):
    client = sign_in(cast.kari)
    html = sent(client, cast, HEAD + row()).content.decode()
    assert "1 new" in html
    assert "Førstehjelp" in html
    assert not EarnedElsewhere.objects.exists()
    client.post(url(cast), {"table": HEAD + row(), "sure": "1"})
    assert EarnedElsewhere.objects.get().title == "Førstehjelp"
    assert "Førstehjelp" in client.get(url(cast)).content.decode()


def test_the_page_names_the_lines_that_cannot_be_used(cast, sign_in):
    html = sent(sign_in(cast.kari), cast, HEAD + row() + row(title="", issued="x")).content.decode()
    assert "Line 3: no name of the certificate, a day we cannot read" in html
    assert 'name="sure"' not in html


def test_a_file_that_is_no_table_is_answered_beside_the_field(cast, sign_in):
    for text in ("", "hei"):
        assert sent(sign_in(cast.kari), cast, text).status_code == 422


def test_what_an_old_spreadsheet_wrote_is_read(cast, sign_in):
    answer = sign_in(cast.kari).post(url(cast), {"file": SimpleUploadedFile("t.csv", (HEAD + row()).encode("cp1252"))})
    assert "Førstehjelp" in answer.content.decode()


def test_only_coordinators_get_there(cast, sign_in):
    for somebody in (cast.tuva, cast.siv, cast.carl):
        assert sign_in(somebody).get(url(cast)).status_code in (403, 404)


@pytest.fixture
def earned(cast):
    return EarnedElsewhere.objects.create(
        person=cast.tuva, organisation=cast.fjordvik, title="Førstehjelp", issuer="Solvik Røde Kors", issued_on=date(2025, 5, 1)
    )


def test_the_person_sees_their_own_and_may_take_it_away(cast, sign_in, earned):
    client = sign_in(cast.tuva)
    assert "Førstehjelp" in client.get("/en/certificates/").content.decode()
    assert sign_in(cast.pia).post(f"/en/elsewhere/{earned.pk}/remove/").status_code == 404
    assert client.post(f"/en/elsewhere/{earned.pk}/remove/").status_code == 302
    assert not EarnedElsewhere.objects.exists()
