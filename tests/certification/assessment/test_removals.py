"""Carl takes Siv out of rating; she drafts, and comes back by calibrating anew."""

from datetime import date, timedelta

import pytest

from certification.assessment import calibration, removals, trials
from certification.assessment.calibration import REMOVED, Trial, standing
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from tests.builders import calibrated

TODAY = date(2026, 11, 26)
GOOD = ((3, 3),) * 12


def there(cast):
    return removals.rater_there(cast.carl, cast.siv.pk)


def test_who_was_taken_out_begins_anew_and_only_what_came_after_counts():
    before = [Trial(str(n), TODAY - timedelta(days=9), GOOD, True) for n in range(6)]
    after = [Trial(str(n), TODAY, GOOD, True) for n in range(6)]
    out = TODAY - timedelta(days=5)
    assert standing(before, TODAY, 6).may_finish
    assert standing(before, TODAY, 6, out).state == REMOVED
    assert standing(before + after[:5], TODAY, 6, out).state == REMOVED
    assert standing(before + after, TODAY, 6, out).may_finish
    assert standing([], TODAY, 0, out).state == REMOVED


def test_she_hears_it_reads_why_and_cannot_finish(cast, sign_in):
    calibrated(cast.siv)
    removals.remove_rater(there(cast), reason="To vurderinger uten sitat.", by=cast.carl)
    assert not trials.standing_of(cast.siv).may_finish
    notice = Notice.objects.get(kind="rater_removed")
    assert (notice.person, notice.params) == (cast.siv, {"by": "Carl"})  # nobody's words in a notice
    assert "To vurderinger uten sitat." in sign_in(cast.siv).get("/en/calibration/").content.decode()


def test_it_needs_a_reason_and_happens_once(cast):
    with pytest.raises(Invalid):
        removals.remove_rater(there(cast), reason=" ", by=cast.carl)
    removals.remove_rater(there(cast), reason="Ja.", by=cast.carl)
    with pytest.raises(IllegalTransition):
        removals.remove_rater(there(cast), reason="Igjen.", by=cast.carl)


@pytest.mark.parametrize("who", ["siv", "kari", "tuva", "nora", "ed"])
def test_only_a_certifier_of_the_place_does_it_and_never_to_themselves(cast, who):
    with pytest.raises(NotAllowed):
        removals.remove_rater(there(cast), reason="Nei.", by=getattr(cast, who))
    assert removals.rater_there(cast.nora, cast.siv.pk) is None
    with pytest.raises(NotAllowed):
        removals.remove_rater(removals.rater_there(cast.carl, cast.carl.pk), reason="Meg.", by=cast.carl)


def test_on_the_screens(cast, sign_in):
    carl = sign_in(cast.carl)
    assert "Take out of rating" in carl.get("/en/figures/raters/").content.decode()
    assert "Take out of rating" not in sign_in(cast.siv).get("/en/figures/raters/").content.decode()
    page = carl.post(f"/en/raters/{cast.siv.pk}/remove/", {"reason": "Se her."}, follow=True).content.decode()
    assert "out of rating" in page
    assert "You are out of rating for now" in sign_in(cast.siv).get("/en/calibration/").content.decode()
    assert sign_in(cast.nora).post(f"/en/raters/{cast.siv.pk}/remove/", {"reason": "x"}).status_code == 404
    assert trials.standing_of(cast.siv).state == calibration.REMOVED
