"""A backup that is restored elsewhere is the same registry, and serves it."""

import hashlib
import json
import shutil

import pytest

REGISTRY = "from projects.search import building; print(building.registry())"


def test_a_restored_registry_has_the_checksum_of_every_table_and_serves_spin(sample, backup, empty):
    said = empty.done("restore", str(backup))

    assert empty.done("checksum") == sample.done("checksum")
    assert "tables with" in said
    pictures = {path.name: path.read_bytes() for path in (sample.media / "news").iterdir()}
    assert pictures != {}
    assert {path.name: path.read_bytes() for path in (empty.media / "news").iterdir()} == pictures
    [[slug]] = empty.ask("SELECT slug FROM projects_project WHERE acronym = 'SPIN'")
    with empty.served() as ask:
        status, page = ask(f"/projekt/{slug}/")
    assert status == 200
    assert "9\u00a0735\u00a0500" in page


@pytest.mark.drill
def test_a_restored_registry_is_settled_and_up_to_date(backup, empty):
    empty.done("restore", str(backup))

    assert empty.done("check_settlement").endswith("projects are settled.\n")
    assert empty.done("migrate", "--check") == ""
    assert empty.ask("SELECT count(*) FROM projects_change") == [(0,)]


@pytest.mark.drill
def test_what_guards_a_registry_is_restored_and_no_number_is_given_twice(sample, backup, empty):
    empty.done("restore", str(backup))

    held = """
        SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            AND contype <> 'n'
        UNION ALL SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O'
        UNION ALL SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT last_value FROM projects_project_id_seq
    """
    assert empty.ask(held) == sample.ask(held)


def test_a_truncated_dump_is_refused_and_leaves_the_database_empty(backup, empty, tmp_path):
    cut = shutil.copytree(backup, tmp_path / backup.name)
    content = (cut / "database.dump").read_bytes()
    (cut / "database.dump").write_bytes(content[: len(content) * 2 // 3])

    refused = empty.manage("restore", str(cut))

    assert refused.returncode == 1
    assert refused.stderr == (
        f"CommandError: {cut}/database.dump is not the file that was backed up: "
        "it is cut short, or has been changed.\n"
    )
    assert empty.ask("SELECT count(*) FROM pg_class WHERE relname LIKE 'projects_%'") == [(0,)]
    assert not empty.media.exists()


def test_a_truncated_dump_with_a_checksum_of_its_own_is_refused_too(backup, empty, tmp_path):
    cut = shutil.copytree(backup, tmp_path / backup.name)
    content = (cut / "database.dump").read_bytes()
    (cut / "database.dump").write_bytes(content[: len(content) * 2 // 3])
    resum(cut)

    refused = empty.manage("restore", str(cut))

    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: pg_restore failed: ")
    assert empty.ask("SELECT count(*) FROM pg_class WHERE relname LIKE 'projects_%'") == [(0,)]


@pytest.mark.drill
def test_a_table_and_a_number_that_come_out_otherwise_are_named(backup, empty, tmp_path):
    other = shutil.copytree(backup, tmp_path / backup.name)
    manifest = json.loads((other / "manifest.json").read_text())
    rows, checksum = manifest["tables"]["projects_grantsplit"]
    manifest["tables"]["projects_grantsplit"] = [rows, "0" * 64]
    manifest["sequences"]["projects_project_id_seq"] += 1
    (other / "manifest.json").write_text(json.dumps(manifest))
    resum(other)

    refused = empty.manage("restore", str(other))

    number = manifest["sequences"]["projects_project_id_seq"]
    assert refused.returncode == 1
    assert refused.stderr == (
        "CommandError: What was restored is not what was backed up:\n"
        f"projects_grantsplit: {rows} rows (000000000000) were backed up, "
        f"{rows} rows ({checksum[:12]}) are there\n"
        f"projects_project_id_seq: {number} was given, and would be given again\n"
    )


def test_a_database_that_holds_something_is_refused(backup, empty):
    empty.ask("CREATE TABLE kept AS SELECT 9735500 AS kronor")

    refused = empty.manage("restore", str(backup))

    assert refused.returncode == 1
    assert refused.stderr == (
        f"CommandError: The database {empty.name} is not empty. Name an empty one in "
        "DATABASE_URL, or keep what this one holds beside it with --set-aside.\n"
    )
    assert empty.ask("SELECT kronor FROM kept") == [(9735500,)]


def test_pictures_that_are_there_are_refused(backup, empty):
    empty.media.mkdir()
    (empty.media / "other.webp").write_bytes(b"picture")

    refused = empty.manage("restore", str(backup))

    assert refused.returncode == 1
    assert refused.stderr == (
        f"CommandError: The folder of pictures, {empty.media}, is not empty. Name another.\n"
    )


@pytest.mark.drill
def test_what_is_set_aside_is_kept_and_out_of_the_next_backup(sample, backup, empty):
    empty.done("restore", str(backup))
    empty.ask("DELETE FROM projects_subtotal")
    index_of = empty.done("shell", "--no-imports", "-c", REGISTRY)

    said = empty.done("restore", str(backup), "--set-aside")

    schema = said.split()[-1].rstrip(".")
    assert empty.done("checksum") == sample.done("checksum")
    assert empty.ask(f"SELECT count(*) FROM {schema}.projects_subtotal") == [(0,)]
    # An index of the rows that were set aside is not used for those that came in their place.
    assert empty.done("shell", "--no-imports", "-c", REGISTRY) != index_of
    empty.done("backup")
    [folder] = empty.backups.glob("registry-*")
    again = empty.manage("restore", str(folder), "--set-aside")
    assert (again.returncode, again.stderr) == (0, "")


@pytest.mark.drill
def test_what_was_set_aside_comes_back_where_the_backup_cannot_be_restored(backup, empty, tmp_path):
    empty.done("restore", str(backup))
    before = empty.done("checksum")
    empty.ask(
        "CREATE FUNCTION no_tables() RETURNS event_trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;"
        "CREATE EVENT TRIGGER no_tables ON ddl_command_end WHEN TAG IN ('CREATE TABLE')"
        " EXECUTE FUNCTION no_tables()"
    )

    refused = empty.manage("restore", str(backup), "--set-aside")

    assert refused.returncode == 1
    assert "the disk is full" in refused.stderr
    assert empty.done("checksum") == before


def resum(folder):
    """Write SHA256SUMS anew, as somebody would who meant the backup to pass."""
    names = ("database.dump", "media.tar", "manifest.json")
    (folder / "SHA256SUMS").write_text(
        "".join(
            f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
            for name in names
        )
    )
