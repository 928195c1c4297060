# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Operated: containers, deployment, sample of the configuration, locked packages, tests, CI. By file names:
that something is there, not that it works."""

import re

from allmende.domain.repository.findings import Outcome, at, met, unchecked, unmet
from allmende.domain.repository.snapshot import File, Snapshot
from allmende.domain.repository.standard import Standard

CONTAINER = re.compile(
    r"(?:.*/)?(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?|(?:.*/)?[\w.-]+\.Dockerfile", re.I
)
DEPLOYMENT = re.compile(
    r"(?:.*/)?(?:(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml|Chart\.ya?ml|kustomization\.ya?ml|helmfile\.ya?ml"
    r"|[\w.@-]+\.service|Vagrantfile|app\.json|Procfile|flake\.nix|[\w-]*playbook[\w-]*\.ya?ml)"
    r"|(?:.*/)?(?:k8s|kubernetes|helm|ansible|terraform|debian)/.+",
    re.I,
)
SAMPLE = re.compile(
    r"(?:.*/)?(?:\.?env[\w.-]*[._-](?:example|sample|template|dist|default)|(?:example|sample|template|dist)[._-]env[\w.-]*"
    r"|[\w.-]*(?:config|settings|application|values|local|parameters)[\w.-]*[._-](?:example|sample|template|dist|default)[\w.-]*"
    r"|[\w.-]*(?:example|sample)[._-](?:config|settings)[\w.-]*|values\.ya?ml|application\.(?:ya?ml|properties)|appsettings\.json)",
    re.I,
)
SETTINGS_PAGE = re.compile(
    r"docs?/(?:.*/)?[^/]*(?:config|einstellung|konfigur|settings|environment)[^/]*\.\w+", re.I
)
TESTS = re.compile(
    r"(?:.*/)?(?:tests?|__tests__|specs?|e2e|cypress)/.+|(?:.*/)?(?:test_[\w-]+\.py|[\w-]+_test\.(?:py|go|exs)"
    r"|[\w.-]+[.-](?:test|spec)\.[jt]sx?|\w+Tests?\.(?:java|kt|cs|php|swift)|\w+_spec\.rb)",
)
CI = re.compile(
    r"\.gitlab-ci\.ya?ml|\.github/workflows/[^/]+\.ya?ml|\.(?:woodpecker|drone|travis|cirrus)(?:/.+)?(?:\.ya?ml)?|Jenkinsfile"
    r"|\.(?:forgejo|gitea)/workflows/.+|azure-pipelines\.ya?ml|\.circleci/.+|bitbucket-pipelines\.yml|\.ci/.+",
)
# Description of packages -> what pins their exact versions, in the same folder or one above.
LOCKS = {
    "package.json": ("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "npm-shrinkwrap.json", "bun.lock"),
    "composer.json": ("composer.lock",),
    "Gemfile": ("Gemfile.lock",),
    "Cargo.toml": ("Cargo.lock",),
    "go.mod": ("go.sum",),
    "pubspec.yaml": ("pubspec.lock",),
    "mix.exs": ("mix.lock",),
    "Pipfile": ("Pipfile.lock",),
    "pyproject.toml": ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock"),
}  # fmt: skip
PYTHON_LOCK = re.compile(r"requirements[\w.-]*\.(?:lock|txt)|[\w.-]*constraints[\w.-]*\.txt", re.I)


def has_container(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A recipe for a container."""
    return _there(
        snapshot, CONTAINER,
        ("Ein Bauplan für Container liegt bei.", "A recipe for a container is there."),
        ("Es gibt keinen Bauplan für Container (Dockerfile, Containerfile).",
         "There is no recipe for a container (Dockerfile, Containerfile)."),
    )  # fmt: skip


def has_deployment(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Something that sets the whole up."""
    return _there(
        snapshot, DEPLOYMENT,
        ("Die Inbetriebnahme ist beschrieben.", "Putting it to work is described."),
        ("Nichts beschreibt die Inbetriebnahme für ein Programm (compose, Helm, Ansible …).",
         "Nothing describes it for a program (compose, Helm, Ansible …)."),
    )  # fmt: skip


def has_sample(snapshot: Snapshot, standard: Standard) -> Outcome:
    """A sample or a description of the configuration."""
    pattern = SAMPLE if any(snapshot.anywhere(SAMPLE)) else SETTINGS_PAGE
    return _there(
        snapshot, pattern,
        ("Ein Muster oder eine Beschreibung der Konfiguration liegt bei.",
         "A sample or a description of the configuration is there."),
        ("Es gibt weder ein Muster noch eine Beschreibung der Konfiguration.",
         "There is neither a sample nor a description of the configuration."),
    )  # fmt: skip


def has_locks(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Exact versions of the packages for every description of packages."""
    described = [f for f in snapshot.entries if f.name in LOCKS and f.folder.count("/") < 3]
    described = [
        f for f in described if not re.search(r"(?:^|/)(?:examples?|tests?|fixtures?|docs?)(?:/|$)", f.folder)
    ]
    if not described:
        return unchecked(
            "Es gibt keine Paketbeschreibung, die Versionen festhalten könnte.",
            "There is no description of packages that could pin versions.",
        )
    folders: dict[str, set[str]] = {}
    for file in snapshot.entries:
        folders.setdefault(file.folder, set()).add(file.name)
    loose = [f for f in described if not _locked(f, folders)]
    if loose:
        return unmet(
            f"{len(loose)} von {len(described)} Paketbeschreibungen ohne festgehaltene Versionen.",
            f"{len(loose)} of {len(described)} descriptions of packages without pinned versions.",
            *(at(f.path) for f in loose[:10]),
        )
    return met("Die Versionen aller Pakete sind festgehalten.", "The versions of all packages are pinned.",
               *(at(f.path) for f in described[:10]))  # fmt: skip


def has_tests(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Files with tests."""
    return _there(
        snapshot, TESTS,
        ("Tests liegen bei.", "Tests are there."),
        ("Es wurden keine Tests gefunden.", "No tests were found."),
    )  # fmt: skip


def has_ci(snapshot: Snapshot, standard: Standard) -> Outcome:
    """Tests or builds run by themselves."""
    return _there(
        snapshot, CI,
        ("Abläufe für Bau und Test sind beschrieben.", "Runs for build and test are described."),
        ("Kein selbsttätiger Bau und Test (CI) gefunden.", "No automatic build and test (CI) found."),
    )  # fmt: skip


def _there(
    snapshot: Snapshot, pattern: re.Pattern[str], good: tuple[str, str], bad: tuple[str, str]
) -> Outcome:
    found = [f.path for f, _ in zip(snapshot.anywhere(pattern), range(3), strict=False)]
    return met(*good, *(at(path) for path in found)) if found else unmet(*bad)


def _locked(file: File, folders: dict[str, set[str]]) -> bool:
    """A lock beside it or above it, where several packages share one."""
    folder = file.folder
    while True:
        names = folders.get(folder, set())
        if names & set(LOCKS[file.name]) or (
            file.name in {"pyproject.toml", "Pipfile"} and any(PYTHON_LOCK.fullmatch(n) for n in names)
        ):
            return True
        if not folder:
            return False
        folder = folder.rpartition("/")[0]
