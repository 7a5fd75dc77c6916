from billing import views as billing
from django.urls import include, path, re_path
from orders import views as orders
from rest_framework.routers import DefaultRouter

router = DefaultRouter()
router.register("orders", orders.OrderViewSet)

urlpatterns = [
    path("api/", include(router.urls)),
    path("bills/<int:pk>/", billing.bill),
    re_path(r"^bills/(?P<year>[0-9]{4})/$", billing.year),
]
