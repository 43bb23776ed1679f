"""A checksum tells any change of a row, and nothing but that."""

import pytest
from django.core.management import call_command
from django.db import connection

from spin_registry.backups.checksums import Table, checksums, sequences, together
from tests.factories import spin

pytestmark = pytest.mark.django_db

NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def of_table(*statements: str) -> Table:
    """Return the checksum of the table `tried`, once it was made so."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS tried")
        for statement in statements:
            cursor.execute(statement)
        return checksums(cursor)["tried"]


def test_one_ore_changes_the_checksum_of_its_table_and_of_no_other():
    spin()
    with connection.cursor() as cursor:
        before = checksums(cursor)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE projects_grantsplit DISABLE TRIGGER USER")
        cursor.execute("UPDATE projects_grantsplit SET amount = 9735500.01 WHERE amount = 9735500")
        changed = cursor.rowcount
        after = checksums(cursor)

    assert changed == 1
    assert [name for name in before if before[name] != after[name]] == ["projects_grantsplit"]
    assert together(before) != together(after)


def test_every_table_but_the_queue_of_changes_and_failed_attempts_is_told():
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        told = set(checksums(cursor))

    assert tables - told == {"projects_change", "attempts"}
    assert told <= tables


def test_the_order_of_rows_and_of_columns_does_not_matter():
    one = of_table(
        "CREATE TABLE tried (a int, b text)", "INSERT INTO tried VALUES (1, 'x'), (2, 'y')"
    )
    other = of_table(
        "CREATE TABLE tried (b text, gone int, a int)",
        "INSERT INTO tried VALUES ('y', 7, 2), ('x', 8, 1)",
        "ALTER TABLE tried DROP COLUMN gone",
    )

    assert one == other
    assert one.rows == 2


def test_a_row_that_is_there_twice_is_told():
    once = of_table("CREATE TABLE tried AS SELECT 1 AS a")
    twice = of_table("CREATE TABLE tried AS SELECT 1 AS a FROM generate_series(1, 2)")
    thrice = of_table("CREATE TABLE tried AS SELECT 1 AS a FROM generate_series(1, 3)")

    assert len({once.checksum, twice.checksum, thrice.checksum}) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NULL::text, 'a'", "'', 'a'"),
        ("'a,b', 'c'", "'a', 'b,c'"),
        ("'NULL', 'a'", "NULL, 'a'"),
        ("'\"', 'a'", "'\"\"', 'a'"),
        ("'å', 'a'", "'a\u030a', 'a'"),
        ("'a ', 'b'", "'a', 'b'"),
    ],
)
def test_values_that_look_alike_are_told_apart(one, other):
    tables = [of_table(f"CREATE TABLE tried (a, b) AS SELECT {row}") for row in (one, other)]

    assert tables[0].checksum != tables[1].checksum


def test_what_a_server_is_set_to_does_not_matter():
    made = (
        "CREATE TABLE tried AS SELECT timestamptz '2018-06-20 12:00Z' AS a, date '2016-06-15' AS b,"
        " 0.1::float8 AS c, '\\x00ff'::bytea AS d, interval '26 hours' AS e"
    )
    usual = of_table(made)
    other = of_table(
        made,
        "SET LOCAL timezone = 'Asia/Tokyo'",
        "SET LOCAL datestyle = 'German'",
        "SET LOCAL extra_float_digits = 0",
        "SET LOCAL bytea_output = 'escape'",
        "SET LOCAL intervalstyle = 'iso_8601'",
    )

    assert usual == other


def test_columns_that_postgresql_computes_are_left_out():
    plain = of_table("CREATE TABLE tried (a int)", "INSERT INTO tried VALUES (1)")
    computed = of_table(
        "CREATE TABLE tried (a int, b int GENERATED ALWAYS AS (a * 2) STORED)",
        "INSERT INTO tried (a) VALUES (1)",
    )

    assert plain == computed


def test_an_empty_table_is_told_with_no_rows():
    assert of_table("CREATE TABLE tried (a int)") == Table(0, NOTHING)


def test_the_number_that_a_sequence_gave_last_is_told():
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE tried")
        unused = sequences(cursor)
        cursor.execute("SELECT setval('tried', 123)")
        used = sequences(cursor)

    assert "tried" not in unused
    assert used["tried"] == 123


@pytest.mark.django_db(transaction=True)
def test_the_command_ends_with_one_line_for_all(capsys):
    call_command("checksum")

    lines = [line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines()]
    tables = {name: Table(int(rows), checksum) for checksum, rows, name in lines[:-1]}
    assert "projects_place" in tables
    assert lines[-1] == [
        together(tables),
        str(sum(table.rows for table in tables.values())),
        "in all",
    ]
