"""Kinds of stations, of hours, of ways to ask and to be served."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StationKind(TextChoices):
    """The first two handle matters at a counter (C01, C16); the others are places of the neighbourhood (H03, H08)."""

    STREET_CENTRE = "STREET_CENTRE", _("citizen service centre")
    COMMUNITY_STATION = "COMMUNITY_STATION", _("community public service station")
    NEIGHBOUR_PARLOUR = "NEIGHBOUR_PARLOUR", _("neighbours' parlour")
    ELDER_ROOM = "ELDER_ROOM", _("room for older people")
    CHILD_AREA = "CHILD_AREA", _("children's area")
    TALK_PAVILION = "TALK_PAVILION", _("talk pavilion")
    COMPLEX_SPACE = "COMPLEX_SPACE", _("community service space")
    ACTIVITY_ROOM = "ACTIVITY_ROOM", _("activity room")
    MEETING_ROOM = "MEETING_ROOM", _("council room")
    LIBRARY_POINT = "LIBRARY_POINT", _("library point")
    CANTEEN = "CANTEEN", _("canteen")
    SPORT = "SPORT", _("sports place")
    WORKSHOP = "WORKSHOP", _("workshop")
    GARDEN = "GARDEN", _("garden or farm")
    REHAB = "REHAB", _("rehabilitation corner")
    COUNSEL = "COUNSEL", _("counselling room")


COUNTERS = frozenset({StationKind.STREET_CENTRE, StationKind.COMMUNITY_STATION})


class Period(TextChoices):
    """What kind of hours these are. All but the last two are kept on working days."""

    REGULAR = "REGULAR", _("regular hours")
    EXTENDED = "EXTENDED", _("extended hours")  # C11
    EVENING = "EVENING", _("evening hours")
    STAGGERED = "STAGGERED", _("staggered shift")  # C22
    WEEKEND = "WEEKEND", _("weekend hours")
    HOLIDAY = "HOLIDAY", _("public holiday hours")  # C12


class Weekday(TextChoices):
    """ISO numbers of the days of the week."""

    MONDAY = "1", _("Monday")
    TUESDAY = "2", _("Tuesday")
    WEDNESDAY = "3", _("Wednesday")
    THURSDAY = "4", _("Thursday")
    FRIDAY = "5", _("Friday")
    SATURDAY = "6", _("Saturday")
    SUNDAY = "7", _("Sunday")


class Channel(TextChoices):
    """How one asks for an appointment. All but the counter are named in the source (C13)."""

    COUNTER = "COUNTER", _("at the counter")
    STREET_HOTLINE = "STREET_HOTLINE", _("street hotline")
    COMMUNITY_HOTLINE = "COMMUNITY_HOTLINE", _("community hotline")
    WEIBO = "WEIBO", _("official microblog")
    WECHAT = "WECHAT", _("WeChat")
    QQ_GROUP = "QQ_GROUP", _("QQ group")


class Mode(TextChoices):
    """How one is served (C04, C17)."""

    ONE_STOP = "ONE_STOP", _("one-stop service")
    HOME = "HOME", _("home service")
    FULL_AGENCY = "FULL_AGENCY", _("full-agency service")


def pack(codes) -> str:
    """["COUNTER", "WECHAT"] -> "|COUNTER|WECHAT|": one text column that both databases can search."""
    codes = list(codes)
    return f"|{'|'.join(codes)}|" if codes else ""


def unpack(text: str) -> list[str]:
    return [code for code in text.split("|") if code]
