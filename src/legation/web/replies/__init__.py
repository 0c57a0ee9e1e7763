"""What readers say under a page: given by anybody, shown only when a moderator has published it.

An e-mail address is asked for, so that a moderator can ask back. It is sealed before it is written, and opened for
moderators alone (seal.py); nothing else of the program ever holds it.
"""

from legation.errors import Conflict
from legation.web.replies.given import Given, Refused, checked
from legation.web.replies.ledger import Event, Ledger, Reply, State

__all__ = ["Conflict", "Event", "Given", "Ledger", "Refused", "Reply", "State", "checked"]
