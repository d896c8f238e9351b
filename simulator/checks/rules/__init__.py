"""The rules, one file per part of an event.

Importing this package declares them. Findings of equal severity come in the order of these
imports, which follows the order in which the API seems to check: structure, time, customer
information, hashes, custom data, what a channel asks for. The order inside a file decides which of
several rules for the same schema violation is asked first.
"""

# isort: off
from simulator.checks.rules import event as event
from simulator.checks.rules import time as time
from simulator.checks.rules import identity as identity
from simulator.checks.rules import hashes as hashes
from simulator.checks.rules import click_ids as click_ids
from simulator.checks.rules import custom_data as custom_data
from simulator.checks.rules import contents as contents
from simulator.checks.rules import messaging as messaging
from simulator.checks.rules import app as app
from simulator.checks.rules import browser as browser
from simulator.checks.rules import data_use as data_use
from simulator.checks.rules import request as request
from simulator.checks.rules import schema as schema
from simulator.checks.rules import coverage as coverage
