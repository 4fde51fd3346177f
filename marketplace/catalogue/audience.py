"""For whom a service is: broad groups, read from the item's own words.

The list names its target groups freely (52 different wordings for 57 items of the demo list), which is right for a
reader and useless as a facet. This table of words sorts them; an item may fall into several groups. The item page
always shows the wording itself.
"""

WORDS = {
    "OLDER": ("老年", "老人", "高龄", "失能", "失智", "空巢", "older", "elder", "dementia"),
    "CHILDREN": (
        "儿童",
        "青少年",
        "婴幼儿",
        "未成年",
        "小学生",
        "学生",
        "孤儿",
        "child",
        "teenager",
        "pupil",
        "infant",
        "student",
    ),
    "DISABLED": ("残疾", "孤独症", "发育迟缓", "伤残", "disab", "autis"),
    "HARDSHIP": ("困难", "困境", "低保", "特困", "救助", "失业", "因灾", "hardship", "poor", "unemploy", "relief"),
    "ILL": ("患者", "慢病", "术后", "重病", "照护者", "家属", "卧床", "patient", "carer", "surgery"),
    "GROUPS": (
        "业主",
        "业委会",
        "物业企业",
        "社会组织",
        "志愿者",
        "议事会",
        "骨干",
        "院落",
        "项目",
        "owner",
        "organisation",
        "volunteer",
    ),
    "EVERYBODY": ("全体居民", "全体家庭", "老居民", "all residents", "everybody", "all families"),
}


def groups_of(text_zh: str, text_en: str = "") -> list[str]:
    """Codes of `states.Audience`, in the order of the table; ["OTHERS"] when no word fits."""
    text = f"{text_zh} {text_en}".lower()
    return [code for code, words in WORDS.items() if any(word in text for word in words)] or ["OTHERS"]


def pack(codes) -> str:
    """["OLDER", "ILL"] -> "|OLDER|ILL|": one text column that both databases can search."""
    return f"|{'|'.join(codes)}|"
