"""People, offices, communities, organisations, memberships: who there is."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, links
from marketplace.core.personal import personal
from marketplace.core.texts import Translated, both, in_both

from .kinds import PARTS_OF_STREET, Grade, IncubationStage, LegalForm, Level, OfficeKind, OrgClass
from .queries import (
    CommunityQuerySet,
    DocumentQuerySet,
    JoinQuerySet,
    MembershipQuerySet,
    OfficeQuerySet,
    OrganisationQuerySet,
)
from .states import DocumentState, JoinState, MembershipState, OrganisationState, Role, Standing


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Erasure blanks what is personal; the row and its audit stay."""

    email = personal(models.EmailField(_("e-mail"), unique=True), why="log-in and letters")
    name = personal(models.CharField(_("name"), max_length=80, blank=True), why="shown to colleagues")
    phone = personal(models.CharField(_("phone"), max_length=20, blank=True), why="log-in by phone, kept for later")
    language = models.CharField(_("language"), max_length=8, default="zh-hans")
    display = personal(models.CharField(max_length=20, blank=True), why="pages drawn as chosen, on every device")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # keys of accounts of the same person that were merged into this one; and on those, into which
    earlier = models.JSONField(default=list)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    date_joined = models.DateTimeField(default=clock.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")

    def __str__(self):
        """The name; an account that was merged keeps its key and names who it is now."""
        if self.merged_into_id:
            return f"#{self.pk} → {self.merged_into}"
        return self.name or self.email

    def get_full_name(self):
        return str(self)

    get_short_name = get_full_name


class Dated(models.Model):
    """Master data with a first and a last day (open when empty). follows: the row in whose place it came."""

    state = models.CharField(max_length=8, choices=Standing, default=Standing.STANDING)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")

    class Meta:
        abstract = True


class Office(Dated):
    """A street office, a department, a district body: who buys, approves, pays."""

    STEPS = "orgs.office"

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=OfficeKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    buys = models.BooleanField(_("buys services"), default=False)
    duties_zh = models.TextField(_("duties in Chinese"), blank=True)
    duties_en = models.TextField(_("duties in English"), blank=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    name, duties = Translated(), Translated()
    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name

    def led_from(self) -> set[int]:
        """Keys of the offices whose leaders give roles here: this one, and the street office that it is part of."""
        return {self.pk, self.parent_id} if self.kind in PARTS_OF_STREET else {self.pk}

    def people_url(self):
        return links.to("orgs:office_people", self.code)


class Community(Dated):
    """A community of the street. polygon: GeoJSON ring of [lon, lat] pairs (WGS 84)."""

    STEPS = "orgs.community"

    code = models.CharField(_("code"), max_length=20, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="communities")
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    population = models.PositiveIntegerField(_("population"), default=0)
    area_km2 = models.DecimalField(_("area in square kilometres"), max_digits=7, decimal_places=2, default=0)
    lat = models.FloatField(_("latitude"), null=True)
    lon = models.FloatField(_("longitude"), null=True)
    polygon = models.JSONField(_("outline"), default=list, blank=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    name = Translated()
    objects = CommunityQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "communities"

    def __str__(self):
        return self.name


class Organisation(models.Model):
    """A social organisation in the register (M12). uscc: 18 characters, GB 32100-2015.

    A code belongs to whoever was verified with it. Before that, several may have applied with the same code: anybody
    can type one, and a first application must not keep the true owner out.
    """

    STEPS = "orgs.organisation"

    code = models.CharField(max_length=20, unique=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, db_index=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=24, choices=LegalForm)
    org_class = models.CharField(_("class"), max_length=24, choices=OrgClass, db_index=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.STREET)
    founded = models.DateField(_("founded on"))
    community = models.ForeignKey(Community, models.PROTECT, null=True, blank=True, verbose_name=_("community"))
    staff = models.PositiveIntegerField(_("staff"), default=0)
    social_workers = models.PositiveIntegerField(_("social workers"), default=0)
    is_hub = models.BooleanField(_("hub organisation"), default=False)
    field_zh = models.CharField(_("fields of work in Chinese"), max_length=200, blank=True)
    field_en = models.CharField(_("fields of work in English"), max_length=300, blank=True)
    profile_zh = models.TextField(_("profile in Chinese"), blank=True)
    profile_en = models.TextField(_("profile in English"), blank=True)
    contact_email = personal(models.EmailField(_("contact e-mail"), blank=True), why="letters to the organisation")
    contact_phone = personal(models.CharField(_("contact phone"), max_length=30, blank=True), why="calls by the buyer")
    bank_account = personal(models.CharField(_("bank account"), max_length=60, blank=True), why="payments")
    state = models.CharField(max_length=12, choices=OrganisationState, default=OrganisationState.APPLIED)
    state_reason = models.TextField(blank=True)
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    name, field, profile = Translated(), Translated(), Translated()
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["state", "name_zh"])]
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=Q(state__in=["verified", "suspended"]) | Q(verified_at__isnull=False),
                name="code_verified_once",
            ),
            models.UniqueConstraint(fields=["uscc", "applied_by"], name="applied_once_with_a_code"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return links.to("orgs:organisation", self.code)

    def file_url(self):
        """The organisation's file: for its members and for officers."""
        return links.to("orgs:file", self.code)

    def tell_params(self):
        return {"name": both(self, "name"), "reason": self.state_reason}

    def grade_on(self, day: date):
        """The assessment that is valid on this day, or None (an expired grade is no grade)."""
        valid = [a for a in self.assessments.all() if a.valid_from <= day <= a.valid_to]
        return max(valid, key=lambda a: a.valid_from, default=None)


class Assessment(models.Model):
    """An assessment grade, valid five years from its date. ended_how: "lowered" or "revoked" where it ended before."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="assessments")
    grade = models.CharField(max_length=2, choices=Grade)
    valid_from = models.DateField()
    valid_to = models.DateField()
    ended_how = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["-valid_from"]


class IncubationRecord(models.Model):
    """In which incubation stage the organisation has been since when; its workflow comes with the hub."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="incubation")
    stage = models.CharField(max_length=16, choices=IncubationStage)
    since = models.DateField()

    class Meta:
        ordering = ["-since"]


class OrganisationDocument(models.Model):
    """A paper of the organisation and until when it is valid; one current paper of each kind."""

    STEPS = "orgs.document"

    class Kind(models.TextChoices):
        REGISTRATION = "REGISTRATION", _("registration certificate")
        CHARTER = "CHARTER", _("charter")
        ANNUAL_CHECK = "ANNUAL_CHECK", _("annual check")
        ACCOUNT_PERMIT = "ACCOUNT_PERMIT", _("account permit")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.CURRENT)
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    told_expiring_at = models.DateTimeField(null=True)
    told_expired_at = models.DateTimeField(null=True)
    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-added_at"]
        indexes = [models.Index(fields=["valid_to"], name="current_papers", condition=Q(state="current"))]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"], condition=Q(state="current"), name="one_paper_of_a_kind"
            )
        ]

    def __str__(self):
        return str(self.get_kind_display())

    def get_absolute_url(self):
        return self.organisation.file_url()

    def is_expired(self, day: date) -> bool:
        """The last day of validity has passed."""
        return self.valid_to is not None and self.valid_to < day

    def tell_params(self):
        return {
            **self.organisation.tell_params(),
            "document": in_both(lambda: self.get_kind_display()),
            "day": self.valid_to.isoformat() if self.valid_to else "",
        }


class Membership(models.Model):
    """A person holds a role in one body from a day until a day; who granted it stays on record.

    It counts from `valid_from` to `valid_to` (both included, open when empty) unless it was ended before.
    """

    STEPS = "orgs.membership"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)
    state = models.CharField(max_length=8, choices=MembershipState, default=MembershipState.HELD)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_in_one_body",
                condition=Q(office__isnull=False, organisation__isnull=True)
                | Q(office__isnull=True, organisation__isnull=False),
            ),
            # two constraints: a database holds two empty columns for different
            models.UniqueConstraint(
                fields=["user", "office", "role"], condition=Q(ended_at=None), name="one_role_in_office"
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=Q(ended_at=None), name="one_role_in_organisation"
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"

    def get_absolute_url(self):
        return self.organisation.file_url() if self.organisation_id else self.office.people_url()

    @property
    def body(self):
        """The office or organisation."""
        return self.office or self.organisation

    def tell_params(self):
        return {"body": both(self.body, "name"), "role": in_both(lambda: self.get_role_display())}


class JoinRequest(models.Model):
    """Somebody asks to join an organisation that is in the register already; its owner consents or declines."""

    STEPS = "orgs.join"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(User, models.CASCADE, related_name="join_requests")
    role = models.CharField(max_length=24, choices=Role, default=Role.BID_WRITER)
    message = personal(models.TextField(blank=True), why="tells the owner who asks", of="user")
    state = models.CharField(max_length=10, choices=JoinState, default=JoinState.ASKED)
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    objects = JoinQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], condition=Q(state="asked"), name="asked_once")
        ]

    def __str__(self):
        return f"{self.user} → {self.organisation}"

    def get_absolute_url(self):
        return links.to("orgs:join", self.pk)

    def tell_params(self):
        return {"name": both(self.organisation, "name"), "person": str(self.user), "reason": self.reason}


from .models_accounts import Delegation, LogIn  # noqa: E402, F401  (needs the models above)
