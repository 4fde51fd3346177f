"""Letters and sentences of the account pages that are rarely seen: whole in the reader's language."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth import password_validation
from django.core import mail
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from marketplace.core import catalogues, second_factor
from tests.factories import make_user

FOLDER = Path(allauth.__file__).parent / "templates"
LETTERS = sorted(
    str(path.relative_to(FOLDER))
    for room in ("account", "mfa", "socialaccount")
    for path in (FOLDER / room / "email").glob("*_*.txt")
    if not path.name.startswith("base_")
)
# Names of things that are Latin in Chinese too.
LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = {"PIN", "JavaScript", "MFA", "TOTP", "WebAuthn", "IP", "Safari", "macOS"}
VALUES = {
    "email": "a@b.cn", "from_email": "a@b.cn", "to_email": "c@d.cn", "deleted_email": "a@b.cn", "code": "123456",
    "activate_url": "/1", "password_reset_url": "/2", "signup_url": "/3", "ip": "10.0.0.7", "user": "7",
    "provider": "7", "user_agent": "Mozilla/5.0 (Macintosh) Safari/605", "username": "7", "user_display": "7",
}  # fmt: skip


def english(text, *allowed) -> list[str]:
    for value in allowed:
        text = text.replace(value, "")
    return [word for word in LATIN.findall(text) if word not in NAMES]


def with_address():
    user = make_user()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})
    return user


def letter(name, language):
    with translation.override(language):
        return render_to_string(name, VALUES | {"timestamp": timezone.now()})


@pytest.mark.django_db
@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_whole_in_both_languages(name):
    assert english(letter(name, "zh-hans"), "a@b.cn", "c@d.cn", "Mozilla/5.0 (Macintosh) Safari/605") == []
    assert not re.search("[\u4e00-\u9fff]", letter(name, "en"))


@pytest.mark.django_db
def test_the_subject_says_the_portal_in_the_readers_language(rf):
    for language, subject in (("zh-hans", "[邻里集] 已删除通行密钥"), ("en", "[Linli Market] Security Key Removed")):
        with translation.override(language), context.request_context(rf.get("/")):
            get_adapter().send_notification_mail("mfa/email/webauthn_removed", with_address())
        assert mail.outbox[-1].subject == subject


def test_what_the_account_pages_say_is_chinese_with_the_same_places():
    said = catalogues.Texts()
    root = FOLDER.parent
    for room in ("account", "mfa", "usersessions"):
        for path in sorted((root / room).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                catalogues._in_python(path, path.relative_to(root), said)
        for path in sorted((FOLDER / room).rglob("*.*")):
            catalogues._in_template(path, path.relative_to(root), said)
    wrong = []
    with translation.override("zh-hans"):
        for kind, text in said.found:
            chinese = translation.pgettext(kind, text) if kind else translation.gettext(text)
            places = catalogues.PLACE.findall
            if set(places(chinese)) != set(places(text)) or (chinese == text and english(text)):
                wrong.append((text, chinese))
    assert wrong == []


@pytest.mark.django_db
def test_the_list_of_passkeys_has_no_english_words(client):
    user = make_user()
    client.force_login(user)
    for number, data in enumerate(({}, {"credential": {"clientExtensionResults": {"credProps": {"rk": True}}}})):
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": str(number), "credential": {}} | data,
            last_used_at=timezone.now() if number else None,
        )  # fmt: skip
    text = client.get(reverse("mfa_list_webauthn")).content.decode()
    table = re.sub(r"<[^>]+>", " ", text[text.index("<table") : text.index("</table>")])
    assert english(table) == []
    assert "还没有用过" in table and "不用密码直接登录" in table and "通行密钥没有说明" in table


@pytest.mark.django_db
def test_forms_of_accounts_have_no_english_words(settings):
    key = Authenticator(user=make_user(), type=Authenticator.Type.WEBAUTHN, data={"name": "1"})
    form = import_string(settings.MFA_FORMS["edit_webauthn"])(instance=key)
    assert [str(field.label) for field in form] == ["名称"]
    assert issubclass(import_string(settings.MFA_FORMS["add_webauthn"]), second_factor.Named)
    with pytest.raises(ValidationError) as said:
        password_validation.validate_password("1")
    assert english(" ".join(said.value.messages)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("front", ["/", "/en/"])
def test_logging_out_keeps_the_language(client, front):
    client.force_login(make_user())
    assert client.post(f"{front}accounts/logout/").headers["Location"] == front
