"""Every component renders, is shown in the style guide, and refuses what it does not know."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template

from lms.ui.drawings import DRAWINGS
from lms.ui.styleguide import Specimen, show, specimens
from lms.ui.tags import register

TAGS = sorted(register.tags)
BLOCKS = {"act", "card", "crit", "empty", "fold", "note", "sheet", "ticks"}
PAGE_ONLY = {"sprite", "toasts", "tabs", "mark", "icon"}  # part of base.html or of the components themselves
SPECIMENS = list(specimens())
ODD = '<b>odd</b> & "quoted"'


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("tag", TAGS)
def test_an_unknown_parameter_stops_the_template_when_it_compiles(tag: str) -> None:
    end = f"{{% end{tag} %}}" if tag in BLOCKS else ""
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument 'colour'"):
        Template(f"{{% {tag} colour=1 %}}{end}")


@pytest.mark.parametrize("tag", TAGS)
def test_parameters_have_names(tag: str) -> None:
    end = f"{{% end{tag} %}}" if tag in BLOCKS else ""
    with pytest.raises(TemplateSyntaxError, match="too many positional"):
        Template(f"{{% {tag} 'a' 'b' %}}{end}")


@pytest.mark.parametrize("tag", TAGS)
def test_every_tag_has_a_template_of_its_name(tag: str) -> None:
    assert get_template(f"components/{tag}.html")


@pytest.mark.parametrize("tag", sorted(set(TAGS) - PAGE_ONLY))
def test_every_tag_is_shown_in_the_style_guide(tag: str) -> None:
    assert any(re.search(rf"{{% {tag}\b", s.source) for s in SPECIMENS)


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda s: s.name)
def test_every_specimen_renders_in_both_modes(specimen: Specimen) -> None:
    shown = show(specimen)
    assert [mode for mode, html in shown.panes] == ["light", "dark"]
    for _mode, html in shown.panes:
        assert html.strip()
        assert "{%" not in html


@pytest.mark.parametrize(
    "source",
    [
        '{% icon name="rocket" %}',
        '{% star state="finished" %}',
        '{% btn label="Go" kind="primary" %}',
        '{% btn label="" %}',
        '{% btn label="Go" icon="rocket" %}',
        '{% tag text="x" kind="red" %}',
        '{% note kind="danger" %}{% endnote %}',
        "{% level n=5 %}",
        '{% status state="failed" %}',
        '{% step name="x" state="finished" %}',
        '{% line state="slow" %}',
        '{% msg text="x" state="delivered" %}',
        '{% tick kind="xx" text="x" name="t" %}',
        '{% todo kind="x" icon="chat" title="x" claim="yours" %}',
        '{% foot kind="tall" %}',
        '{% constellation items=way kind="poster" %}',
        '{% drawing name="ufo" %}',
        '{% drawing name="door" size="xl" %}',
        '{% empty drawing="ufo" title="x" %}{% endempty %}',
        '{% secret step=3 ladder=two say="x" %}',
        "{% field field=nothing %}",
        "{% switch label='x' %}",
    ],
)
def test_an_unknown_word_stops_the_template_when_it_renders(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source, two=["a", "b"], way=[])


@pytest.mark.parametrize(
    "source",
    [
        "{% btn label=odd more=odd %}",
        "{% btn label=odd url='#' %}",
        "{% tag text=odd %}",
        "{% saved text=odd %}",
        "{% note title=odd text=odd %}{{ odd }}{% endnote %}",
        "{% fold summary=odd meta=odd %}{{ odd }}{% endfold %}",
        "{% card title=odd %}{{ odd }}{% endcard %}",
        "{% msg who=odd text=odd %}",
        "{% whisper sender=odd text=odd %}",
        "{% said text=odd %}",
        "{% composer to=odd draft=odd %}",
        "{% secret step=1 ladder=ladder say=odd ifs=ifs rule=odd %}",
        "{% choice name='n' value=odd text=odd reply=odd %}",
        "{% tl no=1 who=odd text=odd %}",
        "{% crit id='c' no=1 name=odd %}{% endcrit %}",
        "{% tick kind='ba' name='t' text=odd %}",
        "{% step name=odd state='next' note=odd url='#' action=odd %}",
        "{% todo kind=odd icon='chat' title=odd what=odd url='#' claim='other' holder=odd %}",
        "{% top title=odd back_url='#' back_label=odd %}",
        "{% foot numbers=numbers say=odd %}",
        "{% empty title=odd text=odd %}{% endempty %}",
        "{% sheet id='s' title=odd text=odd %}{% endsheet %}",
        "{% toast text=odd %}",
        "{% progress value=1 max=2 label=odd say=odd %}",
    ],
)
def test_words_from_people_stay_words(source: str) -> None:
    html = render(source, odd=ODD, ladder=[ODD], ifs=[(ODD, ODD)], numbers=[{"name": ODD, "number": "113"}])
    assert "<b>odd" not in html
    assert "&lt;b&gt;odd&lt;/b&gt; &amp;" in html
    assert "&amp;lt;" not in html


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_decoration_in_the_colours_of_the_page(name: str) -> None:
    html = render("{% drawing name=name %}", name=name)
    assert 'aria-hidden="true"' in html
    assert not re.search(r"style=|#[0-9a-f]{3,8}\b|rgb|<text|<title|\bid=", html)  # no ids: the same one may stand twice on a page
    own = render("{% drawing name=name uid='x' own=True %}", name=name)
    assert set(re.findall(r"url\(#(.+?)\)", own)) <= set(re.findall(r'id="(.+?)"', own))


def test_an_empty_state_can_show_another_drawing() -> None:
    assert "d-sail" not in render("{% empty title='x' %}{% endempty %}")
    assert "d-sail" in render("{% empty drawing='sail' title='x' %}{% endempty %}")


def test_a_note_takes_loose_text_and_markup() -> None:
    assert "<p>Plain &amp; simple</p>" in render("{% note %}Plain &amp; simple{% endnote %}")
    assert '<p class="btns"><a' in render('{% note %} <p class="btns">{% btn label="Go" url="#" %}</p> {% endnote %}')


def test_a_button_is_a_link_only_with_an_address() -> None:
    assert render('{% btn label="Go" url="/x/" %}').startswith("<a ")
    assert 'type="submit"' in render('{% btn label="Go" %}')


def test_a_disabled_link_has_no_address() -> None:
    html = render('{% btn label="Go" url="/x/" disabled=True %}')
    assert "href" not in html
    assert 'aria-disabled="true"' in html


def test_the_state_of_a_step_is_said_in_words() -> None:
    assert "<b>Do this now.</b>" in render('{% step name="Safety" state="next" %}')


def test_the_certificate_waits_as_the_guiding_star() -> None:
    assert "#s-guide" in render('{% step name="Certificate" state="closed" last=True %}')
    assert "#s-done" in render('{% step name="Certificate" state="done" last=True %}')


def test_help_numbers_can_be_dialled() -> None:
    html = render("{% foot numbers=numbers %}", numbers=[{"name": "Helpline", "number": "116 123", "hours": "always"}])
    assert 'href="tel:116123"' in html
    assert 'id="help"' in html


def test_a_page_without_numbers_still_says_whom_to_call() -> None:
    assert "112" in render("{% foot %}")


def test_leaving_quickly_is_honest_about_the_history() -> None:
    assert "history" in render('{% foot leave="https://example.org/" %}')


def test_the_menu_of_phones_holds_at_most_five() -> None:
    nav = [{"label": str(n), "url": "#", "icon": "way"} for n in range(7)]
    assert render("{% tabs nav=nav %}", nav=nav).count("<li>") == 5


def test_pages_of_a_list_keep_the_search() -> None:
    from django.core.paginator import Paginator

    html = render("{% pagination page=page query='q=rype&page=2' %}", page=Paginator(range(60), 20).page(2))
    assert "?q=rype&amp;page=1" in html
    assert "?q=rype&amp;page=3" in html
    assert render("{% pagination page=page %}", page=Paginator(range(6), 20).page(1)) == ""


def test_a_matrix_row_with_a_missing_person_is_an_error() -> None:
    people = [{"name": "Tuva"}, {"name": "Noor"}]
    stages = [{"name": "Learn", "rows": [{"name": "Quiz", "states": ["done"]}]}]
    with pytest.raises(ValueError, match="zip"):
        render("{% matrix people=people stages=stages %}", people=people, stages=stages)


def test_waiting_names_its_days() -> None:
    assert "1 day<" in render("{% wait days=1 of=5 %}")
    assert "3 days<" in render("{% wait days=3 of=5 %}")
