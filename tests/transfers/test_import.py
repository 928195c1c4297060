# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bundle becomes tables: all or nothing, and a second time changes nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from allmende import data
from allmende.catalogue.models import Measure, ModelProject, Solution, Source
from allmende.catalogue.rows import BundleError
from allmende.catalogue.sync import Changes
from allmende.register.models import Municipality
from allmende.transfers import facts
from allmende.transfers.actions import import_knowledge
from allmende.transfers.bundle import read_bundle, register_keys
from allmende.transfers.cli import knowledge
from allmende.transfers.models import Deployment, Edition, Factor, Report, Transfer
from tests.catalogue.bundles import write

pytestmark = pytest.mark.django_db


def change(folder: Path, file: str, how: Callable[[dict[str, Any]], Any]) -> Path:
    return write(folder, f"knowledge/{file}", how)


def test_a_bundle_fills_every_table(bundle: Path) -> None:
    assert import_knowledge(by="test", folder=bundle).created
    row = Solution.objects.get()
    assert (row.slug, row.aliases, row.model_project_id, row.cost_once_eur) == (
        "pegel",
        ["alter-pegel"],
        "projekt",
        100,
    )
    assert [source.url for source in row.sources.all()] == ["https://example.org/seite"]
    assert ModelProject.objects.get().places.get().municipality_id == "08111000"
    assert Measure.objects.get().solution == row
    assert Transfer.objects.get().origins.get().key == "08111000"
    assert Factor.objects.get().dimension.name == "Geld"
    assert Report.objects.get().places.get().key == "08111000"


def test_every_transfer_is_also_a_deployment_at_its_taker(bundle: Path) -> None:
    import_knowledge(by="test", folder=bundle)
    taken = Deployment.objects.get(municipality="09162000")
    assert (taken.transfer_id, taken.state, taken.started) == ("pegel--09162000", "planned", "2022")


def test_a_second_run_changes_nothing(bundle: Path) -> None:
    import_knowledge(by="test", folder=bundle)
    assert import_knowledge(by="test", folder=bundle, again=True) == Changes()


def test_an_unchanged_bundle_is_not_even_compared(bundle: Path) -> None:
    import_knowledge(by="test", folder=bundle)
    Report.objects.all().delete()
    assert not import_knowledge(by="test", folder=bundle)
    assert import_knowledge(by="test", folder=bundle, again=True).created


def test_what_changed_is_updated_and_what_vanished_goes(bundle: Path) -> None:
    import_knowledge(by="test", folder=bundle)
    changed = change(bundle, "solutions.jsonl", lambda row: row.update(title="Neuer Pegel"))
    assert import_knowledge(by="test", folder=changed) == Changes(updated=1)
    assert Solution.objects.get().title == "Neuer Pegel"
    (bundle / "knowledge/reports.jsonl").write_text("")
    assert import_knowledge(by="test", folder=bundle).deleted
    assert not Report.objects.exists()


def test_a_broken_bundle_changes_nothing(bundle: Path) -> None:
    import_knowledge(by="test", folder=bundle)
    broken = change(bundle, "solutions.jsonl", lambda row: row.update(title="Anders", sources=[]))
    with pytest.raises(BundleError, match=r"solutions\.jsonl, Zeile 1: Es fehlt eine Quelle"):
        import_knowledge(by="test", folder=broken)
    assert Solution.objects.get().title == "Pegel"


def test_an_error_while_writing_leaves_nothing_half_done(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> Changes:
        raise RuntimeError("disk")

    monkeypatch.setattr("allmende.transfers.actions._reports", fail)
    with pytest.raises(RuntimeError):
        import_knowledge(by="test", folder=bundle)
    assert not Solution.objects.exists()
    assert not Source.objects.exists()


def test_news_of_a_later_edition_is_of_the_day_on_which_it_came_and_the_rest_stays(bundle: Path) -> None:
    import_knowledge(by="test", folder=bundle)
    assert not Deployment.objects.exclude(released_on=None).exists()
    quiet = change(bundle, "deployments.jsonl", lambda row: row.update(note="Anderes Wort"))
    import_knowledge(by="test", folder=quiet)
    assert not Deployment.objects.exclude(released_on=None).exists()
    stopped = change(bundle, "deployments.jsonl", lambda row: row.update(state="stopped"))
    import_knowledge(by="test", folder=stopped)
    dated = Deployment.objects.exclude(released_on=None).get()
    assert (dated.state, dated.released_on) == ("stopped", timezone.localdate())
    assert not Report.objects.exclude(released_on=None).exists()


def test_without_a_register_the_import_says_what_to_do_first(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="allmende register import"):
        import_knowledge(by="test", folder=write(tmp_path))


def test_progress_goes_from_nothing_to_all(bundle: Path) -> None:
    seen: list[tuple[int, int]] = []
    import_knowledge(by="test", folder=bundle, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(7))
    assert {total for _, total in seen} == {6}


def test_the_edition_says_who_when_and_what(bundle: Path) -> None:
    assert facts.stamp() == ""
    import_knowledge(by="Erika", folder=bundle)
    edition = Edition.objects.get()
    assert (edition.imported_by, edition.read_on, f"{edition.stamp}.0") == (
        "Erika",
        date(2026, 11, 22),
        facts.stamp(),
    )


def test_the_bundled_knowledge_is_taken_over_whole_and_only_once() -> None:
    keys = register_keys(data.path())
    Municipality.objects.bulk_create(
        Municipality(
            key=key, level="municipality", ars=key, name=key, label=key, search_name=key, kind="Gemeinde",
            edition=date(2025, 10, 31), valid_from=date(2025, 10, 31),
        )
        for key in sorted(keys)
    )  # fmt: skip
    import_knowledge(by="test")
    bundle = read_bundle(data.path())
    assert Solution.objects.count() == len(bundle.catalogue.solutions.rows)
    assert Transfer.objects.count() == len(bundle.transfers.rows)
    assert Deployment.objects.count() >= len(bundle.deployments.rows)
    assert import_knowledge(by="test", again=True) == Changes()


def test_the_command_checks_without_a_database(tmp_path: Path) -> None:
    result = CliRunner().invoke(knowledge, ["check", "--folder", str(write(tmp_path))])
    assert result.exit_code == 0, result.output
    assert "1 Ortsangaben sind keiner Kommune zugeordnet:\n  Region Nord" in result.output
    assert result.output.endswith("Alles in Ordnung.\n")


def test_the_command_names_what_is_wrong(tmp_path: Path) -> None:
    broken = change(tmp_path, "deployments.jsonl", lambda row: row.update(solution="x"))
    result = CliRunner().invoke(knowledge, ["check", "--folder", str(broken)])
    assert result.exit_code == 1
    assert "deployments.jsonl, Zeile 1: Die Lösung „x“ gibt es nicht." in result.output
    assert "1 Fehler." in result.output


def test_the_command_imports_and_counts(bundle: Path) -> None:
    first = CliRunner().invoke(knowledge, ["import", "--folder", str(bundle)])
    assert first.exit_code == 0, first.output
    second = CliRunner().invoke(knowledge, ["import", "--folder", str(bundle)])
    assert "0 neu, 0 geändert, 0 entfernt." in second.output


def test_the_command_refuses_with_the_line(bundle: Path) -> None:
    broken = change(bundle, "reports.jsonl", lambda row: row.update(outcome="toll"))
    result = CliRunner().invoke(knowledge, ["import", "--folder", str(broken)])
    assert result.exit_code == 1
    assert "Nichts übernommen.\nreports.jsonl, Zeile 1:" in result.output
