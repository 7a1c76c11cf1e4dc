from __future__ import annotations

from pathlib import Path

import pytest

import brinkgame as bg
from brinkgame import catalog


def test_the_folder_is_the_list():
    folder = Path(catalog.__file__).parent
    files = {path.stem.replace("_", "-") for path in folder.glob("*.py")}
    assert set(catalog.names()) == files - {"--init--", "entry", "large", "registry"}
    assert list(catalog.names()) == sorted(catalog.names())


@pytest.mark.parametrize("name", catalog.names())
def test_each_is_loaded_by_its_name(name):
    entry = catalog.load(name)
    assert entry.name == name
    assert entry is catalog.load(name)


@pytest.mark.parametrize(
    "name", ["entry-deterence", "registry", "entry", "", "../memo", "os", None]
)
def test_an_unknown_name_is_refused(name):
    with pytest.raises(bg.UnknownNameError, match="no game"):
        catalog.load(name)


def test_an_unknown_name_gets_a_suggestion():
    with pytest.raises(bg.UnknownNameError, match="did you mean 'centipede'"):
        catalog.load("centiped")


def test_the_face_has_the_catalog():
    assert bg.catalog is catalog
