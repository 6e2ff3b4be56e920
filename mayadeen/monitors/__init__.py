"""What is wrong with a run, told by comparing what it observed with the last good runs. Spidermon runs it."""
