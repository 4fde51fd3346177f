"""What people, browsers and attackers type: values that no form may choke on."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

SCRIPT = "<script>alert(1)</script>"
TYPED = {
    "overlong": "长" * 20_001,
    "nul": "a\0b",
    "script": SCRIPT,
    "right to left": "abc\u202efdp.exe",
    "lone surrogate": "\ud800x",  # a client sends it as the bytes ED A0 80
    "formula": '=HYPERLINK("http://x")',
    "word": "七成",
    "superscript": "²",
    "full width": "１２３",
    "nan": "NaN",
    "infinity": "Infinity",
    "10^15": "1000000000000000",
    "10^400": "1e400",
    "negative": "-1",
    "nothing": "",
    "blank": " \u3000\t",
}
# Given to one field after the other, by what can go wrong behind it ...
FOR_TEXT = ("overlong", "script", "right to left")
FOR_NUMBERS = ("word", "superscript", "nan", "10^400", "negative")
FOR_CHOICES = ("superscript", "10^400")
# ... and to all fields of a form at once: what is refused before anything is read.
AT_ONCE = ("nul", "lone surrogate", "blank", "formula", "full width", "infinity", "10^15")
QUERIES = (
    "page=99999999999999999999999999", "page=-1", "page=%EF%BC%91%EF%BC%92", "page=%00", "page=NaN",
    "q=%ff%fe", "q=%ED%A0%80", "q=%00", "q=" + "x" * 3000, "%ff=1&=&&;", "q[]=1&q[]=2",
)  # fmt: skip
PATH_PARTS = (
    "%00",
    "%ff",
    "x" * 300,
    "１２３",
    "%ED%A0%80",
    "a%00b",
    "..%2f..%2fetc",
    "99999999999999999999999",
    "-1",
    "²",
)


def bomb() -> bytes:
    """A workbook that says little and unpacks to 200 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        with pack.open("xl/workbook.xml", "w") as inside:
            for _n in range(200):
                inside.write(b"0" * 1_000_000)
    return out.getvalue()


def uploads():
    """{what: upload} that must be refused."""
    return {
        "executable named .pdf": SimpleUploadedFile("a.pdf", b"MZ\x90\0" + b"\0" * 200, "application/pdf"),
        "zip bomb": SimpleUploadedFile("a.xlsx", BOMB, "application/vnd.ms-excel"),
        "empty": SimpleUploadedFile("a.pdf", b"", "application/pdf"),
        "page with script": SimpleUploadedFile("a.png", b"<html><script>1</script>", "image/png"),
        "name with slashes": SimpleUploadedFile("..\\..\\" + "名" * 300 + "\u202e.exe", b"\x7fELF" + b"\0" * 99),
    }


BOMB = bomb()
