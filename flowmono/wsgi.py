import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flowmono.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # every page now, and not while the first person waits for one
