"""What the house says no with."""


class Refused(Exception):
    """A rule says no to a person.

    The text is a whole, translated sentence that says what to do; views show it
    beside the form with status 422. Programming mistakes are asserts, not this.
    """
