from fastapi import FastAPI

from shop.billing.routes import router as billing
from shop.orders.routes import router as orders

app = FastAPI()
app.include_router(orders, prefix="/orders")
app.include_router(billing, prefix="/billing")
