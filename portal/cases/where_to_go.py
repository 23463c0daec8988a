"""Where somebody goes with a matter the station may not take on (HB-46, X-28, practice.md §14 b): address, hours, phone, what to bring,
which time limit runs there."""

from collections.abc import Mapping

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.text import clean

# How many characters each may have, in the order in which they are said; the names are those of the messages ``paper.notice.*``.
MOST = {"address": 200, "hours": 120, "phone": 60, "bring": 200, "time_limit": 200}


class WhereToGo:
    """The columns of it; "" where nothing was said, as in records of an earlier release."""

    address: Mapped[str] = mapped_column(String(MOST["address"]), default="")
    hours: Mapped[str] = mapped_column(String(MOST["hours"]), default="")
    phone: Mapped[str] = mapped_column(String(MOST["phone"]), default="")
    bring: Mapped[str] = mapped_column(String(MOST["bring"]), default="")
    time_limit: Mapped[str] = mapped_column(String(MOST["time_limit"]), default="")

    @property
    def where(self) -> dict[str, str]:
        """What was said, by name, in order."""
        return {name: said for name in MOST if (said := str(getattr(self, name)))}


def cleaned(where: Mapping[str, str]) -> dict[str, str]:
    """Each as it is kept. Refused like any text that is too long or cannot be shown."""
    return {name: clean(where.get(name, ""), most).strip() for name, most in MOST.items()}
