"""What we ask of allauth: nobody signs up by themselves, mail trouble is said kindly, everybody lands at home."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lms.people.actions import accept_invitation
from lms.people.tokens import invitation_of

INVITED_BY = "invitation"  # the session key under which a join page leaves its token
logger = logging.getLogger("lms.mail")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by code for people we know; no open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        """The home page in the person's own language."""
        return f"/{request.user.language}/"

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send at once, since somebody is waiting for the code; a mail server that is down ends in words, not in an error page."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            logger.error("sign-in mail could not be sent: %s", type(error).__name__)
            messages.error(self.request, _("We cannot send e-mail right now. Wait a few minutes, then ask for a new code."))

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> HttpResponse:
        """The code was right: whoever came by an invitation now holds the role, and chooses an alias first."""
        response = super().post_login(request, user, **kwargs)
        token = request.session.pop(INVITED_BY, None)
        if token:
            accept_invitation(invitation_of(token), by=user)
            return redirect(self.get_login_redirect_url(request) if user.alias else "welcome")
        return response
