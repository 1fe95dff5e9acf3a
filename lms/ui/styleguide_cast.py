"""What the style guide shows: names, texts, and one piece of template source per component."""

from typing import Any

from django.core.paginator import Paginator

_STATES = ["done"] * 6 + ["next", "closed", "closed", "done", "waiting", "closed", "waiting", "closed", "closed", "closed"]
_WAY = [{"id": f"s{n}", "name": "Safety first" if n == 7 else f"Step {n}", "state": s} for n, s in enumerate(_STATES, 1)]


def way(count: int, done: int) -> list[dict[str, Any]]:
    """A way of `count` requirements, the first `done` of them met."""
    return [{"id": f"w{n}", "name": f"Step {n}", "state": "done" if n < done else "next" if n == done else "closed"} for n in range(count)]


_PEOPLE = [
    {"name": name, "url": "#", "items": way(16, done), "say": say, "few": few, "seen": seen}
    for name, done, say, few, seen in [
        ("Tuva", 7, "7 of 16", False, 3), ("Noor", 11, "11 of 16", False, 5),
        ("Eskil", 3, "seen 0 times", True, 0), ("Amina", 15, "15 of 16", False, 8),
    ]
]  # fmt: skip

CAST: dict[str, Any] = {
    "way": _WAY + [{"id": "s17", "name": "Safe talks", "state": "open", "optional": True, "after": "s8"}],
    "whole": way(16, 16),
    "six": way(6, 3),
    "ten": way(10, 6),
    "twentytwo": way(22, 12),
    "nav": [
        {"label": "My way", "url": "#", "icon": "way", "current": True},
        {"label": "Course", "url": "#", "icon": "book"},
        {"label": "Practice", "url": "#", "icon": "chat", "count": 2},
        {"label": "Me", "url": "#", "icon": "user"},
    ],
    "me": {"letter": "T", "alias": "Tuva", "url": "#"},
    "numbers": [
        {"name": "Danger to life", "number": "113", "hours": ""},
        {"name": "Mental Health helpline", "number": "116 123", "hours": "day and night"},
    ],
    "languages": [("nb", "norsk"), ("da", "dansk"), ("en", "English")],
    "ladder": ["Bored on a Saturday", "Feels different, she does not drink", "Ate lunch in the toilet", "Misses one friend"],
    "ifs": [("Does she mirror a feeling?", "Give one more detail."), ("Does she give advice now?", "Answer “ok”, short.")],
    "tags_now": [{"text": "4 Mirroring", "now": True}],
    "tags": [{"text": "1 Opening"}],
    "lines": [6, 8],
    "people": _PEOPLE,
    "stages": [
        {"name": "Come in", "rows": [{"name": "Suitability talk", "states": ["done", "done", "done", "done"]}]},
        {"name": "Learn", "rows": [{"name": "Final quiz", "states": ["next", "waiting", "closed", "done"]}]},
    ],
    "rows": [
        {"no": 1, "name": "Opening", "months": [("Sep", (0, 4, 4, 0)), ("Oct", (0, 3, 10, 1)), ("Nov", (0, 1, 8, 2))]},
        {"no": 4, "name": "Mirroring", "tag": "look", "months": [("Sep", (1, 5, 2, 0)), ("Oct", (0, 7, 6, 1)), ("Nov", (2, 3, 7, 1))]},
    ],
    "entries": [{"label": "All", "url": "#", "count": 7, "current": True}, {"label": "Mine", "url": "#", "count": 4}],
    "page": Paginator(range(95), 20).page(2),
}  # fmt: skip

_COLOURS = [
    "bg",
    "surface",
    "raised",
    "sunken",
    "line",
    "line-strong",
    "text",
    "text-2",
    "text-3",
    "accent",
    "accent-text",
    "accent-soft",
    "fjord",
    "fjord-soft",
    "ok",
    "wait",
    "wait-soft",
    "stop",
    "stop-soft",
]

_SKY = [
    ("star", '<ul class="g-stars">' + "".join(
        f'<li>{{% star state="{s}" %}}<span>{s}</span></li>' for s in ("done", "next", "waiting", "closed", "optional", "open", "guide")
    ) + "</ul>", "Five states, five shapes. The word always stands beside it."),
    ("legend", "{% legend %}"),
    ("constellation", '<ul class="g-figs sky">' + "".join(
        f'<li>{{% constellation items={n} kind="mini" uid=p|add:"-{n}" %}}<span class="meta">{n}</span></li>' for n in ("six", "ten", "way", "twentytwo")
    ) + "</ul>", "The same function, 5 to 24 requirements. The tail hangs over the house."),
    ("constellation home", '<div class="sky g-sky">{% constellation items=way label=True uid=p %}</div>'),
    ("emblem", '<div class="g-emblem">{% emblem items=whole uid=p own=True %}<div class="stack">{% brand %}<p class="meta">Under 64 px the mark.</p></div></div>'),
    ("step", '<ol class="steps">'
     '{% step name="Vow of silence" state="done" note="Signed 4 September" %}'
     '{% step name="Safety first" state="next" note="Lesson 2 of 6. 4 min left" url="#" action="Continue" %}'
     '{% step name="Self-care plan" state="waiting" note="Siv will read it, since yesterday" %}'
     '{% step name="Final quiz" state="closed" note="Opens when the modules are done" %}'
     '{% step name="Safe talks" state="optional" note="Web course" %}'
     '{% step name="Certificate" state="closed" last=True note="Siv proposes, Carl approves" %}</ol>'),
]  # fmt: skip

_DEEDS = [
    ("btn", '<div class="stack"><p class="btns">{% btn label="Continue" kind="main" icon_after="right" type="button" %}{% btn label="Add to calendar" url="#" %}</p>'
     '<p class="btns">{% btn label="Stop" kind="stop" icon="stop" type="button" %}{% btn label="Move or cancel" kind="text" url="#" %}{% btn label="Sent" disabled=True type="button" %}</p>'
     '<p class="btns">{% btn label="Copy the link" icon="copy" copies="https://example.org" %}{% quick_exit url="#" %}</p></div>',
     "One main button per screen. Stop never stands beside it."),
    ("tag, saved, count, person", '<p class="row">{% tag text="Draft" %}{% tag text="Do this now" kind="now" %}{% tag text="Waiting for Siv" kind="wait" %}{% tag text="Met" kind="ok" icon="check" %}{% tag text="Yours" kind="fjord" %}{% tag text="Needs a look" kind="stop" %}</p>'
     '<p class="row g-top">{% saved at="14:32" live=False %}{% person letter="T" %}{% person letter="S" small=True %}{% count n=6 %}</p>'),
    ("card", '{% card title="Next practice chat" level=4 lift=True %}<p class="meta">At 19.30, about 40 minutes</p>{% endcard %}'),
    ("note", '<div class="stack">{% note title="New in module 5" text="One lesson has changed." level=4 %}{% endnote %}'
     '{% note kind="heavy" title="About suicidal thoughts" text="Read it when you have peace around you." level=4 %}<p class="btns">{% btn label="Skip for now" url="#" %}</p>{% endnote %}'
     '{% note kind="warm" title="Not yet" text="Read “Silence” once more. Try again from Thursday at 20." level=4 %}{% endnote %}'
     '{% note kind="stop" title="We could not send it" text="Your answer is safe on the phone." level=4 %}{% endnote %}'
     '{% note kind="plain" title="What it is not" level=4 %}Internal certification.{% endnote %}</div>'),
    ("fold", '{% fold summary="The situation" icon="note" meta="2 min" %}<p>Mira has just moved to study.</p>{% endfold %}'),
    ("progress, wait", '<div class="stack"><p>{% progress value=3 max=5 label="Part 3 of 5" say="4 min left" %}</p><p>{% wait days=1 of=5 %}</p><p>{% wait days=3 of=5 %}</p><p>{% wait days=5 of=5 late=True text="5 days, due today" %}</p></div>'),
    ("toast", '<div class="stack"><p>{% toast text="The place is yours. We will remind you." %}</p><p>{% toast text="Not sent. It is safe here." kind="stop" %}</p></div>'),
    ("filters, pagination", "{% filters entries=entries %}{% pagination page=page %}"),
    ("sheet", '<p>{% btn label="Stop" kind="stop" opens=p %}</p>{% sheet id=p title="Do you want to stop?" text="Nobody asks why. Everything written is kept." level=4 %}<p class="btns">{% btn label="Yes, stop" kind="stop" type="button" %}</p>{% endsheet %}'),
    ("act", '{% act say="4 of 4 done" value=4 max=4 label=p %}{% btn label="Next lesson" kind="main" url="#" icon_after="right" %}{% endact %}'),
    ("empty", '{% empty title="Quiet tonight" text="No free chats right now. Pia often puts out times on Thursday." level=4 uid=p own=True %}{% btn label="Tell me when there is one" url="#" %}{% endempty %}'),
]  # fmt: skip

_FIELDS = [
    ("field", '<div class="fields">{% field field=form.alias %}{% field field=form.email %}{% field field=form.code %}{% field field=form.theme %}{% field field=form.when %}{% field field=form.day %}</div>'),
    ("field with error", '{% form_errors form=wrong %}<div class="fields g-top">{% field field=wrong.say %}{% field field=wrong.when %}{% field field=wrong.agree %}</div>'),
    ("choices", '<div class="fields">{% field field=form.mode %}{% field field=form.nights %}{% field field=form.agree %}</div>'),
    ("switch, choice", '{% switch label="Share with my mentor" name="share" checked=True hint="Only the text, not the time." %}'
     '<div class="choices g-top">{% choice name=p value="a" text="Not chosen" %}{% choice name=p value="b" text="Chosen" checked=True reply="The explanation comes here." %}</div>'),
    ("theme switch, language switch", "{% theme_switch %}{% language_switch languages=languages current='nb' %}"),
]  # fmt: skip

_CHAT = [
    ("msg, whisper, said, typing", '{% exercise %}<ol class="chat">{% msg who="Mira" text="feel a bit odd" %}{% msg me=True text="That sounds a bit lonely." at="19.39" state="read" %}'
     '{% whisper sender="Siv" text="Stay in the feeling a little longer." %}{% msg me=True held=True text="What do you miss most?" %}{% typing who="Mira" %}</ol>{% said text="The chat is paused. Nothing is gone." %}'),
    ("line, composer", '<div class="row">{% line %}{% line state="weak" text="Weak connection. 1 is waiting." %}{% line state="off" text="Not connected since 19.41." %}</div>{% composer to="Write to Mira" id=p %}'),
    ("secret", "{% secret step=2 ladder=ladder say='“i don’t like drinking, and then there is nothing”' ifs=ifs %}", "Always night. Only the practice partner sees it."),
]  # fmt: skip

_RATING = [
    ("level", '<div class="stack"><p>{% level n=1 %}</p><p>{% level n=2 %}</p><p>{% level n=3 %}</p><p>{% level n=4 %}</p><p>{% level n=0 %}</p></div>'),
    ("tl", '<ol class="tlog">{% tl no=1 who="Mira" text="hi, may i write?" %}{% tl no=2 who="Rype" me=True marked=True tags=tags text="Of course." %}{% tl no=3 who="Rype" me=True marked=True now=True tags=tags_now text="You miss belonging. Is that so?" %}</ol>'),
    ("crit, ticks, tick", '<div class="rubric">{% crit id=p no=4 name="Mirror and check" level=3 open=True %}{% ticks kind="un" %}{% tick kind="un" name="t" value="1" text="Twists what was said" %}{% endticks %}'
     '{% ticks kind="ba" %}{% tick kind="ba" name="t" value="2" checked=True cites=lines text="Checks that it is right" %}{% endticks %}{% ticks kind="ad" %}{% tick kind="ad" name="t" value="3" text="Mirrors deeper" %}{% endticks %}{% endcrit %}</div>'),
    ("todo", '<ol class="todos">{% todo kind="Rating" icon="chat" title="Ærfugl, “All at once”" what="Rated chat. Due today." days=5 late=True claim="mine" release_url="#" url="#" action="Rate" main=True %}'
     '{% todo kind="Second rating" icon="chat" title="“Cannot go on”" days=1 claim="free" claim_url="#" action="Take it" %}{% todo kind="Rating" icon="chat" title="Lom" days=2 claim="other" holder="Carl" url="#" action="See" %}</ol>'),
    ("skies", "{% skies people=people %}"),
    ("matrix", "{% matrix people=people stages=stages %}"),
    ("dist", "{% dist rows=rows %}"),
    ("status", '<div class="stack g-status">{% status state="active" %}{% status state="due" %}{% status state="paused" %}{% status state="ended" %}{% status state="revoked" %}</div>', "The reason is never shown."),
]  # fmt: skip

_BASE = [
    ("colours", '<ul class="swatches">' + "".join(f'<li><i class="sw sw-{c}"></i><span>{c}</span></li>' for c in _COLOURS) + "</ul>", "All colours live in tokens.css. One accent: lamp light."),
    ("type", '<div class="stack"><p class="g-3xl">You are not alone on your shift</p><p class="g-2xl">To ask straight out</p><p class="g-xl">Next practice chat</p><p>Body text. Short sentences, plain words.</p><p class="meta">Time, place and who.</p></div>'),
    ("top", "{% top nav=nav person=me %}{% top back_url='#' back_label='My way' title='Lesson 2 of 6' title_lead='Safety first:' leave='#' %}", "Page headers; here twice, on a page once."),
    ("foot", "{% foot kind='thin' say='Ledestjerne confirms certificates for volunteers.' %}"),
]  # fmt: skip

SPECIMENS: list[tuple[str, list[tuple[str, ...]]]] = [
    ("Ground", _BASE), ("The stars", _SKY), ("Deeds", _DEEDS), ("Fields", _FIELDS), ("Chat", _CHAT), ("Rating and overview", _RATING),
]  # fmt: skip
