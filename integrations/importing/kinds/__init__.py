from .accounts import Accounts
from .base import Kind
from .contacts import Contacts
from .ledger import Ledger
from .moves import Moves
from .opportunities import Opportunities
from .people import People
from .visits import Visits

KINDS: dict[str, type[Kind]] = {
    kind.name: kind for kind in (People, Accounts, Contacts, Visits, Opportunities, Moves, Ledger)
}
"""What can be imported, by the word on the command line."""
