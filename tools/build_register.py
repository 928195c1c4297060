# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Make src/allmende/data/register/ from the compiled register: `python tools/build_register.py FOLDER`.

FOLDER holds municipalities.csv, associations.csv, districts.csv, states.csv and the outlines as GeoJSON.
Columns without a confirmed licence (INKAR, BBSR types) are left out, and so are areas of no municipality.
"""

import csv
import gzip
import io
import json
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from allmende.register.maps import LAND_SCALE, project

TARGET = Path(__file__).parent.parent / "src" / "allmende" / "data" / "register"
EDITION, TYPOLOGY = "2025-10-31", "2023-12-31"
COLUMNS = (
    "key", "level", "ars", "name", "full_name", "official_name", "regional_name", "designation", "kind",
    "state", "district", "association", "seat", "population", "population_date", "area_km2", "latitude",
    "longitude", "postal_code", "several_postal_codes", "urbanisation", "travel_region",
    "travel_region_name", "typology_date", "population_2013", "population_2017", "population_2021",
    "population_2023", "trend", "census_population", "census_dwellings", "census_vacancy_rate", "nuts3",
    "edition",
)  # fmt: skip
SAME = ("name", "kind", "population", "population_date", "area_km2", "population_2013", "population_2017",
        "population_2021", "population_2023")  # fmt: skip
RENAMED = {
    "official_name": "official_name", "full_name": "full_name", "district": "district_ags",
    "state": "state_ags", "regional_name": "name_regional",
    "trend": "population_change_2013_2023_pct", "designation": "designation",
    "association": "association_ars", "latitude": "latitude", "longitude": "longitude",
    "postal_code": "postal_code", "several_postal_codes": "multiple_postal_codes", "urbanisation": "degurba",
    "travel_region": "travel_region_code", "travel_region_name": "travel_region",
    "census_population": "census_population_2022", "census_dwellings": "census_dwellings_2022",
    "census_vacancy_rate": "census_vacancy_rate_2022_pct", "nuts3": "nuts3",
}  # fmt: skip


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def convert(row, level, key, seat):
    out = {name: row.get(name, "") for name in SAME}
    out |= {ours: row.get(theirs, "") for ours, theirs in RENAMED.items()}
    out |= {"level": level, "key": key, "ars": row.get("ars", key), "seat": seat, "edition": EDITION}
    out["full_name"] = out["full_name"] or out["name"]
    out["official_name"] = out["official_name"] or out["full_name"]
    if row.get("degurba"):
        out["typology_date"] = TYPOLOGY
    return out


def place_at_seat(rows, places):
    """A body without a centre of its own is placed at its seat, else at its members' mean."""
    members = defaultdict(list)
    for row in places.values():
        for key in (row["association"], row["district"], row["state"]):
            members[key].append(row)
    for row in rows:
        seat = places.get(row["seat"])
        if not row["latitude"] and seat:
            row["latitude"], row["longitude"] = seat["latitude"], seat["longitude"]
        elif not row["latitude"]:
            known = [m for m in members[row["key"]] if m["latitude"]]
            weight = sum(int(m["population"]) for m in known)
            for axis in ("latitude", "longitude") if weight else ():
                row[axis] = f"{sum(float(m[axis]) * int(m['population']) for m in known) / weight:.6f}"


def register(folder):
    places = [
        convert(r, "municipality", r["ags"], "")
        for r in rows_of(folder, "municipalities")
        if r["is_municipality"] == "true"
    ]
    states = [convert(r, "state", r["ags"], r["capital_ags"]) for r in rows_of(folder, "states")]
    districts = [convert(r, "district", r["ags"], r["seat_ags"]) for r in rows_of(folder, "districts")]
    unions = [convert(r, "association", r["ars"], r["seat_ags"]) for r in rows_of(folder, "associations")]
    above = states + districts + unions
    place_at_seat(above, {row["key"]: row for row in places})
    for row in above:
        row["state"] = "" if row["level"] == "state" else row["state"]
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(above + places)
    with (TARGET / "register.csv.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


def rings_of(geometry):
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[tuple(point) for point in ring] for polygon in polygons for ring in polygon]


def arcs(rings):
    """Cut closed rings where three or more borders meet, so that neighbours share the simplified border."""
    neighbours = defaultdict(set)
    for ring in rings:
        for a, b in pairwise(ring):
            neighbours[a].add(b)
            neighbours[b].add(a)
    return {point for point, near in neighbours.items() if len(near) != 2}


def cut(ring, nodes):
    start = next((i for i, point in enumerate(ring) if point in nodes), 0)
    loop = ring[start:-1] + ring[: start + 1]
    part = [loop[0]]
    for point in loop[1:]:
        part.append(point)
        if point in nodes:
            yield part
            part = [point]
    if len(part) > 1:
        yield part


def thin(points, tolerance):
    """Douglas-Peucker, in the same direction for both neighbours."""
    if points[0] == points[-1]:
        far = max(
            range(len(points)),
            key=lambda i: (abs(points[i][0] - points[0][0]) + abs(points[i][1] - points[0][1]), points[i]),
        )
        return (
            thin(points[: far + 1], tolerance)[:-1] + thin(points[far:], tolerance)
            if 0 < far < len(points) - 1
            else points
        )
    if points[-1] < points[0]:
        return thin(points[::-1], tolerance)[::-1]
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    gaps = [abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length for x, y in points[1:-1]]
    if not gaps or max(gaps) < tolerance:
        return [points[0], points[-1]]
    middle = gaps.index(max(gaps)) + 1
    return thin(points[: middle + 1], tolerance)[:-1] + thin(points[middle:], tolerance)


def path_data(ring):
    steps = [(round(x), round(y)) for x, y in ring]
    text, (x0, y0) = f"M{steps[0][0]} {steps[0][1]}l", steps[0]
    for x, y in steps[1:-1]:
        if (x, y) != (x0, y0):
            text += f"{x - x0} {y - y0} "
            x0, y0 = x, y
    return text.replace(" -", "-").strip() + "z"


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def outlines(folder, name, tolerance, smallest, scale):
    features = json.loads((folder / f"germany-{name}.geojson").read_text(encoding="utf-8"))["features"]
    shapes = {
        f["properties"]["ags"]: [
            [tuple(scale * c for c in project(lat, lon)) for lon, lat in ring]
            for ring in rings_of(f["geometry"])
        ]
        for f in features
    }
    nodes = arcs([ring for rings in shapes.values() for ring in rings])
    result = {}
    for key, rings in shapes.items():
        simple = []
        for ring in rings:
            line = [ring[0]]
            parts = [thin(part, tolerance) for part in cut(ring, nodes)]
            line = parts[0] + [point for part in parts[1:] for point in part[1:]]
            if len(line) > 3 and area(line) > smallest:
                simple.append(line)
        simple = simple or [max(rings, key=area)]
        result[key] = "".join(path_data(ring) for ring in simple)
    return result


def main():
    folder = Path(sys.argv[1])
    register(folder)
    shapes = {
        "states": outlines(folder, "states", 1.2, 8, 1),
        "districts": outlines(folder, "districts", 3, 30, LAND_SCALE),
    }
    text = json.dumps(shapes, indent=0, separators=(",", ":"))
    (TARGET / "outlines.json").write_text(text + "\n", encoding="utf-8")
    print({name: len(json.dumps(paths)) for name, paths in shapes.items()})


if __name__ == "__main__":
    main()
