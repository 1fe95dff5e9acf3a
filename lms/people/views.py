"""Screens of people: the way in, one's own page, invitations, who is here."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from lms.kernel.permissions import get_visible, public, requires
from lms.people import actions
from lms.people.adapter import INVITED_BY
from lms.people.api_keys import ApiKey, Scope, make_key, revoke_key
from lms.people.applying_views import answers_to
from lms.people.forms import AliasForm, InviteForm, KeyForm, ProfileForm
from lms.people.here import people_here
from lms.people.lost_factor import take_factor, with_factor
from lms.people.models import Invitation, Organisation, Person, Role, RoleAssignment
from lms.people.programmes import invitable
from lms.people.requests import SignedInRequest
from lms.people.signing_forms import CodeForm
from lms.people.tokens import invitation_of


def home_of(person: Person) -> str:
    """The start page in the person's own language."""
    return f"/{person.language}/"


@public("the one who was invited has no account yet", methods=("GET", "POST"))
@never_cache
def join(request: SignedInRequest, token: str) -> HttpResponse:
    """The page behind an invitation link: says who invites to what. POST sends the code, or accepts when signed in as the one invited."""
    invitation = invitation_of(token)
    known = request.user.is_authenticated and request.user.email.lower() == invitation.email.lower()
    usable = invitation.standing == "open"
    if request.method == "POST" and known:
        actions.accept_invitation(invitation, by=request.user)
        return redirect(home_of(request.user) if request.user.alias else "welcome")
    if request.method == "POST" and usable and not request.user.is_authenticated:
        person = actions.person_for(invitation)
        request.session[INVITED_BY] = token  # the adapter accepts it once the code is right
        LoginCodeVerificationProcess.initiate(request=request, user=person, email=person.email)
        return redirect("account_confirm_login_code")
    foreign = request.user.is_authenticated and not known
    context = {"invitation": invitation, "standing": invitation.standing, "foreign": foreign, "known": known}
    return render(request, "people/join.html", context, status=200 if usable else 410)


@requires("people.be_here")
def welcome(request: SignedInRequest) -> HttpResponse:
    """Choose the alias: the only thing asked before the first lesson."""
    form = AliasForm(request.POST or None, instance=Person.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        actions.change_profile(request.user, by=request.user, alias=form.cleaned_data["alias"])
        return redirect(home_of(request.user))
    return render(request, "people/welcome.html", {"form": form}, status=422 if form.errors else 200)


@requires("people.be_here")
def me(request: SignedInRequest) -> HttpResponse:
    """One's own page: name, language, security, roles."""
    form = ProfileForm(request.POST or None, instance=Person.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        actions.change_profile(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(f"/{request.user.language}/me/")
    held = request.user.roles.active().select_related("organisation")
    return render(request, "people/me.html", {"form": form, "held": held}, status=422 if form.errors else 200)


def coordinated(person: Person, organisation: int | None = None) -> Organisation:
    """The organisation whose people this person looks after (the first one, unless named). Raises Http404."""
    mine = Organisation.objects.filter(pk__in=person.organisations_as(Role.COORDINATOR)).order_by("name")
    chosen = mine.filter(pk=organisation).first() if organisation else mine.first()
    if chosen is None:
        raise Http404
    return chosen


@requires("people.invite", fetch=coordinated)
def invitations(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Invite, and see what became of each invitation."""
    form = InviteForm(request.POST or None, organisation=organisation, programmes=invitable())
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        here = actions.already_here(organisation, asked["emails"], asked["role"])
        # a trainee may begin another programme; whoever holds another role has it already
        sent = [email for email in asked["emails"] if asked["role"] == Role.TRAINEE or email not in here]
        for email in sent:
            actions.invite(
                organisation, email=email, by=request.user, role=asked["role"], cohort=asked["cohort"],
                programme=asked["programme"], language=asked["language"], lasts=actions.timedelta(days=asked["days"]),
            )  # fmt: skip
        if sent:
            messages.success(request, ngettext("%d invitation is on its way.", "%d invitations are on their way.", len(sent)) % len(sent))
        if here:
            messages.info(request, _("In this role here already: %(list)s") % {"list": ", ".join(here)})
        return redirect("invitations", organisation=organisation.pk)
    page = Paginator(organisation.invitations.select_related("cohort"), 25).get_page(request.GET.get("page"))
    waiting = answers_to(organisation.applications.waiting(), organisation)
    context = {"organisation": organisation, "form": form, "page": page, "answers": waiting}
    return render(request, "people/invitations.html", context, status=422 if form.errors else 200)


def visible_invitation(person: Person, pk: int) -> Invitation:
    return get_visible(Invitation, person, pk=pk)


@requires("people.invite", fetch=visible_invitation, methods=("POST",))
def invitation_again(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """POST: a fresh link."""
    if request.method == "POST":
        actions.invite_again(invitation, by=request.user)
        messages.success(request, _("A new link is on its way. The old one no longer works."))
    return redirect("invitations", organisation=invitation.organisation_id)


@requires("people.invite", fetch=visible_invitation, methods=("POST",))
def invitation_withdraw(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """POST: close the link."""
    if request.method == "POST":
        actions.withdraw_invitation(invitation, by=request.user)
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("invitations", organisation=invitation.organisation_id)


@requires("people.give_role", fetch=coordinated)
def people(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Who is here, each with the roles they hold and since when. `?q=` looks for a name or an address."""
    asked = request.GET.get("q", "").strip()[:80]
    page = Paginator(people_here(organisation, asked), 50).get_page(request.GET.get("page"))
    losable = with_factor([one.pk for one in page]) - {request.user.pk}
    context = {"organisation": organisation, "page": page, "losable": losable, "asked": asked}
    return render(request, "people/people.html", context)


@requires("people.keep_keys", fetch=coordinated)
def keys(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """The keys of an organisation. POST makes one and shows its secret in the answer itself: a reload asks before making another."""
    form, secret = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _key, secret = make_key(organisation, name=form.cleaned_data["name"], scopes=[Scope.DUTY], by=request.user)
        form = KeyForm()
    context = {"organisation": organisation, "form": form, "keys": organisation.api_keys.all(), "secret": secret}
    answer = render(request, "people/keys.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def visible_key(person: Person, pk: int) -> ApiKey:
    return get_visible(ApiKey, person, pk=pk)


@requires("people.keep_keys", fetch=visible_key, methods=("POST",))
def key_revoke(request: SignedInRequest, key: ApiKey) -> HttpResponse:
    """POST: the key opens nothing any more."""
    revoke_key(key, by=request.user)
    messages.success(request, _("The key is taken back. Whoever has it can ask nothing any more."))
    return redirect("keys", organisation=key.organisation_id)


def visible_role(person: Person, pk: int) -> RoleAssignment:
    held = RoleAssignment.objects.filter(pk=pk, organisation_id__in=person.organisations_as(Role.COORDINATOR)).first()
    if held is None:
        raise Http404
    return held


@requires("people.give_role", fetch=visible_role, methods=("POST",))
def role_end(request: SignedInRequest, held: RoleAssignment) -> HttpResponse:
    """POST: the role ends now."""
    if request.method == "POST":
        actions.end_role(held, by=request.user)
        messages.success(request, _("The role has ended. What was done in it stays."))
    return redirect("people", organisation=held.organisation_id)


@requires("people.take_factor", fetch=visible_role)
def factor_take(request: SignedInRequest, held: RoleAssignment) -> HttpResponse:
    """Says what happens; POST with one's own code takes somebody's lost second factor away."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.does(take_factor, held=held, by=request.user):
        messages.success(request, _("Done. They sign in with a code by e-mail and make a new second factor."))
        return redirect("people", organisation=held.organisation_id)
    return render(request, "people/lost_factor.html", {"held": held, "form": form}, status=422 if form.errors else 200)
