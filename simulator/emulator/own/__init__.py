"""Our own routes under ``/capisim/``: what Meta never tells, for tests, scripts and a page to look at."""
