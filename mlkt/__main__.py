"""`python -m mlkt` is the command `mlkt`."""

from mlkt.cli import main

raise SystemExit(main())
