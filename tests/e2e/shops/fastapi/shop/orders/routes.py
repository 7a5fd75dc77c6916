from fastapi import APIRouter, Body, Depends, Header, Query, status

from shop.orders.models import OrderRow
from shop.schemas import Order, OrderIn

router = APIRouter()


def session():
    yield OrderRow()


@router.get("/{number}", response_model=Order)
async def show(number: int, verbose: bool = False, x_token: str = Header(None), db=Depends(session)):
    """One order."""
    return db


@router.post("/", status_code=status.HTTP_201_CREATED)
async def place(order: OrderIn = Body(..., embed=True)) -> Order:
    return order


@router.get("/")
async def every(page: int = Query(1, ge=1), limit: int = Query(..., le=100, alias="size")) -> list[Order]:
    return []


@router.delete("/{number}", status_code=204)
async def cancel(number: int) -> None:
    return None


@router.get("/files/{path:path}")
async def file(path: str):
    return path
