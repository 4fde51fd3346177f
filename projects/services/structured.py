"""Places and matters as structured data (schema.org)."""

from marketplace.catalogue.states import FeeTier
from marketplace.core import structured

from .kinds import Period

# ISO numbers of the days as schema.org names them.
DAYS = dict(zip("1234567", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], strict=True))


def of_station(station) -> str:
    """A place with its weekly hours; holidays have hours of their own, which schema.org ties to dates only."""
    data = {
        "@type": "GovernmentOffice",
        "identifier": station.code,
        "name": station.name,
        "url": structured.address(station.get_absolute_url()),
        "openingHoursSpecification": [_hours(r) for r in station.hours.all() if _is_weekly(r)],
    }
    if station.address:
        data["address"] = station.address
    if station.phone:
        data["telephone"] = station.phone
    if station.lat is not None and station.lon is not None:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": station.lat, "longitude": station.lon}
    return structured.script(data)


def _is_weekly(row) -> bool:
    return row.period != Period.HOLIDAY and bool(row.weekdays) and not row.is_over


def _hours(row) -> dict:
    found = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{DAYS[day]}" for day in row.weekdays],
        "opens": f"{row.opens:%H:%M}",
        "closes": f"{row.closes:%H:%M}",
        "validFrom": row.valid_from.isoformat(),
    }
    return found | ({"validThrough": row.valid_to.isoformat()} if row.valid_to else {})


def of_service(service, stations) -> str:
    """One matter: who answers for it, where it is done, whether it costs something."""
    data = {
        "@type": "GovernmentService",
        "identifier": service.code,
        "name": service.name,
        "serviceType": service.category.name,
        "url": structured.address(service.get_absolute_url()),
        "provider": {"@type": "GovernmentOrganization", "name": service.department.name},
        "availableChannel": [
            {
                "@type": "ServiceChannel",
                "serviceLocation": {
                    "@type": "GovernmentOffice",
                    "name": station.name,
                    "url": structured.address(station.get_absolute_url()),
                },
            }
            for station in stations
        ],
    }
    if service.fee_tier == FeeTier.FREE:
        data["isAccessibleForFree"] = True
    return structured.script(data)
