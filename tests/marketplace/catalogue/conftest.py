import pytest

from orgs.models import Office


@pytest.fixture
def office(db):
    return Office.objects.create(
        code="OF-T1", kind="STREET", name_zh="测试街道办事处", name_en="Test Street Office", buys=True
    )
