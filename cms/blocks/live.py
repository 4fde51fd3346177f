"""Blocks fed by the rooms: an editor chooses what and how many, the rooms say what is true today."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .. import live


def _communities():
    from orgs.models import Community

    return [(c.code, c.name) for c in Community.objects.order_by("code")]


def _funds():
    from marketplace.core.actors import ANONYMOUS
    from marketplace.funds.models import Fund

    return [(f.code, f"{f.code} {f.name}") for f in Fund.objects.visible_to(ANONYMOUS).order_by("code")]


def _organisations():
    from orgs.models import Organisation

    return [(o.code, o.name) for o in Organisation.objects.listed().order_by("name_zh")]


def _classes():
    from orgs.kinds import OrgClass

    return OrgClass.choices


def _grades():
    from orgs.kinds import Grade

    return Grade.choices


def _kinds():
    from ..models import ArticleKind

    return ArticleKind.choices


def _station_kinds():
    from projects.services.kinds import StationKind

    return StationKind.choices


def _open_when():
    from projects.services.filters import OPEN_WHEN

    return [pair for pair in OPEN_WHEN if pair[0]]


def how_many(default=5):
    return blocks.IntegerBlock(label=_("how many at most"), default=default, min_value=1, max_value=12)


class LiveBlock(blocks.StructBlock):
    """Subclasses give `read` (a function of `cms.live`); its options are the block's fields but the heading."""

    heading = blocks.CharBlock(label=_("heading"), max_length=80)
    read = None

    def render(self, value, context=None):
        options = {key: value[key] for key in value if key != "heading"}
        request = (context or {}).get("request")
        return live.html(self.name, self.meta.template, self.read, options | {"heading": value["heading"]}, request)


class OpenCalls(LiveBlock):
    count = how_many()
    community = blocks.ChoiceBlock(label=_("in this community only"), choices=_communities, required=False)
    fund = blocks.ChoiceBlock(label=_("paid from this fund only"), choices=_funds, required=False)

    def read(self, heading, **options):
        return live.open_calls(**options)

    class Meta:
        label = _("open calls")
        icon = "date"
        template = "cms/live/calls.html"


class FundFigures(LiveBlock):
    fund = blocks.ChoiceBlock(label=_("fund"), choices=_funds)

    def read(self, heading, **options):
        return live.fund_figures(**options)

    class Meta:
        label = _("figures of a fund")
        icon = "table"
        template = "cms/live/fund.html"


class Outcomes(LiveBlock):
    count = how_many(3)
    organisation = blocks.ChoiceBlock(label=_("of this organisation only"), choices=_organisations, required=False)

    def read(self, heading, **options):
        return live.outcomes(**options)

    class Meta:
        label = _("outcomes")
        icon = "success"
        template = "cms/live/outcomes.html"


class Organisations(LiveBlock):
    count = how_many()
    org_class = blocks.ChoiceBlock(label=_("of this class only"), choices=_classes, required=False)
    grade = blocks.ChoiceBlock(label=_("with this grade only"), choices=_grades, required=False)

    def read(self, heading, **options):
        return live.organisations(**options)

    class Meta:
        label = _("organisations")
        icon = "group"
        template = "cms/live/organisations.html"


class Stations(LiveBlock):
    count = how_many()
    community = blocks.ChoiceBlock(
        label=_("nearest to the middle of this community"), choices=_communities, required=False
    )
    kind = blocks.ChoiceBlock(label=_("of this kind only"), choices=_station_kinds, required=False)
    when = blocks.ChoiceBlock(label=_("open then only"), choices=_open_when, required=False)

    def read(self, heading, **options):
        return live.stations(**options)

    class Meta:
        label = _("services near a place")
        icon = "site"
        template = "cms/live/stations.html"


class Events(LiveBlock):
    count = how_many()

    def read(self, heading, **options):
        return live.events(**options)

    class Meta:
        label = _("coming events")
        icon = "calendar"
        template = "cms/live/events.html"


class News(LiveBlock):
    count = how_many(3)
    kind = blocks.ChoiceBlock(label=_("of this kind only"), choices=_kinds, required=False)

    def read(self, heading, **options):
        return live.news(**options)

    class Meta:
        label = _("news")
        icon = "bullhorn"
        template = "cms/live/news.html"


BLOCKS = [
    ("live_calls", OpenCalls(group=_("Live from the portal"))),
    ("live_fund", FundFigures(group=_("Live from the portal"))),
    ("live_outcomes", Outcomes(group=_("Live from the portal"))),
    ("live_organisations", Organisations(group=_("Live from the portal"))),
    ("live_stations", Stations(group=_("Live from the portal"))),
    ("live_events", Events(group=_("Live from the portal"))),
    ("live_news", News(group=_("Live from the portal"))),
]
