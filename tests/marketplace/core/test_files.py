"""Uploads: what the content is decides, not the name; one copy of the bytes; downloads only for readers."""

import hashlib
import io
import os
import struct
import time
import zipfile

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import files
from marketplace.core.actors import ANONYMOUS, system
from marketplace.core.models import StoredFile
from marketplace.core.refusals import Refused
from tests.factories import actor, make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 20
ALL = tuple(files.EXTENSIONS)


def office(prefix="word/", extra=(), method=zipfile.ZIP_DEFLATED):
    """The same bytes whenever it is called: they are part of the names of tests, which all workers must agree on."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in (("[Content_Types].xml", "<Types/>"), (f"{prefix}document.xml", "<x/>" * 200), *extra):
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return target.getvalue()


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture(autouse=True)
def readers(monkeypatch):
    """Two purposes; who reads is told by the test."""
    allowed = set()
    monkeypatch.setitem(
        files._purposes, "test.any", files.Purpose("test.any", ALL, 1, lambda actor, stored: actor.user_id in allowed)
    )
    monkeypatch.setitem(
        files._purposes, "test.pdf", files.Purpose("test.pdf", ("application/pdf",), 1, lambda actor, stored: False)
    )
    return allowed


def refusal(data, name, purpose="test.any"):
    with pytest.raises(Refused) as refused:
        files.store(data, purpose=purpose, by=ANONYMOUS, name=name)
    assert refused.value.field == "file"
    assert refused.value.sentence
    assert not StoredFile.objects.exists()
    assert storages["private"].listdir("")[0] == []
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (PDF, "报告.pdf", "application/pdf"),
        (PNG, "a.PNG", "image/png"),
        (JPEG, "a.jpeg", "image/jpeg"),
        (WEBP, "a.webp", "image/webp"),
        ("纸笔,3\n".encode("gb18030"), "a.csv", "text/csv"),
        ("说明".encode(), "a.txt", "text/plain"),
        (office(), "a.docx", files.OOXML["word/"]),
        (office("xl/"), "a.xlsx", files.OOXML["xl/"]),
        (office(method=zipfile.ZIP_STORED), "a.docx", files.OOXML["word/"]),
    ],
)
def test_what_is_accepted(data, name, media_type):
    stored = files.store(data, purpose="test.any", by=ANONYMOUS, name=name)
    assert (stored.media_type, stored.name, stored.size) == (media_type, name, len(data))
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert files.open_file(stored).read() == data


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"MZ\x90\0" + b"\0" * 100, "offer.pdf", "wrong_type"),
        (b"\x7fELF\x02\x01" + b"\0" * 100, "offer.pdf", "wrong_type"),
        (b"#!/bin/sh\nrm -rf /\n", "offer.pdf", "wrong_type"),
        (b"\xef\xbb\xbf<script>alert(1)</script>", "a.txt", "wrong_type"),
        (b"<html><script>alert(1)</script>", "photo.png", "wrong_type"),
        (b"<svg onload=alert(1)>", "photo.svg", "wrong_type"),
        (b"GIF89a" + b"\0" * 30, "photo.png", "wrong_type"),
        (office(extra=[("word/vbaProject.bin", b"x")]), "a.docx", "wrong_type"),
        (office("other/"), "a.zip", "wrong_type"),
        (PDF, "photo.png", "name_and_content"),
        (b"plain words", "offer.pdf", "name_and_content"),
        (b"plain words", "run.bat", "name_and_content"),
        (b"%PDF-1.7\ntrailer<</Root 1 0 R /Encrypt 5 0 R>>", "offer.pdf", "locked"),
        (b"", "offer.pdf", "empty_file"),
        (b"%PDF-" + b"x" * 2**20, "offer.pdf", "too_large"),
        (office(extra=[("word/media/zero.bin", bytes(50 * 2**20))]), "a.docx", "bomb"),
    ],
)
def test_what_is_refused(data, name, code):
    assert refusal(data, name) == code


def test_a_purpose_has_its_own_list():
    assert refusal(PNG, "a.png", "test.pdf") == "wrong_type"


def forged(declared):
    """A document whose directory declares another size than its member has."""
    data = bytearray(office(extra=[("word/media/a.bin", bytes(500_000))]))
    at = data.rindex(b"word/media/a.bin") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, declared)
    return bytes(data)


@pytest.mark.parametrize("declared", [10, 499_999, 500_001])
def test_an_archive_that_lies_about_its_size_is_a_bomb(declared):
    assert refusal(forged(declared), "a.docx") == "bomb"


def test_the_forgery_itself_is_fine_with_the_true_size():
    assert files.sniff(forged(500_000)) == files.OOXML["word/"]


@given(st.binary(max_size=300), st.integers(0, 2000), st.booleans())
def test_no_content_breaks_the_look_at_it(noise, at, into_archive):
    good = office() if into_archive else PDF
    data = good[: at % len(good)] + noise + good[at % len(good) + len(noise) :]
    try:
        assert files.sniff(data) in {"", *ALL}
    except Refused as refused:
        assert refused.code == "bomb"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\标书.pdf", "标书.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("..", "file"),
        ("", "file"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 400, "x" * 200),
    ],
)
def test_names_are_cleaned(name, clean):
    assert files.clean_name(name) == clean


@given(st.text(max_size=600))
def test_no_name_is_dangerous(name):
    clean = files.clean_name(name)
    assert 1 <= len(clean) <= 200
    assert not set("/\\\r\n\0") & set(clean)
    assert clean not in {".", ".."}


# ---- keeping ------------------------------------------------------------------------------------
def kept(tmp_path):
    return sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file())


def store(data=PDF, name="a.pdf"):
    return files.store(SimpleUploadedFile(name, data), purpose="test.any", by=ANONYMOUS)


def test_the_same_content_lies_there_once(tmp_path):
    first, second = store(), store(name="b.pdf")
    assert first.pk != second.pk
    assert kept(tmp_path) == [f"{first.sha256[:2]}/{first.sha256}"]


def test_bytes_that_a_killed_process_left_half_written_are_written_again(tmp_path):
    stored = store()
    (tmp_path / stored.path).write_bytes(PDF[:5])
    store()
    assert kept(tmp_path) == [stored.path]
    assert files.open_file(stored).read() == PDF


def test_orphans_go_after_a_day_and_nothing_else(tmp_path):
    stored = store()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        orphan = store(PNG, "a.png")
        raise ZeroDivisionError
    for path in ("drafts/ab/1", "sealed/cd/2", "ab/readme"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x")
    everything = kept(tmp_path)
    assert files.clear_orphans(system("core.orphans")) == 0
    old = time.time() - 25 * 3600
    for path in everything:
        os.utime(tmp_path / path, (old, old))
    assert files.clear_orphans(system("core.orphans")) == 1
    assert kept(tmp_path) == [path for path in everything if path != orphan.path]
    assert files.open_file(stored).read() == PDF


def test_an_upload_takes_an_old_orphan_from_under_the_clearing(tmp_path):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        orphan = store()
        raise ZeroDivisionError
    old = time.time() - 25 * 3600
    os.utime(tmp_path / orphan.path, (old, old))
    store()
    assert (tmp_path / orphan.path).stat().st_mtime > old + 3600


def test_files_belong_to_objects():
    user = make_user()
    stored = files.attach(store(), user)
    other = files.store(PNG, purpose="test.any", by=ANONYMOUS, name="a.png", owner=make_user())
    assert list(files.files_of(user)) == [stored]
    assert list(files.files_of(user, "test.pdf")) == []
    assert other.object != user


# ---- handing out ---------------------------------------------------------------------------------
def test_only_readers_get_it(client, readers):
    stored, reader, other = store(), make_user(), make_user()
    readers.add(reader.pk)
    url = stored.get_absolute_url()
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/accounts/login/?next={url.replace('/', '%2F')}",
    ) or (answer.headers["Location"] == f"/accounts/login/?next={url}")
    client.force_login(other)
    assert client.get(url).status_code == 404
    client.force_login(reader)
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert client.post(url).status_code == 405


@pytest.mark.parametrize(
    ("data", "name", "disposition"),
    [
        (PDF, "标书.pdf", "inline; filename*=utf-8''%E6%A0%87%E4%B9%A6.pdf"),
        (PNG, "a.png", 'inline; filename="a.png"'),
        (b"words", 'a".txt', 'attachment; filename="a\\".txt"'),
        (office(), "a.docx", 'attachment; filename="a.docx"'),
    ],
    ids=["pdf", "png", "words", "docx"],
)
def test_names_travel_safely_and_only_pictures_and_pdf_open_in_place(client, readers, data, name, disposition):
    reader = make_user()
    readers.add(reader.pk)
    client.force_login(reader)
    answer = client.get(files.store(data, purpose="test.any", by=actor(reader), name=name).get_absolute_url())
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_bytes_that_are_lost_are_not_found_instead_of_an_error(client, readers, tmp_path):
    reader, stored = make_user(), store()
    readers.add(reader.pk)
    client.force_login(reader)
    (tmp_path / stored.path).unlink()
    assert client.get(stored.get_absolute_url()).status_code == 404


def test_a_file_whose_purpose_is_gone_is_read_by_nobody(client, readers, monkeypatch):
    stored, reader = store(), make_user()
    monkeypatch.delitem(files._purposes, "test.any")
    client.force_login(reader)
    assert client.get(stored.get_absolute_url()).status_code == 404
