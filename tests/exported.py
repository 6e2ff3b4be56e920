"""Exported files read back by other programs' readers, each row as the database has it."""

import csv
import gzip
import io
import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.feather as feather
import pyarrow.parquet as pq

# Written by hand from docs/data.md.
NUMBERS = {"revision", "reading_minutes", "word_count", "video_seconds", "seq", "number", "rank", "gap", "views", "replaces", "returns"}  # fmt: skip
JSON = {"regions", "authors", "images", "videos", "tags", "related", "provenance", "warc", "changed", "detail"}
BEIRUT = {"published", "modified"}


def opened(path: Path):
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def read_jsonl(path):
    with opened(path) as file:
        return [json.loads(line) for line in file]


def read_csv(path):
    csv.field_size_limit(1 << 30)
    with opened(path) as file:
        names, *lines = csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline=""))
    return [{name: _cell(name, value) for name, value in zip(names, line, strict=True)} for line in lines]


def _cell(name, value):
    if value == "":
        return None
    if name in NUMBERS:
        return int(value)
    return json.loads(value) if name in JSON else value.removeprefix("'")


def read_parquet(path):
    return rows_of(pq.read_table(path, partitioning=None))


def read_feather(path):
    return rows_of(feather.read_table(path))


def read_duckdb(path, table="articles"):
    with duckdb.connect(path, read_only=True) as connection:
        return rows_of(connection.sql(f"SELECT * FROM {table}").to_arrow_table())


def read_parts(path, names):
    parts = ds.HivePartitioning(pa.schema([(name, pa.string()) for name in names]), segment_encoding="uri")
    return rows_of(ds.dataset(path, partitioning=parts).to_table())


def rows_of(table: pa.Table):
    assert {name for name in table.column_names if name in NUMBERS} == {
        field.name for field in table.schema if pa.types.is_int64(field.type)
    }
    return [{name: _stored(name, value) for name, value in row.items()} for row in table.to_pylist()]


def _stored(name, value):
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo("Asia/Beirut" if name in BEIRUT else "UTC")).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return json.loads(value) if name in ("provenance", "detail") and value is not None else value


READERS = {"jsonl": read_jsonl, "csv": read_csv, "parquet": read_parquet, "feather": read_feather, "duckdb": read_duckdb}
