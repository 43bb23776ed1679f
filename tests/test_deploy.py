"""What takes the registry into service names what there is."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
SETTINGS = "spin_registry/settings.py"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SCRIPTS = [DEPLOY / "manage", DEPLOY / "upgrade"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_one_that_any_shell_can_run(script):
    subprocess.run(["sh", "-n", script], check=True)

    assert script.read_text().startswith("#!/bin/sh\n")
    assert script.stat().st_mode & 0o111 == 0o111


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_there_is_and_is_started_by_something(unit):
    commands = re.findall(r"^ExecStart=/srv/registry/current/(.+)$", unit.read_text(), re.MULTILINE)

    assert commands
    for command in commands:
        program, *arguments = command.split()
        assert program == ".venv/bin/python"
        if arguments[0] == "manage.py":
            assert arguments[1] in get_commands()
            assert unit.with_suffix(".timer").exists()
        else:
            assert arguments == ["-m", "spin_registry.run"]
            assert "WantedBy=multi-user.target" in unit.read_text()


def test_every_unit_shares_the_hardening():
    assert [unit.name for unit in UNITS if not unit.name.startswith("registry-")] == []
    assert (DEPLOY / "systemd" / "registry-.service.d" / "common.conf").exists()


def test_the_containers_do_every_night_what_the_timers_do():
    tidy = (DEPLOY / "systemd" / "registry-tidy.service").read_text()
    nightly = re.findall(r"manage\.py ([a-z_]+)", tidy)

    compose = (DEPLOY / "compose.yaml").read_text()

    assert "look_over" in nightly
    assert "erase_reports" in nightly
    assert [command for command in nightly if f"manage.py {command}" not in compose] == []


def test_whatever_is_kept_lies_in_a_folder_that_outlives_an_upgrade():
    kept = re.findall(r'environ\.get\("([A-Z]+_ROOT)"\)', (ROOT / SETTINGS).read_text())
    texts = [(DEPLOY / name).read_text() for name in ("environment.example", "Containerfile")]

    assert {"MEDIA_ROOT", "RELEASE_ROOT", "BACKUP_ROOT"} <= set(kept)
    assert [one for one in kept if any(f"{one}=" not in text for text in texts)] == []


def test_the_settings_of_the_example_are_documented():
    documented = set(
        re.findall(
            r"^\| `([A-Z_]+)` \|", (ROOT / "docs/reference/settings.md").read_text(), re.MULTILINE
        )
    )
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert settings.keys() - documented == set()
    # In single quotes both systemd and the shell read a value as it stands.
    assert [value for value in settings.values() if not re.fullmatch("'[^']*'", value)] == []


def test_the_example_is_read_by_the_shell_as_it_stands():
    said = subprocess.run(
        ["sh", "-c", '. "$0"; echo "$DATABASE_URL"', DEPLOY / "environment.example"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout == "postgres://registry@%2Fvar%2Frun%2Fpostgresql/registry\n"


@pytest.mark.parametrize("page", ["run-on-a-server", "upgrade", "back-up-and-restore"])
def test_a_page_names_files_and_commands_that_there_are(page):
    text = (ROOT / f"docs/how-to/{page}.md").read_text()
    files = set(re.findall(r"deploy/([\w.-]+)", text))
    commands = set(re.findall(r"(?:deploy/manage|manage\.py) ([a-z_]+)", text))

    assert [name for name in files if not any(DEPLOY.rglob(name))] == []
    assert commands - set(get_commands()) == set()
