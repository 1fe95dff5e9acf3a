"""“This question is unclear”: the page where it is said."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.quizzes.doubt_forms import DoubtForm
from courses.quizzes.doubts import doubt_of, say_unclear
from courses.quizzes.models import AttemptQuestion
from courses.quizzes.queries import find_question
from lms.kernel.permissions import requires


@never_cache
@requires("quizzes.doubt", fetch=find_question)
def quiz_unclear(request: HttpRequest, question: AttemptQuestion) -> HttpResponse:
    """Say what is unclear about a question, then go back to it. Answered ones can be read again beside the result."""
    doubt = doubt_of(question)
    form = DoubtForm(request.POST or None, instance=doubt)
    if request.method == "POST" and form.is_valid():
        say_unclear(question, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Thank you. An editor reads it, without your name, and you are told what comes of it."))
        if question.attempt.is_open:
            return redirect("quiz_question", attempt=question.attempt_id, position=question.position)
        return redirect("quiz_result", attempt=question.attempt_id)
    context = {"question": question, "attempt": question.attempt, "face": question.face(), "form": form, "doubt": doubt}
    return render(request, "courses/quiz_unclear.html", context, status=422 if form.errors else 200)
