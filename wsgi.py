"""The application for gunicorn: `gunicorn wsgi:application`."""

from survey.app import create_app

application = create_app()
