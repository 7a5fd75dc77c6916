from fastapi import APIRouter, Request

from shop.billing.charges import charge

router = APIRouter()


@router.post("/{number}/charge")
async def bill(number: int, request: Request):
    return charge(number)
