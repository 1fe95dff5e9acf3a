"""A pass mark by a panel: alone first, then once more with what the others said, and provisional until then."""

from decimal import Decimal
from statistics import fmean, stdev

import pytest
from django.urls import reverse

from cms.editors import grant
from courses.quizzes.angoff import estimate, finished, go_on, heard_of, is_provisional, open_panel, possible_judges, use_mark
from courses.quizzes.angoff_rules import heard, mark
from courses.quizzes.bank import Quiz
from courses.quizzes.blueprint import Row
from lms.kernel.errors import DomainError, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.models import Role, RoleAssignment
from tests.courses.quizzes.test_views import url


@pytest.fixture
def judges(cast):
    """Siv, Carl, Pia, Kari and Vera, all of them supervisors in Fjordvik."""
    found = [cast.siv, cast.carl, cast.pia, cast.kari, cast.vera]
    for person in found:
        RoleAssignment.objects.get_or_create(person=person, role=Role.SUPERVISOR, organisation=cast.fjordvik)
    return found


@pytest.fixture
def panel(cast, quiz, judges):
    return open_panel(quiz, judges=judges, by=cast.ed)


def all_say(panel, judges, *percents):
    items = list(panel.items.values_list("pk", flat=True))
    for judge, percent in zip(judges, percents, strict=True):
        estimate(panel, percents=dict.fromkeys(items, percent), by=judge)


# the sums


def test_the_mark_is_the_mean_of_what_the_judges_expect():
    rows = [Row("role", False, 3), Row("safety", True, 1)]
    fits = {rows[0]: ["a", "b"], rows[1]: ["c"]}
    found = mark(rows, fits, {1: {"a": 60, "b": 80, "c": 90}, 2: {"a": 40, "b": 60, "c": 50}})
    first, second = (3 * 0.70 + 0.90) / 4, (3 * 0.50 + 0.50) / 4
    assert found.judges == {1: pytest.approx(first), 2: pytest.approx(second)}
    assert found.share == pytest.approx(fmean([first, second]))
    assert found.error == pytest.approx(stdev([first, second]) / 2**0.5)
    assert found.rounded == "0.62"  # 0.625, rounded down


def test_what_the_others_said_and_when_it_is_worth_talking_about():
    assert heard([]) is None
    assert (heard([40, 79]).far_apart, heard([40, 80]).far_apart) == (False, True)


# what happens


def test_judges_are_professionals_of_the_house_who_take_no_course(cast, judges):
    assert set(possible_judges(cast.ed)) == set(judges)
    RoleAssignment.objects.create(person=cast.pia, role=Role.TRAINEE, organisation=cast.sundby)
    assert cast.pia not in possible_judges(cast.ed)


def test_a_panel_asks_five_and_there_is_one_at_a_time(cast, quiz, judges, panel):
    assert panel.items.count() == 5
    assert Notice.objects.filter(kind="angoff_asked").count() == 5
    with pytest.raises(DomainError):
        open_panel(quiz, judges=judges, by=cast.ed)
    for few in (judges[:4], [*judges[:4], cast.nora]):
        with pytest.raises(Invalid):
            open_panel(quiz, judges=few, by=cast.ed)
    with pytest.raises(NotAllowed):
        open_panel(quiz, judges=judges, by=cast.siv)


def test_nobody_hears_the_others_in_the_first_round(cast, panel, judges):
    all_say(panel, judges, 50, 60, 70, 80, 90)
    assert heard_of(panel) == {}
    go_on(panel, by=cast.ed)
    said = next(iter(heard_of(panel).values()))
    assert (said.mean, said.low, said.high) == (70, 50, 90)


def test_two_rounds_a_mark_and_its_use_in_every_language(cast, quiz, panel, judges):
    all_say(panel, judges, 50, 60, 70, 80, 90)
    go_on(panel, by=cast.ed)
    all_say(panel, judges[:2], 65, 65)  # the others stay with what they said
    go_on(panel, by=cast.ed)
    panel.refresh_from_db()
    assert (panel.state, panel.share) == ("closed", Decimal("0.74"))
    assert is_provisional(quiz.translation_key, Decimal("0.80"))
    use_mark(panel, by=cast.ed)
    assert set(Quiz.objects.filter(translation_key=quiz.translation_key).values_list("pass_share", flat=True)) == {Decimal("0.74")}
    assert not is_provisional(quiz.translation_key, Decimal("0.74"))
    with pytest.raises(DomainError):
        estimate(panel, percents={}, by=cast.siv)


def test_a_round_ends_when_five_have_finished_it(cast, panel, judges):
    all_say(panel, judges[:4], 50, 60, 70, 80)
    item = panel.items.first()
    estimate(panel, percents={item.pk: 40}, by=judges[4])
    assert len(finished(panel, 1)) == 4
    with pytest.raises(DomainError):
        go_on(panel, by=cast.ed)
    with pytest.raises(DomainError):
        use_mark(panel, by=cast.ed)


def test_nonsense_and_strangers_are_refused(cast, panel, judges):
    item = panel.items.first()
    for percents in ({item.pk: 101}, {item.pk + 999: 50}):
        with pytest.raises(Invalid):
            estimate(panel, percents=percents, by=cast.siv)
    with pytest.raises(NotAllowed):
        estimate(panel, percents={item.pk: 50}, by=cast.tuva)


def test_a_judge_says_it_on_the_page_and_nobody_else_finds_it(cast, panel, sign_in):
    client, there, item = sign_in(cast.siv), url("angoff_judge", panel=panel.pk), panel.items.first()
    assert "CANARY-WHY" in client.get(there).content.decode()  # judges see the key and the reasons
    client.post(there, {f"item-{item.pk}": "55"})
    assert item.estimates.get().percent == 55
    assert client.post(there, {f"item-{item.pk}": "155"}).status_code == 422
    for person in (cast.tuva, cast.nora, cast.ed):
        assert sign_in(person).get(there).status_code == 404


def test_an_editor_opens_a_panel_and_the_quiz_says_provisional(cast, quiz, judges, sign_in):
    grant(cast.ed)
    client, there = sign_in(cast.ed), reverse("quiz_pass_mark", args=[quiz.translation_key])
    assert client.get(there).context["provisional"]
    client.post(there, {"deed": "open", "judges": [judge.pk for judge in judges]})
    page = client.get(there)
    assert [alias for alias, _done in page.context["judges"]] == ["Carl", "Kari", "Pia", "Siv", "Vera"]
    assert sign_in(cast.siv).get(there).status_code == 403
    assert "Provisional mark" in sign_in(cast.tuva).get(url("quiz", key=quiz.translation_key)).content.decode()
