"""The words of files, and what somebody else's file cannot do to the portal."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from marketplace.core import filetext, pdf

PDF = "application/pdf"
PART = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


def word(*paragraphs, head=""):
    """A Word file of these paragraphs, as a word processor packs it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", head + PART % runs)
    return packed.getvalue()


def sheet(*rows):
    book, packed = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(packed)
    return packed.getvalue()


def test_the_words_of_each_kind_of_file():
    assert "长者午餐" in filetext.of(pdf.document("长者午餐服务记录", [("p", "每日两荤一素")]), PDF).replace(" ", "")
    assert filetext.of(word("第一段 探访", "第二段"), filetext.WORD) == "第一段 探访 第二段"
    assert filetext.of(sheet(["社区", "人数"], ["南街", 45]), filetext.SHEET) == "Sheet 社区 人数 南街 45"
    assert filetext.of("名称,数量\n轮椅,3\n".encode("gb18030"), "text/csv") == "名称,数量 轮椅,3"


def test_a_file_of_an_editor_is_known_by_its_name():
    assert filetext.of(word("公约"), name="老院子公约.DOCX") == "公约"


def test_long_files_are_read_up_to_the_bound():
    assert len(filetext.of("轮椅 ".encode() * 300_000, "text/plain")) == filetext.MAX_CHARACTERS
    many = " ".join(str(number**3) for number in range(40_000))  # repeated words would look like a bomb
    assert len(filetext.of(word(many), filetext.WORD)) == filetext.MAX_CHARACTERS


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (30 * 2**20))
    return packed.getvalue()


def entities():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return word("&a9;", head=f'<!DOCTYPE x [<!ENTITY a0 "lol">{lines}]>')


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        (bomb(), filetext.WORD, "bomb"),
        (entities(), filetext.WORD, "broken"),
        (b"%PDF-1.7 and nothing more", PDF, "broken"),
        (b"PK\x03\x04 no archive", filetext.SHEET, "broken"),
        (word("a")[:200], filetext.WORD, "broken"),
        (b"\x89PNG", "image/png", "kind"),
        (b" " * (filetext.MAX_BYTES + 1), "text/plain", "too_large"),
    ],
    ids=[
        "bomb",
        "entities",
        "half a PDF",
        "no archive",
        "broken off",
        "a picture",
        "too large",
    ],  # an archive holds the time
)
def test_what_cannot_be_read_says_why(data, media_type, code):
    with pytest.raises(filetext.Unreadable) as refused:
        filetext.of(data, media_type)
    assert refused.value.code == code


def test_a_file_that_takes_too_long_is_given_up():
    begun = time.monotonic()
    with pytest.raises(filetext.Unreadable) as refused:
        filetext.of(sheet(*[[f"{r}-{c}" for c in range(20)] for r in range(3000)]), filetext.SHEET, seconds=0.05)
    assert refused.value.code == "time"
    assert time.monotonic() - begun < 5
