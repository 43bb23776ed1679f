"""What one funder gives, project by project, in a column that adds up to its last line."""

from dataclasses import dataclass

from projects.models import Organisation, Project, Subtotal
from projects.money import Basis, Total
from projects.totals import total

SHOWN = 20


@dataclass(frozen=True)
class Column:
    """A funder's part of its latest decided projects, of all the others together, and of all."""

    shares: list[Subtotal]
    others: Total  # over no project where every share is shown
    total: Total

    @property
    def is_proposed(self) -> bool:
        return self.total.basis is Basis.PROPOSED_SUPPORT


def column(funder: Organisation, basis: Basis) -> Column:
    """Return what a funder has granted (registered support) or is asked for (proposed support)."""
    published = Project.objects.published()
    shares = list(Subtotal.objects.shares_of(funder, basis)[:SHOWN])
    shown = [share.project_id for share in shares]
    return Column(
        shares=shares,
        others=total(published.exclude(pk__in=shown), basis, funder=funder),
        total=total(published, basis, funder=funder),
    )
