"""Code that is wrong, circular or very long must not stop the reader, and the answer must not depend on the order of files."""

from pathlib import Path

import pytest

from analyzer.frameworks.data_access import DATA_ACCESS, facts
from analyzer.frameworks.django import DJANGO
from analyzer.frameworks.sqlalchemy import SQLALCHEMY
from analyzer.model.syntax import ModuleSyntax
from analyzer.read.names import NameTable
from analyzer.read.program import Program
from tests.specs.run_specs import program_of

MEMBERS = (DATA_ACCESS, DJANGO, SQLALCHEMY)
MODEL = """
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base, relationship
Base = declarative_base()
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    next_id = Column(ForeignKey("orders.id"))
    next = relationship("Order")
"""
UGLY = {
    "circles": MODEL
    + """
class A(B): pass
class B(A): pass
Base2 = Base3
Base3 = Base2
class C(Base2.Model): x = Column(Integer)
def one(): return two()
def two(): return one() or three()
def three(x=None):
    x = x.y
    x = x
    return x
def four(order: "Order"):
    order = order.next.next.next
    while order: order = order.next
    order.id = 1
""",
    "odd tables": MODEL
    + """
class Odd(Base):
    __tablename__ = make(1)
    __table_args__ = lambda: 1
    a = Column(ForeignKey())
    b = relationship()
    c = relationship(lambda: Order, secondary=None)
t = Table()
u = Table("x")
class Bad(Base):
    __table__ = t
    __tablename__ = f"{a}{b}"
    d = Column(ForeignKey("nothing"))
    e = Column(ForeignKey(Order.nothing.at.all))
mapper(Order)
mapper(Order, u)
session.query().filter().update()
select()
""",
    "odd django": """
from django.db import models
from django.urls import path, include, re_path
class A(models.Model):
    class Meta:
        abstract = maybe
    f = models.ForeignKey()
    g = models.ManyToManyField("x.y.z", through=3)
    h = models.ForeignKey(to=Missing)
class P(A):
    class Meta:
        proxy = True
urlpatterns = [path(), path(1), path("x", include()), path("y", include(urlpatterns)), re_path("(", None), include("ugly")]
urlpatterns += more + [*urlpatterns]
router = DefaultRouter()
router.register()
router.register("a", B)
INSTALLED_APPS = None
ROOT_URLCONF = "ugly"
get_model()
""",
    "deep": MODEL
    + "def f(o: Order):\n    o"
    + ".next" * 300
    + ".id = 1\n"
    + "\n".join(f"def g{n}(): return g{n + 1}()" for n in range(300)),
    "long": MODEL + "def f(s):\n    q = s.query(Order)\n" + "    q = q.filter(1)\n" * 400 + "    q.update({})\n",
}


def program(text: str, root: Path) -> Program:
    (root / "ugly.py").write_text(text)
    return program_of(root)


@pytest.mark.parametrize("name", sorted(UGLY))
@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_ugly_code_is_read_to_the_end(name: str, member, tmp_path: Path) -> None:
    read = program(UGLY[name], tmp_path)
    assert list(member.facts(read)) == list(member.facts(read))


def test_deep_chains_and_rebinding_still_find_the_write(tmp_path: Path) -> None:
    for name in ("circles", "long"):
        writes = {use.entity for use in facts(program(UGLY[name], tmp_path)) if getattr(use, "mode", "") == "write"}
        assert writes == {"ugly.Order"}, name


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_nothing_in_no_code(member) -> None:
    assert list(member.facts(Program({}, NameTable({})))) == []
    empty = {"a": ModuleSyntax("a", "a.py", False)}
    assert list(member.facts(Program(empty, NameTable(empty)))) == []


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_the_order_of_files_does_not_matter(member, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text("from ugly import Order\ndef f(session):\n    session.add(Order())\n    session.commit()\n")
    read = program(MODEL, tmp_path)
    turned = dict(reversed(tuple(read.modules.items())))
    assert list(member.facts(Program(turned, NameTable(turned)))) == list(member.facts(read))
