"""Meta's two endpoints on loopback: the Graph API's events edge and the Pixel's ``/tr``.

What arrives goes through the pipeline and is stored before it is answered; answers follow what is known of
Meta's own. ``app.py`` lists every route.
"""
