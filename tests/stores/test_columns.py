"""How each field is exported."""

from dataclasses import fields

import pyarrow as pa

from mayadeen.items import Article
from mayadeen.stores.columns import EXPORTED
from mayadeen.stores.formats.arrow import schema


def test_each_field_is_exported_as_what_it_is():
    is_kind = {
        "int | None": pa.types.is_int64,
        "list[str]": pa.types.is_list,
        "list[dict[str, typing.Any]]": pa.types.is_list,
        "list[dict[str, str]]": pa.types.is_list,
        "dict[str, typing.Any] | None": pa.types.is_struct,
        "dict[str, dict[str, typing.Any]]": pa.types.is_string,
        "str | None": lambda told: pa.types.is_string(told) or pa.types.is_temporal(told),
    }
    told = schema(EXPORTED["articles"])
    assert told.names == [field.name for field in fields(Article)]
    assert [field.name for field in fields(Article) if not is_kind[str(field.type)](told.field(field.name).type)] == []
