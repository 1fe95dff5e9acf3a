import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from certification.programmes import levels
from certification.programmes.models import AgreementVersion, ProgrammeVersion
from certification.programmes.reading import details
from certification.programmes.sources import Agreement, Programme
from cms.training.findings import findings_in


def locale(code):
    return Locale.objects.get_or_create(language_code=code)[0]


def a_paper(**fields):
    given = {"slug": "secrecy", "title": "Taushet", "summary": "- kort", "text": "Lang.", "locale": locale("nb"), "live": False}
    row = Agreement(**{**given, **fields})
    row.save()
    row.save_revision().publish()
    return Agreement.objects.get(pk=row.pk)


def change(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save_revision().publish()
    return type(row).objects.get(pk=row.pk)


def requirement(key, kind="suitability_talk", **fields):
    given = {"name": key.title(), "why": "Fordi.", "params": "", "needs": "", "mandatory": True, "group": "", "valid_months": None}
    return {"type": "item", "id": str(uuid.uuid4()), "value": {**given, "key": key, "kind": kind, **fields}}


def a_programme(*requirements, code="nb", save=True, **fields):
    stages = json.dumps(
        [{"type": "stage", "id": str(uuid.uuid4()), "value": {"key": "in", "name": "Inn", "requirements": list(requirements)}}]
    )
    row = Programme(**{"slug": "way", "name": "Veien", "stages": stages, "locale": locale(code), "live": False, **fields})
    if save:
        row.save()
        row.save_revision().publish()
        row = Programme.objects.get(pk=row.pk)
    return row


def test_publishing_a_paper_freezes_it_and_the_first_is_major(db):
    a_paper()
    version = AgreementVersion.objects.get()
    assert (version.number, version.major, version.text("nb")["title"]) == (1, True, "Taushet")


def test_a_draft_freezes_nothing(db):
    row = a_paper()
    row.title = "Utkast"
    row.save_revision()
    assert AgreementVersion.objects.count() == 1


def test_a_small_change_makes_a_minor_version_and_a_marked_one_a_major_once(db):
    row = change(a_paper(), text="Lang med komma.")
    row = change(row, text="Helt ny.", major=True)
    row = change(row, text="Helt ny!")
    assert list(AgreementVersion.objects.order_by("number").values_list("major", flat=True)) == [True, False, True, False]
    assert row.major is False


def test_publishing_without_a_change_makes_no_version(db):
    row = a_paper()
    row.save_revision().publish()
    assert AgreementVersion.objects.count() == 1


def test_a_translation_joins_the_same_agreement(db):
    row = a_paper()
    a_paper(title="Tavshed", locale=locale("da"), translation_key=row.translation_key)
    newest = AgreementVersion.objects.order_by("-number").first()
    assert (newest.number, newest.major) == (2, False)
    assert {code: newest.text(code)["title"] for code in ("nb", "da")} == {"nb": "Taushet", "da": "Tavshed"}


def test_publishing_a_programme_freezes_words_and_rules(db):
    a_programme(requirement("talk"), requirement("plan", "manual", params="role: supervisor", needs="talk", mandatory=False))
    version = ProgrammeVersion.objects.get()
    assert version.text("nb")["stages"][0]["requirements"][1] == {"key": "plan", "name": "Plan", "why": "Fordi."}
    talk, plan = version.rules["requirements"]
    assert (talk["kind"], talk["mandatory"], plan["needs"], plan["params"], plan["mandatory"]) == (
        "suitability_talk", True, ["talk"], {"role": "supervisor"}, False,
    )  # fmt: skip


def test_a_translation_gives_words_and_never_rules(db):
    row = a_programme(requirement("talk"), requirement("plan", "manual"))
    a_programme(
        requirement("talk", "manual", name="Samtale", mandatory=False), code="da", translation_key=row.translation_key, name="Vejen"
    )
    version = ProgrammeVersion.objects.order_by("-number").first()
    assert [r["kind"] for r in version.rules["requirements"]] == ["suitability_talk", "manual"]
    assert [r["name"] for r in version.text("da")["stages"][0]["requirements"]] == ["Samtale", "Plan"]
    assert version.text("da")["name"] == "Vejen"


@pytest.mark.parametrize(
    "requirements",
    [
        [requirement("a", needs="b"), requirement("b", needs="a")],
        [requirement("a"), requirement("a")],
        [requirement("a", needs="nobody")],
        [requirement("a", "agreement")],
        [requirement("a", "manual", params="role: wizard")],
        [requirement("a", params="- not lines")],
        [],
    ],
)
def test_what_nobody_could_finish_cannot_be_published(db, requirements):
    row = a_programme(*requirements, save=False)
    with pytest.raises(ValidationError) as refused:
        row.clean()
    assert set(refused.value.message_dict) == {"stages"}
    row.lenient = True
    row.clean()


def test_skills_of_a_public_list_are_frozen_with_the_rules_and_a_half_line_is_not_published(db):
    row = a_programme(requirement("talk"), skills="Listen actively: https://skills.example/7\n\n  Keep calm  http://skills.example/8 ")
    there = [{"name": "Listen actively", "url": "https://skills.example/7"}, {"name": "Keep calm", "url": "http://skills.example/8"}]
    assert ProgrammeVersion.objects.get().rules["skills"] == there
    for half in ("https://skills.example/7", "Listen actively", "Listen javascript:alert(1)"):
        row.skills = f"Keep calm http://skills.example/8\n{half}"
        with pytest.raises(ValidationError) as refused:
            row.clean()
        assert half in refused.value.message_dict["skills"][0]


def test_more_than_ten_practice_chats_are_published_with_a_warning_on_the_form_and_in_the_preview(db):
    row = a_programme(
        requirement("practice", "practice_formative", params="count: 7"), requirement("more", "practice_assessed", params="count: 4")
    )
    warned = "11 practice chats"
    assert [str(one) for one in findings_in(row) if warned in str(one)]
    assert [one for one in row.get_preview_context(None, "")["warnings"] if warned in one]
    assert ProgrammeVersion.objects.filter(slug=row.slug).exists()


def test_details_are_lines_of_names_and_values():
    assert details("module: rolle\ncount: 2") == {"module": "rolle", "count": 2}
    assert details("") == {}
    assert "?" in details("just words")
    assert "?" in details("a: [")


def test_an_editor_sees_both_in_the_menu_training(cast, sign_in):
    from cms.editors import grant

    grant(cast.ed)
    a_paper()
    a_programme(requirement("talk"))
    client = sign_in(cast.ed)
    for name in ("agreement", "programme"):
        listing = client.get(f"/admin/training/{name}s/")
        assert listing.status_code == 200
        row = {"agreement": Agreement, "programme": Programme}[name].objects.get()
        edit = client.get(f"/admin/training/{name}s/edit/{row.pk}/")
        assert edit.status_code == 200
        assert str(row) in edit.text


def posted(row, *, publish, needs):
    value = {"name": "Talk", "why": "Fordi.", "kind": "suitability_talk", "params": "", "needs": needs, "mandatory": "on", "key": "talk",
             "group": "", "valid_months": ""}  # fmt: skip
    block = {"name": "Inn", "key": "in", "requirements": inline_formset_like([value])}
    data = {
        "name": row.name,
        "stages": streamfield([("stage", block)]),
        "valid_months": "24",
        "level": "3",
        "levels": streamfield([]),
        "course": "",
        "package": "chatvert",
        "slug": row.slug,
    }
    return nested_form_data({**data, **({"action-publish": "1"} if publish else {})})


def inline_formset_like(values):
    rows = {str(n): {"value": value, "order": str(n), "deleted": "", "id": ""} for n, value in enumerate(values)}
    return {"count": str(len(values)), **rows}


def test_a_half_done_draft_is_kept_but_not_published(cast, sign_in):
    from cms.editors import grant

    grant(cast.ed)
    row, client = a_programme(requirement("talk")), sign_in(cast.ed)
    address = f"/admin/training/programmes/edit/{row.pk}/"
    saved = client.post(address, posted(row, publish=False, needs="nobody"))
    assert saved.status_code == 302
    row.refresh_from_db()
    assert row.has_unpublished_changes
    refused = client.post(address, posted(row, publish=True, needs="nobody"))
    assert refused.status_code == 200
    assert "talk" in refused.text
    assert ProgrammeVersion.objects.count() == 1
    assert client.post(address, posted(row, publish=True, needs="")).status_code == 302


def test_a_trainee_never_gets_into_the_admin(cast, sign_in):
    a_paper()
    assert sign_in(cast.tuva).get("/admin/training/agreements/").status_code in (302, 403)


# the levels of a certificate


def level(number, words=""):
    return {"type": "level", "id": str(uuid.uuid4()), "value": {"level": str(number), "words": words}}


def test_a_programme_that_says_nothing_of_levels_has_all_of_them_and_proposes_the_third(db):
    a_programme(requirement("talk"))
    version = ProgrammeVersion.objects.get()
    assert version.rules["decision"] == {"valid_months": 24}
    assert (levels.proposed(version.rules), levels.known(version.rules)) == (3, (0, 1, 2, 3, 4, 5))
    assert levels.words(version, 2, "en") == "Takes live chats while a supervisor reads along and can take over"


def test_a_programme_says_which_levels_it_has_what_each_says_and_which_one_is_proposed(db):
    norwegian = a_programme(requirement("talk"), level=5, levels=json.dumps([level(2), level(5, "Leder vakter")]))
    danish = Programme(**{f: getattr(norwegian, f) for f in ("slug", "name", "translation_key", "level")}, locale=locale("da"), live=False)
    danish.stages = norwegian.stages
    danish.levels = json.dumps([level(5, "Leder vagter")])
    danish.save()
    danish.save_revision().publish()
    version = ProgrammeVersion.objects.order_by("-number").first()
    assert version.rules["decision"] == {"valid_months": 24, "level": 5, "levels": [2, 5]}
    assert [levels.words(version, 5, code) for code in ("nb", "da")] == ["Leder vakter", "Leder vagter"]
    assert levels.words(version, 2, "en") == "Takes live chats while a supervisor reads along and can take over"


@pytest.mark.parametrize("wrong", [{"level": 4, "levels": [2, 5]}, {"level": 5, "levels": [5, 5]}])
def test_levels_that_do_not_fit_each_other_are_not_published(db, wrong):
    row = a_programme(requirement("talk"), save=False, level=wrong["level"], levels=json.dumps([level(n) for n in wrong["levels"]]))
    with pytest.raises(ValidationError):
        row.clean()
