"""Documents that are invented for the figures of the search, and an embedded index filled with them."""

import random
import tempfile
import time
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from marketplace.core import clock
from marketplace.core.documents import Document
from search import embedded, entries

WORDS = [
    "助餐",
    "养老",
    "社区",
    "法律",
    "援助",
    "志愿",
    "心理",
    "支持",
    "儿童",
    "照护",
    "探访",
    "老人",
    "残疾",
    "培训",
    "环境",
    "院落",
    "自治",
    "文化",
    "健康",
    "调解",
    "图书",
    "课堂",
    "应急",
    "救助",
    "家庭",
    "医生",
    "邻里",
    "互助",
    "就业",
    "停车",
]


def documents(count):
    """Documents of about four hundred bytes of text, as a street's are, times a thousand."""
    chance, now = random.Random(7), clock.now()
    for n in range(count):
        title = "".join(chance.sample(WORDS, 4)) + "服务"
        body = ",".join("".join(chance.choices(WORDS, k=8)) for _ in range(7)) + f"。第{n}号"
        yield Document(
            kind=("call", "organisation", "service")[n % 3], key=n + 1, code=f"CA{n:05d}", title_zh=title, title_en=f"Service {n % 97} for elderly meals",
            body_zh=body, url=f"/x/{n}/", newest=now - timedelta(hours=n % 20_000), amount=Decimal(n % 600_000),
            facets={"community": (f"CM{n % 19:02d}",), "category": ("ABCDEFGHIJ"[n % 10],), "status": (("open", "running", "done")[n % 3],), "year": (str(2020 + n % 7),)},
            is_open=n % 3 == 0,
        )  # fmt: skip


def fill(engine, count, inventing=None):
    """inventing: a list that gets the seconds which inventing the documents took, for these are no work of the index."""

    def batches():
        invented = documents(count)
        while True:
            began = time.perf_counter()
            some = list(islice(invented, 500))
            if inventing is not None:
                inventing.append(time.perf_counter() - began)
            if not some:
                return
            yield [entries.entry(document, 1) for document in some]

    engine.rebuild(batches(), 1)
    return engine


def filled(count, inventing=None):
    """An embedded index of its own that holds so many."""
    return fill(embedded.Embedded(Path(tempfile.mkdtemp(prefix="linli-bench-")) / "index"), count, inventing)
