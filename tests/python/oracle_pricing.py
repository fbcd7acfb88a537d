"""The slow, obvious price in plain Python: every question scans all rows, section by section of the pricing reference.

It knows nothing of the engine. Amounts are ``Decimal``, codes are text, blank is the empty text or ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Row = dict[str, Any]

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
OLDEST = date.min
EVERYTHING = "**"
CUSTOMER, CLASSES = ("customer", "business_id"), ("segment", "customer_group", "district")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero."""
    return value.quantize(ONE.scaleb(-decimals), ROUND_HALF_UP)


def folded(code: str | None) -> str:
    """Codes are compared without case and trailing blanks (section 2)."""
    return (code or "").rstrip().lower()


@dataclass
class World:
    """All tables, as lists of rows."""

    company: Row
    customers: list[Row] = field(default_factory=list)
    segments: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    discount_groups: list[Row] = field(default_factory=list)
    customer_prices: list[Row] = field(default_factory=list)
    customer_discounts: list[Row] = field(default_factory=list)
    price_lists: list[Row] = field(default_factory=list)
    exchange_rates: list[Row] = field(default_factory=list)
    vat_rates: list[Row] = field(default_factory=list)


@dataclass
class Line:
    """The order line with everything looked up (section 1), and the price so far."""

    item: Row
    customer: str
    business_id: str
    group: str
    district: str
    segments: set[str]
    quantity: Decimal
    units: Decimal
    currency: str
    rate: Decimal
    country: str
    site: str
    campaign: str
    order_district: str
    entered_price: Decimal | None
    kind: str
    slots: list[Decimal | None]
    special: Decimal
    cost: Decimal
    vat: Decimal | None = None
    price: Decimal = ZERO
    basis: int = 0
    agreed: str = ""
    bases: list[int | None] = field(default_factory=list)


class Oracle:
    """Prices the lines of one world on one day."""

    def __init__(self, world: World, today: date) -> None:
        self.world, self.today = world, today
        company = world.company
        self.own = folded(company["currency"])
        self.slots: int = company["discount_slots"]
        self.decimals: int = company["price_decimals"]
        self.with_vat: bool = company["prices_include_vat"]
        self.customers = {folded(row["customer"]): row for row in world.customers}
        self.items = {folded(row["item"]): row for row in world.items}
        self.parents = {folded(row["segment"]): folded(row["parent"]) for row in world.segments}

    # Section 1: what is asked

    def line(self, asked: Row) -> Line:
        """Look everything up."""
        item = self.items[folded(asked["item"])]
        customer = self.customers.get(folded(asked["customer"]))
        known = customer or {}
        currency = folded(asked["currency"]) or folded(known.get("currency")) or self.own
        segments: set[str] = set()
        for leaf in (known.get("segments") or "").split(";"):
            node = folded(leaf)
            while node:
                segments.add(node)
                node = self.parents.get(node, "")
        special = asked["special_discount"]
        line = Line(
            item=item,
            customer=folded(asked["customer"]),
            business_id=folded(asked["business_id"]) or folded(known.get("business_id")),
            group=folded(known.get("customer_group")) if customer else folded(asked["customer_group"]),
            district=folded(known.get("district")),
            segments=segments,
            quantity=asked["quantity"] or ONE,
            units=asked["quantity"],
            currency=currency,
            rate=self.rate(currency, asked["exchange_rate"]),
            country=folded(asked["country"]) or folded(known.get("country")),
            site=folded(asked["site"]) or folded(known.get("site")),
            campaign=folded(asked["campaign"]),
            order_district=folded(asked["order_district"]) if self.world.company["district_from_order"] else "",
            entered_price=asked["entered_price"],
            kind=asked["entered_kind"] or "",
            slots=list(asked["entered_discounts"][: self.slots]),
            special=special if special is not None else known.get("special_discount") or ZERO,
            cost=self.written_down(item),
        )
        line.agreed = self.own
        self.foreign_vat(line)
        return line

    def rate(self, currency: str, given: Decimal | None) -> Decimal:
        """Company currency for one unit; what is not positive counts as one."""
        if currency == self.own:
            return ONE
        if given is not None:
            return given if given > 0 else ONE
        rates = [row for row in self.world.exchange_rates if folded(row["currency"]) == currency]
        dated = [row for row in rates if (row["date"] or OLDEST) <= self.today]
        return max(dated, key=lambda row: row["date"] or OLDEST)["rate"] if dated else ONE

    @staticmethod
    def written_down(item: Row) -> Decimal:
        """Reduce the cost by the deepest write-down step."""
        cost: Decimal = item["cost"] or ZERO
        left = {100: ZERO, 75: Decimal("0.25"), 50: Decimal("0.5"), 25: Decimal("0.75")}.get(
            int(item["writedown"] or 0)
        )
        return cost if left is None else rounded(cost * left, 6)

    def foreign_vat(self, line: Line) -> None:
        """Find the VAT of a foreign country of registration; refuse the line when it is not on file."""
        registered = {folded(code) for code in self.world.company["vat_registered_countries"]}
        if not line.country or line.country == folded(self.world.company["country"]) or line.country not in registered:
            return
        for item in (folded(line.item["item"]), ""):
            for row in self.world.vat_rates:
                if folded(row["country"]) == line.country and folded(row["item"]) == item:
                    line.vat = row["rate"]
                    return
        line.vat, line.kind, line.entered_price = Decimal("-999.99"), "", ZERO

    # Section 2: what every row has in common

    def is_valid(self, row: Row, campaign: str) -> bool:
        """Tell whether the dates hold the day, or the campaign opens them."""
        if campaign and folded(row["campaign"]) == campaign:
            return True
        return (row["valid_from"] or OLDEST) <= self.today <= (row["valid_to"] or date.max)

    @staticmethod
    def minimum_met(row: Row, quantity: Decimal) -> bool:
        """Tell whether the simple minimum quantity is met."""
        return not row["min_quantity"] or row["min_quantity"] <= quantity

    @staticmethod
    def selected(row: Row, line: Line, selector: str) -> int | None:
        """Rank of the row under a selector (0 customer, 1 business id); none when it is for somebody else."""
        if selector == "customer":
            if folded(row["customer"]) and folded(row["customer"]) == line.customer:
                return 0
            if folded(row["business_id"]) and folded(row["business_id"]) == line.business_id:
                return 1
            return None
        if folded(row["customer"]) or folded(row["business_id"]):
            return None
        code = folded(row[selector])
        own = {"segment": line.segments, "customer_group": {line.group}, "district": {line.district}}[selector]
        return 0 if code and code in own else None

    @staticmethod
    def targeted(row: Row, line: Line, target: str) -> bool:
        """Tell whether the row is about the item, its discount group or everything."""
        if target == EVERYTHING:
            return bool(row["discount_group"] == EVERYTHING)
        code = folded(row[target])
        return bool(code) and code != EVERYTHING and code == folded(line.item[target])

    # Section 3: the price search

    def search(self, line: Line) -> None:
        """Find the price; level by level until it is not zero."""
        if line.entered_price is not None:
            line.price, line.basis = line.entered_price, 1
            if line.currency != self.own:
                line.price = rounded(line.entered_price * line.rate, 6)
            if line.kind:
                self.zero_slots(line)
            return
        if line.order_district:
            # Sections 3.4 and 14.16: only an entered price keeps the district of the order out.
            line.district = line.order_district
        for step in self.steps(line):
            step()
            if line.price != 0:
                return

    def steps(self, line: Line) -> Iterator[Callable[[], None]]:
        """All levels in their order."""
        first = [("customer", "item", 2, 2), ("customer", "discount_group", 3, 3)]
        middle = [("segment", "item", 4, 4), ("customer_group", "item", 5, 5)]
        last = [
            ("district", "item", 6, 6),
            ("segment", "discount_group", 7, 7),
            ("customer_group", "discount_group", 8, 9),
            ("district", "discount_group", 9, 9),
        ]
        for level in first + middle:
            yield lambda level=level: self.customer_price(line, *level)  # type: ignore[misc]
        for level in last:
            yield lambda level=level: self.customer_price(line, *level)  # type: ignore[misc]
        for selector, code, free in (
            ("customer", 10, 10),
            ("segment", 11, 11),
            ("customer_group", 12, 11),
            ("district", 13, 11),
        ):
            yield lambda selector=selector, code=code, free=free: self.margin_level(line, selector, code, free)  # type: ignore[misc]
        yield lambda: self.store_price(line)
        yield lambda: self.list_price(line, ("N", "E"), 15)
        yield lambda: self.item_net(line)
        yield lambda: self.list_price(line, ("",), 17)
        yield lambda: self.item_gross(line)

    def passes(self, line: Line) -> list[tuple[bool, tuple[str, ...]]]:
        """Invoice currency first when it is foreign, then company or blank currency."""
        company = (False, ("", self.own))
        return [company] if line.currency == self.own else [(True, (line.currency,)), company]

    def customer_price(self, line: Line, selector: str, target: str, code_a: int, code_b: int) -> None:
        """Levels 2 to 9."""
        for foreign, currencies in self.passes(line):
            rows = [
                (rank, row)
                for row in self.world.customer_prices
                if (rank := self.selected(row, line, selector)) is not None
                and self.targeted(row, line, target)
                and folded(row["currency"]) in currencies
                and self.is_valid(row, line.campaign)
                and self.minimum_met(row, line.quantity)
            ]
            if not rows:
                continue

            def better(entry: tuple[int, Row], *, foreign: bool = foreign) -> tuple[Any, ...]:
                rank, row = entry
                head = (-rank, row["min_quantity"] or ZERO, row["valid_from"] or OLDEST)
                if selector in ("segment", "district"):
                    return (*head, -row["price"], row["id"])
                return (*head, not foreign and bool(folded(row["currency"])), row["id"])

            row = max(rows, key=better)[1]
            line.basis = code_a if foreign else code_b
            line.price = rounded(row["price"] * line.rate, 6) if foreign else row["price"]
            if foreign:
                line.agreed = line.currency
            kind = row["kind"] or self.world.company["customer_price_default_kind"]
            if kind == "B":
                line.kind, line.slots = "", [None] * self.slots
            else:
                line.kind = kind
                self.zero_slots(line)
            if line.price != 0:
                return

    def zero_slots(self, line: Line) -> None:
        """All slots are 0 and no longer open."""
        line.slots = [ZERO] * self.slots

    # Sections 5 and 6: margin and store price

    def margin_price(self, line: Line, percent: Decimal) -> Decimal:
        """Cost plus margin."""
        if line.cost <= 0:
            return Decimal("0.01")
        price = line.cost / (1 - percent / HUNDRED)
        if line.item["price_quantity"]:
            price *= line.item["price_quantity"]
        if self.with_vat:
            price *= 1 + (line.item["vat_rate"] or ZERO) / HUNDRED
        return rounded(price, self.decimals)

    def margin_level(self, line: Line, selector: str, code: int, free: int) -> None:
        """Levels 10 to 13: rows with a negative percent."""
        best: tuple[tuple[Any, ...], Row] | None = None
        for row in self.world.customer_discounts:
            if row["percent"] >= 0 or not self.is_valid(row, line.campaign):
                continue
            if not self.minimum_met(row, line.quantity) or (selector == "customer" and folded(row["customer_group"])):
                continue
            rank = self.selected(row, line, selector)
            on_group = not self.targeted(row, line, "item")
            if rank is None or (on_group and not self.targeted(row, line, "discount_group")):
                continue
            key: tuple[Any, ...] = (not on_group, -rank, row["min_quantity"] or ZERO, row["valid_from"] or OLDEST)
            if selector in ("segment", "district"):
                key = (*key, row["percent"])
            key = (*key, row["id"])
            if best is None or key > best[0]:
                best = (key, row)
        if best is None:
            return
        percent = abs(best[1]["percent"])
        line.price = self.margin_price(line, ZERO if percent == Decimal("999.99") else percent)
        line.kind, line.basis = "", free if line.cost <= 0 else code
        self.zero_slots(line)

    def store_price(self, line: Line) -> None:
        """Level 14: rows with 999.99."""
        for row in self.world.customer_discounts:
            applies = (
                row["percent"] == Decimal("999.99")
                and self.selected(row, line, "customer") is not None
                and (self.targeted(row, line, "discount_group") or self.targeted(row, line, EVERYTHING))
                and self.is_valid(row, line.campaign)
                and self.minimum_met(row, line.quantity)
            )
            if applies:
                price = line.item["store_price"] or ZERO
                if price > 0 and not self.with_vat:
                    vat = line.vat if line.vat is not None else line.item["vat_rate"] or ZERO
                    price = price / (1 + vat / HUNDRED)
                line.price, line.kind, line.basis = max(price, ZERO), "", 14
                self.zero_slots(line)
                return

    # Sections 7 and 8: price lists and item prices

    def list_rows(
        self, line: Line, kinds: tuple[str, ...], currencies: tuple[str, ...], campaign: str
    ) -> Iterator[Row]:
        """All rows of the price lists that apply."""
        for row in self.world.price_lists:
            low, high = row["min_quantity"] or ZERO, row["max_quantity"] or ZERO
            if (
                folded(row["item"]) == folded(line.item["item"])
                and (row["kind"] or "") in kinds
                and folded(row["currency"]) in currencies
                and self.is_valid(row, campaign)
                and folded(row["country"]) in ("", line.country)
                and (low <= line.quantity <= high or (low == 0 and high == 0))
                and folded(row["site"]) in ("", "0", line.site)
            ):
                yield row

    @staticmethod
    def list_preference(row: Row, line: Line, *, foreign: bool) -> tuple[Any, ...]:
        """What is preferred among rows of a price list, the id left out."""
        site = folded(row["site"])
        own = 2 if site and site == line.site else 1 if site == "0" else 0
        code = folded(row["country"]) if foreign else folded(row["currency"])
        return (own, row["valid_from"] or OLDEST, bool(code))

    def list_price(self, line: Line, kinds: tuple[str, ...], code: int) -> None:
        """Levels 15 and 17."""
        for foreign, currencies in self.passes(line):
            rows = list(self.list_rows(line, kinds, currencies, line.campaign))
            if rows:
                row = max(rows, key=lambda row: (*self.list_preference(row, line, foreign=foreign), row["id"]))
                line.basis, line.kind = code, row["kind"] or ""
                line.price = rounded(row["price"] * line.rate, 6) if foreign else row["price"]
                if foreign:
                    line.agreed = line.currency
                if line.price != 0:
                    return

    def item_net(self, line: Line) -> None:
        """Level 16."""
        net = line.item["net_price"] or ZERO
        if net > 0 and line.kind != "E":
            line.price, line.kind, line.basis = net, "N", 16
            self.zero_slots(line)

    @staticmethod
    def item_gross(line: Line) -> None:
        """Level 18."""
        line.price, line.basis = line.item["gross_price"] or ZERO, 18

    # Section 9: discounts

    def discounts(self, line: Line) -> None:
        """Settle every slot."""
        line.bases = [None] * self.slots
        for number, typed in enumerate(line.slots):
            if typed is None:
                continue
            if typed < 0:
                line.price, line.basis, line.kind = self.margin_price(line, -typed), 10, ""
                line.slots[number], line.bases[number] = ZERO, 5
            else:
                line.bases[number] = 3 if typed > 0 else 4
        if line.kind == "":
            self.search_discounts(line)
        line.slots = [min(max(slot or ZERO, ZERO), HUNDRED) for slot in line.slots]

    def search_discounts(self, line: Line) -> None:
        """Fill the open slots level by level."""
        group = "discount_group"
        levels: list[tuple[int, str, list[str]]] = [
            (5, "customer", ["item"]),
            (6, "customer", [group, EVERYTHING]),
            (7, "segment", ["item"]),
            (8, "customer_group", ["item"]),
            (9, "district", ["item"]),
            (10, "segment", [group, EVERYTHING]),
            (11, "customer_group", [group, EVERYTHING]),
            (12, "district", [group, EVERYTHING]),
        ]
        for code, selector, targets in levels:
            for number, slot in enumerate(line.slots):
                if slot is None and (row := self.best_discount(line, selector, targets, number + 1)):
                    line.slots[number], line.bases[number] = row["percent"], code
        if line.slots[0] is None:
            for row in self.world.discount_groups:
                own = folded(line.item["discount_group"])
                if own and folded(row["discount_group"]) == own and row["base_discount"] is not None:
                    line.slots[0], line.bases[0] = row["base_discount"], 13

    def best_discount(self, line: Line, selector: str, targets: list[str], slot: int) -> Row | None:
        """Find the best row of one level for one slot."""
        best: tuple[tuple[Any, ...], Row] | None = None
        for row in self.world.customer_discounts:
            if (
                not 0 <= row["percent"] <= HUNDRED
                or (row["slot"] or 1) != slot
                or not self.is_valid(row, line.campaign)
            ):
                continue
            least = row["min_quantity"]
            if least and (line.quantity % least != 0 if row["multiples_only"] else least > line.quantity):
                continue
            rank = self.selected(row, line, selector)
            place = next((place for place, target in enumerate(targets) if self.targeted(row, line, target)), None)
            if rank is None or place is None:
                continue
            key = (-rank, -place, least or ZERO, row["valid_from"] or OLDEST, row["percent"], row["id"])
            if best is None or key > best[0]:
                best = (key, row)
        return best[1] if best else None

    # Sections 10 to 12 and 15: the answer

    def priced(self, line: Line) -> None:
        """Run search, discounts and the price quantity."""
        self.search(line)
        self.discounts(line)
        if line.item["price_quantity"]:
            line.price = rounded(line.price / line.item["price_quantity"], self.decimals)

    def answer(self, asked: Row) -> Row:
        """Price one line; ``standard_prices`` holds every answer that the reference leaves open."""
        with localcontext() as context:
            context.prec = 60
            line = self.line(asked)
            standards = {self.reported(line, *found) for found in self.standard_prices(line, 0)}
            self.priced(line)
            factor = special = ONE
            if line.kind != "N":
                for slot in line.slots:
                    factor *= 1 - (slot or ZERO) / HUNDRED
                special = 1 - line.special / HUNDRED
            invoicing = rounded(factor * special, 4)
            invoiced = line.price * invoicing
            return {
                "price": rounded(line.price, 6),
                "kind": line.kind or None,
                **{f"discount{number}": slot for number, slot in enumerate(line.slots, 1)},
                "price_basis": line.basis,
                **{f"discount_basis{number}": basis for number, basis in enumerate(line.bases, 1)},
                "agreed_currency": line.agreed.upper(),
                "vat_override": line.vat,
                "net_price": rounded(line.price * factor, self.decimals),
                "discount_factor": invoicing,
                "invoice_net_price": rounded(invoiced, self.decimals),
                "invoice_net_price_foreign": rounded(invoiced / line.rate, self.decimals),
                "total": rounded(invoiced * line.units / line.rate, self.decimals),
                "standard_prices": standards,
                "may_sell": self.may_sell(asked) if line.customer in self.customers else None,
            }

    def standard_prices(self, line: Line, step: int) -> Iterable[tuple[Decimal, bool]]:
        """Every price without agreement that may be meant: among equal rows the reference names no order."""
        kinds, cell = ((("N", "E"), "net_price"), (("",), "gross_price"))[step]
        found: set[tuple[Decimal, bool]] = set()
        for foreign, currencies in self.passes(line):
            rows = list(self.list_rows(line, kinds, currencies, ""))
            if not rows:
                continue
            best = max(self.list_preference(row, line, foreign=foreign) for row in rows)
            prices = {row["price"] for row in rows if self.list_preference(row, line, foreign=foreign) == best}
            found |= {(price, foreign) for price in prices if price != 0}
            if ZERO not in prices:
                return found
        price = line.item[cell] or ZERO
        if step == 1 or price > 0:
            return found | {(price, False)}
        return found | set(self.standard_prices(line, step + 1))

    def reported(self, line: Line, price: Decimal, in_invoice_currency: bool) -> Decimal:  # noqa: FBT001
        """Bring a standard price into invoice currency, for one unit."""
        if not in_invoice_currency:
            price = price / line.rate
        if line.item["price_quantity"]:
            price = rounded(price / line.item["price_quantity"], self.decimals)
        return rounded(price, 6)

    def may_sell(self, asked: Row) -> bool:
        """Tell whether a restricted item is sold to the customer (section 15)."""
        if self.items[folded(asked["item"])]["visibility"] != "V":
            return True
        customer = self.customers[folded(asked["customer"])]
        line = self.line(
            {
                **asked,
                "quantity": ONE,
                **{name: customer[name] for name in ("currency", "country", "site")},
                **dict.fromkeys(("exchange_rate", "campaign", "order_district", "entered_price", "entered_kind")),
                "entered_discounts": [None, None, None],
            }
        )
        self.priced(line)
        return line.basis <= 13 or any(basis is not None and basis < 13 for basis in line.bases)
