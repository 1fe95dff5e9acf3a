from datetime import date, timedelta

from certification.programmes.windows import Noted, Wanted, carried

TODAY = date(2026, 11, 26)


def ago(days, **more):
    return Noted(TODAY - timedelta(days=days), **more)


def test_it_is_enough_when_there_are_so_many_and_then_it_never_lapses():
    found = carried([ago(400), ago(10)], Wanted(2), TODAY)
    assert (found.enough, found.lapses_on) == (True, None)


def test_in_a_window_what_is_older_no_longer_counts():
    assert not carried([ago(181), ago(10)], Wanted(2, per_days=180), TODAY).enough
    assert not carried([ago(180), ago(10)], Wanted(2, per_days=180), TODAY).enough
    assert carried([ago(179), ago(10)], Wanted(2, per_days=180), TODAY).enough


def test_it_lapses_on_the_day_the_one_too_many_drops_out():
    found = carried([ago(100), ago(50), ago(10)], Wanted(2, per_days=180), TODAY)
    assert found.lapses_on == TODAY - timedelta(days=50) + timedelta(days=180)
    assert not carried([ago(100), ago(50), ago(10)], Wanted(2, per_days=180), found.lapses_on).enough


def test_what_is_in_the_future_does_not_count():
    assert carried([ago(-1)], Wanted(1), TODAY).amount == 0


def test_an_entry_counts_through_its_own_last_day():
    one = ago(30, until=TODAY)
    assert carried([one], Wanted(1), TODAY).lapses_on == TODAY + timedelta(days=1)
    assert not carried([one], Wanted(1), TODAY + timedelta(days=1)).enough


def test_the_newest_looks_in_a_row_must_all_say_it():
    wanted = Wanted(3, talks=6, level=3, in_a_row=2)
    rising = [ago(30, talks=2, next_time=1), ago(20, talks=2, next_time=3), ago(10, talks=2, next_time=3)]
    falling = [ago(30, talks=2, next_time=3), ago(20, talks=2, next_time=3), ago(10, talks=2, next_time=2)]
    assert carried(rising, wanted, TODAY).enough
    assert not carried(falling, wanted, TODAY).enough
    assert not carried([*rising[1:], ago(40, talks=1, next_time=3)], wanted, TODAY).enough  # five talks, not six
