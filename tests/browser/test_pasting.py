"""An editor pastes from Word into a lesson."""

import pytest

from cms.editors import grant
from courses.outline.models import LessonPage
from tests.builders import a_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=NO-BOK><!--StartFragment-->
<h1>Å lytte<o:p></o:p></h1>
<p class=MsoNormal>Noen <b>ord</b> og <i>litt</i> til, se <a href="https://example.org/a(b)">siden</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Vent<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)<span>&nbsp;</span></span>Spør</p>
<table class=MsoTable><tr><td><p class=MsoNormal>Land</p></td><td><p>Nummer</p></td></tr><tr><td><p>Norge</p></td><td><p>116 123 | gratis</p></td></tr></table>
<script>alert(1)</script><img src="https://example.org/x.png"><!--EndFragment--></body></html>"""
MARKDOWN = """## Å lytte

Noen **ord** og *litt* til, se [siden](https://example.org/a%28b%29).

- Vent
    1. Spør

| Land | Nummer |
| --- | --- |
| Norge | 116 123 \\| gratis |"""
FROM_THE_WEB = "<meta charset=utf-8><b style='font-weight:normal'><h2>En</h2><ul><li>a<ol><li>b</li></ol></li><li>c</li></ul></b>"
PASTE = """([html, text]) => { const field = document.querySelector('textarea[data-paste-markdown]'); field.focus(); field.select();
  const carried = new DataTransfer(); carried.setData('text/html', html); carried.setData('text/plain', text);
  const event = new ClipboardEvent('paste', {clipboardData: carried, bubbles: true, cancelable: true});
  const taken = !field.dispatchEvent(event); return [taken, taken ? field.value : '']; }"""


def test_pasting_from_word_keeps_headings_lists_links_and_tables(cast, phone, transactional_db):
    a_course()
    grant(cast.ed)
    lesson = LessonPage.objects.filter(locale__language_code="nb").first()
    lesson.body = [("markdown", "Før.")]
    lesson.save_revision().publish()
    page = phone(cast.ed, size={"width": 1280, "height": 900})
    page.goto(f"/admin/pages/{lesson.pk}/edit/")
    page.wait_for_selector("textarea[data-paste-markdown]")

    assert page.evaluate(PASTE, [FROM_WORD, "Å lytte"]) == [True, MARKDOWN]
    assert page.evaluate(PASTE, [FROM_THE_WEB, "En"]) == [True, "### En\n\n- a\n    1. b\n- c"]
    assert page.evaluate(PASTE, ["<div><span>## Markdown som det står</span></div>", "## Markdown som det står"]) == [False, ""]
