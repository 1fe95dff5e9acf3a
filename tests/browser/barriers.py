"""How axe looks at a screen of ours, and what is looked at in which language."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

LANGUAGES = ("nb", "da", "en")
COLOURS = ["color-contrast", "link-in-text-block"]  # all that darkness can change
Look = tuple[int, str, str]  # how wide; light or dark; "all" rules, "colours" alone, "words" (all the others), or only whether it "fits"

# Words and their lengths change with the language, so every rule that words can break is asked in each of the three where there is least
# room: on a phone. Colours come from one style sheet, and a desk has room for every word: what darkness and width can do is looked at in
# one language. On the narrowest phone there is everything has to fit, too.
NARROWEST: Look = (320, "light", "fits")
ON_A_PHONE: list[Look] = [NARROWEST, (360, "light", "words")]
EVERYWHERE: list[Look] = [
    NARROWEST, (360, "light", "all"), (360, "dark", "colours"), (1280, "light", "all"), (1280, "dark", "colours"),
]  # fmt: skip


class Screen(NamedTuple):
    """Somebody at an address. `sends` is a form on the page that they send as it stands, to see what comes of it."""

    who: str  # empty for a stranger
    name: str
    arguments: Sequence[object] = ()
    query: str = ""
    status: int = 200
    sends: str = ""
    speaks: str = ""  # where it is not the reader's language that the page speaks: a draft's


class Anything:
    """Stands for all that a house holds, where only the names of the addresses in its list of screens are asked for."""

    def __getattr__(self, _name: str) -> "Anything":
        return self

    def __getitem__(self, _key: object) -> "Anything":
        return self

    def __call__(self, *_arguments: object) -> "Anything":
        return self

    def __iter__(self) -> Iterator["Anything"]:
        return iter([self])


LOOK = """async ([what, colours, inside]) => {
  if (!inside) for (const fold of document.querySelectorAll('details')) fold.open = true;
  const stuck = [...document.body.querySelectorAll('*')].filter((one) => getComputedStyle(one).position === 'sticky');
  for (const one of stuck) one.style.position = 'static'; // it may cover half of a link until one scrolls
  for (const moving of document.getAnimations()) moving.effect.getComputedTiming().endTime < 5000 && moving.finish(); // colours on their way
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  if (inside && inside.scrollWidth > inside.clientWidth) throw new Error(`${inside.id} scrolls sideways`);
  const runOnly = what === 'colours' ? { type: 'rule', values: colours } : rules;
  const spared = Object.fromEntries(colours.map((one) => [one, { enabled: what !== 'words' }]));
  const asked = { runOnly, rules: spared, resultTypes: ['violations'] };
  const found = what === 'fits' ? [] : (await axe.run(inside ?? document, asked)).violations;
  for (const one of stuck) one.style.position = '';
  const told = found.map((one) => `${one.id}: ${one.nodes.slice(0, 4).map((node) => node.target).join(' | ')}`);
  if (document.documentElement.scrollWidth > screen.width) told.push(`${document.documentElement.scrollWidth} pixels wide`);
  return told;
}"""


def looks_in(language: str) -> list[Look]:
    return EVERYWHERE if language == LANGUAGES[0] else ON_A_PHONE


def look(page: Page, axe: str, language: str, sheet: Any = None) -> Iterable[str]:
    """What there is to say about the page that is open, or the sheet upon it."""
    page.evaluate(axe)
    for width, scheme, what in looks_in(language):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        yield from (f"{width} {scheme}: {one}" for one in page.evaluate(LOOK, [what, COLOURS, sheet]))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 800})


def sheets(page: Page, axe: str, language: str, opened: set[str]) -> Iterable[str]:
    """The same about every sheet the page can lay over itself, opened by its own button; their names are added to `opened`."""
    names = page.locator("[data-opens]").evaluate_all("all => [...new Set(all.map((one) => one.dataset.opens))]")
    for name in names:
        page.locator(f"[data-opens={name}]").first.click()
        sheet = page.locator(f"dialog#{name}[open]")
        expect(sheet).to_be_visible()
        yield from (f"{name}: {one}" for one in look(page, axe, language, sheet.element_handle()))
        opened.add(name)
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


def visit(page: Page, language: str, screen: Screen) -> str:
    """Open a screen in a language, and be there and nowhere else; its address."""
    with translation.override(language):
        there = reverse(screen.name, args=screen.arguments) + screen.query
    answer = page.goto(there)
    assert answer, there
    assert answer.status == screen.status, (screen.who, there, answer.status)
    assert urlsplit(page.url).path == urlsplit(there).path, (screen.who, there, page.url)
    if screen.sends:
        with page.expect_navigation():
            page.locator(screen.sends).first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    assert page.locator("html").get_attribute("lang") == (screen.speaks or language), there
    return f"{there} {screen.sends}".strip()
