"""A made-up shop: shoppers, what they do, and what the two channels report of it.

Everybody in it is invented: hosts end in ``.example``, e-mail addresses in example.com, example.net or
example.org, IP addresses come from ranges set aside for documentation, telephone numbers from ranges
set aside for fiction where a country has one. Equal settings give equal bytes.
"""

from __future__ import annotations

from simulator.synthetic.made import Action, Fault, Made
from simulator.synthetic.settings import ShopSettings
from simulator.synthetic.shop import Shop, traffic

__all__ = ["Action", "Fault", "Made", "Shop", "ShopSettings", "traffic"]
