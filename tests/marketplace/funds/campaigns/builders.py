"""A campaign of an organisation into a hosted fund, under a rule book that asks for no filing unless a test says so."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.core import clock
from marketplace.funds.campaigns import domain
from marketplace.funds.campaigns.kinds import Need, Rule, Where
from marketplace.funds.giving import domain as giving
from tests import factories

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def slip(name="slip.png"):
    return SimpleUploadedFile(name, PNG, content_type="image/png")


class Square:
    """house: office with its roles; fund: hosted, in force; owner: of the organiser; giver: a person with an account."""

    def __init__(self, house, fund):
        self.house, self.fund = house, fund
        self.host = fund.host
        self.organiser = factories.make_organisation()
        self.owner_user = factories.person("OWNER", self.organiser)
        self.second_user = factories.person("FINANCE", house.office)
        self.giver_user = factories.make_user()

    @property
    def owner(self):
        return factories.actor(self.owner_user)

    @property
    def second(self):
        return factories.actor(self.second_user)

    @property
    def giver(self):
        return factories.actor(self.giver_user)

    def draft(self, *, minimum="1000.00", optimum="", days=10, rule=Rule.ALL_OR_NOTHING, by=None, **fields):
        costs = [{"name_zh": "设备", "name_en": "A machine", "amount": Decimal(minimum), "need": Need.MINIMUM}]
        if optimum:
            costs.append({"name_zh": "保养", "name_en": "", "amount": Decimal(optimum), "need": Need.OPTIMUM})
        now = clock.now()
        values = {
            "title_zh": "爬楼机", "title_en": "Stair climber", "story_zh": "老楼没有电梯。", "organiser": self.organiser, "office": self.house.office,
            "fund": self.fund, "rule": rule, "opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(days=days), "costs": costs,
        }  # fmt: skip
        return domain.draft_campaign(by=by or self.owner, **values | fields)

    def opened(self, **fields):
        campaign = self.draft(**fields)
        domain.file_campaign(campaign, by=self.owner)
        return domain.open_campaign(campaign, by=self.house.leader)

    def elsewhere(self, **fields):
        return self.opened(where=Where.ELSEWHERE, fund=None, kind="REWARD", **fields)

    def give(self, campaign, amount, *, giver_name="", contact="", reference="", confirm=True):
        """A gift by bank slip, recorded by one and confirmed by another."""
        gift = giving.record(
            self.fund, by=self.house.finance, way="BANK", amount=Decimal(amount), cause=campaign, giver_name=giver_name,
            giver_contact=contact, reference=reference, evidence=slip(),
        )  # fmt: skip
        return giving.confirm(gift, by=self.second) if confirm else gift

    def promise(self, campaign, amount, *, by=None, way="BANK"):
        return giving.promise(self.fund, by=by or self.giver, amount=Decimal(amount), cause=campaign, way=way)

    def pot(self, campaigns, amount="500.00", *, source=None, **fields):
        values = {"name_zh": "配捐", "fund": source, "amount": Decimal(amount)}
        pot = domain.draft_pot(by=self.house.finance, campaigns=campaigns, **values | fields)
        return domain.activate_pot(pot, by=self.house.leader)
