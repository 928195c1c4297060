# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A municipality keeps solutions and model projects of its own, as plain forms, with four eyes."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allmende.accounts.models import Person, Role
from allmende.catalogue.models import Claim, Measure, ModelProject, Solution
from allmende.contributions import actions, facts, queries
from allmende.contributions.models import Contribution, Visibility
from allmende.contributions.record_forms import PAGES
from allmende.domain.evidence import latest
from allmende.domain.records import OwnProject, OwnSolution
from allmende.domain.review import Step
from allmende.search import actions as search
from allmende.search import queries as index
from allmende.transfers.models import Deployment
from allmende.transfers.queries import documents, observations
from tests.catalogue.build import deployment, model_project
from tests.catalogue.build import field as action_field
from tests.contributions.build import AT, HOME, NEIGHBOURS, WRITTEN, draft, person, take
from tests.contributions.build import released as released_report
from tests.contributions.test_pages import field, page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock", "found")]
LAMPS = OwnSolution(
    "Laternen nach Bedarf", "", "Sie leuchten, wenn jemand kommt.", ("wasser",), state="operational",
    since="2024", licence="EUPL-1.2", cost_once_eur=20_000, visibility="public",
)  # fmt: skip
WAYS = OwnProject(
    "Helle Wege", "", "Licht, wo Menschen gehen.", ("wasser",), funding="Landesprogramm", start="2025",
    visibility="public", measures=(("Laternen umrüsten", "pegel"),),
)  # fmt: skip


@pytest.fixture
def found(stock: None) -> None:
    """What is there can be found."""
    search.rebuild(list(documents()), by="test")


def begun(by: Person, written: facts.Written, key: str = HOME) -> Contribution:
    return actions.begin(by=by.reference, key=key, token=uuid4(), written=written, at=AT)


def released(written: facts.Written, key: str = HOME) -> Contribution:
    author = person(Role.EDITOR, key)
    row = begun(author, written, key)
    take(author, row, Step.SUBMIT)
    return take(person(Role.EDITOR, key), row, Step.RELEASE)


def send(client: Client, address: str, **texts: str) -> str:
    """Send a page as its form does; the address it leads to."""
    version = field(page(client, address), "version")
    answer = client.post(address, {**texts, "version": version, "weiter": "1"})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_solution_is_written_in_five_pages_and_what_is_alike_is_shown_first() -> None:
    client = signed_in(person(Role.REPORTER))
    first = page(client, "/beitraege/neu/loesung/")
    texts = {"title": "Pegel am Bach", "summary": "Misst Starkregen.", "field-0": "wasser"}
    token = field(first, "token")
    sent = {**texts, "state": "operational", "since": "2024-05", "token": token}
    address = client.post("/beitraege/neu/loesung/", sent).headers["Location"]
    row = Contribution.objects.get()
    assert address == f"/beitraege/{row.pk}/aehnlich/"
    assert "Pegel für Starkregen" in page(client, address)
    assert client.post("/beitraege/neu/loesung/", sent).headers["Location"] == address
    address = send(client, address)
    address = send(
        client, address, open_source="True", licence="EUPL-1.2", repository="https://example.org/c"
    )
    address = send(client, address, cost_once_eur="20.000", cost_sources="https://example.org/haushalt")
    address = send(client, address, preconditions="Ein Bach\nEin Mast", results="Früher gewarnt")
    assert send(client, address, visibility="public") == f"/beitraege/{row.pk}/"
    written = facts.written(row, queries.newest(row))
    assert isinstance(written, OwnSolution)
    assert (written.about, written.cost_once_eur, written.preconditions) == (
        "",
        20_000,
        ("Ein Bach", "Ein Mast"),
    )
    assert "20.000 Euro" in page(client, f"/beitraege/{row.pk}/")


def test_choosing_what_is_alike_makes_it_one_about_that() -> None:
    writer = person(Role.REPORTER)
    row = begun(writer, OwnSolution("Pegel am Bach"))
    client = signed_in(writer)
    address = f"/beitraege/{row.pk}/aehnlich/"
    send(client, address, eintrag="pegel")
    written = facts.written(row, queries.newest(row))
    assert isinstance(written, OwnSolution)
    assert written.about == "pegel"
    assert "Pegel für Starkregen" in page(client, f"/beitraege/{row.pk}/loesung/")
    assert client.post(address, {"eintrag": "gibt-es-nicht", "version": "2"}).status_code == 200


def test_a_title_of_the_catalogue_means_what_stands_there() -> None:
    client = signed_in(person(Role.REPORTER))
    client.post("/beitraege/neu/loesung/", {"title": "pegel für starkregen"})
    written = facts.written(row := Contribution.objects.get(), queries.newest(row))
    assert isinstance(written, OwnSolution)
    assert written.about == "pegel"


def test_titles_are_proposed_while_typing() -> None:
    client = signed_in(person(Role.REPORTER))
    released(WAYS)
    assert client.get("/beitraege/modellprojekte/?q=wege").json() == ["Helle Wege"]
    assert client.get("/beitraege/loesungen/?q=pegel").json() == ["Pegel für Starkregen"]


def test_released_it_is_found_counts_and_names_its_municipality(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        released(LAMPS)
    row = Solution.objects.exclude(pk="pegel").get()
    assert index.best("Laternen", kind="solution", limit=3) == [row.pk]
    state = Deployment.objects.get(solution=row)
    assert (state.municipality_id, state.state, state.started) == (HOME, "operational", "2024")
    text = page(Client(), f"/loesungen/{row.pk}/")
    assert "eingetragen von" in text
    assert "Bad Belzig" in text
    assert "20.000 Euro" in text
    assert "contribution" not in text


def test_a_project_is_found_with_its_measures(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        released(WAYS)
    row = ModelProject.objects.get()
    assert index.best("Helle Wege", kind="project", limit=1) == [row.pk]
    text = page(Client(), f"/modellprojekte/{row.pk}/")
    assert "Landesprogramm" in text
    assert "Laternen umrüsten" in text
    assert "/loesungen/pegel/" in text
    assert "Helle Wege" in page(Client(), "/modellprojekte/")


def test_two_municipalities_that_differ_stand_side_by_side_with_their_sources() -> None:
    Solution.objects.filter(pk="pegel").update(licence="MIT")
    source = "https://example.org/a"
    released(OwnSolution("Pegel", "pegel", state="operational", licence="EUPL-1.2", visibility="public"))
    released(
        OwnSolution(
            "Pegel", "pegel", state="stopped", licence="GPL-3.0", code_sources=(source,), visibility="public"
        ),
        NEIGHBOURS[0],
    )
    text = page(Client(), "/loesungen/pegel/")
    part = text[text.index('id="angaben"') :]
    assert "verschiedene Angaben" in part
    assert all(
        word in part for word in ("MIT", "EUPL-1.2", "GPL-3.0", source, "Musterort 30", "Angabe der Kommune")
    )
    assert Solution.objects.get(pk="pegel").licence == "MIT"


def test_different_states_of_one_place_are_marked_and_the_newest_counts() -> None:
    deployment(Solution.objects.get(pk="pegel"), HOME, "operational", as_of="2020")
    assert "verschiedene Angaben" not in page(Client(), "/loesungen/pegel/")
    released(OwnSolution("Pegel", "pegel", state="stopped", visibility="public"))
    text = page(Client(), "/loesungen/pegel/")
    assert "verschiedene Angaben" in text
    assert "zählt in der Beleglage die neueste" in text
    (counted,) = latest(observations(["pegel"])["pegel"])
    assert counted.state == "stopped"


@pytest.mark.parametrize("visibility", [Visibility.OWN, Visibility.REGISTERED])
def test_what_is_not_for_all_stands_in_no_public_table(visibility: Visibility) -> None:
    released(OwnSolution(**{**LAMPS.as_data(), "visibility": visibility.value}))
    assert Solution.objects.count() == 1
    assert not Claim.objects.exists()
    assert not Deployment.objects.exists()


def test_what_is_in_force_says_which_solution_it_is_about_and_a_draft_after_it_does_not() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = released_report(author, editor, visibility="registered")
    assert [one.pk for one in queries.for_registered_about("pegel")] == [row.pk]
    row.refresh_from_db()
    other = replace(WRITTEN, solution="", other_solution="Laubmelder", visibility="registered")
    actions.revise(by=author.reference, pk=row.pk, version=row.version, written=other, at=AT)
    assert [one.pk for one in queries.for_registered_about("pegel")] == [row.pk]


def test_what_is_for_registered_municipalities_stands_on_the_page_of_the_solution_for_those_alone() -> None:
    author = person(Role.EDITOR)
    row = draft(author, visibility=Visibility.REGISTERED.value)
    take(author, row, Step.SUBMIT)
    take(person(Role.EDITOR), row, Step.RELEASE)
    reader, operator = person(Role.READER, NEIGHBOURS[0]), person(Role.OPERATION)
    assert WRITTEN.title in page(signed_in(reader), "/loesungen/pegel/")
    assert WRITTEN.title not in page(signed_in(operator), "/loesungen/pegel/")
    assert WRITTEN.title not in page(Client(), "/loesungen/pegel/")
    take(author, row, Step.WITHDRAW)
    assert WRITTEN.title not in page(signed_in(reader), "/loesungen/pegel/")


def test_a_record_cannot_hide_its_municipality() -> None:
    writer = person(Role.REPORTER)
    row = begun(writer, LAMPS)
    address = f"/beitraege/{row.pk}/sichtbarkeit/"
    client = signed_in(writer)
    assert "anonymised" not in page(client, address)
    assert client.post(address, {"visibility": "anonymised", "version": "1"}).status_code == 422


def test_changed_and_released_again_the_catalogue_follows_and_withdrawn_it_is_gone() -> None:
    row = released(LAMPS)
    editor, second = person(Role.EDITOR), person(Role.EDITOR)
    row.refresh_from_db()
    changed = OwnSolution(**{**LAMPS.as_data(), "fields": ("wasser",), "title": "Licht nach Bedarf"})
    actions.revise(by=editor.reference, pk=row.pk, version=row.version, written=changed, at=AT)
    assert Solution.objects.get(keeper=HOME).title == "Laternen nach Bedarf"
    take(editor, row, Step.SUBMIT)
    take(second, row, Step.RELEASE)
    assert Solution.objects.get(keeper=HOME).title == "Licht nach Bedarf"
    take(second, row, Step.WITHDRAW)
    assert not Solution.objects.filter(keeper=HOME).exists()
    assert not Deployment.objects.exists()


def test_what_it_is_about_may_have_gone_since_and_that_is_said() -> None:
    editor = person(Role.EDITOR)
    row = begun(editor, OwnSolution("Fort", "fort", state="planned", visibility="public"))
    with pytest.raises(actions.UnreadyError) as raised:
        take(editor, row, Step.SUBMIT)
    assert [gap.code for gap in raised.value.gaps] == ["gone"]


@pytest.mark.parametrize("kind", ["solution", "project"])
def test_nobody_writes_for_a_place_not_theirs_or_reads_a_draft_of_others(kind: str) -> None:
    row = begun(person(Role.REPORTER), LAMPS if kind == "solution" else WAYS)
    other = signed_in(person(Role.EDITOR, NEIGHBOURS[0]))
    for word in (*PAGES[kind], "aehnlich"):
        assert other.get(f"/beitraege/{row.pk}/{word}/").status_code == 404
        assert Client().get(f"/beitraege/{row.pk}/{word}/").status_code == 302


TEXT = st.text(max_size=60)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_is_sent_to_any_page_is_taken_or_refused_with_a_reason(data: st.DataObject) -> None:
    action_field()
    writer = person(Role.REPORTER)
    client = signed_in(writer)
    for written in (LAMPS, WAYS):
        row = begun(writer, written)
        for word, (_title, form_class) in PAGES[row.kind].items():
            names = list(form_class(written).fields)
            sent = {name: data.draw(TEXT) for name in names}
            answer = client.post(f"/beitraege/{row.pk}/{word}/", {**sent, "version": row.version})
            assert answer.status_code in (302, 400, 409, 422)
            row.refresh_from_db()
        assert client.get(f"/beitraege/{row.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("said", "euros"),
    [("20000", 20_000), ("20.000", 20_000), ("20.000,00 €", 20_000), ("", None), ("1.2", "refused"),
     ("-5", "refused"), ("viel", "refused"), ("99999999999", "refused")],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(said: str, euros: Any) -> None:
    form = PAGES["solution"]["kosten"][1](LAMPS, {"cost_once_eur": said})
    assert form.is_valid() is (euros != "refused")
    if form.is_valid():
        assert form.result().cost_once_eur == euros


def test_every_claim_has_its_own_source_or_says_that_it_is_the_municipality_s_own() -> None:
    source = "https://example.org/bach"
    told = OwnSolution(
        "Pegel", "pegel", "Misst den Bach.", state="operational", since="2024-05", state_sources=(source,),
        preconditions=("Ein Bach",), results="Früher gewarnt", results_sources=("https://example.org/ende",),
        lessons=("Früh fragen",), contact_unit="Tiefbauamt", website="https://example.org/seite",
        visibility="public",
    )  # fmt: skip
    released(told)
    said = {row.aspect: [one.url for one in row.sources.all()] for row in Claim.objects.all()}
    assert said["preconditions"] == said["summary"] == []
    assert said["results"] == ["https://example.org/ende"]
    assert [one.url for one in Deployment.objects.get(solution="pegel").sources.all()] == [source]
    text = page(Client(), "/loesungen/pegel/")
    part = text[text.index('id="angaben"') :]
    assert all(
        word in part for word in ("Ein Bach", "Früh fragen", "Tiefbauamt", "https://example.org/seite")
    )
    assert said["lessons"] == said["results"]
    assert said["website"] == ["https://example.org/seite"]
    assert part.count("Angabe der Kommune") == 3  # description, preconditions, contact
    assert "Mai 2024" in text


def test_what_is_said_of_a_project_that_is_there_is_shown_whole_and_of_ones_own_without_the_federation() -> (
    None
):
    first = released(OwnProject(**{**WAYS.as_data(), "funding_eur": 1_500, "measures": WAYS.measures}))
    row = ModelProject.objects.get()
    text = page(Client(), f"/modellprojekte/{row.pk}/")
    assert "1.500 Euro" in text
    assert "vom Bund" not in text
    assert "Bad Belzig; Angabe der Kommune" in text
    other = OwnProject(
        "Helle Wege", row.pk, theme="Licht für alle", strategy="https://example.org/strategie",
        start="2025-03", visibility="public",
    )  # fmt: skip
    released(other, NEIGHBOURS[0])
    text = page(Client(), f"/modellprojekte/{row.pk}/")
    part = text[text.index('id="angaben"') :]
    assert all(word in part for word in ("Licht für alle", "https://example.org/strategie", "März 2025"))
    assert first.pk


TWO = ("https://example.org/a", "https://example.org/b")


def test_a_fact_takes_several_sources_one_a_line_and_the_public_page_shows_each() -> None:
    form = PAGES["solution"]["kosten"][1](OwnSolution("Pegel", "pegel"), {"cost_sources": "\n".join(TWO)})
    assert form.is_valid()
    assert form.result().cost_sources == TWO
    released(
        OwnSolution("Pegel", "pegel", state="planned", staff_note="x", staff_sources=TWO, visibility="public")
    )
    text = page(Client(), "/loesungen/pegel/")
    part = text[text.index('id="angaben"') :]
    assert all(f'href="{one}"' in part for one in TWO)
    assert "Quelle 2" in part


def test_a_revision_that_was_written_with_one_source_keeps_it() -> None:
    old = {"title": "Alt", "cost_source": TWO[0], "results_source": ""}
    assert OwnSolution.from_data(old).cost_sources == TWO[:1]
    assert OwnSolution.from_data(old).results_sources == ()
    assert OwnProject.from_data({"title": "Alt", "source": TWO[1]}).sources == TWO[1:]


def test_round_fields_and_measures_of_a_project_that_is_there_are_shown_with_their_sources() -> None:
    there = model_project("da")
    Measure.objects.create(id="da-1", model_project=there, position=0, title="Laternen umrüsten")
    call = there.call
    assert call
    released(OwnProject(
        "Da", "da", fields=("wasser",), call=call.pk, summary_sources=TWO, visibility="public",
        measures=(("laternen  umrüsten", "pegel"), ("Pegel setzen", "")), measures_sources=TWO[:1],
    ))  # fmt: skip
    text = page(Client(), "/modellprojekte/da/")
    part = text[text.index('id="angaben"') :]
    assert "Wasser" in part
    assert call.label in part
    assert text.lower().count("laternen") == 1  # one measure that two name, not two
    found = Client().get("/api/v1/projects/da").json()
    assert [one["title"] for one in found["measures"]] == ["Laternen umrüsten", "Pegel setzen"]
    (said,) = found["measures"][0]["claims"]
    assert (said["by"]["name"], said["solution"], said["sources"]) == ("Bad Belzig", "pegel", [TWO[0]])
    claims = {one["aspect"]: one for one in found["claims"]}
    assert (claims["fields"]["value"], claims["programme"]["value"]) == ("Wasser", call.label)
    assert (claims["fields"]["sources"], claims["fields"]["mark"]) == (list(TWO), "")


def test_the_interface_tells_claims_with_sources_or_the_mark_with_as_many_queries_for_many() -> None:
    def told(place: str) -> int:
        released(
            OwnSolution(
                "P", "pegel", "So.", state="planned", staff_note="x", staff_sources=TWO, visibility="public"
            ),
            place,
        )
        with CaptureQueriesContext(connection) as seen:
            found = Client().get("/api/v1/solutions/pegel").json()
        claims = {(one["by"]["key"], one["aspect"]): one for one in found["claims"]}
        assert claims[place, "staff"]["sources"] == list(TWO)
        assert claims[place, "staff"]["mark"] == ""
        assert claims[place, "summary"]["mark"] == "Angabe der Kommune"
        assert {one["mark"] for one in found["deployments"]} == {"Angabe der Kommune"}
        return len(seen)

    assert told(HOME) == told(NEIGHBOURS[0]) == told(NEIGHBOURS[1])
