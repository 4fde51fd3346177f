"""The demo's pages of every type, written by one editor and approved by another, in both languages."""

import io
from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from marketplace.core import clock, pdf
from marketplace.core.demo import rows

from . import domain, models
from .domain.articles import rich
from .models import ContactData, MenuEntry, Notice

PACK = "pages.json"


def tell(world):
    """Everything of `demo_data/pages.json`; returns {key: (Chinese page, English page)}."""
    pack = rows("cms", PACK)
    teller = Teller(world, pack)
    teller.sections()
    teller.texts()
    teller.policies()
    teller.guides()
    teller.events()
    teller.publications()
    teller.press()
    teller.contact()
    teller.around()
    return teller.made


class Teller:
    def __init__(self, world, pack):
        self.world, self.pack, self.made = world, pack, {}
        homes = {home.locale.language_code: home for home in models.HomePage.objects.select_related("locale")}
        self.homes = homes["zh-hans"], homes["en"]

    def publish(self, model, row, *, under="", zh=None, en=None, **both):
        """One row of the pack as a pair of pages."""
        parents = self.made[under] if under else self.homes
        pair = domain.publish_pair(
            model, by=self.world.actor("editor"), approved_by=self.world.actor("editor2"), parents=parents, slug=row["key"],
            provenance="illustrative", **both,
            zh=row["zh"] | {"body": self.body(row.get("zh_body"))} | (zh or {}),
            en=row["en"] | {"body": self.body(row.get("en_body"))} | (en or {}),
        )  # fmt: skip
        self.made[row["key"]] = pair
        return pair

    def sections(self):
        for row in self.pack["sections"]:
            self.publish(models.SectionPage, row)

    def texts(self):
        for row in self.pack["texts"]:
            self.publish(models.SectionPage, row, under=row["under"])

    def policies(self):
        for row in self.pack["policies"]:
            day = self.world.today + timedelta(days=row["issued"])
            ends = self.world.today + timedelta(days=row["ends"]) if "ends" in row else None
            old = self.made.get(row.get("supersedes"), (None, None))
            self.publish(
                models.PolicyPage, row, under="policies", number=row["number"], issued_on=day, in_force_on=day, ends_on=ends,
                zh={"supersedes": old[0]}, en={"supersedes": old[1]},
            )  # fmt: skip

    def guides(self):
        for row in self.pack["guides"]:
            form = self.document("授权书样表 Form of authorisation", ["单位：", "负责人：", "日期：", "（盖章）"])
            self.publish(
                models.GuidePage, row, under="guides",
                zh={"steps": self.steps(row["zh_steps"]), "needed": self.needed(row["zh_needed"], form)},
                en={"steps": self.steps(row["en_steps"]), "needed": self.needed(row["en_needed"], form)},
            )  # fmt: skip

    def events(self):
        for row in self.pack["events"]:
            days, hour, minute = row["at"]
            start = timezone.make_aware(datetime.combine(self.world.today + timedelta(days=days), time(hour, minute)))
            self.publish(
                models.EventPage, row, under="events", starts_at=start, ends_at=start + timedelta(hours=row["hours"])
            )

    def publications(self):
        for row in self.pack["publications"]:
            words = {key: dict(row[key]) for key in ("zh", "en")}
            files = {
                key: [("file", {"document": self.document(words[key].pop("file"), [words[key]["intro"]]), "note": ""})]
                for key in words
            }
            self.publish(
                models.PublicationPage, row | words, under="publications", number=row["number"],
                published_on=self.world.today + timedelta(days=row["on"]), zh={"files": files["zh"]}, en={"files": files["en"]},
            )  # fmt: skip

    def press(self):
        for row in self.pack["press"]:
            self.publish(
                models.PressMentionPage, row, under="press", day=self.world.today + timedelta(days=row["on"]),
                zh={"outlet": row["outlet"]["zh"]}, en={"outlet": row["outlet"]["en"]},
            )  # fmt: skip

    def contact(self):
        self.publish(models.ContactPage, self.pack["contact_page"] | {"key": "contact"})
        ContactData.objects.update_or_create(pk=1, defaults=self.pack["contact"])

    def around(self):
        """Footer and notice: what editors keep in the back office."""
        for column, keys in {"about": ["about", "policies", "publications", "press", "privacy", "accessibility"],
                             "help": ["guides", "events", "contact"]}.items():  # fmt: skip
            for position, key in enumerate(keys):
                MenuEntry.objects.create(column=column, position=position, page_id=self.made[key][0].pk)
        Notice.objects.create(
            **self.pack["notice"], starts_at=clock.now(), ends_at=clock.now() + timedelta(days=14),
            page_id=self.made["contact"][0].pk,
        )  # fmt: skip

    # ---- blocks ------------------------------------------------------------------------------------
    def body(self, rows):
        return [self.block(*row) for row in rows or ()]

    def block(self, kind, *values):
        maker = getattr(self, f"block_{kind}", None)
        return (kind, maker(*values) if maker else values[0])

    def block_paragraph(self, text):
        return rich(text)

    def block_callout(self, value):
        return value | {"text": rich(value["text"])}

    def block_questions(self, pairs):
        return {"rows": [{"question": question, "answer": rich(answer)} for question, answer in pairs]}

    def block_timeline(self, moments):
        return {"rows": [{"when": when, "title": title, "text": text} for when, title, text in moments]}

    def block_map(self, caption, places):
        return {
            "caption": caption,
            "places": [dict(zip(("name", "lat", "lon", "note"), p, strict=True)) for p in places],
        }

    def block_table(self, value):
        from .blocks.text import Table

        table = Table().child_blocks["table"]
        columns = [{"type": "text", "heading": heading} for heading in value["columns"]]
        return {
            "caption": value["caption"],
            "table": table.to_python({"columns": columns, "rows": [{"values": row} for row in value["rows"]]}),
        }

    def block_picture(self, alt, caption, title):
        return {"image": self.coins(title), "alt": alt, "caption": caption}

    def steps(self, rows):
        return [("step", {"title": title, "text": rich(text), "door": door}) for title, text, door in rows]

    def needed(self, rows, form):
        return [("document", {"name": row[0], "note": row[1], "form": form if len(row) > 2 else None}) for row in rows]

    # ---- files -------------------------------------------------------------------------------------
    def document(self, title, lines):
        document_model = get_document_model()
        found = document_model.objects.filter(title=title).first()
        if found is not None:
            return found
        content = pdf.document(title, [("p", line) for line in lines])
        file = ContentFile(content, name="document.pdf")
        return document_model.objects.create(title=title, file=file, file_size=len(content))

    def coins(self, title):
        """A hundred coins, drawn: solid, thick ring, thin ring."""
        from PIL import Image, ImageDraw

        image_model = get_image_model()
        found = image_model.objects.filter(title=title).first()
        if found is not None:
            return found
        canvas = Image.new("RGB", (1000, 1000), "#fdfbf5")
        draw = ImageDraw.Draw(canvas)
        for n in range(100):
            x, y = n % 10 * 100 + 50, n // 10 * 100 + 50
            fill, width = ("#1b543f", 4) if n < 46 else (None, 12 if n < 76 else 3)
            draw.ellipse((x - 38, y - 38, x + 38, y + 38), fill=fill, outline="#1b543f", width=width)
            draw.rectangle((x - 10, y - 10, x + 10, y + 10), fill="#fdfbf5", outline="#1b543f", width=2)
        target = io.BytesIO()
        canvas.save(target, "PNG")
        return image_model.objects.create(
            title=title, file=ContentFile(target.getvalue(), name="coins.png"), width=1000, height=1000
        )


def unfinished(world):
    """What an editor's start page shows on an ordinary day."""
    from .queries import news_index

    index, by = news_index("zh-hans"), world.actor("editor")
    alone = domain.draft(
        models.ArticlePage, by=by, parent=index, title="小修服务本月预约已满", slug="repairs-booked", kind="NEWS", day=clock.today(),
        intro="下月 1 日 9:00 起接受新的预约。", body=[("paragraph", rich("下月 1 日 9:00 起接受新的预约，紧急漏水请打热线。"))],
        provenance="illustrative",
    )  # fmt: skip
    domain.submit(alone, by=by)
    domain.approve(alone, by=world.actor("editor2"))
    waiting = domain.draft(
        models.ArticlePage, by=by, parent=index, title="下季度清单意见征集开始", slug="next-quarter", kind="NEWS", day=clock.today(),
        intro="征集期二十天。", body=[("paragraph", rich("征集期二十天，三条路都收：征集箱、窗口、议事会。"))], provenance="illustrative",
    )  # fmt: skip
    domain.submit(waiting, by=by)
