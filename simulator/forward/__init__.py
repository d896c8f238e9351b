"""The one part of capisim that talks to another machine, and only when it is asked to.

``graph`` speaks to the Graph API, ``tokens`` finds what opens it, ``transient`` knows which answers may be tried again.
Nothing else in capisim may import an HTTP client; a contract of import-linter holds it.
"""
