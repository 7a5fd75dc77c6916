import os

SECRET_KEY = os.environ.get("SECRET_KEY", "x")
ROOT_URLCONF = "shop.urls"
MIDDLEWARE = []
INSTALLED_APPS = ["orders", "billing", "rest_framework"]
REDIS_URL = os.environ.get("CACHE_REDIS_URL")
DATABASES = {"default": {"ENGINE": "django.db.backends.mysql", "NAME": "shop"}}
API_TOKEN = os.environ.get("PAY_API_TOKEN")
