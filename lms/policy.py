"""Who may do what: the one table, to be read aloud. Verbs on the left, people on the right.

Superusers get nothing here. A name that is not in the table does not exist.
"""

from certification.decisions.predicates import is_the_trainee, stands_too_close, was_proposer
from courses.quizzes.predicates import is_guide_of, is_learner, is_own_attempt
from lms.kernel.permissions import Predicate, is_signed_in
from lms.people.predicates import is_certifier, is_coordinator, is_editor, is_platform, is_self, is_supervisor

POLICY: dict[str, Predicate] = {
    # people
    "people.be_here": is_signed_in,
    "people.edit_self": is_self,
    "people.invite": is_coordinator,
    "people.give_role": is_coordinator,
    "people.declare_relation": is_coordinator,
    "ui.styleguide": is_editor | is_platform | is_supervisor,
    # courses: outline and progress
    "courses.learn": is_signed_in,
    # courses: quizzes
    "quizzes.take": is_learner,
    "quizzes.answer": is_own_attempt,
    "quizzes.read_result": is_own_attempt,
    "quizzes.hold_talk": is_guide_of & ~is_self,
    "quizzes.give_extra_time": is_guide_of & ~is_self,
    # certification: programmes
    # certification: practice
    # certification: assessment
    # certification: decisions
    "decisions.dossier": (is_supervisor | is_certifier) & ~is_the_trainee,
    "decisions.propose": is_supervisor & ~stands_too_close,
    "decisions.countersign": is_certifier & ~stands_too_close & ~was_proposer,
    "decisions.withdraw": was_proposer,
    "decisions.outcome": is_the_trainee | is_supervisor | is_certifier,
    # certification: credentials
    # certification: reports
}
