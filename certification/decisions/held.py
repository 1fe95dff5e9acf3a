"""What a trainee holds already, for those who sign: told by whoever knows certificates, so that decisions need not know them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from certification.programmes.models import Enrolment


@dataclass(frozen=True)
class Held:
    """A live certificate of the same programme. `settled`: it is neither paused nor asked to be withdrawn."""

    elsewhere: bool  # another organisation gave it
    place: str
    until: date
    settled: bool


Teller = Callable[[Enrolment], Held | None]
_tellers: list[Teller] = []


def tells_what_is_held(teller: Teller) -> Teller:
    """Register the function that says what the trainee of an enrolment holds."""
    _tellers.append(teller)
    return teller


def held(enrolment: Enrolment) -> Held | None:
    """What is held now; None when there is nothing."""
    return next((found for teller in _tellers if (found := teller(enrolment))), None)
