"""Words of the demo's rounds. Illustrative: no source names a round's applications."""

from decimal import Decimal

LAST_YEAR = {
    "titles": ("首届社区公益创投", "First community round"),
    "theme": (
        "为老、助学、邻里", "The elderly, learning, neighbours",
        "面向在册社会组织，资助解决社区实际需要的项目。每个项目最高五万元，分三期拨付。",
        "For registered organisations: projects that meet a need of the communities, up to fifty thousand yuan each, paid in three tranches.",
    ),
}  # fmt: skip
REPORTING = ("每季度末月二十五日前提交进展报告，结束后三十日内提交结项报告。", "A report by the 25th of each quarter's last month, a final one thirty days after the end.")  # fmt: skip
AGREEMENT = "一、乙方按申报书实施项目，指标以申报书为准。\n二、资助分期拨付；中期评估不合格的，停拨后续资金。\n三、单项预算调整不超过一成的由乙方自行安排并报告，超过的须经甲方同意。\n四、结余资金退回；弄虚作假的全额追回。"
DEFINITION = {
    "sections": [
        {"key": "s1", "title_zh": "为什么做、为谁做", "title_en": "Why and for whom", "help_zh": "", "help_en": "", "fields": [
            {"key": "f1", "type": "LONG", "label_zh": "社区里的什么问题", "label_en": "Which problem in the community", "required": True, "limit": 800,
             "help_zh": "请写看得见的事实，不写个人姓名。", "help_en": "Facts that can be seen; please name no private person."},
            {"key": "f2", "type": "CHOICE", "label_zh": "主要服务对象", "label_en": "Mainly for", "required": True, "options": [
                {"key": "old", "zh": "老人", "en": "the elderly"}, {"key": "young", "zh": "儿童青少年", "en": "children and young people"},
                {"key": "all", "zh": "全体居民", "en": "all residents"}]},
            {"key": "f8", "type": "LONG", "label_zh": "未成年人保护措施", "label_en": "How minors are protected", "limit": 400, "required": False,
             "when": {"field": "f2", "is": ["young"]}},
        ]},
        {"key": "s2", "title_zh": "怎么做", "title_en": "How", "help_zh": "", "help_en": "", "fields": [
            {"key": "f3", "type": "DATES", "label_zh": "实施时间", "label_en": "When", "required": True},
            {"key": "f4", "type": "INDICATORS", "label_zh": "指标和目标", "label_en": "Indicators and targets", "required": True},
            {"key": "f9", "type": "PLACE", "label_zh": "主要地点", "label_en": "Main place", "required": False},
        ]},
        {"key": "s3", "title_zh": "预算和附件", "title_en": "Budget and papers", "help_zh": "", "help_en": "", "fields": [
            {"key": "f5", "type": "BUDGET", "label_zh": "预算表", "label_en": "Budget", "required": True,
             "help_zh": "各行从本项资助支出的金额相加，等于申请金额。", "help_en": "What the lines take from this grant adds up to the amount asked for."},
            {"key": "f6", "type": "FILES", "label_zh": "附件", "label_en": "Papers", "required": False, "most": 5},
            {"key": "f7", "type": "DECLARATION", "label_zh": "以上内容属实，同一内容没有申请其他财政资金", "label_en": "All of this is true, and no other public money was asked for the same", "required": True},
        ]},
    ]
}  # fmt: skip
CONCEPT = {
    "sections": [
        {"key": "s1", "title_zh": "一句话说清楚", "title_en": "In short", "help_zh": "", "help_en": "", "fields": [
            {"key": "c1", "type": "LONG", "label_zh": "社区里的什么问题", "label_en": "Which problem in the community", "required": True, "limit": 300},
            {"key": "c2", "type": "CHOICE", "label_zh": "主要服务对象", "label_en": "Mainly for", "required": True, "options": [
                {"key": "old", "zh": "老人", "en": "the elderly"}, {"key": "young", "zh": "儿童青少年", "en": "children and young people"},
                {"key": "all", "zh": "全体居民", "en": "all residents"}]},
        ]},
    ]
}  # fmt: skip
NOT_INVITED = "雨季前的清沟已由社区组织，不重复资助；居民自己发起的后续养护可以另报。"
PANEL = {
    "place": "街道办事处三楼会议室",
    "remark": "指标写得实，但勘验的单价偏高，建议在评审会上请机构说明。",
    "minutes": "两家机构到会陈述并回答提问。到会人员认为两个项目都来自居民的实际需要。",
    "record": "说明了人手安排和单价的由来；同意按申报金额提交决定。",
}
# key: organisation, title, summary, amount, field, problem, for whom, lines (item, quantity, price, asked)
APPLICATIONS = {
    "meals": ("OR22", "一碗热汤：独居老人午间送餐", "工作日中午为行动不便的独居老人送热餐，顺带问候。", 50_000, "ELDERLY",
              "部分独居老人中午不便做饭，常以剩饭应付。", "old", [("餐费", 2400, 15, 30_000), ("保温箱", 20, 200, 4_000), ("配送补贴", 240, 100, 16_000)]),
    "library": ("OR53", "院落里的流动书箱", "书箱每周在院落轮换，周末有志愿者带读。", 42_000, "CULTURE",
                "离图书馆远的院落，孩子放学后没有书看。", "young", [("图书", 1200, 25, 26_000), ("书箱", 12, 500, 6_000), ("带读培训", 10, 1000, 10_000)]),
    "quarrels": ("OR02", "楼上楼下：漏水纠纷先调解", "接到漏水纠纷三天内上门，先勘验、再商量。", 38_000, "MEDIATION",
                 "老旧院落漏水纠纷多，拖久了邻里不来往。", "all", [("勘验", 100, 200, 18_000), ("调解员补贴", 100, 200, 20_000)]),
    "repair": ("OR32", "周六修理摊", "每月两次，在院落免费修小家电、磨刀、配钥匙。", 26_000, "VOLUNTEERING",
               "小修小补找不到人，旧电器只好扔掉。", "all", [("工具", 10, 800, 8_000), ("配件", 24, 500, 12_000), ("师傅补贴", 24, 250, 6_000)]),
    "rain": ("OR36", "雨季排水互助", "雨季前组织居民清理院落排水沟。", 12_000, "GOVERNANCE",
             "低洼院落一下大雨就积水。", "all", [("工具", 40, 100, 4_000), ("餐饮补贴", 160, 50, 8_000)]),
    "digital": ("OR21", "手机不求人", "教老人挂号、缴费、识别诈骗电话，一对一练会为止。", 32_000, "ELDERLY",
                "不少老人有手机却不会挂号，只好来回跑。", "old", [("课程", 40, 500, 18_000), ("教材", 400, 20, 8_000), ("助教补贴", 40, 200, 6_000)]),
    "afterschool": ("OR18", "四点半的客厅", "放学到下班之间，孩子在社区活动室写作业、玩耍。", 40_000, "CHILDREN",
                    "双职工家庭的孩子放学后两三个小时没人看。", "young", [("照看人员", 200, 180, 32_000), ("保险", 60, 50, 3_000), ("手工材料", 100, 50, 5_000)]),
    "walks": ("OR27", "轮椅也能逛菜市", "陪行动不便的老人出门买菜，记下哪里轮椅过不去。", 24_000, "ELDERLY",
              "坐轮椅的老人一年出不了几次门。", "old", [("陪伴补贴", 240, 80, 16_000), ("轮椅维护", 20, 200, 4_000), ("地图印制", 400, 10, 4_000)]),
    "council": ("OR03", "楼下议事会", "每月一次，居民在楼下商量一件事，当月办一件。", 18_000, "GOVERNANCE",
                "小事没人牵头，积成大事。", "all", [("主持人培训", 6, 1500, 9_000), ("小改造材料", 9, 1000, 9_000)]),
    "garden": ("OR58", "阳台菜园换种子", "居民交换种子和菜苗，把废弃花台种起来。", 9_000, "GOVERNANCE",
               "废弃花台堆满杂物。", "all", [("种苗", 300, 20, 5_000), ("工具", 20, 200, 4_000)]),
}  # fmt: skip
# Where the projects are: words and degrees of the communities that the demo district has.
PLACES = {
    "meals": ("南街社区活动中心", "30.685054", "103.849236"), "library": ("永宁路各院落", "30.695657", "103.845544"),
    "quarrels": ("万盛社区调解室", "30.67421", "103.8399"), "repair": ("南街口修理摊", "30.6862", "103.8471"),
}  # fmt: skip
SECOND = {
    "titles": ("第二届社区公益创投", "Second community round"),
    "theme": (
        "邻里互助", "Neighbours help each other",
        "面向在册社会组织，资助邻里之间互相帮助的项目，分三期拨付。",
        "For registered organisations: projects in which neighbours help each other, paid in three tranches.",
    ),
}  # fmt: skip
REPORTS = (
    "活动按计划进行，志愿者每周轮班；雨天改在室内。",
    "全部活动已经完成，签到表和照片已交街道；居民希望继续办下去。",
)
BESIDE = {
    False: {"kind": "VOLUNTEERS", "source": "社区志愿服务队", "what": "轮流值守", "people": 18, "hours": Decimal(260)},
    True: {"kind": "IN_KIND", "source": "辖区书店", "what": "旧书三百册", "amount": Decimal("4500.00")},
}
DONE = {
    False: ("REACHED", "指标全部完成，账目清楚。", "六十六位行动不便的独居老人，工作日中午吃上了热饭；送餐时发现的三处用电隐患已经排除。",
            "Sixty-six people who live alone and can hardly walk had a warm meal at noon on working days; three electrical hazards found on the way were removed.", 66),
    True: ("PARTLY", "带读少开一次，其余完成；结余已退回。", "十二只书箱在院落之间轮换，孩子们借阅一千四百多次；带读比计划少一次。",
           "Twelve boxes of books went from courtyard to courtyard and were borrowed from more than 1,400 times; one reading fewer than planned.", 58),
}  # fmt: skip
CLOSING = (
    "两个项目全部结项，结余的一千二百元已退回专项资金。下一届将把培训场次写进指标。",
    "Both projects are closed; 1,200 yuan that were not spent went back to the fund. The next round will name the trainings among the indicators.",
)
THIRD = {
    "titles": ("“楼道新样”微更新创投", "Round “Better stairwells”"),
    "theme": (
        "公共空间", "Shared spaces",
        "资助居民一起改善楼道、院落等公共空间的小项目。先交一份概念书，受邀后再写完整申报。",
        "For small projects in which residents improve stairwells, courtyards and other shared spaces. A short concept first; the full application follows an invitation.",
    ),
}  # fmt: skip
# Concepts that are written now: organisation, whether it is handed in, content.
CONCEPTS_NOW = (
    ("OR36", True, {
        "title": "沟渠轮值：一院一组", "summary": "每个院落一个小组，轮流清理排水沟并做记录。", "amount": "16000.00", "field": "GOVERNANCE",
        "answers": {"c1": "清沟靠临时动员，雨季过后没人管。", "c2": "all"},
    }),
    ("OR32", False, {
        "title": "楼道里的工具角", "summary": "把常用工具放在楼道公用柜里，登记借用。", "amount": "", "field": "VOLUNTEERING",
        "answers": {"c1": "每家都买一套工具，一年用不了几次。"},
    }),
)  # fmt: skip
