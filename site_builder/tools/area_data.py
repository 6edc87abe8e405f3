"""Who to ask in each area, for the script that names them on every page once one is chosen.

One file holds all areas, so that the host of the site cannot tell which of them was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping

from kb.model.areas import Area, Contact
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.views.areas import KIND_HEADINGS, names_of_areas, telephone_url

AREA_DATA = "areas-data.js"
"""The file of the data among the assets; fetched only once an area is chosen."""
AREA_NAMES = "area-names.js"
"""By what names each area is searched; fetched once somebody types."""


def area_names(content: SiteContent) -> list[tuple[str, str, list[str]]]:
    """Return each area's name and address with the names that lead a search to it.

    Those are as on the page of all areas.
    """
    names = names_of_areas(content.areas())
    return [
        (area.name, permalinks.area_url(area.id).removeprefix("/"), list(names[area.id]))
        for area in content.areas()
    ]


def area_data(content: SiteContent) -> Mapping[str, object]:
    """Return the areas by identifier, and the heading of each kind of contact in order."""
    return {
        "kinds": [[kind.value, heading] for kind, heading in KIND_HEADINGS.items()],
        "areas": {area.id: _area(area) for area in content.areas()},
    }


def _area(area: Area) -> Mapping[str, object]:
    return {
        "name": area.name,
        "url": permalinks.area_url(area.id),
        "contacts": [_contact(one) for one in area.all_contacts() if not one.to_look_up],
    }


def _contact(contact: Contact) -> Mapping[str, str]:
    """Return a contact without what it lacks."""
    given = {
        "kind": contact.kind.value,
        "name": contact.name,
        "address": contact.address,
        "telephone": contact.telephone,
        "tel": telephone_url(contact.telephone),
    }
    return {key: value for key, value in given.items() if value}
