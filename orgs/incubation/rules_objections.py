"""Who objects to a grade and who answers, and until when (Measures for assessing social organisations, arts 10, 16, 20 to 24).

The Measures name a public notice and no number of days; seven and fifteen are the office's own figures (fifteen days are
what art. 23 gives for the letter about a review).
"""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.rules import requirement, rule

from .rules_gradings import NOTICE, impartial

NOTICE_DAYS, ANSWER_DAYS = 7, 15
SIDE = ("OWNER", "BID_WRITER")


@rule("incubation.objector", _("Anybody with an account objects to a grade; to no grade, the organisation assessed."))
def objector(actor, objection):
    if not actor.is_known:
        return False
    if objection.organisation_id is None:
        return objection.grading.state != "refused"
    return objection.organisation_id == objection.grading.organisation_id and actor.has(
        *SIDE, body="organisation", body_id=objection.organisation_id
    )


@rule("incubation.answers_objection", _("Whoever objected or belongs to the organisation does not answer."))
def answers(actor, objection):
    return not actor.is_same_eyes(objection.filed_by_id) and impartial.test(actor, objection.grading)


@requirement("incubation.notice_over", _("Objections were possible until %(until)s."), clause=NOTICE)
def notice_runs(actor, objection):
    grading = objection.grading
    if grading.state in ("notice", "refused") and grading.notice_until and clock.now() <= grading.notice_until:
        return None
    return {"until": words.when(grading.notice_until) if grading.notice_until else "–"}


@requirement("incubation.objected_once", _("You have objected to this decision already; the answer will stand here."))
def not_objected_yet(actor, objection):
    same = objection.grading.objections.filter(sitting=objection.grading.sitting).exclude(pk=objection.pk)
    mine = same.filter(filed_by_id__in=actor.keys)
    if objection.organisation_id:
        mine = mine | same.filter(organisation_id=objection.organisation_id)
    return {} if mine.exists() else None


@requirement("incubation.notice_runs", _("The public notice runs until %(until)s."), clause=NOTICE)
def notice_has_passed(actor, grading):
    if grading.notice_until and clock.now() > grading.notice_until:
        return None
    return {"until": words.when(grading.notice_until) if grading.notice_until else "–"}


@requirement("incubation.objections_open", _("%(count)s objections are not answered yet."))
def no_open_objection(actor, grading):
    count = grading.objections.filter(state="filed").count()
    return {"count": count} if count else None
