"""Tables as files, a module a format: each takes what `mayadeen.stores.formats.batches` gives."""
