"""By which way a registration reached us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ..enums import RegistrationSource
from ..models import RegistrationImport

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Origin:
    """How a registration reached us, where it was not through the website.

    Attributes:
        source: a value of `RegistrationSource`.
        entered_by: who of the team filled in the form for somebody.
        reason: why they did.
        received_at: when it reached us, if not now.
        imported_in: the import that it comes from.
        import_key: what recognises its row in the file.
        with_letter: whether the letter of the first step is made at all.
    """

    source: str = RegistrationSource.WEB
    entered_by: User | None = None
    reason: str = ""
    received_at: datetime | None = None
    imported_in: RegistrationImport | None = None
    import_key: str = ""
    with_letter: bool = True

    @property
    def is_by_team(self) -> bool:
        """Whether a member of the team does this, who may know who is registered."""
        return self.source != RegistrationSource.WEB

    @property
    def user(self) -> User | None:
        """Whose act this is in the audit log."""
        return self.imported_in.uploaded_by if self.imported_in else self.entered_by


FROM_WEBSITE = Origin()
