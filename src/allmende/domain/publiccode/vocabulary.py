# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words the standard allows, version 0.7.0 of 2026-06-24 (publiccode.yml, docs/standard, CC0-1.0)."""

LATEST = "0"
READ = "0.7"
VERSIONS = {
    "0": 7, "0.2": 2, "0.2.0": 2, "0.2.1": 2, "0.2.2": 2, "0.3": 3, "0.3.0": 3, "0.4": 4, "0.4.0": 4,
    "0.5": 5, "0.5.0": 5, "0.7": 7, "0.7.0": 7,
}  # fmt: skip
# Named in the record of changes, but never published; the reference does not know the number.
UNPUBLISHED = {"0.6": 6, "0.6.0": 6}
CURRENT = frozenset({"0", "0.7", "0.7.0"})
STATES = ("concept", "development", "beta", "stable", "obsolete")
TYPES = (
    "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
    "standalone/other", "addon", "library", "configurationFiles",
)  # fmt: skip
MAINTENANCE = ("internal", "contract", "community", "none")
EXTENSIONS = ("0.2", "1.0")
LAWS = frozenset({"gdpr", "eidas", "nis2", "cra", "spid", "cie", "anpr", "pagopa", "io"})
LONGEST_SHORT = 150
LONGEST_GENERIC = 35
SHORTEST_LONG = 150
LONGEST_LONG = 10_000
