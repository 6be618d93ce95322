"""Runs the generated SQL on DuckDB: FOLDER/episode.ndjson and settled.ndjson are the tables, queries.json the texts by id; writes
FOLDER/answers.json: by id, rows of month, facility, tier, department, place and count."""

import json
import sys
from pathlib import Path

import duckdb

folder = Path(sys.argv[1])
base = duckdb.connect()
base.execute("set threads = 1")
for table in ("episode", "settled"):
    base.execute(f"create table {table} as select * from read_json('{folder / (table + '.ndjson')}', format = 'newline_delimited', sample_size = -1)")
queries = json.loads((folder / "queries.json").read_text())
answers = {name: [list(row) for row in base.execute(text).fetchall()] for name, text in queries.items()}
(folder / "answers.json").write_text(json.dumps(answers))
