"""`manage.py grant_role E-MAIL BODY ROLE`: the first leader of an office, for whom nobody is there to give the role."""

from django.core.management.base import BaseCommand, CommandError

from marketplace.core.actors import system
from marketplace.core.refusals import Refused
from orgs import domain
from orgs.models import Office, Organisation, User
from orgs.states import Role


class Command(BaseCommand):
    help = "Give a person a role in an office or organisation (by its code); recorded as given by the portal itself."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("body", help="code of the office or organisation")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *, email, body, role, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"nobody has an account with {email}; open it first (or: manage.py createsuperuser)")
        found = Office.objects.filter(code=body).first() or Organisation.objects.filter(code=body).first()
        if found is None:
            raise CommandError(f"there is no office or organisation {body}")
        try:
            domain.grant_role(found, by=system("operator"), user=user, role=role)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{user.email}: {role} in {found.code}")
