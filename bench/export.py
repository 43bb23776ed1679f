"""The same rows as SQLite, as Datasette likes to have them.

What a county, a year, a funder, a programme and a status are is defined as in
`projects/filters.py`; `bench/checks.py` compares what both then answer.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from django.utils import timezone

from bench.config import Config
from bench.database import address

COLUMNS = """
    id INTEGER PRIMARY KEY, reference TEXT, slug TEXT, acronym TEXT, title TEXT, purpose TEXT,
    lead INTEGER REFERENCES organisations(id), status TEXT, decided_on TEXT, starts_on TEXT,
    ends_on TEXT, at_least REAL, at_most REAL, has_support INTEGER, support_low REAL,
    support_high REAL, unknown_parts INTEGER, is_approximate INTEGER, funders TEXT,
    programmes TEXT, counties TEXT, years TEXT, names TEXT, case_numbers TEXT
"""

PROJECTS = """
WITH standing AS (
    SELECT split.project_id, funder.slug AS funder, programme.slug AS programme
    FROM projects_grantsplit split
    LEFT JOIN projects_decision later ON later.supersedes_id = split.decision_id
    LEFT JOIN projects_organisation funder ON funder.id = split.funder_id
    LEFT JOIN projects_programme programme ON programme.id = split.programme_id
    WHERE later.id IS NULL
), funders AS (
    SELECT project_id, json_agg(DISTINCT funder) AS slugs
    FROM standing WHERE funder IS NOT NULL GROUP BY project_id
), programmes AS (
    SELECT project_id, json_agg(DISTINCT programme) AS slugs FROM (
        SELECT project_id, programme FROM standing WHERE programme IS NOT NULL
        UNION ALL
        SELECT project.id, programme.slug FROM projects_project project
        JOIN projects_priority priority ON priority.id = project.priority_id
        JOIN projects_programme programme ON programme.id = priority.programme_id
    ) either GROUP BY project_id
), place_county AS (
    SELECT place.id AS place_id, county.code FROM projects_place place
    JOIN projects_place county ON county.kind = 'county'
        AND (county.id IN (place.id, place.parent_id) OR county.parent_id = place.id)
    WHERE place.kind <> 'country'
), counties AS (
    SELECT there.project_id, json_agg(DISTINCT place_county.code) AS codes
    FROM projects_projectplace there JOIN place_county USING (place_id)
    GROUP BY there.project_id
), named AS (
    SELECT participation.project_id, organisation.name FROM projects_participation participation
    JOIN projects_organisation organisation ON organisation.id = participation.organisation_id
    UNION
    SELECT split.project_id, organisation.name FROM projects_grantsplit split
    JOIN projects_organisation organisation ON organisation.id = split.funder_id
    UNION
    SELECT decision.project_id, organisation.name FROM projects_decision decision
    JOIN projects_organisation organisation ON organisation.id = decision.organisation_id
), names AS (
    SELECT project_id, string_agg(name, E'\\n') AS words FROM named GROUP BY project_id
), cases AS (
    SELECT project_id, string_agg(DISTINCT concat_ws(' ', case_number, reference), E'\\n') AS words
    FROM projects_decision GROUP BY project_id
), leads AS (
    SELECT DISTINCT ON (project_id) project_id, organisation_id FROM projects_participation
    WHERE role = 'lead' ORDER BY project_id, from_on DESC NULLS LAST, id DESC
)
SELECT project.id, project.reference, project.slug, project.acronym,
    concat_ws(E'\\n', project.title_sv, nullif(project.title_en, '')),
    concat_ws(E'\\n', project.purpose_sv, nullif(project.purpose_en, '')),
    leads.organisation_id,
    CASE
        WHEN project.cancelled_on <= %(on)s THEN 'cancelled'
        WHEN project.starts_on > %(on)s THEN 'planned'
        WHEN project.ends_on < %(on)s THEN 'finished'
        WHEN project.starts_on <= %(on)s AND project.ends_on >= %(on)s THEN 'ongoing'
    END,
    project.decided_on::text, project.starts_on::text, project.ends_on::text,
    project.at_least::float8, project.at_most::float8,
    (support.id IS NOT NULL)::int, support.at_least::float8, support.at_most::float8,
    support.unknown_parts, support.is_approximate::int,
    coalesce(funders.slugs, '[]')::text, coalesce(programmes.slugs, '[]')::text,
    coalesce(counties.codes, '[]')::text, coalesce(years.numbers, '[]')::text,
    names.words, cases.words
FROM projects_project project
LEFT JOIN projects_subtotal support ON support.project_id = project.id
    AND support.basis = 'registered_support' AND support.funder_id IS NULL
LEFT JOIN funders ON funders.project_id = project.id
LEFT JOIN programmes ON programmes.project_id = project.id
LEFT JOIN counties ON counties.project_id = project.id
LEFT JOIN names ON names.project_id = project.id
LEFT JOIN cases ON cases.project_id = project.id
LEFT JOIN leads ON leads.project_id = project.id
LEFT JOIN LATERAL (
    SELECT json_agg(number::text) AS numbers FROM generate_series(
        extract(year FROM project.starts_on)::int,
        coalesce(extract(year FROM project.ends_on)::int, 2100)
    ) number
) years ON true
WHERE project.state = 'published' AND project.published_at <= now()
ORDER BY project.id
"""

ORGANISATIONS = "SELECT id, slug, name, number, kind, sector FROM projects_organisation"

SPLITS = """
SELECT split.id, split.project_id, split.funder_id, fund.code, programme.name_sv, split.form,
    split.amount::float8, decision.kind, decision.decided_on::text, decision.case_number
FROM projects_grantsplit split
JOIN projects_decision decision ON decision.id = split.decision_id
JOIN projects_project project ON project.id = split.project_id
LEFT JOIN projects_fund fund ON fund.id = split.fund_id
LEFT JOIN projects_programme programme ON programme.id = split.programme_id
WHERE project.state = 'published' AND project.published_at <= now()
"""

TABLES = {
    "organisations": (
        "id INTEGER PRIMARY KEY, slug TEXT, name TEXT, number TEXT, kind TEXT, sector TEXT",
        ORGANISATIONS,
    ),
    "projects": (COLUMNS, PROJECTS),
    "splits": (
        "id INTEGER PRIMARY KEY, project INTEGER REFERENCES projects(id), "
        "funder INTEGER REFERENCES organisations(id), fund TEXT, programme TEXT, form TEXT, "
        "amount REAL, kind TEXT, decided_on TEXT, case_number TEXT",
        SPLITS,
    ),
}

SEARCH = """
CREATE INDEX projects_status ON projects(status);
CREATE INDEX projects_decided_on ON projects(decided_on);
CREATE INDEX projects_slug ON projects(slug);
CREATE INDEX projects_lead ON projects(lead);
CREATE INDEX splits_project ON splits(project);
CREATE INDEX splits_funder ON splits(funder);
CREATE VIRTUAL TABLE projects_fts USING fts5(
    reference, acronym, title, purpose, names, case_numbers,
    content="projects", content_rowid='id',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3 4'
);
INSERT INTO projects_fts(projects_fts) VALUES ('rebuild');
INSERT INTO projects_fts(projects_fts) VALUES ('optimize');
ANALYZE;
"""


def export(config: Config, made: object) -> Path:
    """Write the file unless it is there as it should be; return where it lies.

    `made` is what the database was made of. The status is that of today, so that a file of
    yesterday is made again.
    """
    path, stamp = config.folder / "bench.db", config.folder / "export.json"
    today = timezone.localdate()
    wanted = {"made": made, "on": str(today), "code": Path(__file__).read_text()}
    if path.exists() and stamp.exists() and json.loads(stamp.read_text()) == wanted:
        return path
    for old in (stamp, *config.folder.glob("bench.db*"), path.with_suffix(".inspect.json")):
        old.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as target,
        psycopg.connect(address(config)) as source,
    ):
        target.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off;")
        target.execute("BEGIN")
        for name, (columns, query) in TABLES.items():
            copy(source, target, name, columns, query, {"on": today})
        target.execute("COMMIT")
        target.executescript(SEARCH)
    stamp.write_text(json.dumps(wanted))
    return path


def copy(
    source: psycopg.Connection,
    target: sqlite3.Connection,
    name: str,
    columns: str,
    query: str,
    values: dict[str, object],
) -> None:
    """Make one table of what a query finds, however many rows that are."""
    target.execute(f"CREATE TABLE {name} ({columns})")
    with source.cursor(name=name) as rows:
        rows.itersize = 5000
        rows.execute(query, values if "%(" in query else None)
        marks = ", ".join("?" for _ in rows.description or ())
        target.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
