"""The feedback, for the trainee it is about and the professionals there; questions about it; taking an assessment back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.assessment import actions, rechecks
from certification.assessment.feedback import feedback_for
from certification.assessment.forms import AnnulForm, AnswerForm, QuestionForm, RecheckAnswerForm, RecheckForm
from certification.assessment.models import Assessment, Question, Recheck, SelfRating
from certification.assessment.screens import day
from certification.assessment.states import RecheckState
from certification.assessment.views import chat_for
from certification.practice.models import Mode, PracticeChat
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person, Role
from lms.people.requests import SignedInRequest


def feedback_chat(person: Person, pk: int) -> PracticeChat:
    return chat_for(person, pk)


@require_safe
@requires("assessment.read_feedback", fetch=feedback_chat, methods=("GET",))
def feedback(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """What was strong, what to practise next, the levels beside one's own view, and the transcript."""
    return _page(request, chat)


def _page(
    request: SignedInRequest,
    chat: PracticeChat,
    *,
    ask: QuestionForm | None = None,
    answer: AnswerForm | None = None,
    about: int = 0,
    recheck_answer: RecheckAnswerForm | None = None,
) -> HttpResponse:
    mine = chat.trainee_id == request.user.pk
    if mine and not SelfRating.objects.filter(chat=chat).exists():
        messages.info(request, _("First say how it went, in your own eyes. Then the feedback opens."))
        return redirect("self_rating", pk=chat.pk)
    shown = feedback_for(chat, request.user)
    refused = any(form is not None and form.errors for form in (ask, answer, recheck_answer))
    recheck = Recheck.objects.visible_to(request.user).filter(chat=chat).select_related("decided_by").first()
    context = {
        "recheck": recheck, "recheck_form": RecheckForm(), "recheck_answer": recheck_answer or RecheckAnswerForm(),
        "may_ask_recheck": recheck is None and chat.mode == Mode.ASSESSED and bool(shown.lines) and may(request.user, "assessment.ask_recheck", chat),
        "may_decide": recheck is not None and recheck.state == RecheckState.ASKED and may(request.user, "assessment.decide_recheck", recheck),
        "feedback": shown, "chat": chat, "mine": mine, "ask": ask or QuestionForm(), "answer": answer or AnswerForm(), "about": about,
        "is_rater": any(one.assessment.rater_id == request.user.pk for one in shown.ratings), "annul": AnnulForm(),
        "may_annul": any(may(request.user, "assessment.annul", one.assessment) for one in shown.ratings),
        "day": day(chat.starts_at), "purge": day(chat.purge_on) if chat.purge_on else "",
    }  # fmt: skip
    return render(request, "certification/feedback.html", context, status=422 if refused else 200)


@require_POST
@requires("assessment.acknowledge", fetch=feedback_chat, methods=("POST",))
def feedback_read(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """The trainee has read it."""
    actions.acknowledge_feedback(chat, by=request.user)
    messages.success(request, _("Good. It stays here for you until the transcript is deleted, and the feedback after that."))
    return redirect("practice_after", pk=chat.pk)


@require_POST
@requires("assessment.ask", fetch=feedback_chat, methods=("POST",))
def feedback_ask(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, chat, ask=form)
    actions.ask_about(chat, body=form.cleaned_data["body"], by=request.user)
    messages.success(request, _("Your question is on its way."))
    return redirect("feedback", pk=chat.pk)


@require_POST
@requires("assessment.ask_recheck", fetch=feedback_chat, methods=("POST",))
def recheck_ask(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """The trainee asks somebody else to look."""
    rechecks.ask_recheck(chat, words=request.POST.get("words", ""), by=request.user)
    messages.success(request, _("Somebody else looks at it now. You hear what they say."))
    return redirect("feedback", pk=chat.pk)


def recheck_for(person: Person, pk: int) -> Recheck:
    recheck = get_visible(Recheck, person, pk=pk)
    recheck.chat = chat_for(person, recheck.chat_id)
    return recheck


@require_POST
@requires("assessment.decide_recheck", fetch=recheck_for, methods=("POST",))
def recheck_decide(request: SignedInRequest, recheck: Recheck) -> HttpResponse:
    """A moderator says what stands."""
    form = RecheckAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, recheck.chat, recheck_answer=form)
    rechecks.decide_recheck(recheck, keep=form.cleaned_data["keep"] == "yes", words=form.cleaned_data["answer"], by=request.user)
    messages.success(request, _("Decided. Those concerned are told."))
    return redirect("feedback", pk=recheck.chat_id)


def question_for(person: Person, pk: int) -> Question:
    question = get_visible(Question, person, pk=pk)
    question.chat = chat_for(person, question.chat_id)
    return question


@require_POST
@requires("assessment.answer", fetch=question_for, methods=("POST",))
def feedback_answer(request: SignedInRequest, question: Question) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, question.chat, answer=form, about=question.pk)
    actions.answer_question(question, answer=form.cleaned_data["answer"], by=request.user)
    messages.success(request, _("Answered."))
    return redirect("feedback", pk=question.chat_id)


def assessment_for(person: Person, pk: int) -> Assessment:
    """An assessment this person may see, or a submitted one where they are certifier: that one can be taken back unread."""
    certifying = Assessment.objects.locked().filter(chat__organisation_id__in=person.organisations_as(Role.CERTIFIER))
    assessment = (Assessment.objects.visible_to(person) | certifying).filter(pk=pk).first()
    if assessment is None or assessment.chat_id is None:
        raise Http404
    assessment.chat = chat_for(person, assessment.chat_id)
    return assessment


@require_POST
@requires("assessment.annul", fetch=assessment_for, methods=("POST",))
def assessment_annul(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    """Take an assessment out of every sum, with a reason."""
    form = AnnulForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Write why. The reason is kept."))
        return redirect("feedback", pk=assessment.chat_id)
    actions.annul(assessment, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The assessment no longer counts."))
    return redirect("practice_after", pk=assessment.chat_id)
