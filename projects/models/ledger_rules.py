"""What the ledger refuses where more than one row decides, as triggers.

Written in SQL, so that the ORM, bulk writes and psql all meet the same rule.
"""

import pgtrigger

from projects.models.base import EVER_PUBLIC_SQL
from projects.rules import lock_project, refuse

_WAS_PUBLIC = (
    "EXISTS (SELECT 1 FROM projects_project p "
    f"WHERE p.id = {{project}} AND {EVER_PUBLIC_SQL.format(row='p')})"
)

_NAMING = "'{{organisation_id,funder_id}}'::text[]"
_NAMED = "coalesce(to_jsonb({row}) ->> 'organisation_id', to_jsonb({row}) ->> 'funder_id')::bigint"
# That nothing changed but who it is: one organisation that was entered twice, merged or parted.
_IS_MERGED = f"""
    to_jsonb(OLD) - {_NAMING.format()} = to_jsonb(NEW) - {_NAMING.format()} AND EXISTS (
        SELECT 1 FROM projects_organisation o
        WHERE (o.id, o.merged_into_id) IN (
            ({_NAMED.format(row="OLD")}, {_NAMED.format(row="NEW")}),
            ({_NAMED.format(row="NEW")}, {_NAMED.format(row="OLD")})
        )
    )
"""

_APPEND_ONLY = f"""
    IF TG_OP = 'UPDATE' AND {_IS_MERGED} THEN
        RETURN NEW;
    END IF;
    {lock_project("OLD.project_id")}
    IF {_WAS_PUBLIC.format(project="OLD.project_id")} THEN
        {refuse("ledger_is_append_only", "The ledger of a public project only grows.")}
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

# `matter` is the first entry of the chain: with it one query reads a chain of any length.
_ENTRY_FITS = f"""
    NEW.matter = NEW.id;
    IF NEW.in_force_from > current_date + 1 THEN
        {refuse("decision_is_not_in_the_future", "A decision is entered once it is made.")}
    END IF;
    IF NEW.supersedes_id IS NOT NULL THEN
        SELECT * INTO replaced FROM projects_decision d WHERE d.id = NEW.supersedes_id;
        IF (replaced.project_id, replaced.organisation_id, replaced.partnership_id,
                replaced.group_sv)
            IS DISTINCT FROM
            (NEW.project_id, NEW.organisation_id, NEW.partnership_id, NEW.group_sv)
        THEN
            {
    refuse(
        "decision_supersedes_its_own_kind", "A decision replaces one of the same project and body."
    )
}
        END IF;
        IF NEW.entry = 'correction' AND replaced.in_force_from <> NEW.in_force_from THEN
            {
    refuse("correction_keeps_the_date", "A correction takes the date of what it corrects.")
}
        END IF;
        NEW.matter = replaced.matter;
    END IF;
"""

_ENTERED = f"""
    {_ENTRY_FITS}
    IF NEW.decided_on IS NULL AND NEW.entry = 'decision' AND NEW.in_force_from IS DISTINCT FROM
        (SELECT coalesce(s.dated, s.retrieved) FROM projects_source s WHERE s.id = NEW.source_id)
    THEN
        {
    refuse(
        "undated_decision_holds_from_its_source",
        "A decision of unknown date is in force from the day of its source.",
    )
}
    END IF;
    RETURN NEW;
"""

_CHANGED = f"""
    IF {_IS_MERGED} THEN
        RETURN NEW;
    END IF;
    {_ENTRY_FITS}
    IF NEW IS DISTINCT FROM OLD
        AND EXISTS (SELECT 1 FROM projects_decision d WHERE d.supersedes_id = OLD.id)
    THEN
        {refuse("superseded_decision_is_fixed", "What was replaced is changed no more.")}
    END IF;
    RETURN NEW;
"""

_MISFIT = """
    SELECT 1 FROM projects_grantsplit s JOIN projects_decision d ON d.id = s.decision_id
    WHERE {which} AND d.kind <> 'prioritised' AND (
        d.organisation_id IS DISTINCT FROM s.funder_id OR d.group_sv <> s.group_sv
    )
"""

_SPLIT_OF_ITS_PROJECT = f"""
    IF NOT EXISTS (
        SELECT 1 FROM projects_decision d
        WHERE d.id = NEW.decision_id AND d.project_id = NEW.project_id
    ) THEN
        {refuse("split_is_of_its_decisions_project", "A split belongs to its decision's project.")}
    END IF;
"""

# A decision entered by this transaction has an xmin no older than the transaction itself.
_SPLIT_ENTERED = f"""
    IF TG_OP = 'UPDATE' AND {_IS_MERGED} THEN
        RETURN NEW;
    END IF;
    {_SPLIT_OF_ITS_PROJECT}
    IF {_WAS_PUBLIC.format(project="NEW.project_id")} AND NOT EXISTS (
        SELECT 1 FROM projects_decision d
        WHERE d.id = NEW.decision_id AND age(d.xmin) <= age(pg_current_xact_id()::xid)
    ) THEN
        {refuse("split_is_entered_with_its_decision", "A decision is recorded whole.")}
    END IF;
    RETURN NEW;
"""


def _refuse_misfit(which: str) -> str:
    """Refuse splits of somebody else than the deciding body; a prioritisation pays nothing."""
    return f"""
    IF EXISTS ({_MISFIT.format(which=which)}) THEN
        {refuse("split_funder_is_the_decisions_body", "Who decides is who pays.")}
    END IF;
    RETURN NULL;
"""


def append_only() -> pgtrigger.Trigger:
    """Refuse UPDATE and DELETE once the project was ever public."""
    return pgtrigger.Trigger(
        name="ledger_is_append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_APPEND_ONLY,
    )


def decision_fits() -> list[pgtrigger.Trigger]:
    """Refuse a decision that does not fit what it replaces, its source or its splits."""
    replaced = [("replaced", "projects_decision%ROWTYPE")]
    return [
        pgtrigger.Trigger(
            name="decision_fits_when_entered",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=replaced,
            func=_ENTERED,
        ),
        pgtrigger.Trigger(
            name="decision_fits_when_changed",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            declare=replaced,
            func=_CHANGED,
        ),
        pgtrigger.Trigger(
            name="decision_still_fits_its_splits",
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            timing=pgtrigger.Deferred,
            func=_refuse_misfit("d.id = NEW.id"),
        ),
    ]


def split_fits() -> list[pgtrigger.Trigger]:
    """Refuse a split of another project, of a decision long entered, or of another funder."""
    return [
        pgtrigger.Trigger(
            name="split_fits_its_decision",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=_SPLIT_ENTERED,
        ),
        pgtrigger.Trigger(
            name="split_funder_is_the_decisions_body",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=_refuse_misfit("s.id = NEW.id"),
        ),
    ]


def stated_figures_are_kept() -> pgtrigger.Trigger:
    """Refuse to take a figure away from a project, or a round of one, that was ever public."""
    return pgtrigger.Trigger(
        name="stated_figures_are_kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete | pgtrigger.UpdateOf("project_id", "round_id"),
        func=f"""
    IF TG_OP = 'UPDATE' AND (NEW.project_id, NEW.round_id)
        IS NOT DISTINCT FROM (OLD.project_id, OLD.round_id)
    THEN
        RETURN NEW;
    END IF;
    IF {_WAS_PUBLIC.format(project="OLD.project_id")} OR EXISTS (
        SELECT 1 FROM projects_decision d JOIN projects_project p ON p.id = d.project_id
        WHERE d.round_id = OLD.round_id AND {EVER_PUBLIC_SQL.format(row="p")}
    ) THEN
        {refuse("stated_figures_are_kept", "A stated figure of a public project is kept.")}
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
""",
    )
