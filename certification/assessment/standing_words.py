"""Where somebody who calibrates stands, in a sentence: a rater, or somebody whose way asks for it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.assessment import calibration
from certification.assessment.calibration import Standing

NAMES = {
    calibration.TRAINING: lambda: _("in training"),
    calibration.CALIBRATED: lambda: _("calibrated"),
    calibration.DUE: lambda: _("due again"),
    calibration.LAPSED: lambda: _("run out"),
    calibration.REMOVED: lambda: _("out of rating"),
}


def standing_name(standing: Standing) -> str:
    return NAMES[standing.state]()


def standing_said(standing: Standing, *, rates: bool) -> str:
    """What it means, and until when: for those who `rates` what they may submit, for others what their way asks."""
    until = date_format(standing.until, "DATE_FORMAT") if standing.until else ""
    said = {
        calibration.REMOVED: _("You are out of rating for now. You can draft; rate the transcripts again to come back.")
        if rates
        else _("What you rated before does not count any more. Rate the transcripts again."),
        calibration.CALIBRATED: _("You see what the reference sees. This holds until %(day)s."),
        calibration.DUE: _("Time to look again: your calibration runs out %(day)s."),
        calibration.LAPSED: _("Your calibration ran out %(day)s. You can draft, and submit when you have calibrated again.")
        if rates
        else _("Your calibration ran out %(day)s. Rate some of the transcripts below once more."),
    }
    if not standing.needed and not standing.is_removed:
        return _("The library is empty, so nobody is asked to calibrate yet.")
    if standing.state in said:
        return said[standing.state] % {"day": until}
    left = {"n": standing.needed - standing.done}
    if standing.done < standing.needed and rates:
        return _("You can draft. To submit assessed chats, rate %(n)d more of the transcripts below.") % left
    if standing.done < standing.needed:
        return _("Rate %(n)d more of the transcripts below. Your way asks for it.") % left
    if rates:
        return _("You can draft. Look at where you and the reference differ, and try again.")
    return _("Look at where you and the reference differ, and try again.")
