from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, List, Literal, Optional

from pydantic import BaseModel, EmailStr, Field


class State(str, Enum):
    OPEN = "open"
    PAID = "paid"


class Line(BaseModel):
    sku: str = Field(..., max_length=20, description="Article number")
    quantity: int = Field(1, ge=1)


class OrderIn(BaseModel):
    email: EmailStr
    lines: List[Line]
    note: Optional[str] = None
    kind: Literal["gift", "plain"] = "plain"


class Order(OrderIn):
    number: int
    total: Decimal
    state: State
    placed: datetime
    parent: "Order | None" = None
    tags: Annotated[dict[str, int], Field(alias="labels")] = {}
