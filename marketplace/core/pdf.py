"""Documents as PDF without system libraries: reportlab with the reader's own Song face (STSong-Light, CID).

The same blocks give the same bytes: no dates, no random ids inside.
"""

import io
import re
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from . import qr

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("body", fontName=FONT, fontSize=10.5, leading=17, wordWrap="CJK", spaceAfter=5)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=9, leading=13, spaceAfter=0)
HEAD = ParagraphStyle("head", parent=BODY, fontSize=13, leading=20, spaceBefore=10)
TITLE = ParagraphStyle("title", parent=BODY, fontSize=18, leading=26, spaceAfter=12)


def document(title: str, blocks, *, footer: str = "") -> bytes:
    """A4 document. blocks: ("h2", text), ("p", text), ("kv", [(label, value)]), ("table", header, rows),
    ("qr", address, caption): a code of the address, with it in words beside the caption."""
    title, footer = _clean(title), _clean(footer)
    target = io.BytesIO()
    template = SimpleDocTemplate(
        target, pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=22 * mm, bottomMargin=22 * mm,
        title=title, author="Linli Market", invariant=1,
    )  # fmt: skip
    story = [_text(title, TITLE)]
    for block in blocks:
        story += _block(block, template.width)

    def frame(canvas, doc):
        canvas.setFont(FONT, 8)
        canvas.drawString(22 * mm, 12 * mm, footer)
        canvas.drawRightString(A4[0] - 22 * mm, 12 * mm, str(doc.page))

    template.build(story, onFirstPage=frame, onLaterPages=frame)
    return target.getvalue()


def _clean(text) -> str:
    """Without control characters and half surrogates: typed or pasted by accident, they break the document."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", str(text))


def _text(text, style):
    return Paragraph(escape(_clean(text)).replace("\n", "<br/>"), style)


def _block(block, width) -> list:
    kind, *rest = block
    if kind == "h2":
        return [_text(rest[0], HEAD)]
    if kind == "p":
        return [_text(rest[0], BODY)]
    if kind == "kv":
        rows = [[_text(label, CELL), _text(value, CELL)] for label, value in rest[0]]
        return [_table(rows, [width * 0.25, width * 0.75], head=False), Spacer(1, 8)]
    if kind == "table":
        header, rows = rest[0], list(rest[1])
        cells = [[_text(cell, CELL) for cell in row] for row in [header, *rows]]
        return [_table(cells, [width / len(header)] * len(header), head=True), Spacer(1, 8)]
    if kind == "qr":
        code = Image(io.BytesIO(qr.png(rest[0])), 28 * mm, 28 * mm)
        return [
            Spacer(1, 8),
            _table([[code, _text(f"{rest[1]}\n{rest[0]}", CELL)]], [32 * mm, width - 32 * mm], head=False),
        ]
    raise ValueError(f"no block of kind {kind!r}")


def _table(cells, widths, *, head):
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#888888")),
    ]
    if head:
        style.append(("LINEBELOW", (0, 0), (-1, 0), 0.9, colors.black))
    return Table(cells, colWidths=widths, repeatRows=1 if head else 0, splitInRow=1, style=TableStyle(style))
