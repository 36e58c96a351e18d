"""`python -m lungseg` is the command `lungseg`."""
import sys

from ._entry import main

sys.exit(main())
