"""capisim: what Meta would make of your Pixel and Conversions API events, told before launch.

The package is built in floors; a file imports only from floors below its own (see the
import-linter contract in ``pyproject.toml``). Importing this package loads nothing else.
"""

__version__ = "0.1.0"
