"""Somebody practises alone: begins, answers, goes back, ends, comes again another day."""

import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from courses.dialogues import actions
from courses.dialogues.models import Dialogue, DialogueWalk
from courses.exchange import load
from courses.exchange.keys import key_of
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.people.models import Person
from tests.builders import DIALOGUE_KEY, DIALOGUE_NODES, a_dialogue

CHATVERT = Path(__file__).resolve().parents[3] / "courses/packages/chatvert"
KEY = DIALOGUE_KEY


@pytest.fixture
def dialogue(cast):
    return a_dialogue()


def page(client, language="nb"):
    return client.get(f"/{language}/alone/{KEY}/").content.decode()


def choose(client, walk, place, reply):
    return client.post(f"/nb/alone/walks/{walk.pk}/", {"place": place, "reply": reply})


def test_somebody_walks_to_an_ending_and_nothing_is_told_before_it_is_chosen(dialogue, cast, sign_in):
    client = sign_in(cast.tuva)
    assert "Lunsj nb" in client.get("/nb/alone/").content.decode()
    assert "CANARY" not in page(client)
    client.post(f"/nb/alone/{KEY}/")
    walk = DialogueWalk.objects.get()
    assert "er du der?" in page(client)
    assert "CANARY" not in page(client)
    answer = choose(client, walk, "start", 0)
    assert answer.headers["Location"].endswith(f"/alone/{KEY}/#now")
    assert "CANARY-WHY Varmt." in page(client)
    assert "CANARY-WHY Kort." not in page(client)
    choose(client, walk, "more", 0)
    ended = page(client)
    assert "CANARY-END-GOOD" in ended
    assert "CANARY-END-SHUT" not in ended
    walk.refresh_from_db()
    assert (walk.path, walk.place, walk.ended_at is not None) == ([["start", 0], ["more", 0]], "good", True)


def test_one_goes_on_another_day_and_in_another_language(dialogue, cast, sign_in):
    a_dialogue("da")
    walk = actions.begin(dialogue, by=cast.tuva)
    actions.answer(walk, place="start", reply=0, by=cast.tuva)
    assert "Hei! Ja. da" in page(sign_in(cast.tuva), "da")
    assert "Hei! Ja. nb" in page(sign_in(cast.tuva), "en")  # never written in English: the source
    assert actions.begin(dialogue, by=cast.tuva).pk == walk.pk


def test_a_translation_that_lags_behind_is_not_stepped_into(dialogue, cast, sign_in):
    a_dialogue("da", nodes=[("start", "hej", [("Hej da", "x", "slut")], ("", "")), ("slut", "s", [], ("S", "s"))])
    walk = actions.begin(dialogue, by=cast.tuva)
    actions.answer(walk, place="start", reply=1, by=cast.tuva)
    assert set(walk.version.content) == {"nb"}
    assert "CANARY-END-SHUT" in page(sign_in(cast.tuva), "da")


def test_one_steps_back_and_tries_another_reply_or_begins_anew(dialogue, cast, sign_in):
    client, walk = sign_in(cast.tuva), actions.begin(dialogue, by=cast.tuva)
    actions.answer(walk, place="start", reply=1, by=cast.tuva)
    client.post(f"/nb/alone/walks/{walk.pk}/", {"back": "1"})
    walk.refresh_from_db()
    assert (walk.path, walk.place, walk.ended_at) == ([], "start", None)
    actions.step_back(walk, by=cast.tuva)
    choose(client, walk, "start", 0)
    client.post(f"/nb/alone/{KEY}/", {"anew": "1"})
    assert [(one.place, one.left_at is None) for one in DialogueWalk.objects.order_by("pk")] == [("more", False), ("start", True)]


def test_what_editors_change_reaches_the_next_walk_and_not_this_one(dialogue, cast, sign_in):
    walk = actions.begin(dialogue, by=cast.tuva)
    dialogue.nodes = a_dialogue("da", nodes=[("ny", "nytt", [("x", "y", "slutt")], ("", "")), ("slutt", "s", [], ("S", "s"))]).nodes
    dialogue.save()
    actions.answer(walk, place="start", reply=0, by=cast.tuva)
    assert "takk" in page(sign_in(cast.tuva))
    assert actions.begin_anew(dialogue, by=cast.tuva).place == "ny"
    Dialogue.objects.all().delete()
    assert sign_in(cast.tuva).get(f"/nb/alone/{KEY}/").status_code == 404


def test_a_double_tap_is_one_and_an_old_tab_is_told_so(dialogue, cast):
    walk = actions.begin(dialogue, by=cast.tuva)
    old = DialogueWalk.objects.select_related("version").get()
    actions.answer(walk, place="start", reply=0, by=cast.tuva)
    actions.answer(walk, place="start", reply=0, by=cast.tuva)
    assert DialogueWalk.objects.get().path == [["start", 0]]
    with pytest.raises(IllegalTransition):
        actions.answer(old, place="start", reply=1, by=cast.tuva)
    with pytest.raises(IllegalTransition):
        actions.answer(walk, place="good", reply=0, by=cast.tuva)


@pytest.mark.parametrize(
    "given", [{}, {"place": "start"}, {"place": "start", "reply": "9"}, {"place": "start", "reply": "x"}, {"place": "<", "reply": 0}]
)
def test_nonsense_is_refused_and_moves_nobody(dialogue, cast, sign_in, given):
    walk = actions.begin(dialogue, by=cast.tuva)
    assert sign_in(cast.tuva).post(f"/nb/alone/walks/{walk.pk}/", given).status_code == 422
    assert DialogueWalk.objects.get().path == []


def test_nobody_goes_round_for_ever(dialogue, cast):
    walk = actions.begin(dialogue, by=cast.tuva)
    DialogueWalk.objects.update(path=[["start", 0], ["more", 1]] * 100)
    walk.refresh_from_db()
    with pytest.raises(Invalid):
        actions.answer(walk, place="start", reply=0, by=cast.tuva)


@pytest.mark.parametrize("who", ["pia", "siv", "carl", "nora"])
def test_nobody_looks_on(dialogue, cast, sign_in, who):
    walk = actions.begin(dialogue, by=cast.tuva)
    other = getattr(cast, who)
    assert choose(sign_in(other), walk, "start", 0).status_code == 404
    with pytest.raises(NotAllowed):
        actions.answer(walk, place="start", reply=0, by=other)
    assert [DialogueWalk.objects.visible_to(p).count() for p in (cast.tuva, other)] == [1, 0]


def test_the_page_says_that_it_is_never_evidence(dialogue, cast, sign_in, client):
    for address in ("/en/alone/", f"/en/alone/{KEY}/"):
        assert "counts for nothing" in sign_in(cast.tuva).get(address).content.decode()
    assert client.get("/en/alone/").status_code == 302


def test_looking_changes_nothing_and_drafts_are_not_shown(dialogue, cast, sign_in):
    client = sign_in(cast.tuva)
    page(client)
    assert client.get("/nb/alone/walks/1/").status_code in (404, 405)
    assert DialogueWalk.objects.count() == 0
    Dialogue.objects.update(live=False)
    assert client.get(f"/nb/alone/{KEY}/").status_code == 404
    assert "Lunsj" not in client.get("/nb/alone/").content.decode()


def test_more_dialogues_ask_no_more_questions(dialogue, cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.tuva)
    client.get("/nb/alone/")
    with CaptureQueriesContext(connection) as one:
        client.get("/nb/alone/")
    for number in range(3):
        Dialogue.objects.create(translation_key=uuid.uuid4(), locale=dialogue.locale, slug=f"en-til-{number}", title="x", theme="x", intro="x",
                                persona="x", nodes=dialogue.nodes)  # fmt: skip
    with django_assert_max_num_queries(len(one)):
        client.get("/nb/alone/")


# editors


@pytest.fixture
def editor(cast, sign_in):
    Person.objects.filter(pk=cast.ed.pk).update(is_staff=True, is_superuser=True)
    return sign_in(Person.objects.get(pk=cast.ed.pk))


def posted(nodes, **more):
    """What the admin's form sends."""
    sent = {"slug": "ny", "title": "Ny", "theme": "t", "intro": "i", "persona": "P", "minutes": "5", "nodes-count": str(len(nodes))}
    for n, (key, says, replies, end) in enumerate(nodes):
        at = f"nodes-{n}"
        sent |= {f"{at}-type": "node", f"{at}-order": str(n), f"{at}-deleted": "", f"{at}-id": "", f"{at}-value-key": key, f"{at}-value-says": says,
                 f"{at}-value-end-title": end[0], f"{at}-value-end-text": end[1], f"{at}-value-replies-count": str(len(replies))}  # fmt: skip
        for r, (text, feedback, to) in enumerate(replies):
            there = f"{at}-value-replies-{r}"
            sent |= {f"{there}-order": str(r), f"{there}-deleted": "", f"{there}-type": "item", f"{there}-id": "",
                     f"{there}-value-text": text, f"{there}-value-feedback": feedback, f"{there}-value-to": to}  # fmt: skip
    return sent | more


def test_an_editor_publishes_a_dialogue_that_can_be_walked(editor):
    Locale.objects.get_or_create(language_code="nb")
    answer = editor.post(reverse("wagtailsnippets_courses_dialogue:add"), posted(DIALOGUE_NODES, **{"action-publish": "publish"}))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert Dialogue.objects.get().live


def test_publishing_is_refused_with_the_list_and_a_draft_may_be_half_done(editor):
    Locale.objects.get_or_create(language_code="nb")
    half = [
        ("start", "hei", [("a", "b", "blind"), ("a", "b", "borte")], ("", "")),
        ("blind", "x", [], ("", "")),
        ("alene", "x", [], ("S", "s")),
    ]
    add = reverse("wagtailsnippets_courses_dialogue:add")
    refused = editor.post(add, posted(half, **{"action-publish": "publish"}))
    assert refused.status_code == 200
    words = refused.content.decode()
    assert not Dialogue.objects.filter(live=True).exists()
    assert editor.post(add, posted(half)).status_code == 302
    draft = Dialogue.objects.get()
    assert not draft.live
    with translation.override("nb"):  # the editor's own language
        problems = draft.get_latest_revision_as_object().problems()
    assert len(problems) == 3
    assert all(problem in words for problem in problems)
    map_of_it = draft.get_latest_revision_as_object().make_preview_request(preview_mode="map").content.decode()
    assert "data-unreached" in map_of_it
    assert "dead end" in map_of_it or problems[1] in map_of_it


def test_a_translation_leads_to_the_same_places(dialogue):
    other = a_dialogue("da", nodes=[*DIALOGUE_NODES[:1], ("more", "tak", [("x", "y", "shut")], ("", "")), *DIALOGUE_NODES[2:]])
    assert any("differ" in one for one in other.problems())
    assert dialogue.problems() == []


# packages


def packed(folder, old="", new=""):
    """A package that holds nothing but the real dialogue, perhaps with something wrong in it."""
    (folder / "dialogues").mkdir()
    (folder / "package.yaml").write_text((CHATVERT / "package.yaml").read_text())
    text = (CHATVERT / "dialogues/hun-svarer-ikke.yaml").read_text()
    assert old in text
    (folder / "dialogues/hun-svarer-ikke.yaml").write_text(text.replace(old, new, 1) if old else text)
    return folder


def test_the_packaged_dialogue_is_there_in_three_languages_and_a_second_time_changes_nothing(tmp_path, cast, sign_in):
    folder = packed(tmp_path)
    report = load(folder)
    assert report.errors == []
    languages = set(Dialogue.objects.values_list("locale__language_code", flat=True))
    assert report.made["dialogue"] == len(languages) == 3
    assert [one.problems() for one in Dialogue.objects.all()] == [[]] * len(languages)
    again = load(folder)
    assert (again.made["dialogue"], again.changed["dialogue"]) == (0, 0)
    Dialogue.objects.update(title="Redaktørens")
    load(folder)
    assert set(Dialogue.objects.values_list("title", flat=True)) == {"Redaktørens"}
    key = key_of("chatvert", "dialogue", "hun-svarer-ikke")
    assert sign_in(cast.tuva).get(f"/nb/alone/{key}/").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("to: opens", "to: nowhere-at-all", "nowhere-at-all"), ("  - key: curt", "  - key: lonely", "lonely"), ("persona: Ella", "persona: 7", "persona")],
)  # fmt: skip
def test_what_is_wrong_in_a_packaged_dialogue_is_said_and_nothing_is_written(tmp_path, cast, old, new, words):
    report = load(packed(tmp_path, old, new))
    assert words in str(report)
    assert not report.ok
    assert not Dialogue.objects.exists()
