"""First day of an office: offices and communities from lists. Safe to run again: rows are matched by their code.

The shape of the lists is that of `demo_data/` (offices.json, communities.csv, communities.geojson).
"""

from decimal import Decimal

from django.db import transaction

from .models import Community, Office


class BadRow(ValueError):
    """A row cannot be loaded; the text names the row and what is wrong. Nothing of the list is kept then."""


@transaction.atomic
def load_offices(rows) -> dict[str, Office]:
    """Load offices: dicts with code, kind, name_zh, name_en, parent (a code or None), buys, duties_zh, duties_en.

    Parents may stand anywhere in the list or be there already. Returns {code: office}.
    """
    rows, offices = list(rows), {}
    kinds = set(dict(Office._meta.get_field("kind").choices))
    for number, row in enumerate(rows, start=1):
        if row["kind"] not in kinds:
            raise BadRow(f"row {number} ({row['code']}): kind {row['kind']} is not one of {', '.join(sorted(kinds))}")
        values = {
            "kind": row["kind"],
            "name_zh": row["name_zh"],
            "name_en": row.get("name_en") or "",
            "buys": row.get("buys") in (True, "true", "yes", "1"),
            "duties_zh": row.get("duties_zh") or "",
            "duties_en": row.get("duties_en") or "",
            "provenance": row.get("provenance") or "source",
        }
        offices[row["code"]], _new = Office.objects.update_or_create(code=row["code"], defaults=values)
    known = {**{o.code: o for o in Office.objects.all()}, **offices}
    for number, row in enumerate(rows, start=1):
        parent, office = row.get("parent") or None, offices[row["code"]]
        if parent and parent not in known:
            raise BadRow(f"row {number} ({row['code']}): there is no office {parent}")
        if parent and is_above(office, known[parent]):
            raise BadRow(f"row {number} ({row['code']}): {parent} lies below this office")
        office.parent = known[parent] if parent else None
        office.save(update_fields=["parent"])
    return offices


def is_above(office, parent) -> bool:
    """The office stands somewhere above the other one, or is it."""
    seen = set()
    while parent is not None and parent.pk not in seen:
        if parent.pk == office.pk:
            return True
        seen.add(parent.pk)
        parent = parent.parent
    return False


@transaction.atomic
def load_communities(rows, geojson=None) -> dict[str, Community]:
    """Load communities: dicts with code, office (a code), name_zh, name_en, kind, population, area_km2, lat, lon.

    geojson: a FeatureCollection whose features carry the code as `id` (or in properties) and a Polygon; its outer
    ring is kept. Returns {code: community}.
    """
    offices = {o.code: o for o in Office.objects.all()}
    rings = _rings(geojson)
    communities = {}
    for number, row in enumerate(rows, start=1):
        if row["office"] not in offices:
            raise BadRow(f"row {number} ({row['code']}): there is no office {row['office']}")
        try:
            values = {
                "office": offices[row["office"]],
                "name_zh": row["name_zh"],
                "name_en": row.get("name_en") or "",
                "kind": row.get("kind") or "",
                "population": int(row.get("population") or 0),
                "area_km2": Decimal(row.get("area_km2") or 0),
                "lat": float(row["lat"]) if row.get("lat") else None,
                "lon": float(row["lon"]) if row.get("lon") else None,
                "provenance": row.get("provenance") or "source",
            }
        except (ArithmeticError, ValueError) as error:
            raise BadRow(f"row {number} ({row['code']}): a number cannot be read") from error
        if row["code"] in rings:
            values["polygon"] = rings[row["code"]]
        communities[row["code"]], _new = Community.objects.update_or_create(code=row["code"], defaults=values)
    return communities


def _rings(geojson) -> dict[str, list]:
    """{code: outer ring as [[lon, lat], ...]}."""
    found = {}
    for feature in (geojson or {}).get("features", ()):
        code = feature.get("id") or feature.get("properties", {}).get("code")
        geometry = feature.get("geometry") or {}
        if geometry.get("type") == "Polygon":
            found[code] = geometry["coordinates"][0]
        elif geometry.get("type") == "MultiPolygon":
            found[code] = max((polygon[0] for polygon in geometry["coordinates"]), key=len)
    return found
