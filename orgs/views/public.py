"""The public register and an organisation's public page."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, pagecache
from marketplace.core.audit import timeline
from marketplace.core.pages import RoomDetail, RoomList

from ..forms import RegisterFilters
from ..models import Organisation
from ..passport import incubation_rail, passport


class Register(RoomList):
    """The public register with facets and their counts: a constant number of queries."""

    filters = RegisterFilters
    template_name = "orgs/list.html"

    def rows(self, actor):
        return Organisation.objects.visible_to(actor).listed().with_grade()

    def get_queryset(self):
        if not self.request.actor.is_known:
            pagecache.until(self.request, clock.tomorrow())
        rows = super().get_queryset()
        self.filter_form.count(self.rows(self.request.actor))
        return rows.select_related("community").order_by("-is_hub", "name_zh", "id")


class OrganisationPage(RoomDetail):
    template_name = "orgs/organisation.html"
    slug_field = slug_url_kwarg = "code"

    def rows(self, actor):
        return (
            Organisation.objects.visible_to(actor)
            .select_related("community")
            .prefetch_related("assessments", "incubation")
        )

    def keep_until(self, obj):
        return clock.tomorrow()

    def get_context_data(self, **kwargs):
        organisation, actor = self.object, self.request.actor
        grade = organisation.grade_on(clock.today())
        return super().get_context_data(
            organisation=organisation,
            grade=grade,
            sums=_sums(organisation, grade),
            passport=passport(organisation, [e for e in timeline(organisation, actor) if e.public]),
            rail=incubation_rail(organisation),
            may_read_file=Organisation.objects.filed_for(actor).filter(pk=organisation.pk).exists(),
            **kwargs,
        )


def _sums(organisation, grade) -> list[dict]:
    return [
        {
            "label": _("Assessment grade"),
            "value": grade.grade if grade else _("no grade"),
            "note": _("valid until %(day)s") % {"day": grade.valid_to.isoformat()} if grade else "",
        },
        {"label": _("Staff"), "value": organisation.staff},
        {"label": _("Social workers"), "value": organisation.social_workers},
        {"label": _("Founded"), "value": organisation.founded.year},
    ]
