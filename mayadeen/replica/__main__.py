import sys

from mayadeen.replica.main import main

sys.exit(main())
