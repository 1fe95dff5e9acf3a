"""axe looks at every screen of a learner, from the front page to a certificate: light and dark, on a phone and on a desk, with everything
unfolded, in bokmål, Danish and English. Practice and assessment have a story of their own (test_barriers.py)."""

import pytest
from playwright.sync_api import Page, expect

from certification.assessment import urls as assessment_urls
from certification.credentials import keys
from certification.letters import urls as letter_urls
from certification.practice import urls as practice_urls
from courses.quizzes.kinds import KINDS
from lms.kernel.checks import our_views
from lms.people.models import Person
from tests.browser.barriers import LANGUAGES, Anything, Screen, look, visit
from tests.browser.learners_house import Learning
from tests.browser.steps import SOON
from tests.browser.test_professionals_barriers import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO_SCREENS = {
    "picture", "file", "livez", "readyz", "security_txt", "worker", "manifest", "credential", "credential_linked", "badge_svg", "badge_png",
    "status_list", "status_list_more", "did_json", "jwks_json", "certificate_pdf",
    "verify_plain", "one_door", "verify_name",  # lead on; the last is an answer on the page that asks
}  # fmt: skip


def of_courses(house: Learning) -> list[Screen]:
    """Pages, lessons, quizzes, what comes back, walking alone."""
    begun, turn = house.begun.pk, house.turn.pk
    return [
        *[Screen(who, "wagtail_serve", [path]) for who in ("", "tuva") for path in ("chatvert/", "chatvert/velkommen/", "chatvert/velkommen/hva-vi-gjor/")],
        *[Screen("", "wagtail_serve", [f"{slug}/"]) for slug in ("bli-frivillig", "personvern")],
        *[Screen(who, "wagtail_serve", ["kurs/m1/l2/"]) for who in ("tuva", "liv")],
        Screen("tuva", "wagtail_serve", ["kurs/m1/l1/"]), Screen("tuva", "wagtail_serve", ["kurs/m1/"]), Screen("tuva", "wagtail_serve", ["kurs/"]),
        Screen("tuva", "wagtail_serve", ["chatvert/velkommen/ta-vare-pa-deg/"]),
        Screen("tuva", "wagtail_serve", ["kurs/m2/l1/"], status=409), Screen("tuva", "wagtail_serve", ["ikke/her/"], status=404),
        Screen("ask", "inbox", status=403),
        *[Screen("tuva", "search_lessons", query=f"?q={asked}") for asked in ("", "e", "chat", "zzzzz")],
        Screen("tuva", "reflections"), Screen("ask", "reflections"), Screen("siv", "reflections", query="?show=waiting"),
        *[Screen(who, "reflection", [house.shared.pk]) for who in ("tuva", "siv")],
        Screen("siv", "reflection", [house.shared.pk], sends="main form"),
        Screen("tuva", "lesson_kept", [house.whole_key]), *[Screen(who, "saved") for who in ("", "tuva", "keeper")],
        Screen("keeper", "wagtail_serve", ["kurs/m1/l2/"]),
        *[Screen("tuva", "quiz", [key]) for key in house.quiz_keys],
        *[Screen("tuva", "quiz_question", [begun, number]) for number in range(1, len(KINDS) + 1)],
        Screen("tuva", "quiz_unclear", [begun, 1]), Screen("tuva", "quiz_unclear", [begun, 1], sends="main form"), Screen("tuva", "quiz_review", [begun]),
        *[Screen("tuva", "quiz_result", [attempt.pk]) for attempt in (house.passed, house.missed, house.used_up)],
        Screen("tuva", "quiz_tryout", [house.try_out]), Screen("tuva", "quiz_tryout", [house.try_out], sends="form[data-tryout], main form"),
        *[Screen(who, "recall") for who in ("liv", "tuva")],
        *[Screen("liv", "recall_card", [turn, number]) for number in (1, 2)],
        *[Screen(who, "dialogues") for who in ("tuva", "ask")], *[Screen("tuva", "dialogue", [one.translation_key]) for one in house.dialogues[:3]],
    ]  # fmt: skip


def of_the_way(house: Learning) -> list[Screen]:
    """The front page, the way, papers, the cohort, decisions, certificates, checking them."""
    held, active = [one.public_id for one in house.held.values()], house.held["active"].public_id
    ways = [("tuva", house.way), ("tuva", house.paused), ("tuva", house.short), ("liv", house.certified)]
    return [
        *[Screen(who, "home") for who in ("", "tuva", "liv", "ask")], Screen("ask", "your_way"),
        *[Screen(who, "your_way_of", [way.pk]) for who, way in ways],
        *[Screen(who, "agreement", [house.paper.key]) for who in ("tuva", "liv")], Screen("tuva", "agreement", [house.paper.key], sends="main form"),
        Screen("tuva", "background_info", [house.way.pk]), Screen("liv", "background_info", [house.certified.pk]),
        *[Screen(who, "self_care_plan") for who in ("tuva", "liv")], *[Screen(who, "cohort_room", [house.cohort.pk]) for who in ("tuva", "siv", "kari")],
        Screen("tuva", "cohort_room", [house.cohort.pk], sends="main form:has(textarea)"),
        *[Screen("tuva", "signoff", [one.pk]) for one in house.signoffs.values()], Screen("tuva", "signoff_dossier", [house.signoffs["declined"].pk]),
        Screen("tuva", "appeal_lodge", [house.signoffs["deferred"].pk]), Screen("tuva", "appeal_lodge", [house.signoffs["deferred"].pk], sends="main form"),
        *[Screen("tuva", "appeal", [one.pk]) for one in house.appeals],
        Screen("pia", "concern_raise"), Screen("pia", "concern_raise", sends="main form"), *[Screen(who, "concern", [house.worry.pk]) for who in ("pia", "tuva")],
        *[Screen(who, "certificates") for who in ("liv", "ask")], *[Screen("liv", "certificate", [key]) for key in held],
        Screen("liv", "certificate_print", [active]), *[Screen("", "verify", [key]) for key in held],
        Screen("liv", "verify", [active]), Screen("", "verify", ["unknown"], status=404), Screen("", "verify_find"), Screen("", "verify_find", query="?code=ABC", status=404),
        Screen("", "verify", [active], sends="form[action*='/name/']"),
        Screen("", "verify_file"), Screen("", "verify_file", sends="main form"),
    ]  # fmt: skip


def of_people(house: Learning) -> list[Screen]:
    """The door, one's own page, notices, the file, leaving."""
    return [
        *[Screen(who, "join", [house.open_link]) for who in ("", "ask")], *[Screen("", "join", [link], status=410) for link in house.closed_links],
        *[Screen("", "apply", ["fjordvik"], query) for query in ("", "?sent=1")],
        Screen("", "apply", ["fjordvik"], sends="main form"), Screen("ask", "welcome"), Screen("ask", "welcome", sends="main form"),
        *[Screen(who, "me") for who in ("tuva", "siv")], Screen("tuva", "me", sends="main form"), *[Screen(who, "new_address") for who in ("tuva", "siv")],
        *[Screen(who, "notices") for who in ("tuva", "ask")], *[Screen("tuva", name) for name in ("own_file", "leave")], Screen("tuva", "leave", sends="main form"),
        Screen("", "left"), Screen("", "account_request_login_code"), Screen("", "account_request_login_code", sends="main form"),
        Screen("tuva", "account_logout"), *[Screen(who, "mfa_index") for who in ("tuva", "siv")],
        Screen("tuva", "mfa_activate_totp"), Screen("siv", "mfa_list_webauthn"), Screen("siv", "mfa_reauthenticate"),
    ]  # fmt: skip


def screens(house: Learning) -> list[Screen]:
    return [*of_courses(house), *of_the_way(house), *of_people(house)]


def with_a_lesson_on_it(page: Page) -> Page:
    """Somebody's phone, on which they saved a lesson."""
    page.goto("/nb/kurs/m1/l2/")
    page.locator("[data-save-lesson] button").click()
    expect(page.locator("[data-save-lesson] a")).to_be_visible(timeout=SOON)
    return page


def test_no_screen_of_a_learner_has_a_barrier(cast, phone, axe_source, settings, tmp_path):
    """One house for three languages: to lay it out takes longer than to look at it."""
    settings.SIGNING_KEYS = tmp_path / "keys"
    keys.ensure()
    house, told = Learning(cast), []
    pages = {"": phone(), **{who: phone(person) for who, person in house.people.items()}}
    pages["keeper"] = with_a_lesson_on_it(phone(cast.tuva))
    for language in LANGUAGES:
        Person.objects.update(language=language)
        for screen in screens(house):
            page = pages[screen.who]
            there = visit(page, language, screen)
            told += [f"{screen.who} {there} {one}" for one in look(page, axe_source, language)]
    assert not told, "\n".join(told)


def test_every_screen_of_ours_is_looked_at():
    """By a learner here, by a professional, or in the story of practice and assessment, which counts its own."""
    ours = {name for name, route, view in our_views() if "GET" in view.methods and not route.startswith("admin/")}
    elsewhere = {entry.name for urls in (practice_urls, assessment_urls, letter_urls) for entry in urls.urlpatterns}
    looked_at = {screen.name for screen in (*screens(Anything()), *Office.screens(Anything()))}
    assert ours - NO_SCREENS - elsewhere == looked_at & ours - elsewhere
