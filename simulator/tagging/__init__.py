"""A shop tagged with a data layer, data elements and rules, as Adobe's tags and event forwarding do it.

A property file tells the rules, a session file what a page does. ``run`` takes the one through the other and gives
what leaves: the pixel's requests and those to the events endpoint, as Adobe's published extensions send them. It
decides nothing: the requests go down the same path as any others.
"""
