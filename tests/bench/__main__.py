"""`make bench`: every figure the documents give, each as a ratio within this run."""

from tests.bench import archive, exporting, neighbours, reading, throughput

for bench in (reading, throughput, neighbours, archive, exporting):
    print(f"\n{bench.__name__}: {(bench.__doc__ or '').splitlines()[0]}")
    bench.main()
