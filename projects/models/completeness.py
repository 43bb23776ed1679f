"""What a project must have before the public sees it: a decision, a lead, a period, a place.

Each may instead be marked unknown with a public note. The rule is written once,
in SQL, as deferred triggers: a form may save its parts in any order, and the
transaction as a whole is refused when a published project lacks one.
"""

import pgtrigger

from projects.rules import lock_project, refuse

_MARKED = "SELECT 1 FROM projects_missingfact m WHERE m.project_id = p.id AND m.fact = '{fact}'"

_KNOWN = {
    "decision": "EXISTS (SELECT 1 FROM projects_decision d WHERE d.project_id = p.id)",
    "lead": (
        "EXISTS (SELECT 1 FROM projects_participation r "
        "WHERE r.project_id = p.id AND r.role = 'lead')"
    ),
    "period": "(p.starts_on IS NOT NULL AND p.ends_on IS NOT NULL)",
    "place": "EXISTS (SELECT 1 FROM projects_projectplace l WHERE l.project_id = p.id)",
}

FACTS = list(_KNOWN)


def lacks_sql(fact: str) -> str:
    """Return SQL over a project `p`, true when it neither has the fact nor marks it unknown."""
    return f"NOT ({_KNOWN[fact]} OR EXISTS ({_MARKED.format(fact=fact)}))"


def _refuse_incomplete(project: str) -> str:
    lacks = " OR ".join(lacks_sql(fact) for fact in FACTS)
    return f"""
    IF EXISTS (
        SELECT 1 FROM projects_project p
        WHERE p.id = {project} AND p.state = 'published' AND ({lacks})
    ) THEN
        {
        refuse(
            "project_is_complete_when_published",
            "A published project has a decision, a lead, a period and a place, or says why not.",
        )
    }
    END IF;
    RETURN NULL;
    """


def complete_when_published() -> pgtrigger.Trigger:
    """Refuse, when the transaction ends, a published project that lacks a fact."""
    return pgtrigger.Trigger(
        name="complete_when_published",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        func=_refuse_incomplete("NEW.id"),
    )


def stays_complete() -> pgtrigger.Trigger:
    """Refuse, when the transaction ends, to take a published project's last fact away.

    Waits for whoever is publishing the project at the same time, so that one of the
    two sees what the other did.
    """
    return pgtrigger.Trigger(
        name="project_stays_complete",
        when=pgtrigger.After,
        operation=pgtrigger.Update | pgtrigger.Delete,
        timing=pgtrigger.Deferred,
        func=lock_project("OLD.project_id") + _refuse_incomplete("OLD.project_id"),
    )
