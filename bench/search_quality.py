# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""How good answers are, beside SQLite FTS5 and PostgreSQL: `python -m bench.search_quality [FRAGEN.jsonl]`.

All three get the same documents, the bundled knowledge, and the same questions in one run; the questions of
this repository unless a file is named. Only measured in this run, never copied from elsewhere.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from allmende.search.quality import Graded, Quality, QuestionsError, measure, read_questions
from bench.rivals import Ask, postgres_german, sqlite_fts5
from tests.all import postgres

QUESTIONS = Path(__file__).parent.parent / "tests" / "search" / "questions.jsonl"
Measured = Mapping[str, Mapping[str, Quality]]


def compare(questions: Sequence[Graded], folder: Path, address: str) -> Measured:
    """Quality by engine, then over all questions and each type. Prepares an installation in the folder."""
    os.environ["ALLMENDE_VAR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.config.settings")
    import django  # noqa: PLC0415  # settings need the folder first

    django.setup()
    from allmende.catalogue.models import Solution  # noqa: PLC0415
    from allmende.portal import actions, queries  # noqa: PLC0415

    actions.prepare(by="bench")
    stock = [document for document in queries.documents() if document.kind == "solution"]
    aliases = dict(Solution.objects.values_list("slug", "aliases"))
    rivals = {
        "SQLite FTS5": sqlite_fts5(folder, stock),
        "PostgreSQL german": postgres_german(address, stock),
    }
    return {
        "Allmende": measure(questions, queries.ranking_by_words),
        **{name: measure(questions, _with_aliases(ask, aliases)) for name, ask in rivals.items()},
    }


def _with_aliases(ask: Ask, aliases: Mapping[str, Sequence[str]]) -> Callable[[str], list[str]]:
    """A solution that was merged from several answers to each of their names, as in our own ranking."""
    return lambda question: [name for key in ask(question) for name in (key, *aliases.get(key, ()))]


def table(measured: Measured) -> str:
    """nDCG@10, recall@20 and MRR of all questions, then nDCG@10 by type, as Markdown in German."""
    types = next(iter(measured.values()))
    lines = ["| Verfahren | Fragen | nDCG@10 | recall@20 | MRR |", "|---|---|---|---|---|"]
    for name, by_type in measured.items():
        whole = by_type["all"]
        lines.append(
            f"| {name} | {whole.questions} | {whole.ndcg:.4f} | {whole.recall:.4f} | {whole.mrr:.4f} |"
        )
    lines += [
        "",
        f"| nDCG@10 nach Art | Fragen | {' | '.join(measured)} |",
        "|---" * (len(measured) + 2) + "|",
    ]
    for kind in sorted(types.keys() - {"all"}):
        values = " | ".join(f"{by_type[kind].ndcg:.3f}" for by_type in measured.values())
        lines.append(f"| {kind} | {types[kind].questions} | {values} |")
    return "\n".join(lines).replace(".", ",")


def main(arguments: Sequence[str]) -> int:
    """Measure and print. Returns the exit code."""
    file = Path(arguments[0]) if arguments else QUESTIONS
    try:
        questions = read_questions(file)
    except (OSError, QuestionsError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="allmende-bench-") as folder, postgres() as address:
        print(f"Fragen: {file.name}\n\n{table(compare(questions, Path(folder), address))}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
