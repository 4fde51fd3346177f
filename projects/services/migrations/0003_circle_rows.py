"""What the circle was reckoned with before it could be kept: the first rows."""

from datetime import date
from decimal import Decimal

from django.db import migrations

SINCE = date(2020, 1, 1)
SOURCE = "本平台自定：1.3 是街区稠密处常用的绕行系数，4.5 km/h 是成人不赶路的步速。"
NEEDS = [
    ("COUNTER", "公共服务窗口", "public service counter", "STREET_CENTRE COMMUNITY_STATION"),
    ("ELDER", "老人有处去", "place for older people", "ELDER_ROOM"),
    ("CHILD", "孩子有处去", "place for children", "CHILD_AREA"),
    ("MEALS", "吃饭", "meals", "CANTEEN"),
    ("BOOKS", "看书学习", "books and study", "LIBRARY_POINT"),
    ("MOVE", "健身和绿地", "exercise and green", "SPORT GARDEN"),
    ("MEET", "聚会和活动", "place to meet",
     "NEIGHBOUR_PARLOUR TALK_PAVILION COMPLEX_SPACE ACTIVITY_ROOM MEETING_ROOM WORKSHOP"),
    ("CARE", "康复和谈心", "rehabilitation and counselling", "REHAB COUNSEL"),
]


def enter(apps, schema_editor):
    Pace, NeededKind = apps.get_model("services", "Pace"), apps.get_model("services", "NeededKind")
    Pace.objects.create(valid_from=SINCE, detour=Decimal("1.30"), kmh=Decimal("4.5"), source=SOURCE)
    for position, (code, zh, en, kinds) in enumerate(NEEDS, 1):
        NeededKind.objects.create(
            code=code, name_zh=zh, name_en=en, kinds=f"|{kinds.replace(' ', '|')}|", position=position, valid_from=SINCE
        )


class Migration(migrations.Migration):
    dependencies = [("services", "0002_circle")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
