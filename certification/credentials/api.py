"""The duty passport for other systems."""

from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from certification.credentials import duty

router = Router(tags=["duty"])


class DutyAnswer(Schema):
    ref: str = Field(description="As it was asked.")
    may: bool = Field(description="Whether this person may have live chats now.")
    status: str = Field(description="active, due, grace, expired, suspended, revoked, superseded, erased or unknown. Never a reason.")
    level: int | None = Field(description="0 to 5. No level means alone.")
    limit: str | None = Field(
        description="not_live, observes_only, supervisor_reads_along, professional_on_shift or professional_reachable."
    )
    rest: str | None = Field(
        description="fresh, rested (five weeks without hours: a supervisor reads along again) or rested_long (six months: renewed first)."
    )
    conditions: str | None = Field(description="Conditions of the decision, in the words of those who signed it.")
    until: date | None = Field(description="The last day on which this can hold.")


class Signed(Schema):
    asked_at: datetime
    good_until: datetime = Field(description="Ask again after this.")
    token: str = Field(description="The same answers as a JWT, EdDSA, by the key in /.well-known/jwks.json; `aud` is your organisation.")


class OneAnswer(Signed):
    duty: DutyAnswer


class ManyAnswers(Signed):
    duty: list[DutyAnswer]


class Question(Schema):
    refs: list[str] = Field(min_length=1, max_length=duty.MOST, description="Ids of certificates or people, or codes; 200 at most.")


def _signed(request: HttpRequest, refs: list[str]) -> dict[str, object]:
    organisation, now = request.auth.organisation, timezone.now()  # type: ignore[attr-defined]
    answers = duty.ask(organisation, refs)
    token = duty.signed(organisation, answers, now=now)
    return {"asked_at": now, "good_until": now + duty.ANSWER_HOLDS, "token": token, "duty": [one.facts() for one in answers]}


@router.get("/duty/{ref}", response=OneAnswer, summary="May this person be on duty now?")
def one(request: HttpRequest, ref: str) -> dict[str, object]:
    """Asks for one person. Whoever is not certified with you is `unknown`, whether they exist or not."""
    answer = _signed(request, [ref[:100]])
    return {**answer, "duty": answer["duty"][0]}  # type: ignore[index]


@router.post("/duty", response=ManyAnswers, summary="May these people be on duty now?")
def many(request: HttpRequest, question: Question) -> dict[str, object]:
    """Asks for a whole shift at once; answers in the order of the question."""
    return _signed(request, [ref[:100] for ref in question.refs])
