# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same documents and questions in SQLite FTS5 and in PostgreSQL's German full text."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from allmende.search.documents import Document

Ask = Callable[[str], list[str]]
TOP = 20


def texts(document: Document) -> tuple[str, str, str]:
    """Key, title, and all the rest of a document."""
    rest = (document.title_en, document.summary, document.summary_en, *document.keywords, document.body)
    return document.key, document.title, " ".join(rest)


def sqlite_fts5(folder: Path, documents: Sequence[Document]) -> Ask:
    """Build an FTS5 table on disk; any of the words, best 20 by BM25 with the title weighted three times."""
    connection = sqlite3.connect(folder / "fts5.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    columns = "key UNINDEXED, title, rest"
    connection.execute(
        f"CREATE VIRTUAL TABLE found USING fts5({columns}, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.executemany("INSERT INTO found VALUES (?, ?, ?)", map(texts, documents))
    connection.commit()

    def ask(question: str) -> list[str]:
        words = " OR ".join(json.dumps(word, ensure_ascii=False) for word in question.split())
        query = "SELECT key FROM found WHERE found MATCH ? ORDER BY bm25(found, 0, 3, 1) LIMIT ?"
        return [key for (key,) in connection.execute(query, (words, TOP))]

    return ask


def postgres_german(address: str, documents: Sequence[Document]) -> Ask:
    """Build a GIN index over weighted 'german' vectors; any of the words, best 20 by ts_rank."""
    connection = psycopg.connect(address, autocommit=True)
    connection.execute("DROP TABLE IF EXISTS found")
    connection.execute("CREATE TABLE found (key text, words tsvector)")
    weighted = "setweight(to_tsvector('german', %s), 'A') || to_tsvector('german', %s)"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO found VALUES (%s, {weighted})",
            [texts(document) for document in documents],
        )
    connection.execute("CREATE INDEX ON found USING gin (words)")
    connection.execute("VACUUM ANALYZE found")

    def ask(question: str) -> list[str]:
        rows = connection.execute(
            "SELECT key FROM found, "
            "(SELECT replace(plainto_tsquery('german', %s)::text, '&', '|')::tsquery AS query)"
            " AS asked WHERE words @@ asked.query ORDER BY ts_rank(words, asked.query) DESC, key LIMIT %s",
            (question, TOP),
        )
        return [key for (key,) in rows]

    return ask
