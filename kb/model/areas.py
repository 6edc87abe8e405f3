"""The areas of England: who a GP can ask there, for what, and which places lie in each.

An area is that of an integrated care board. The files ``content/areas/ID.yaml`` are read and
checked by `kb.content.areas`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from kb.model.documents import SourceId

AreaId = NewType("AreaId", str)
"""The identifier of an area, which is the name of its file: ``somerset``."""


class ContactKind(StrEnum):
    """What a contact is to a GP, in the order in which a page names them."""

    TRAINING_HUB = "training-hub"
    LOCAL_MEDICAL_COMMITTEE = "local-medical-committee"
    BOARD = "integrated-care-board"
    DEANERY = "deanery"
    PRIMARY_CARE_SCHOOL = "primary-care-school"
    LOCAL_SCHEME = "local-scheme"
    MENTORING = "mentoring"
    LOCUM_BANK = "locum-bank"
    HEALTH_SERVICE = "health-service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One organisation or scheme of an area, and what to ask it for.

    `address` (a web page), `telephone` and `email` are "" where none was found. `says` is a
    sentence on what is known of it, so as of `as_at` ("" if undated). `quote` stands word for
    word in `source`. `to_look_up` marks a list of all of a kind, in which to find one's own.
    """

    kind: ContactKind
    name: str
    ask: str
    quote: str
    source: SourceId
    address: str = ""
    telephone: str = ""
    email: str = ""
    says: str = ""
    as_at: str = ""
    to_look_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area: its board, the places in it, and who else can be asked.

    `councils`, `counties` and `towns` are the names by which people look for it; a council may
    lie in two areas. `codes` are the board's codes of the NHS and `gss` those of the statistics
    office, of April 2023.
    """

    id: AreaId
    name: str
    region: str
    codes: tuple[str, ...]
    gss: tuple[str, ...]
    councils: tuple[str, ...]
    counties: tuple[str, ...]
    towns: tuple[str, ...]
    board: Contact
    contacts: tuple[Contact, ...]

    def all_contacts(self) -> Iterator[Contact]:
        """Yield the contacts in the order of `ContactKind`, the board among them."""
        order = list(ContactKind)
        yield from sorted((*self.contacts, self.board), key=lambda one: order.index(one.kind))

    def of_kind(self, *kinds: ContactKind) -> tuple[Contact, ...]:
        """Return the contacts of any of these kinds, without the lists to look one up in."""
        return tuple(c for c in self.all_contacts() if c.kind in kinds and not c.to_look_up)

    def not_found(self) -> tuple[str, ...]:
        """Return what was looked for and not found, each in a few words.

        A list of a kind beside contacts of that kind says that part of the area has none of them.
        """
        hub, committee = ContactKind.TRAINING_HUB, ContactKind.LOCAL_MEDICAL_COMMITTEE
        found = []
        for kind, noun in ((hub, "training hub"), (committee, "local medical committee")):
            if not self.of_kind(kind):
                found.append(f"its {noun}")
            elif kind is committee and any(c.kind is kind and c.to_look_up for c in self.contacts):
                found.append(f"the {noun} of part of it")
        if not self.of_kind(ContactKind.DEANERY, ContactKind.PRIMARY_CARE_SCHOOL):
            found.append("its deanery or primary care school")
        if not self.of_kind(
            ContactKind.LOCAL_SCHEME, ContactKind.MENTORING, ContactKind.LOCUM_BANK
        ):
            found.append("a local scheme")
        bare = [c.name for c in self.all_contacts() if not (c.to_look_up or c.address)]
        found += [f"a web address for {name}" for name in dict.fromkeys(bare)]
        own = [c for c in self.all_contacts() if c.kind is not ContactKind.HEALTH_SERVICE]
        if not any(c.telephone for c in own):
            found.append("a telephone number of any of them")
        return tuple(found)
