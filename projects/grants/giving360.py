"""Awards as data of the 360Giving standard, version 1.4: what `/open-data/360giving.json` and `export_360giving` give.

Identifiers begin with a prefix of our own that is not registered with 360Giving.
Organisations stand under their unified social credit code within that prefix, as the standard says for bodies of registers
that it has no code for. Nothing of a person is in it.
"""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from marketplace.core import clock

from .models import Application, TranchePayment
from .states_agreements import PUBLIC

PREFIX = "360G-linli"
VERSION = "1.4"
COUNTRY = "CN"


class Encoder(DjangoJSONEncoder):
    """Amounts as numbers of JSON, with two places at most."""

    def default(self, value):
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        return super().default(value)


def package() -> dict:
    """The whole package: every award that is public."""
    rows = Application.objects.awarded().select_related(
        "organisation", "determination", "round__office", "round__fund", "agreement__community"
    )
    rows = list(rows.prefetch_related("round__communities").order_by("round_id", "determination__rank", "pk"))
    paid = {}
    for payment in (
        TranchePayment.objects.filter(tranche__agreement__application__in=rows).select_related("tranche").order_by("pk")
    ):
        paid.setdefault(payment.tranche.agreement_id, []).append(payment)
    return {
        "version": VERSION, "title": "邻里集公益创投资助 · Grants of Linli Market", "issued": clock.today().isoformat(),
        "modified": _moment(clock.now()), "license": "https://creativecommons.org/licenses/by/4.0/", "licenseName": "CC BY 4.0",
        "grants": [_grant(row, paid) for row in rows],
    }  # fmt: skip


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")


def _address(obj) -> str:
    return f"{settings.SITE_URL}{obj.get_absolute_url()}"


def _grant(application, paid) -> dict:
    round, row, organisation = application.round, application.determination, application.organisation
    there = getattr(application, "agreement", None)
    agreement = there if there is not None and there.state in PUBLIC else None
    grant = {
        "id": f"{PREFIX}-{application.code}", "title": application.title, "description": application.content["summary"], "currency": "CNY",
        "amountAppliedFor": application.amount, "amountAwarded": row.amount, "awardDate": row.decided_at.date().isoformat(),
        "url": _address(agreement or round), "dateModified": _moment(row.decided_at), "dataSource": f"{settings.SITE_URL}/open-data/360giving.json",
        "fromOpenCall": "Yes",
        "recipientOrganization": [_organisation(organisation, organisation.uscc) | {"url": _address(organisation)}],
        "fundingOrganization": [_organisation(round.office, round.office.code)],
        "grantProgramme": [{"code": round.number, "title": round.title_zh, "description": round.theme_zh, "url": _address(round)}],
        "beneficiaryLocation": _places(round, agreement),
    }  # fmt: skip
    if agreement is not None:
        payments = paid.get(agreement.pk, [])
        grant |= {
            "plannedDates": [{"startDate": agreement.starts.isoformat(), "endDate": agreement.ends.isoformat()}],
            "amountDisbursed": sum((payment.amount for payment in payments), Decimal(0)),
            "disbursementTransaction": [
                {
                    "id": f"{agreement.number}-{payment.tranche.position}", "value": payment.amount, "currency": "CNY",
                    "transactionDate": payment.paid_at.date().isoformat(), "description": payment.tranche.title_zh,
                }
                for payment in payments
            ],
        }  # fmt: skip
    return grant


def _organisation(body, code) -> dict:
    return {
        "id": f"{PREFIX}:{code}",
        "name": body.name_zh,
        "alternateName": body.name_en or body.name_zh,
        "addressCountry": COUNTRY,
    }


def _places(round, agreement) -> list[dict]:
    """Where the project is, else the communities of its round."""
    if agreement is not None and (agreement.place or agreement.community or agreement.lat is not None):
        name = agreement.place or (agreement.community.name_zh if agreement.community else agreement.title)
        place = {"name": name, "countryCode": COUNTRY}
        if agreement.lat is not None and agreement.lon is not None:
            place |= {"latitude": agreement.lat, "longitude": agreement.lon}
        return [place]
    communities = list(round.communities.all())
    return [{"name": c.name_zh, "countryCode": COUNTRY} for c in communities] or [
        {"name": round.office.name_zh, "countryCode": COUNTRY}
    ]
