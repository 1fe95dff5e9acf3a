"""axe looks at what is ours in the admin: the lists, forms and reports of the menu "Training", and carrying content in and out. On a desk
in the light, colours in the dark, and on a phone; everything unfolded, in bokmål, Danish and English."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certification.assessment.gold import GoldTranscript
from certification.assessment.sources import Rubric
from certification.package import load_certification
from certification.practice.scenarios import Scenario
from certification.programmes.sources import Agreement, Programme
from cms.editors import grant
from cms.training.families import edit_url
from courses.dialogues.models import Dialogue
from courses.exchange.arriving.actions import bring, carry_on
from courses.exchange.waiting_room import keep
from courses.outline.models import CoursePage, LessonPage
from courses.quizzes.bank import Question, Quiz
from lms.people.models import Person
from tests.browser.barriers import COLOURS, LANGUAGES
from tests.browser.conftest import PHONE
from tests.browser.editing import DESK
from tests.builders import a_course, a_dialogue, a_question, a_quiz
from tests.cast import Cast
from tests.courses.exchange.small import write_package
from tests.courses.exchange.test_arrival import packed
from tests.courses.exchange.test_arriving import WISHES, gift

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LISTS = ["courses", "lessons", "questions", "quizzes", "scenarios", "dialogues", "rubrics", "gold", "agreements", "programmes"]
REPORTS = ["training_goals", "training_checks", "question_health", "exchange", "wagtailsnippets_courses_question:add"]
FORMS = [Question, Quiz, Dialogue, Scenario, Rubric, GoldTranscript, Agreement, Programme, CoursePage, LessonPage]
GOALS = [{"type": "goal", "value": {"key": "listen-1", "text": "Kan lytte uten å gi råd."}}]

# What Wagtail's own templates draw and we do not replace: the rule, and where.
WAGTAILS_OWN = {
    "page-has-heading-one": "html:has(form[data-edit-form])",  # its forms begin with a heading of the second level
    "landmark-unique": "form[role=search], section.w-panel",  # the menu's search beside the list's; folds inside blocks of one kind
    "target-size": "[data-minimap] *, .w-minimap *, .w-minimap__toggle",  # the small map of a form at the edge of a phone
    "label-content-name-mismatch": ".page-status-tag",  # "Published", which is called "Everybody can see it …"
}

OPEN = """() => {
  for (const one of document.querySelectorAll('main [role=tabpanel][hidden]')) one.hidden = false;
  for (let level = 0; level < 3; level++) for (const fold of document.querySelectorAll('main [data-panel-toggle][aria-expanded=false]')) fold.click();
}"""
LOOK = """async ([colours, own]) => {
  for (const moving of document.getAnimations()) moving.effect.getComputedTiming().endTime < 5000 && moving.finish();
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = (await axe.run(document, { runOnly: colours.length ? { type: 'rule', values: colours } : tags })).violations;
  const ours = (one) => one.nodes.filter((node) => !(one.id in own && document.querySelector(node.target[0])?.matches(own[one.id])));
  return found.filter((one) => ours(one).length).map((one) => `${one.id}: ${ours(one).slice(0, 4).map((node) => node.target).join(' | ')}`);
}"""


@pytest.fixture
def addresses(cast: Cast, tmp_path, settings) -> list[str]:
    """Where there is something to see, each of our forms with something in it."""
    settings.VAR = tmp_path / "var"
    a_course(languages=("nb",))
    question, quiz = a_question("role-01"), a_quiz(draw=[("role", False, 1)])
    a_dialogue()
    load_certification(settings.ROOT / "courses" / "packages" / "chatvert")
    CoursePage.objects.update(goals=json.dumps(GOALS))
    for kind in (LessonPage, Question):
        kind.objects.update(goals=json.dumps([{"type": "goal", "value": "listen-1"}]))
    arrival = bring(gift(), "gift", WISHES, by=cast.ed)
    carry_on(arrival)
    package = keep(SimpleUploadedFile("lite.zip", packed(write_package(tmp_path / "lite")).getvalue()), by=cast.ed)
    return [
        *[f"/admin/training/{name}/" for name in LISTS],
        *map(reverse, REPORTS),
        *[edit_url(kind, kind.objects.order_by("pk").first().pk) for kind in FORMS],
        reverse("question_regrade", args=[question.translation_key]),
        reverse("quiz_pass_mark", args=[quiz.translation_key]),
        reverse("exchange_arrival", args=[arrival.key]),
        reverse("exchange_in", args=[package]),
    ]


# The words change with the language, colours and the room on a desk do not: see barriers.py
ON_A_PHONE = [(PHONE, "light", [])]
LOOKS = {LANGUAGES[0]: [(DESK, "light", []), (DESK, "dark", COLOURS), *ON_A_PHONE]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_ours_in_the_admin_has_no_barriers(cast, phone, addresses, axe_source, language):
    grant(cast.ed)
    Person.objects.update(language=language)
    page = phone(cast.ed, size=DESK)
    told = []
    for address in addresses:
        assert page.goto(address).status == 200, address
        assert page.locator("html").get_attribute("lang") == language, address
        page.evaluate(axe_source)
        page.evaluate(OPEN)
        for size, scheme, rules in LOOKS.get(language, ON_A_PHONE):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(size)
            told += [f"{address} {size['width']} {scheme} {one}" for one in page.evaluate(LOOK, [rules, WAGTAILS_OWN])]
        page.set_viewport_size(DESK)
    assert not told, "\n".join(told)
