"""A table that is wider than the phone scrolls in its own box and never makes the page wider."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# the last heading is partly for ears only, as in the tables beside our charts
WIDE = """<div class="scroll"><table class="table"><tr>%s<th><span class="vh">Mars: </span>4</th></tr></table></div>""" % (
    "<th>Nivåer</th>" * 20
)


def test_words_for_ears_only_do_not_widen_the_page(cast, phone):
    page = phone(cast.tuva)
    page.goto("/nb/")
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", WIDE)
    assert page.evaluate("document.querySelector('.scroll').scrollWidth") > 360
    assert page.evaluate("document.documentElement.scrollWidth") == 360
