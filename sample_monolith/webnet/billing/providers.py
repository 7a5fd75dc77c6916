"""Ways to pay, and what can go wrong. Which ones exist is a matter of configuration."""

from typing import ClassVar

from flask import current_app
from werkzeug.utils import import_string

from webnet.errors import Conflict, Invalid, WebnetError


class PaymentError(WebnetError):
    """Base of all payment problems; ``retryable`` tells what to offer next."""

    status_code = 402
    code = "payment_failed"
    retryable = False

    def __init__(self, message: str, provider: str = "", decline_code: str = ""):
        super().__init__(message, provider=provider, decline_code=decline_code)
        self.provider = provider
        self.decline_code = decline_code


class PaymentDeclined(PaymentError):
    """The provider said no, and will say no again."""

    code = "payment_declined"


class ProviderUnavailable(PaymentError):
    """The provider did not answer; the same request may work later."""

    code = "provider_unavailable"
    retryable = True


class AlreadyPaid(Conflict):
    code = "already_paid"


class RefundTooLarge(Conflict):
    """More money than there is left of the payment."""

    code = "refund_too_large"

    def __init__(self, wanted_cents: int, left_cents: int):
        super().__init__(
            "a refund cannot be larger than what is left of the payment",
            left_cents=left_cents,
        )
        self.wanted_cents = wanted_cents
        self.left_cents = left_cents


class Provider:
    """Takes money for an invoice, or raises ``PaymentError``."""

    name = ""
    label = ""

    def capture(self, amount_cents: int, details: dict[str, str]) -> None:
        raise NotImplementedError

    def refund(self, reference: str, amount_cents: int) -> None:
        """Give money back; providers that cannot are refunded by hand."""


class CardProvider(Provider):
    """A test gateway: the last digits of the card decide what happens."""

    name = "card"
    label = "Credit card"

    OUTCOMES: ClassVar[dict[str, tuple[str, str]]] = {
        "0002": ("card_declined", "the card was declined"),
        "0069": ("expired_card", "the card has expired"),
        "9995": ("insufficient_funds", "there is not enough money"),
    }

    def capture(self, amount_cents, details):
        digits = details.get("card_number", "").replace(" ", "")
        if not digits.isdigit() or not 12 <= len(digits) <= 19:
            raise Invalid("this is not a card number", field="card_number")
        if not passes_luhn(digits):
            raise PaymentDeclined("the number is wrong", self.name, "bad_number")
        if digits.endswith("0119"):
            raise ProviderUnavailable("the bank does not answer", self.name, "timeout")
        if digits[-4:] in self.OUTCOMES:
            code, message = self.OUTCOMES[digits[-4:]]
            raise PaymentDeclined(message, self.name, code)


class VoucherProvider(Provider):
    """Gift vouchers: ``GIFT-<euros>-<check digit>``."""

    name = "voucher"
    label = "Gift voucher"

    def capture(self, amount_cents, details):
        parts = details.get("voucher", "").upper().split("-")
        if len(parts) != 3 or parts[0] != "GIFT" or not parts[1].isdigit():
            raise Invalid("this is not a voucher", field="voucher")
        if parts[2] != str(sum(map(int, parts[1])) % 10):
            raise PaymentDeclined("the voucher is not valid", self.name, "bad_check")
        if int(parts[1]) * 100 < amount_cents:
            raise PaymentDeclined("the voucher is too small", self.name, "too_small")


def passes_luhn(digits: str) -> bool:
    """The check sum of card numbers."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit)
        if index % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def get_provider(name: str) -> Provider:
    address = current_app.config["PAYMENT_PROVIDERS"].get(name)
    if address is None:
        raise Invalid(f"unknown way to pay: {name}", field="provider")
    return import_string(address)()


def provider_labels() -> dict[str, str]:
    names = current_app.config["PAYMENT_PROVIDERS"]
    return {name: get_provider(name).label for name in names}
