"""Errors whose message is for the user."""


class UserError(Exception):
    """Wrong usage or input. The message names the thing, its value, and what to do."""


class EnvironmentFault(Exception):
    """An environment broke its interface. The agents of its policy stop; other policies continue."""


class MustResume(Exception):
    """The agents of a policy must stop and resume from the log."""
