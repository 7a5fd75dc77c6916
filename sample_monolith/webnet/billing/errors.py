"""What can go wrong with money."""

from webnet.errors import Conflict, WebnetError


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
