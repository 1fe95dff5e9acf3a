"""The figures about raters, against a published example and against numbers another statistics package gives.

Computed once, outside this repository, with pingouin 0.7.0 (`intraclass_corr`, type ICC(A,1), that is ICC(2,1)), scikit-learn 1.9.1
(`cohen_kappa_score(weights="quadratic", labels=[1, 2, 3, 4])`) and scipy 1.18.1 (`stats.f.ppf`) on the data below.
"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.assessment import agreement

# Shrout & Fleiss 1979, table 2: six targets, four judges
PUBLISHED = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
ONE = [1, 2, 3, 3, 4, 2, 3, 3, 2, 4, 3, 1]
TWO = [2, 2, 3, 4, 4, 2, 2, 3, 3, 4, 3, 1]
THREE = [1, 3, 3, 3, 4, 1, 3, 2, 2, 3, 4, 2]
MIDDLE = [3, 3, 2, 3, 3, 2, 3, 3, 3, 2], [3, 2, 2, 3, 3, 3, 3, 3, 3, 2]  # two of four levels used

pairs = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=30)


def test_the_published_example():
    found = agreement.icc21(PUBLISHED)
    assert round(found.value, 2) == 0.29
    assert found.value == pytest.approx(0.2897637795275592)
    assert (found.n, found.k, found.low) == (6, 4, None)  # too few targets for an interval


def test_weighted_kappa_on_a_published_table():
    """91 couples on four levels (Hout, Duncan & Sobel 1987), the example of R's package vcd for its Fleiss–Cohen, that is quadratic, weights."""
    table = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
    couples = [(one, other) for one, row in enumerate(table, 1) for other, n in enumerate(row, 1) for _couple in range(n)]
    assert len(couples) == 91
    assert agreement.quadratic_kappa(couples) == pytest.approx(0.3320, abs=5e-5)


def test_its_interval_when_it_is_asked_for_all_the_same(monkeypatch):
    monkeypatch.setattr(agreement, "ENOUGH_PAIRS", 6)
    found = agreement.icc21(PUBLISHED)
    assert (round(found.low, 2), round(found.high, 2)) == (0.02, 0.76)


@pytest.mark.parametrize(
    ("columns", "value", "low", "high"),
    [((ONE, TWO), 0.826771653543307, 0.52, 0.95), ((ONE, TWO, THREE), 0.7097625329815304, 0.42, 0.90)],
)
def test_icc_and_interval_as_another_package_has_them(columns, value, low, high):
    found = agreement.icc21(list(zip(*columns, strict=True)))
    assert found.value == pytest.approx(value)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@pytest.mark.parametrize(
    ("one", "two", "kappa"), [(ONE, TWO, 0.813953488372093), (ONE, THREE, 0.7251908396946565), (*MIDDLE, 0.5238095238095238)]
)
def test_weighted_kappa_as_another_package_has_it(one, two, kappa):
    assert agreement.quadratic_kappa(list(zip(one, two, strict=True))) == pytest.approx(kappa)


@pytest.mark.parametrize(
    ("share", "one", "other", "value"),
    [
        (0.975, 11, 11, 3.473699051085808), (0.975, 5, 4.79, 7.490103962012941), (0.975, 13.7, 11, 3.3682239065363655),
        (0.95, 1, 10, 4.964602743730711), (0.5, 3, 7, 0.870944253187285),
    ],
)  # fmt: skip
def test_the_f_quantile_as_another_package_has_it(share, one, other, value):
    assert agreement.f_quantile(share, one, other) == pytest.approx(value, rel=1e-9)


def test_exact_and_within_one():
    seen = [(1, 1), (2, 3), (4, 2), (3, 3)]
    assert (agreement.exact(seen), agreement.within_one(seen)) == (0.5, 0.75)


def test_what_is_undefined_is_none():
    assert (agreement.exact([]), agreement.within_one([]), agreement.quadratic_kappa([])) == (None, None, None)
    assert agreement.quadratic_kappa([(3, 3), (3, 3)]) is None
    assert agreement.icc21([]) is None
    assert agreement.icc21([[3, 3]]) is None
    assert agreement.icc21([[3, 3], [3, 3], [3, 3]]) is None
    assert (agreement.severity([]), agreement.waiting([], timedelta(5)), agreement.share(0, 0)) == (None, None, None)


def test_ten_times_the_same_is_full_agreement():
    found = agreement.icc21([[level, level] for level in ONE])
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


@given(pairs)
def test_who_is_first_does_not_matter(seen):
    turned = [(b, a) for a, b in seen]
    one, other = agreement.quadratic_kappa(seen), agreement.quadratic_kappa(turned)
    assert (one is None) == (other is None)
    assert one is None or one == pytest.approx(other)
    assert agreement.exact(seen) == agreement.exact(turned)


@given(pairs)
def test_no_figure_leaves_its_range(seen):
    kappa, icc = agreement.quadratic_kappa(seen), agreement.icc21(seen)
    assert 0 <= agreement.exact(seen) <= agreement.within_one(seen) <= 1
    assert kappa is None or kappa <= 1
    assert icc is None or icc.value <= 1 + 1e-9
    if icc and icc.low is not None:
        assert icc.low - 1e-9 <= icc.value <= icc.high + 1e-9


def test_a_strict_rater_lies_under_the_others_and_few_comparisons_get_no_bounds():
    few, many = agreement.severity([-1, -1, 0]), agreement.severity([-1, 0] * 8)
    assert (few.n, few.low) == (3, None)
    assert few.mean == pytest.approx(-2 / 3)
    assert many.low < many.mean == -0.5 < many.high < 0


def test_drift_goes_quarter_by_quarter():
    found = agreement.drift([("2026-3", 1), ("2026-2", 0), ("2026-3", 0)])
    assert [(span, one.mean, one.n) for span, one in found] == [("2026-2", 0, 1), ("2026-3", 0.5, 2)]


def test_waiting_says_the_middle_the_slow_and_how_many_came_in_time():
    found = agreement.waiting([timedelta(days=day) for day in (1, 2, 2, 3, 4, 4, 5, 5, 6, 20)], timedelta(days=5))
    assert (found.n, found.middle, found.slow, found.in_time) == (10, 4, 6, 0.8)
