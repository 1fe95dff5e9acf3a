"""Templates whose settled parts are drawn once: the same words as without, and never anybody's."""

import pytest
from django.template import Context, engines
from django.template.base import Template, TextNode
from django.utils import translation

from lms.ui.folding import Settled, SettledName, fold

ENGINE = engines["django"].engine
PAGE = """{% load static %}<p>{% translate "Your way" %} &amp; {% translate "Sign in" as label %}{% icon name="clock" %}</p>
{% if name %}<b>{{ name }}</b>{% translate "Help" %}{% else %}{% url "set_language" %}{% endif %}
{% for one in names %}<i>{% translate "Help" %} {{ one }}</i>{% endfor %}{{ label }}{% block inner %}{{ name }}{% comment %}x{% endcomment %}{% endblock %}"""


def both(source: str, **values: object) -> tuple[str, str]:
    """A template as Django draws it, and as we do."""
    plain, folded = Template(source, engine=ENGINE), Template(source, engine=ENGINE)
    fold(folded.nodelist)
    return plain.render(Context(values)), folded.render(Context(values))


@pytest.mark.parametrize("language", ["nb", "da", "en"])
def test_folding_changes_no_letter_in_any_language(language: str) -> None:
    with translation.override(language):
        plain, folded = both(PAGE, name="<Tuva>", names=["a", "b"])
    assert folded == plain
    assert "&lt;Tuva&gt;" in folded


def test_one_template_answers_each_in_their_own_language_and_with_their_own_name() -> None:
    template = Template('{% translate "Your way" %}: {% translate "Help" as help %}{{ help }}, {{ name }}', engine=ENGINE)
    fold(template.nodelist)
    for language, name in (("nb", "Tuva"), ("da", "Pia"), ("nb", "Siv")):
        with translation.override(language):
            words = f"{translation.gettext('Your way')}: {translation.gettext('Help')}, {name}"
            assert template.render(Context({"name": name})) == words


def test_what_looks_at_the_context_stays_as_it_is() -> None:
    source = (
        '{{ name }}{% url "agreement" key=key %}{% translate name %}{% icon name=icon %}{% csrf_token %}'
        '{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}{% translate "x"|default:name %}{% static path %}'
        '{% language_switch languages=languages current="nb" %}{% icon name="clock" as drawn %}'
    )
    template = Template(source, engine=ENGINE)
    before = list(template.nodelist)
    fold(template.nodelist)
    assert list(template.nodelist) == before


def test_neighbours_become_one_and_text_stays_text() -> None:
    template = Template('a{# b #}{% comment %}c{% endcomment %}d{{ name }}a{% translate "Help" %}{% icon name="clock" %}b', engine=ENGINE)
    fold(template.nodelist)
    assert [type(node) for node in template.nodelist] == [Settled, type(template.nodelist[1]), Settled]
    again = Template('{% if name %}{% translate "Help" as help %}a{% endif %}', engine=ENGINE)
    fold(again.nodelist)
    (inside,) = [nodes for _condition, nodes in again.nodelist[0].conditions_nodelists]
    assert [type(node) for node in inside] == [SettledName, TextNode]


def test_plain_text_mails_are_not_escaped_because_a_page_was_first() -> None:
    for source, wanted in (('{% translate "a & b" %}{{ x }}', "a & b"), ('{% autoescape off %}{{ "a & b" }}{% endautoescape %}', "a & b")):
        plain, folded = both(source)
        assert folded == plain == wanted
    template = Template('{{ "a & b" }}', engine=ENGINE)
    fold(template.nodelist)
    assert template.render(Context({})) == "a & b"  # a word in quotes in a template is its author's
    assert template.render(Context({}, autoescape=False)) == "a & b"


def test_every_template_of_the_house_comes_through_the_folding_loader() -> None:
    base = engines["django"].get_template("base.html").template
    assert sum(isinstance(node, Settled) for node in base.nodelist) >= 2
