"""What a reviewer reads in a blind round: texts without the applicant's names and marks, files without their properties.

Out of the texts: names of the organisations of the team in both languages, their codes, e-mails and telephone numbers,
names of their people who are known here, and whatever looks like an e-mail, a telephone number, a web address or a
credit code. Out of the files: title, author and other properties of PDF and office files, the place and camera data of
pictures; a file gets a number for a name. What stands inside a document cannot be taken out: `TOLD` says so.
"""

import io
import re
import zipfile

from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader, PdfWriter

from orgs.models import Membership

GAP = "▇▇▇"
TOLD = _("Names of the applicant were taken out of the answers and out of the properties of the files. What stands inside a file cannot be taken out: if you recognise who applies, please declare it.")  # fmt: skip
PATTERNS = (
    re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    re.compile(r"https?://\S+|www\.\S+"),
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)"),
    re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])"),
)
SHORTEST = 2


def names_of(application) -> list[str]:
    """Words that would tell who applies, longest first."""
    return names_of_all([application])


def names_of_all(applications) -> list[str]:
    """The same of several applications (with their organisations), in a fixed number of queries."""
    from .models import Partner

    joined = Partner.objects.filter(application__in=[a.pk for a in applications], state="joined")
    organisations = {a.organisation_id: a.organisation for a in applications}
    organisations |= {p.organisation_id: p.organisation for p in joined.select_related("organisation")}
    found = set()
    for organisation in organisations.values():
        found |= {organisation.name_zh, organisation.name_en, organisation.uscc, organisation.code}
        found |= {organisation.contact_email, organisation.contact_phone}
        found |= _short_names(organisation.name_zh)
    for membership in Membership.objects.filter(organisation__in=organisations).select_related("user"):
        found |= {membership.user.name, membership.user.email, membership.user.phone}
    return sorted((word for word in found if word and len(word) >= SHORTEST), key=len, reverse=True)


def _short_names(name: str) -> set[str]:
    """How people call it: the name without the place before it and the kind of body behind it."""
    core = re.sub(r"^(四川省|成都市|温江区|柳城街道|柳城|温江)+", "", name)
    core = re.sub(r"(社会工作服务中心|社工服务中心|服务中心|服务社|促进会|协会|基金会|中心|联合会|商会)$", "", core)
    return {core} if len(core) >= 3 else set()


def scrub(value, names: list[str]):
    """A text, or all texts in rows and dicts, without these names and without contact details."""
    if isinstance(value, str):
        for name in names:
            value = re.sub(re.escape(name), GAP, value, flags=re.IGNORECASE)
        for pattern in PATTERNS:
            value = pattern.sub(GAP, value)
        return value
    if isinstance(value, list):
        return [scrub(one, names) for one in value]
    if isinstance(value, dict):
        return {key: scrub(one, names) for key, one in value.items()}
    return value


def content_for_reviewers(application) -> dict:
    """The content as reviewers read it: in a blind round without names; files by number."""
    content = application.content or {}
    if not application.round.blind:
        return content
    names = names_of(application)
    files = [{**file, "name": numbered(position, file["name"])} for position, file in enumerate(content.get("files", []), 1)]  # fmt: skip
    keys = ("title", "summary")
    plain = {key: scrub(content.get(key, ""), names) for key in keys}
    return {**content, **plain, "answers": scrub(content.get("answers", {}), names), "files": files}


def numbered(position: int, name: str) -> str:
    """A file's name that tells nothing but its kind."""
    suffix = name.rpartition(".")[2].lower() if "." in name else "bin"
    return f"{position}.{suffix[:5]}"


def scrubbed(data: bytes, media_type: str, names: list[str]) -> tuple[bytes, bool]:
    """(the file without its properties, whether that could be done)."""
    try:
        if media_type == "application/pdf":
            return _pdf(data), True
        if media_type.startswith("image/"):
            return _picture(data), True
        if media_type.startswith("application/vnd.openxmlformats"):
            return _office(data), True
        if media_type in ("text/plain", "text/csv"):
            return _text(data, names), True
    except Exception:  # a file that a library cannot take apart is handed on as told: not scrubbed
        return data, False
    return data, False


def _pdf(data):
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(data)).pages:
        writer.add_page(page)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _picture(data):
    from PIL import Image, ImageOps

    image = Image.open(io.BytesIO(data))
    kind = image.format
    upright = ImageOps.exif_transpose(image)
    plain = Image.new(upright.mode, upright.size)
    if upright.mode == "P":
        plain.putpalette(upright.getpalette())
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, kind)
    return out.getvalue()


def _office(data):
    """Office files keep who wrote them in docProps: emptied, the rest copied."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename.startswith("docProps/") and member.filename.endswith(".xml"):
                content = re.sub(rb">[^<]+<", b"><", content)
            new.writestr(member.filename, content)
    return out.getvalue()


def _text(data, names):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    return scrub(text, names).encode("utf-8")
