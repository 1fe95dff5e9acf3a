"""A few people around one practice chat, each with a phone, all in one language; and how a rater fills the form."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from certification.practice.models import PracticeChat
from lms.people.models import Person
from tests.browser.steps import address, is_at, main_button, quote, sum_up, tick_all

CRITERIA = ("opening", "presence", "noticing")


@dataclass
class Company:
    """Who they are, their phones, and the language of all of them."""

    language: str
    people: dict[str, Person]
    pages: dict[str, Page]

    def at(self, who: str, name: str, *args: object) -> Page:
        page = self.pages[who]
        page.goto(address(self.language, name, *args))
        expect(page.locator("html")).to_have_attribute("lang", self.language)
        return page

    def ends_at(self, who: str, name: str, *args: object) -> None:
        is_at(self.pages[who], self.language, name, *args)

    @property
    def chat(self) -> PracticeChat:
        return PracticeChat.objects.get()


def rate(company: Company, who: str, *, judgement: int = 3, **seen: str) -> Page:
    """Take the chat and fill the whole form, up to submitting: both basics of every criterion, or those that `seen` says ("b1 b2 a1")."""
    page = company.at(who, "rating", company.chat.pk)
    main_button(page).click()
    quote(page)
    for criterion in CRITERIA:
        tick_all(page, criterion, [f"{criterion}-{one}" for one in seen.get(criterion, "b1 b2").split()])
    sum_up(page, strength=f"{who} så varme", next_step=f"{who} vil vente litt", judgement=judgement)
    for said in ("CANARY fra", "CANARY-SELF", "CANARY-PARTNER"):  # what trainee and partner said waits till afterwards
        assert said not in page.content()
    return page
