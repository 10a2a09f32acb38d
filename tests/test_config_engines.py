"""`translation:` of a configuration: engines, routes, glossaries, and what can be wrong there."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from mlkt.config import Config, load_config
from mlkt.errors import ConfigError

NMT = {"kind": "nmt", "path": "models/nllb", "profile": "nllb"}
LIBRE = {"kind": "libretranslate", "base_url": "http://127.0.0.1:5000", "api_key": "sk-secret"}


def load(tmp_path: Path, translation: Any) -> Config:
    path = tmp_path / "mlkt.yaml"
    path.write_text(yaml.safe_dump({"translation": translation}), encoding="utf-8")
    return load_config(path, environ={})


def test_engines_and_routes_are_read_and_files_stand_beside_the_file(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        {
            "engines": {"nllb": NMT, "libre": LIBRE},
            "routes": {"kn>en": ["nllb", "libre", "chat"], "*": ["chat"]},
            "glossary": ["terms.csv"],
            "keep": ["names.txt"],
        },
    )
    found = config.translation
    assert found.routes == {"kn>en": ("nllb", "libre", "chat"), "*": ("chat",)}
    assert found.engines["nllb"].options == {
        "path": str(tmp_path / "models/nllb"),
        "profile": "nllb",
    }
    assert found.engines["libre"].api_key == "sk-secret"
    assert "sk-secret" not in repr(config) + str(config.public())
    assert (found.glossary, found.keep) == ((tmp_path / "terms.csv",), (tmp_path / "names.txt",))


@pytest.mark.parametrize(
    ("translation", "message"),
    [
        ({"engines": {"a": {"kind": "nmtt"}}}, "must be one of nmt, libretranslate, completions"),
        ({"engines": {"a": {"kind": "nmt", "profile": "nllb"}}}, "has no path"),
        ({"engines": {"a": NMT | {"base_url": "http://x"}}}, "have no such option"),
        ({"engines": {"a": LIBRE | {"base_url": "ftp://x"}}}, "http or https address"),
        ({"engines": {"a": LIBRE | {"base_url": "http://a:b@x"}}}, "holds a user, a password"),
        ({"engines": {"chat": NMT}}, "choose another name"),
        ({"engines": {"a": NMT}}, "say which translates what"),
        ({"engines": {"nllb": NMT}, "routes": {"*": ["nlb"]}}, "no engine 'nlb', did you mean"),
        ({"routes": {"kn>en": []}}, "at least one engine"),
        ({"engines": {"a": {"kid": "nmt"}}}, "unknown key 'kid'"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, translation: Any, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        load(tmp_path, translation)
    assert "sk-secret" not in str(caught.value) and "\n" not in str(caught.value)
