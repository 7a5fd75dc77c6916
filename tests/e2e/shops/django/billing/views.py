from django.http import HttpResponse
from orders.models import Order

from billing.models import Bill
from billing.tasks import remind


def bill(request, pk):
    Order.objects.filter(pk=pk)
    Bill.objects.create(order_id=pk)
    remind.delay(pk)
    return HttpResponse(pk)


def year(request, year):
    return HttpResponse(year)
