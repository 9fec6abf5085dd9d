"""What is answered of slips; codes are in these answers and nowhere else."""

from shared.http.schemas import Answer


class SlipOut(Answer):
    """A code, given once, and the credential that is kept of it."""

    code: str
    cred: str


class CoverOut(Answer):
    """The code of a bundle, and how many slips it holds."""

    code: str
    slips: int


class PrintedOut(Answer):
    slips: list[SlipOut]
    bundles: list[CoverOut]
    pool_size: int


class PoolSizeOut(Answer):
    pool_size: int


class VoidOut(Answer):
    void: int


class ExchangedOut(Answer):
    """The new slip's code, given once; `void` is the credential of the old one."""

    code: str
    cred: str
    void: str


class CountsOut(Answer):
    """`present` is known once check-in is closed."""

    contest: str
    printed: int
    void: int
    given: int
    present: int | None


class PoolOut(Answer):
    items: list[CountsOut]
    next: None
