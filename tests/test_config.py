import pytest

from dateline.config import Config, load_config
from dateline.errors import ConfigError


def test_without_a_file_the_defaults_hold(monkeypatch):
    monkeypatch.delenv("DATELINE_CONFIG", raising=False)
    monkeypatch.delenv("DATELINE_MODEL", raising=False)
    monkeypatch.delenv("DATELINE_RECORD", raising=False)
    assert load_config() == Config()


def test_a_file_sets_what_it_names_and_leaves_the_rest(tmp_path):
    path = tmp_path / "d.toml"
    path.write_text('[read]\nmodel = "en_core_web_lg"\n[group]\ncontainment = 1\n', encoding="utf-8")
    config = load_config(path)
    assert config.read.model == "en_core_web_lg"
    assert config.group.containment == 1
    assert config.read.max_chars == Config().read.max_chars


def test_the_environment_names_the_model(monkeypatch):
    monkeypatch.setenv("DATELINE_MODEL", "en_core_web_md")
    assert load_config().read.model == "en_core_web_md"


def test_the_environment_names_the_record(monkeypatch, tmp_path):
    path = tmp_path / "d.toml"
    path.write_text('[store]\nrecord = "kept.db"\n', encoding="utf-8")
    monkeypatch.delenv("DATELINE_RECORD", raising=False)
    assert load_config(path).store.record == "kept.db"
    monkeypatch.setenv("DATELINE_RECORD", "postgresql://host/news")
    assert load_config(path).store.record == "postgresql://host/news"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[read", "cannot be read as TOML"),
        ("[speed]\nx = 1", "unknown table [speed]"),
        ("[read]\ncolour = 1", "unknown setting read.colour"),
        ("[read]\nmax_chars = 'many'", "read.max_chars must be a int"),
        ("[read]\nmax_chars = true", "read.max_chars must be a int"),
        ("[ingest]\nallow_private = 'wiki.corp'", "ingest.allow_private must be a list of strings"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, text, message):
    path = tmp_path / "d.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert message in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load_config(tmp_path / "none.toml")


def test_a_list_of_hosts_is_read(tmp_path):
    path = tmp_path / "d.toml"
    path.write_text('[ingest]\nallow_private = ["wiki.corp"]\ninterval = 3\n', encoding="utf-8")
    config = load_config(path).ingest
    assert (config.allow_private, config.interval) == (("wiki.corp",), 3)
