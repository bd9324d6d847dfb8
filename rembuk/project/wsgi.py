"""The WSGI door: granian serves `application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.project.settings")
application = get_wsgi_application()

# Every view is loaded before the first person asks for one. What is there by now stays for good:
# the collector need not walk through all of it again, for which everybody would wait 100 ms.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
