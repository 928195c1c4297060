# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What comes from outside is named with its reason, locked with its hash, and tied to no place."""

import re

import pytest

from tests.house.plan import ROOT, texts

LOCKS = ("requirements.lock", "requirements-test.lock")
# Built from parts, so that this file does not name what it looks for.
HOSTS = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "jsd" + r"elivr\.net"])
)
MACHINE = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me/[a-z]+", "Us" + "ers"]) + r")/"
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.(?:de|com|org|net|eu|berlin|bayern|hamburg)\b", re.I)
# Made up, to prove that the check of the knowledge finds such things.
INVENTED = {"a.b@stadt." + "de"}
THIRD_PARTY = (
    "LICENSES/",
    "LICENSE",
    "src/allmende/doors/static/doors/accessible-autocomplete",
    "src/allmende/doors/static/doors/kern",
)


def own_texts() -> list[tuple[str, str]]:
    return [(n, t) for n, t in texts() if not n.startswith(THIRD_PARTY)]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_pin_every_package_by_hash_and_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line, re.I)]
    assert packages
    assert "://" not in text
    assert not re.search(r"^\s*(?:-i|--index|--extra-index|--find-links|-e)", text, re.M)
    assert all("==" in line and line.endswith("\\") for line in packages)


def test_every_dependency_comes_with_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if re.match(r"\s+\"[a-z][\w\[\]-]*(?:[><=~!]=?[^\"]*)\",", line, re.I)]
    assert wanted
    assert [line for line in wanted if not re.search(r"#\s+\w+", line)] == []


def test_every_direct_dependency_is_locked() -> None:
    project = (
        (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[project.optional-dependencies]")[0]
    )
    wanted = {n.lower() for n in re.findall(r"^    \"([A-Za-z][\w-]*)", project, re.M)}
    locked = set(
        re.findall(
            r"^([a-z0-9-]+)(?:\[[^]]*\])?==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M
        )
    )
    assert wanted <= locked


def test_no_file_names_a_package_host() -> None:
    assert [name for name, text in own_texts() if HOSTS.search(text)] == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert [name for name, text in own_texts() if MACHINE.search(text)] == []


def test_no_file_holds_a_mail_address() -> None:
    found = [
        (name, mail) for name, text in own_texts() for mail in MAIL.findall(text) if mail not in INVENTED
    ]
    assert found == []
