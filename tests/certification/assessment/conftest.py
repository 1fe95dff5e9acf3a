"""One chat that is over: Tuva wrote, Pia played, Siv watched."""

import pytest

from certification.practice.models import PracticeChat
from tests.builders import a_rubric_version, an_ended_chat, an_enrolment, views_given
from tests.cast import Cast


@pytest.fixture
def chat(cast: Cast) -> PracticeChat:
    a_rubric_version()
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    return an_ended_chat(enrolment=enrolment, partner=cast.pia, supervisor=cast.siv)


@pytest.fixture
def waiting(chat: PracticeChat) -> PracticeChat:
    """The same chat, both views given: it waits for assessment."""
    return views_given(chat)
