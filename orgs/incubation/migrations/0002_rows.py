"""What a stage asks for and the sentences of the maturity form. No source gives them: illustrative, to be changed by the street."""

from datetime import date

from django.db import migrations

FROM = date(2020, 1, 1)
CRITERIA = [
    ("START", "STAFF", 2), ("START", "MATURITY", 8),
    ("GROWTH", "YEARS", 1), ("GROWTH", "STAFF", 4), ("GROWTH", "MATURITY", 18), ("GROWTH", "GOALS", 1),
    ("MATURE", "YEARS", 3), ("MATURE", "STAFF", 5), ("MATURE", "GRADE", 2), ("MATURE", "MATURITY", 26), ("MATURE", "TRAININGS", 2),
    ("HUB", "YEARS", 5), ("HUB", "GRADE", 3), ("HUB", "MATURITY", 30), ("HUB", "CARED", 2),
]  # fmt: skip
QUESTIONS = [
    ("GOVERNANCE", "章程、理事会和监事各司其职，重大事项有会议记录。", "Charter, board and supervisors each do their part; decisions have minutes."),
    ("GOVERNANCE", "规章制度成文并执行，利益冲突有回避办法。", "Rules are written and kept; conflicts of interest are avoided."),
    ("FINANCE", "有独立账户，按民间非营利组织会计制度记账。", "It has an account of its own and keeps books by the non-profit standard."),
    ("FINANCE", "每年有预算和决算，项目资金专账管理。", "There is a budget and a closing each year; project money has books of its own."),
    ("PEOPLE", "有固定的专职人员，岗位职责清楚。", "There is regular staff with clear duties."),
    ("PEOPLE", "人员参加培训，志愿者有招募、记录和激励。", "Staff is trained; volunteers are found, recorded and thanked."),
    ("PROJECTS", "项目从居民需求出发，有目标、计划和评估。", "Projects begin with what residents need, with aims, plan and evaluation."),
    ("PROJECTS", "项目按期完成，档案齐全。", "Projects end in time and their files are complete."),
    ("TRUST", "信息按规定公开，年检合格。", "Information is public as the rules ask; the annual check is passed."),
    ("TRUST", "服务对象满意，投诉有回应。", "People served are content; complaints are answered."),
]


def fill(apps, _editor):
    criterion, question = (apps.get_model("incubation", name) for name in ("StageCriterion", "MaturityQuestion"))
    for stage, measure, at_least in CRITERIA:
        criterion.objects.create(stage=stage, measure=measure, at_least=at_least, valid_from=FROM)
    for position, (aspect, zh, en) in enumerate(QUESTIONS, 1):
        question.objects.create(aspect=aspect, position=position, text_zh=zh, text_en=en)


class Migration(migrations.Migration):
    dependencies = [("incubation", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
