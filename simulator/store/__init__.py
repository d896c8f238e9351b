"""The store: one SQLite file that holds runs, their events, findings and verdicts.

The rest of capisim opens it with ``open_store`` and never writes SQL that changes it.
"""

from simulator.store.connect import open_store
from simulator.store.read import Store
from simulator.store.rows import EventRow, event_key, number_of

__all__ = ["EventRow", "Store", "event_key", "number_of", "open_store"]
