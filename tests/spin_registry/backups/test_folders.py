"""What is on the disk is believed only when it is what was written."""

import shutil

import pytest

from spin_registry.backups import Backup, BackupError, newest

FILES = ("database.dump", "media.tar", "manifest.json")


@pytest.fixture
def copy(backup, tmp_path):
    return Backup(shutil.copytree(backup, tmp_path / backup.name))


def test_a_whole_backup_is_verified(copy):
    copy.verify()


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_named(copy, name):
    path = copy.folder / name
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(BackupError) as refused:
        copy.verify()

    assert str(refused.value) == (
        f"{path} is not the file that was backed up: it is cut short, or has been changed."
    )


@pytest.mark.parametrize("name", FILES)
def test_one_changed_bit_is_told(copy, name):
    path = copy.folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(BackupError, match="has been changed"):
        copy.verify()


@pytest.mark.parametrize("name", [*FILES, "SHA256SUMS"])
def test_a_missing_file_is_told(copy, name):
    (copy.folder / name).unlink()

    with pytest.raises(BackupError, match=f"{name} cannot be read"):
        copy.verify()


@pytest.mark.parametrize(
    "sums", ["", "nonsense\n", "a  database.dump\n", "a  /etc/passwd\n", "å  media.tar\n"]
)
def test_sums_that_do_not_name_every_file_are_refused(copy, sums):
    (copy.folder / "SHA256SUMS").write_text(sums)

    with pytest.raises(BackupError, match="SHA256SUMS"):
        copy.verify()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"taken_at": 1}', "\x00", '{"taken_at": "2018-06-20", "tables": []}'],
)
def test_a_manifest_that_cannot_be_read_is_told_without_a_traceback(copy, text):
    (copy.folder / "manifest.json").write_text(text)

    with pytest.raises(BackupError, match=r"manifest\.json cannot be read"):
        _ = copy.manifest


def test_a_folder_without_backups_has_no_newest(tmp_path):
    (tmp_path / "registry-20261127T020000Z.partial").mkdir()

    assert newest(tmp_path) is None
    assert newest(tmp_path / "missing") is None
