"""The rules, one file per part of an event.

Importing this package declares them. Findings of equal severity come in the order of these
imports, which follows the order in which the API seems to check: structure, time, customer
information, hashes, custom data, what a channel asks for. The order inside a file decides which of
several rules for the same schema violation is asked first.
"""

# isort: off
from simulator.checks.rules import event as event
from simulator.checks.rules import names as names
from simulator.checks.rules import placement as placement
from simulator.checks.rules import event_ids as event_ids
from simulator.checks.rules import time as time
from simulator.checks.rules import identity as identity
from simulator.checks.rules import proxies as proxies
from simulator.checks.rules import hashes as hashes
from simulator.checks.rules import recognition as recognition
from simulator.checks.rules import click_ids as click_ids
from simulator.checks.rules import clicked as clicked
from simulator.checks.rules import custom_data as custom_data
from simulator.checks.rules import contents as contents
from simulator.checks.rules import minor_units as minor_units
from simulator.checks.rules import messaging as messaging
from simulator.checks.rules import app as app
from simulator.checks.rules import browser as browser
from simulator.checks.rules import data_use as data_use
from simulator.checks.rules import personal_data as personal_data
from simulator.checks.rules import request as request
from simulator.checks.rules import schema as schema
from simulator.checks.rules import environment as environment
from simulator.checks.rules import test_code_inside as test_code_inside
from simulator.checks.rules import crawlers as crawlers
from simulator.checks.rules import pairing as pairing
from simulator.checks.rules import repeats as repeats
from simulator.checks.rules import pair_content as pair_content
from simulator.checks.rules import pair_people as pair_people
from simulator.checks.rules import pair_cookies as pair_cookies
from simulator.checks.rules import pair_places as pair_places
from simulator.checks.rules import pair_times as pair_times
from simulator.checks.rules import pair_data_use as pair_data_use
from simulator.checks.rules import pair_lost as pair_lost
from simulator.checks.rules import consent as consent
from simulator.checks.rules import installs as installs
from simulator.checks.rules import routes as routes
from simulator.checks.rules import people as people
from simulator.checks.rules import coverage as coverage
from simulator.checks.rules import test_codes as test_codes
from simulator.checks.rules import ignored as ignored
from simulator.checks.rules import tag_form as tag_form
from simulator.checks.rules import tag_rules as tag_rules
from simulator.checks.rules import tag_data as tag_data
from simulator.checks.rules import tag_ids as tag_ids
from simulator.checks.rules import tag_sending as tag_sending
