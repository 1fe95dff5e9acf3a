"""The room the stories play in: Tuva is the chat host, Pia plays Mira, Siv reads along."""

from collections.abc import Callable
from typing import Any

import pytest

from certification.practice.models import PracticeChat
from certification.programmes.models import Enrolment
from tests.builders import a_chat, an_enrolment
from tests.cast import Cast


@pytest.fixture
def enrolment(cast: Cast) -> Enrolment:
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik)


@pytest.fixture
def chat_in(cast: Cast, enrolment: Enrolment) -> Callable[..., PracticeChat]:
    """A chat in the state asked for."""

    def made(state: str, **fields: Any) -> PracticeChat:
        return a_chat(**{"enrolment": enrolment, "partner": cast.pia, "supervisor": cast.siv, "state": state, **fields})

    return made


@pytest.fixture
def chat(chat_in: Callable[..., PracticeChat]) -> PracticeChat:
    """A live chat."""
    return chat_in("live")
