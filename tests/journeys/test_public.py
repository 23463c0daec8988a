"""The public door in a real browser: the whole loop by code, with and without JavaScript, and no line on the browser's console."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from portal.bootstrap import probe
from portal.cases import acceptance, publication, referral
from portal.cases.case import Case
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.web.public.results import publish

pytestmark = pytest.mark.browser
