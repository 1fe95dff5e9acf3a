"""Who may do what: the one table, to be read aloud. Verbs on the left, people on the right.

Superusers get nothing here. A name that is not in the table does not exist.
"""

from certification.assessment import predicates as after_chat
from certification.cohorts.predicates import is_in_that_cohort, wrote_that_post
from certification.credentials.predicates import asked_for_the_revocation, is_holder, is_related_to_holder
from certification.decisions import predicates as cases
from certification.decisions.predicates import stands_too_close, was_proposer
from certification.elsewhere.predicates import is_whose_it_is
from certification.letters.predicates import is_close_to_whose_letter_it_is, is_whose_letter_it_is
from certification.practice import care
from certification.practice import predicates as practice
from certification.programmes.predicates import (
    is_asked_to_sign,
    is_named_as_the_second,
    is_related_to_the_trainee,
    is_the_named_role,
    is_the_trainee,
    was_recorded_today_by,
    was_waiver_proposer,
)
from cms.approval.predicates import wrote_or_asked_for_it
from courses.dialogues.predicates import walks_it
from courses.progress.predicates import is_readable_reflection, wrote_that_reflection
from courses.quizzes.predicates import has_that_turn, is_guide_of, is_learner, is_own_attempt, sits_in_panel
from lms.kernel.permissions import Predicate, is_signed_in
from lms.people.predicates import (
    is_certifier,
    is_coordinator,
    is_editor,
    is_mentor,
    is_partner,
    is_platform,
    is_professional,
    is_self,
    is_supervisor,
    is_trainee,
    is_vetting_officer,
    is_whose_role_it_is,
    said_it_of_somebody_who_judges_nobody,
)

# Nobody judges a chat they were in, or somebody close to them.
stands_apart = ~after_chat.is_trainee_of_it & ~after_chat.is_partner_of_it & ~after_chat.is_close_to_its_trainee

# Other people than those who decided, or who looked into a concern about the same person.
could_review = cases.is_certifier_somewhere & ~stands_too_close & ~cases.was_part_of_the_decision
handlers = is_coordinator | is_certifier | is_supervisor
could_handle = handlers & ~cases.is_about_oneself_or_somebody_close & ~cases.raised_it & ~cases.signed_that_they_are_not_told

POLICY: dict[str, Predicate] = {
    # people
    "people.be_here": is_signed_in,
    "people.edit_self": is_self,
    "people.invite": is_coordinator,
    "people.give_role": is_coordinator,
    "people.take_factor": is_coordinator & ~is_whose_role_it_is,
    "people.keep_keys": is_coordinator,
    "people.declare_relation": is_coordinator,
    "people.take_back_relation": said_it_of_somebody_who_judges_nobody,
    "privacy.read_file": is_self,
    "privacy.erase": is_self,
    "ui.styleguide": is_editor | is_platform | is_supervisor,
    # cms: approval of safety content
    "approval.read": is_supervisor | is_certifier,
    "content.publish": is_editor,  # and Wagtail's own rights to the very thing
    "approval.decide": (is_supervisor | is_certifier) & ~wrote_or_asked_for_it,
    # courses: outline and progress
    "courses.learn": is_signed_in,
    "reflections.read": is_readable_reflection,
    "reflections.answer": is_readable_reflection & ~wrote_that_reflection,
    # courses: quizzes
    "quizzes.take": is_learner,
    "quizzes.answer": is_own_attempt,
    "quizzes.read_result": is_own_attempt,
    "quizzes.recall": has_that_turn,
    "quizzes.judge": sits_in_panel,
    "quizzes.doubt": is_own_attempt,
    "quizzes.tend": is_editor,
    # courses: exchange
    "exchange.carry": is_editor,
    "quizzes.hold_talk": is_guide_of & ~is_self,
    "quizzes.give_extra_time": is_guide_of & ~is_self,
    # courses: dialogues
    "dialogues.practise": is_signed_in,
    "dialogues.walk": walks_it,
    # certification: programmes
    "programmes.read_agreement": is_signed_in,
    "programmes.sign_agreement": is_asked_to_sign,
    "programmes.mark": is_the_named_role & ~is_the_trainee & ~is_related_to_the_trainee,
    "programmes.undo_mark": was_recorded_today_by | is_named_as_the_second,
    "programmes.keep_plan": is_signed_in,
    "programmes.record_check": is_vetting_officer & ~is_the_trainee & ~is_related_to_the_trainee,
    "programmes.undo_check": is_vetting_officer & was_recorded_today_by,
    "programmes.ask_check_again": is_vetting_officer & ~is_the_trainee & ~is_related_to_the_trainee,
    "programmes.read_own": is_the_trainee,
    "programmes.propose_waiver": is_supervisor & ~is_the_trainee & ~is_related_to_the_trainee,
    "programmes.decide_waiver": is_certifier & ~is_the_trainee & ~is_related_to_the_trainee & ~was_waiver_proposer,
    "programmes.withdraw_waiver": was_waiver_proposer,
    "programmes.see_waiver": (is_supervisor | is_certifier) & ~is_the_trainee,
    "programmes.see_movers": is_certifier,
    "programmes.move": is_certifier & ~is_the_trainee & ~is_related_to_the_trainee,
    "programmes.explain": (is_professional | is_coordinator) & ~is_the_trainee,
    # certification: practice
    "practice.visit": is_trainee | is_partner | is_supervisor | is_coordinator,
    "practice.offer": is_partner,
    "practice.withdraw": practice.offered_it,
    "practice.keep_hours_as_partner": is_partner,
    "practice.keep_hours_as_supervisor": is_supervisor,
    "practice.drop_hours": practice.has_those_hours,
    "practice.cover": is_coordinator,
    "practice.book": practice.is_enrolled_self | is_supervisor | is_coordinator,
    "practice.pause_way": is_the_trainee,
    "practice.see": practice.takes_part | practice.watches_there,
    "practice.confirm": is_supervisor & ~practice.takes_part,
    "practice.hand_back": practice.is_its_supervisor,
    "practice.cancel": practice.has_seat | is_coordinator,
    "practice.move": practice.is_its_trainee | practice.is_its_supervisor | is_coordinator,
    "practice.report_absence": practice.has_seat,
    "practice.join": practice.has_seat,
    "practice.write": practice.is_its_trainee | practice.is_its_partner,
    "practice.play": practice.is_its_partner,
    "practice.pause": practice.is_its_trainee | practice.is_its_supervisor,
    "practice.alert": practice.is_its_trainee,
    "practice.watch_over": practice.is_its_supervisor,
    "practice.note": practice.is_its_supervisor,
    "practice.check_in": practice.has_seat | care.is_in_need_of_it,
    "practice.debrief": care.is_in_need_of_it,
    "practice.ask_talk": is_trainee | is_partner,
    "practice.see_talk": care.asked_for_it | is_supervisor | is_coordinator,
    "practice.take_talk": (is_supervisor | is_coordinator) & ~care.asked_for_it,
    "practice.hold_talk": care.has_taken_it,
    "practice.withdraw_talk": care.asked_for_it,
    "practice.read_transcript": practice.may_read_afterwards,
    # certification: cohorts
    "cohorts.keep": is_coordinator,
    "cohorts.read": is_in_that_cohort,
    "cohorts.write": is_in_that_cohort,
    "cohorts.announce": is_coordinator,
    "cohorts.take_back": wrote_that_post,
    "cohorts.report": is_in_that_cohort & ~wrote_that_post,
    "cohorts.moderate": (is_coordinator | is_supervisor) & ~wrote_that_post,
    # certification: assessment
    "assessment.see_after": after_chat.is_trainee_of_it | after_chat.is_partner_of_it | is_professional,
    "assessment.self_rate": after_chat.is_trainee_of_it,
    "assessment.partner_form": after_chat.is_partner_of_it,
    "assessment.go_on_without": is_professional & stands_apart,
    "assessment.rate": is_professional & stands_apart,
    "assessment.write": after_chat.is_its_rater
    & (is_professional | (after_chat.is_a_trial & after_chat.is_asked_to_calibrate))
    & stands_apart,
    "assessment.hand_back": after_chat.is_its_rater | (is_certifier & stands_apart),
    "assessment.release": (is_professional & after_chat.has_submitted_a_rating_of_it | is_certifier) & stands_apart,
    "assessment.calibrate": is_professional | after_chat.is_asked_to_calibrate,
    "assessment.remove_rater": is_certifier & ~after_chat.is_that_rater,
    "assessment.see_figures": is_professional,
    "assessment.read_levels": is_the_trainee | is_professional,
    "assessment.call_off": is_certifier & stands_apart,
    "assessment.moderate": after_chat.is_asked_to_moderate & stands_apart,
    "assessment.read_feedback": after_chat.has_feedback_out
    & (after_chat.is_trainee_of_it | (is_professional & ~after_chat.is_partner_of_it)),
    "assessment.acknowledge": after_chat.is_trainee_of_it & after_chat.has_feedback_out,
    "assessment.ask": after_chat.is_trainee_of_it & after_chat.has_feedback_out,
    "assessment.ask_recheck": after_chat.is_trainee_of_it & after_chat.has_feedback_out,
    "assessment.decide_recheck": after_chat.is_asked_to_moderate & ~after_chat.has_rated_it & stands_apart,
    "assessment.answer": after_chat.has_final_rating_of_it,
    "assessment.annul": is_certifier & ~after_chat.is_its_rater & stands_apart,
    # certification: decisions
    "decisions.dossier": (is_supervisor | is_certifier) & ~is_the_trainee,
    "decisions.propose": is_supervisor & ~stands_too_close,
    "decisions.countersign": is_certifier & ~stands_too_close & ~was_proposer,
    "decisions.withdraw": was_proposer,
    "decisions.outcome": is_the_trainee | is_supervisor | is_certifier,
    "decisions.appeal": is_the_trainee,
    "decisions.see_appeal": is_the_trainee | cases.is_on_its_list,
    "decisions.could_review": could_review,
    "decisions.review_appeal": could_review & cases.is_on_its_list,
    "decisions.answer_appeal": could_review & cases.is_on_its_list & cases.has_taken_it,
    "decisions.name_reviewer": is_coordinator & ~stands_too_close,
    "decisions.raise_concern": cases.belongs_there,
    "decisions.see_concern": cases.is_on_its_list | cases.raised_it | cases.is_told_about_oneself,
    "decisions.could_handle": could_handle,
    "decisions.take_concern": could_handle & cases.is_on_its_list,
    "decisions.handle_concern": could_handle & cases.is_on_its_list & cases.has_taken_it,
    "decisions.sign_untold": is_certifier & cases.is_on_its_list & ~cases.is_about_oneself_or_somebody_close & ~cases.has_taken_it,
    # certification: credentials
    "credentials.have": is_signed_in,
    "credentials.hold": is_holder,
    "credentials.show_name": is_holder,
    "credentials.renew": is_holder | is_supervisor | is_coordinator | is_certifier,
    "credentials.see": (is_supervisor | is_certifier | is_coordinator) & ~is_holder,
    "credentials.suspend": (is_supervisor | is_certifier | is_coordinator) & ~is_holder,
    "credentials.review": is_certifier & ~is_holder & ~is_related_to_holder,
    "credentials.resume": is_certifier & ~is_holder & ~is_related_to_holder,
    "credentials.keep_paused": is_certifier & ~is_holder & ~is_related_to_holder,
    "credentials.ask_revocation": is_certifier & ~is_holder & ~is_related_to_holder,
    "credentials.confirm_revocation": (is_certifier | is_supervisor) & ~is_holder & ~is_related_to_holder & ~asked_for_the_revocation,
    "credentials.drop_revocation": is_certifier & ~is_holder & ~is_related_to_holder,
    # certification: webhooks
    "webhooks.keep": is_coordinator,
    # certification: elsewhere
    "elsewhere.import": is_coordinator,
    "elsewhere.remove": is_coordinator | is_whose_it_is,
    # certification: letters about hours
    "letters.ask": is_signed_in,
    "letters.read": is_whose_letter_it_is | is_coordinator,
    "letters.hold": is_whose_letter_it_is,
    "letters.sign": is_coordinator & ~is_whose_letter_it_is & ~is_close_to_whose_letter_it_is,
    "letters.drop": is_whose_letter_it_is | is_coordinator,
    # certification: reports
    "reports.inbox": is_professional | is_coordinator | is_vetting_officer | is_mentor,
    "reports.cohort": is_supervisor | is_certifier | is_coordinator,
}
