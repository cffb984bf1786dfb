"""Settings come from the environment, then the file; what cannot be right is said, never guessed."""

from pathlib import Path

import pytest

from itow_desktop.adapters.settings import SettingsFile, WindowFile, config_dir
from itow_desktop.domain.errors import SettingsTrouble
from itow_desktop.domain.settings import Settings


def settings_file(folder: Path, text: str = "", **environment: str) -> SettingsFile:
    if text:
        (folder / "settings.toml").write_text(text, "utf-8")
    return SettingsFile(folder, environment)


def trouble(file: SettingsFile) -> str:
    with pytest.raises(SettingsTrouble) as caught:
        file.read()
    return str(caught.value)


def test_without_file_the_defaults_count(tmp_path: Path) -> None:
    assert settings_file(tmp_path / "not there").read() == Settings()
    assert Settings().towbook_requests_per_second == 4
    assert Settings().database_url == ""


def test_the_file_counts_and_the_environment_wins(tmp_path: Path) -> None:
    text = f"""data_dir = '{tmp_path}'
[towbook]
requests_per_second = 2.5
in_flight = 2
[printers]
top = "Front desk"
"""
    assert settings_file(tmp_path, text).read() == Settings(
        data_dir=tmp_path, towbook_requests_per_second=2.5, towbook_in_flight=2, printers={"top": "Front desk"}
    )
    over = settings_file(tmp_path, ITOW_TOWBOOK__IN_FLIGHT="3", ITOW_TOWBOOK__REQUESTS_PER_SECOND="1")
    assert (over.read().towbook_in_flight, over.read().towbook_requests_per_second) == (3, 1)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """Windows' editor writes one."""
    (tmp_path / "settings.toml").write_bytes(b"\xef\xbb\xbf[towbook]\r\nin_flight = 1\r\n")
    assert SettingsFile(tmp_path, {}).read().towbook_in_flight == 1


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = = 2\n", 2), ("[towbook]\n\nin_flight\n", 3), ("a = 1\na = 2\n", 2)])
def test_not_toml_names_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    file = settings_file(tmp_path, text)
    said = trouble(file)
    assert str(file.path) in said
    assert f"line {line} " in said
    assert "\n" not in said
    assert file.path.read_text("utf-8") == text


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"data_dir = '\xff\xfe'\n")
    assert "not saved as UTF-8" in trouble(SettingsFile(tmp_path, {}))


@pytest.mark.parametrize(
    "text",
    [
        "towbook.in_flight = 9",
        "towbook.in_flight = 1.5",
        "towbook.in_flight = true",
        "towbook.requests_per_second = 'fast'",
        "towbook.requests_per_second = nan",
        "data_dir = 'here'",
        "data_dir = 3",
        "printers = 'Front desk'",
        "towbook.base_url = 'ftp://app.towbook.com'",
        "towbook.base_url = 'http://app.towbook.com'",
        "towbook.base_url = 'https://kim@app.towbook.com'",
        "database.url = 'mysql://kim@db.example.org/itow'",
        "database.url = 'postgresql://db.example.org/itow'",
        "database.url = 'postgresql://kim@db.example.org:x/itow'",
    ],
)
def test_an_impossible_value_is_named_with_its_setting(tmp_path: Path, text: str) -> None:
    said = trouble(settings_file(tmp_path, text))
    assert text.partition(" ")[0] in said
    assert str(tmp_path) in said


@pytest.mark.parametrize(
    "url", ["postgresql://kim:s3cret-pw@db.example.org/itow", "postgresql://kim@db.example.org/itow?password=s3cret-pw"]
)
def test_a_password_in_the_database_url_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    for file in (settings_file(tmp_path, f"database.url = '{url}'"), settings_file(tmp_path / "none", ITOW_DATABASE__URL=url)):
        said = trouble(file)
        assert "must not hold a password" in said
        assert "s3cret-pw" not in said


def test_a_trouble_with_the_environment_names_the_variable(tmp_path: Path) -> None:
    assert "ITOW_DATA_DIR" in trouble(settings_file(tmp_path, ITOW_DATA_DIR="somewhere"))


def test_changing_one_setting_keeps_all_else(tmp_path: Path) -> None:
    text = "# ours, do not touch\nnext_version = 'knows this'\n\n[towbook] # politeness\nin_flight = 2\nsession = 'x'\n"
    file = settings_file(tmp_path, text)
    file.change({"backup.dir": tmp_path / "copies", "towbook.requests_per_second": 3})
    written = file.path.read_text("utf-8")
    assert all(line in written for line in text.splitlines())
    assert file.read() == Settings(backup_dir=tmp_path / "copies", towbook_in_flight=2, towbook_requests_per_second=3)
    file.change({"backup.dir": None, "towbook.requests_per_second": None})
    assert file.read() == Settings(towbook_in_flight=2)


def test_what_cannot_be_set_changes_nothing(tmp_path: Path) -> None:
    file = settings_file(tmp_path, "towbook.in_flight = 2\n")
    with pytest.raises(SettingsTrouble, match=r"database\.url"):
        file.change({"towbook.in_flight": 3, "database.url": "postgresql://kim:pw@db.example.org/itow"})
    assert file.path.read_text("utf-8") == "towbook.in_flight = 2\n"
    file.path.write_text("backup = 'a value'\n", "utf-8")
    with pytest.raises(SettingsTrouble, match="no place"):
        file.change({"backup.dir": tmp_path})
    assert list(tmp_path.iterdir()) == [file.path]


def test_a_slip_of_the_pen_is_told(tmp_path: Path) -> None:
    file = settings_file(
        tmp_path, "databse.url = 'x'\n[towbook]\nin_fligth = 3\n[printers]\ntop = 'a'\n", ITOW_DATADIR="/x", ITOW_TOWBOOK_PASSWORD="pw"
    )
    assert [sentence.split()[4] for sentence in file.strangers()] == ["databse", "towbook.in_fligth", "ITOW_DATADIR"]


def test_the_environment_names_the_folder(tmp_path: Path) -> None:
    assert config_dir({"ITOW_CONFIG_DIR": str(tmp_path)}) == tmp_path.resolve()
    assert config_dir({"ITOW_CONFIG_DIR": " "}) == config_dir({})
    assert config_dir({}).is_absolute()


def test_the_window_remembers_in_a_file_of_its_own(tmp_path: Path) -> None:
    settings_file(tmp_path, "# mine\ntowbook.in_flight = 2\n")
    window = WindowFile(tmp_path)
    assert window.load() == {}
    window.save({"vehicles.columns": "plate,vin", "geometry": 'AdnQywADAAA="\\\n'})
    assert WindowFile(tmp_path).load() == {"vehicles.columns": "plate,vin", "geometry": 'AdnQywADAAA="\\\n'}
    assert (tmp_path / "settings.toml").read_text("utf-8") == "# mine\ntowbook.in_flight = 2\n"
    window.path.write_text("geometry = [\n", "utf-8")
    assert window.load() == {}


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsTrouble, match="could not be saved"):
        WindowFile(tmp_path / "file" / "below").save({"a": "b"})
